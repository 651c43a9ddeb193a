import { FileRefused } from "../rules/file-refused.ts";

export interface XmlHandler {
  /** @param attributes the unparsed text after the name; read it with `attribute` */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** No tag, comment or text of a spreadsheet is longer (a cell holds at most 32,767 characters). */
const LONGEST_TOKEN = 2_000_000;

/**
 * Reads XML as it comes, in one pass and in linear time, without namespaces, entities of its own or recursion.
 * Names are given without their prefix, since some writers prefix every element.
 */
export class XmlScanner {
  #pending = "";
  readonly #handler: XmlHandler;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** @throws FileRefused file-damaged */
  write(piece: string): void {
    const data = this.#pending + piece;
    let at = 0;
    for (;;) {
      const start = data.indexOf("<", at);
      if (start < 0) break;
      const end = tokenEnd(data, start);
      if (end < 0) break;
      if (start > at) this.#handler.text(unescapeXml(data.slice(at, start)));
      this.#token(data.slice(start, end));
      at = end;
    }
    this.#pending = data.slice(at);
    if (this.#pending.length > LONGEST_TOKEN) throw notXml();
  }

  /** @throws FileRefused file-damaged when the text ends inside a tag */
  end(): void {
    if (this.#pending.includes("<")) throw notXml();
  }

  #token(token: string): void {
    const second = token.charCodeAt(1);
    if (second === SLASH) this.#handler.close(localName(token.slice(2, -1).trim()));
    else if (second === EXCLAMATION) this.#special(token);
    else if (second !== QUESTION) this.#opening(token);
  }

  #special(token: string): void {
    if (token.startsWith("<![CDATA[")) this.#handler.text(token.slice(9, -3));
    // A document type could define entities; no spreadsheet program writes one.
    else if (!token.startsWith("<!--")) throw notXml();
  }

  #opening(token: string): void {
    const empty = token.endsWith("/>");
    const inner = token.slice(1, empty ? -2 : -1);
    let space = 0;
    while (space < inner.length && inner.charCodeAt(space) > SPACE) space += 1;
    const name = localName(inner.slice(0, space));
    this.#handler.open(name, inner.slice(space));
    if (empty) this.#handler.close(name);
  }
}

/** Where the token that begins at `start` ends, or -1 when the rest of it hasn't come yet. */
function tokenEnd(data: string, start: number): number {
  const second = data.charCodeAt(start + 1);
  if (second === SLASH) return data.indexOf(">", start) + 1 || -1;
  if (second === EXCLAMATION || second === QUESTION) return bracketEnd(data, start);
  let end = data.indexOf(">", start);
  // A ">" within quotes belongs to an attribute.
  for (let from = start; end >= 0; ) {
    const quote = firstQuote(data, from, end);
    if (quote < 0) return end + 1;
    const close = data.indexOf(data.charAt(quote), quote + 1);
    if (close < 0) return -1;
    from = close + 1;
    if (close > end) end = data.indexOf(">", close);
  }
  return -1;
}

function bracketEnd(data: string, start: number): number {
  // The brackets are told apart by up to nine characters; they may not all have come yet.
  if (data.length - start < 9) return -1;
  const [opening, closing] = BRACKETS.find(([bracket]) => data.startsWith(bracket, start)) ?? ["<!", ">"];
  const end = data.indexOf(closing, start + opening.length);
  return end < 0 ? -1 : end + closing.length;
}

const SLASH = 47;
const EXCLAMATION = 33;
const QUESTION = 63;
const BRACKETS = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

function firstQuote(data: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = data.charCodeAt(at);
    if (code === 34 || code === 39) return at;
  }
  return -1;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The value of an attribute, found with or without a prefix; undefined when there is none. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (before !== COLON && !(before <= SPACE)) continue;
    let next = skipSpace(attributes, at + name.length);
    if (attributes.charCodeAt(next) !== EQUALS) continue;
    next = skipSpace(attributes, next + 1);
    const end = attributes.indexOf(attributes.charAt(next), next + 1);
    if (end >= 0) return unescapeXml(attributes.slice(next + 1, end));
  }
  return undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= SPACE) at += 1;
  return at;
}

const COLON = 58;
const EQUALS = 61;
const SPACE = 32;

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[name] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
  });
}

const notXml = (): FileRefused => new FileRefused("file-damaged", { found: "XML" });
