import { FileRefused } from "../rules/file-refused.ts";

/** What stands at the cursor. `MORE`: the rest of it hasn't come yet. `SKIPPED`: a comment or an instruction. */
export const [MORE, OPEN, EMPTY, CLOSE, CDATA, SKIPPED] = [0, 1, 2, 3, 4, 5] as const;
type Token = typeof MORE | typeof OPEN | typeof EMPTY | typeof CLOSE | typeof CDATA | typeof SKIPPED;

/** No tag, comment or text of a spreadsheet is longer (a cell holds at most 32,767 characters). Bytes. */
const LONGEST_TOKEN = 1_500_000;

/**
 * Walks over XML in UTF-8 as it comes, from tag to tag, in one pass, without namespaces, entities of its own or
 * recursion. It works on the bytes and makes no string of what nobody asks for: most of a sheet is markup.
 */
export class XmlCursor {
  bytes: Buffer = Buffer.allocUnsafeSlow(0);
  /** Where the next token begins. Whoever sets it back reads from there again. */
  at = 0;
  /** The text before the token, or inside a CDATA section. */
  textFrom = 0;
  textTo = 0;
  /** The text stands for itself: it holds nothing that would have to be unescaped. */
  plain = true;
  /** The name of the element without its prefix, since some writers prefix every element. */
  nameFrom = 0;
  nameTo = 0;
  attributesFrom = 0;
  attributesTo = 0;
  #end = 0;

  /**
   * Adds what comes next. Positions that were handed out before are no longer valid.
   * @throws FileRefused file-damaged when the last piece has brought no end of the token
   */
  feed(piece: Uint8Array): void {
    const rest = this.#end - this.at;
    if (rest > LONGEST_TOKEN) throw notXml();
    if (this.bytes.length < rest + piece.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (rest + piece.length));
      this.bytes.copy(larger, 0, this.at, this.#end);
      this.bytes = larger;
    } else this.bytes.copyWithin(0, this.at, this.#end);
    this.bytes.set(piece, rest);
    this.at = 0;
    this.#end = rest + piece.length;
  }

  /** @throws FileRefused file-damaged when the document ends inside a tag */
  finish(): void {
    if (this.bytes.subarray(this.at, this.#end).includes(LESS)) throw notXml();
  }

  /** Goes to the next token. At `MORE` the cursor stays where it was. */
  next(): Token {
    const { bytes } = this;
    const end = this.#end;
    let at = this.at;
    let plain = true;
    for (; ; at++) {
      if (at >= end) return MORE;
      const byte = bytes[at];
      if (byte === LESS) break;
      if (byte === AMPERSAND || byte === RETURN || byte === UNDERSCORE) plain = false;
    }
    const second = bytes[at + 1];
    if (second === EXCLAMATION || second === QUESTION) return this.#special(at, plain);
    const from = second === SLASH ? at + 2 : at + 1;
    let name = from;
    let to = from;
    let byte = 0;
    for (; ; to++) {
      if (to >= end) return MORE;
      byte = bytes[to] as number;
      if (byte <= SPACE || byte === GREATER || byte === SLASH) break;
      if (byte === COLON) name = to + 1;
    }
    let close = to;
    while (byte !== GREATER) {
      // A ">" within quotes belongs to an attribute.
      if (byte === DOUBLE || byte === SINGLE) {
        const quote = byte;
        do close += 1;
        while (close < end && bytes[close] !== quote);
      }
      close += 1;
      if (close >= end) return MORE;
      byte = bytes[close] as number;
    }
    this.textFrom = this.at;
    this.textTo = at;
    this.plain = plain;
    this.nameFrom = name;
    this.nameTo = to;
    this.attributesFrom = to;
    this.attributesTo = close;
    this.at = close + 1;
    if (second === SLASH) return CLOSE;
    return bytes[close - 1] === SLASH ? EMPTY : OPEN;
  }

  /** Whether the element at the cursor is called so. */
  is(name: string): boolean {
    const { nameFrom } = this;
    if (this.nameTo - nameFrom !== name.length) return false;
    for (let i = 0; i < name.length; i++) if (this.bytes[nameFrom + i] !== name.charCodeAt(i)) return false;
    return true;
  }

  name(): string {
    return this.bytes.toString("latin1", this.nameFrom, this.nameTo);
  }

  text(): string {
    const text = this.bytes.toString("utf8", this.textFrom, this.textTo);
    return this.plain ? text : unescapeXml(text);
  }

  /** The value of an attribute, found with or without a prefix; undefined when there is none. */
  attribute(name: string): string | undefined {
    const text = this.bytes.toString("utf8", this.attributesFrom, this.attributesTo);
    ATTRIBUTE.lastIndex = 0;
    for (let found = ATTRIBUTE.exec(text); found; found = ATTRIBUTE.exec(text)) {
      const [, local, double, single] = found;
      if (local === name) return unescapeXml(double ?? single ?? "");
    }
    return undefined;
  }

  #special(at: number, plain: boolean): Token {
    // The kinds are told apart by up to nine characters; they may not all have come yet.
    if (this.#end - at < 9) return MORE;
    const opening = this.bytes.toString("latin1", at, at + 9);
    const kind = SPECIALS.find(([start]) => opening.startsWith(start));
    // A document type could define entities; no spreadsheet program writes one.
    if (!kind) throw notXml();
    const [start, closing] = kind;
    const end = this.bytes.indexOf(closing, at + start.length);
    if (end < 0 || end + closing.length > this.#end) return MORE;
    const isData = start === "<![CDATA[";
    if (isData && at > this.at) {
      // First the text before the section, then the section itself.
      [this.textFrom, this.textTo, this.plain, this.at] = [this.at, at, plain, at];
      return SKIPPED;
    }
    this.textFrom = isData ? at + start.length : this.at;
    this.textTo = isData ? end : at;
    this.plain = isData || plain;
    this.at = end + closing.length;
    return isData ? CDATA : SKIPPED;
  }
}

/** Sticky, so that it never looks further than where the last attribute ended. */
const ATTRIBUTE = /\s*(?:[^\s=:]*:)?([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

const SPECIALS = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

export interface XmlHandler {
  /** An element begins, or is empty; its attributes are the cursor's. `close` follows in both cases. */
  open?(name: string, cursor: XmlCursor): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Reads a small part of a workbook from end to end. */
export async function readXml(pieces: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  const cursor = new XmlCursor();
  for await (const piece of pieces) {
    cursor.feed(piece);
    for (let token = cursor.next(); token !== MORE; token = cursor.next()) {
      if (handler.text && cursor.textTo > cursor.textFrom) handler.text(cursor.text());
      if (token === OPEN || token === EMPTY) handler.open?.(cursor.name(), cursor);
      if (token === CLOSE || token === EMPTY) handler.close?.(cursor.name());
    }
  }
  cursor.finish();
}

export const [SPACE, DOUBLE, SINGLE, EQUALS] = [32, 34, 39, 61] as const;
const [LESS, GREATER, SLASH, EXCLAMATION, QUESTION, COLON] = [60, 62, 47, 33, 63, 58] as const;
const [AMPERSAND, RETURN, UNDERSCORE] = [38, 13, 95] as const;

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  const lines = text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text;
  if (!lines.includes("&")) return lines;
  return lines.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[name] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
  });
}

const notXml = (): FileRefused => new FileRefused("file-damaged", { found: "XML" });
