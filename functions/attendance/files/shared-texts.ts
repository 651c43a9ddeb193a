import { LONGEST_CELL } from "./grid.ts";
import { CLOSE, MORE, OPEN, type XmlCursor } from "./xml.ts";

/** Texts that were asked for lately, by the low bits of their number. A power of two. */
const KEPT = 32_768;

/**
 * The texts that cells share. A sheet of a million rows may share millions of them, so they lie one behind the other
 * in UTF-8, and only those that are asked for become strings; those asked for again and again are kept.
 */
export class SharedTexts {
  #bytes: Buffer;
  #length = 0;
  /** Where each text ends. */
  #ends = new Uint32Array(1024);
  #count = 0;
  readonly #kept: string[] = [];
  readonly #keptOf = new Int32Array(KEPT).fill(-1);

  /** @param expected so many bytes the texts have, about */
  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafeSlow(expected);
  }

  /** The text of a number; U+FFFD where the workbook has none, so that the row is told as damaged. */
  at(index: number): string {
    if (!(index >= 0 && index < this.#count)) return "\ufffd";
    const slot = index & (KEPT - 1);
    if (this.#keptOf[slot] === index) return this.#kept[slot] as string;
    const from = index === 0 ? 0 : (this.#ends[index - 1] as number);
    const text = this.#bytes.toString("utf8", from, this.#ends[index] as number).slice(0, LONGEST_CELL);
    this.#kept[slot] = text;
    this.#keptOf[slot] = index;
    return text;
  }

  get count(): number {
    return this.#count;
  }

  add(text: Uint8Array): void {
    if (this.#length + text.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.#length + text.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.set(text, this.#length);
    this.#length += text.length;
    if (this.#count === this.#ends.length) {
      const larger = new Uint32Array(2 * this.#count);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#count++] = this.#length;
  }
}

/** Reads a text that may be made of several runs; what stands in `rPh` is its reading aid, not the text. */
export class TextReader {
  #cursor: XmlCursor | null = null;
  #from = 0;
  #to = 0;
  #joined = "";

  /**
   * Reads on to the end of the element that holds the text.
   * @param element `si` or `is`
   * @returns false when the rest of it hasn't come yet
   */
  read(cursor: XmlCursor, element: "si" | "is"): boolean {
    let inText = false;
    let inAid = false;
    this.#cursor = null;
    this.#joined = "";
    for (;;) {
      const token = cursor.next();
      if (token === MORE) return false;
      if (inText && !inAid && cursor.textTo > cursor.textFrom) this.#add(cursor);
      if (token === OPEN) {
        if (cursor.is("t")) inText = true;
        else if (cursor.is("rPh")) inAid = true;
      } else if (token === CLOSE) {
        if (cursor.is("t")) inText = false;
        else if (cursor.is(element)) return true;
        else if (cursor.is("rPh")) inAid = false;
      }
    }
  }

  /** The text; as long as the cursor wasn't fed. */
  text(): string {
    const text = this.#cursor
      ? this.#cursor.bytes.toString("utf8", this.#from, this.#to)
      : unescapeCell(this.#joined);
    return text.length > LONGEST_CELL ? text.slice(0, LONGEST_CELL) : text;
  }

  /** The same in UTF-8. */
  bytes(): Uint8Array {
    return this.#cursor ? this.#cursor.bytes.subarray(this.#from, this.#to) : Buffer.from(this.text());
  }

  /** Nearly every text is one run that stands for itself: no string is made of it here. */
  #add(cursor: XmlCursor): void {
    if (!this.#cursor && this.#joined === "" && cursor.plain) {
      this.#cursor = cursor;
      this.#from = cursor.textFrom;
      this.#to = cursor.textTo;
    } else if (this.#joined.length < LONGEST_CELL) {
      const before = this.#cursor ? this.#cursor.bytes.toString("utf8", this.#from, this.#to) : this.#joined;
      this.#joined = before + cursor.text();
      this.#cursor = null;
    }
  }
}

/** `_x000D_` is how a workbook writes a character that XML can't hold. */
export const unescapeCell = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
