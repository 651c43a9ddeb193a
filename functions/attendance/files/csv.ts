import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";
import { beginningOf, decoded, type Encoding, SAMPLE_BYTES } from "./encoding.ts";
import { type GridRow, type GridSheet, LONGEST_CELL, MAX_COLUMNS, MAX_ROWS } from "./grid.ts";

/** A record that goes on for so many characters isn't one. */
const LONGEST_RECORD = 1_000_000;
const DELIMITERS = [",", ";", "\t", "|"];

/**
 * Opens delimited text as a workbook of one sheet. Rows are read as they are asked for.
 * @param known how many headings that mean something are among some cells
 */
export async function openDelimited(
  source: ByteSource,
  encoding: Encoding,
  known: (cells: readonly string[]) => number,
): Promise<GridSheet[]> {
  const sample = await source.read(0, Math.min(source.size, SAMPLE_BYTES));
  const delimiter = delimiterOf(beginningOf(sample, encoding), known);
  const rows = async function* () {
    const splitter = new Splitter(delimiter);
    for await (const text of decoded(source.stream(0, source.size), encoding)) yield splitter.write(text);
    yield splitter.end();
  };
  return [{ name: "CSV", hidden: false, rows, merged: async () => [] }];
}

/** The delimiter under which the beginning shows the most known headings; between equals, the most frequent. */
function delimiterOf(beginning: string, known: (cells: readonly string[]) => number): string {
  const declared = DECLARATION.exec(beginning)?.[1];
  if (declared) return declared;
  const lines = beginning.split(/\r\n|\n|\r/, 30);
  const rank = (delimiter: string) => {
    const rows = lines.map((line) => line.slice(0, 5000).split(delimiter));
    const headings = Math.max(...rows.map((cells) => known(cells.map((cell) => cell.replaceAll('"', "")))));
    return headings * 1000 + Math.min(999, Math.max(...rows.map((cells) => cells.length)));
  };
  return DELIMITERS.toSorted((a, b) => rank(b) - rank(a))[0] as string;
}

const DECLARATION = /^sep=(.)\r?\n/i;

/**
 * Splits delimited text (RFC 4180) piece by piece. Quotes may enclose delimiters, doubled quotes and line breaks; a
 * quote inside an unquoted field is an ordinary character, and so is one that is never closed or is closed in the
 * middle of another line: it spoils its own field and swallows no rows. A record is one row, as a spreadsheet would
 * number it.
 */
export class Splitter {
  readonly #delimiter: string;
  #data = "";
  #at = 0;
  #row = 0;
  #ended = false;
  /** The next of each in the data, from `#at` on; the data's length where there is none. */
  #nextFeed = 0;
  #nextReturn = 0;
  #nextQuote = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /**
   * The rows that the piece completes.
   * @throws FileRefused file-damaged when a record doesn't end | too-many-rows
   */
  write(piece: string): GridRow[] {
    this.#data = this.#data.slice(this.#at) + piece;
    this.#at = 0;
    [this.#nextFeed, this.#nextReturn, this.#nextQuote] = [-1, -1, -1];
    const rows = this.#take();
    if (this.#data.length - this.#at > LONGEST_RECORD)
      throw new FileRefused("file-damaged", { found: `row ${this.#row + 1}` });
    return rows;
  }

  /** The rest, when no more comes. */
  end(): GridRow[] {
    this.#ended = true;
    return this.write("");
  }

  #take(): GridRow[] {
    const rows: GridRow[] = [];
    while (this.#at < this.#data.length) {
      const values = this.#record();
      if (values === null) break;
      this.#row += 1;
      if (this.#row > MAX_ROWS)
        throw new FileRefused("too-many-rows", { found: `> ${MAX_ROWS}`, expected: `${MAX_ROWS}` });
      if (values.some((value) => value.trim() !== "")) rows.push({ row: this.#row, values });
    }
    return rows;
  }

  /** The fields of the next record, or null when its end hasn't come yet. */
  #record(): string[] | null {
    const end = this.#lineEnd(this.#at);
    if (this.#nextQuote < this.#at) this.#nextQuote = this.#find('"', this.#at);
    if (this.#nextQuote < end) return this.#quotedRecord();
    if (!this.#isLineEnd(end)) return null;
    const line = this.#data.slice(this.#at, end);
    this.#at = this.#behind(end);
    const values = line.split(this.#delimiter, MAX_COLUMNS);
    return line.length > LONGEST_CELL ? values.map(cut) : values;
  }

  /** A record of which a field may be quoted, field by field. */
  #quotedRecord(): string[] | null {
    const values: string[] = [];
    for (let at = this.#at; ; ) {
      const field = this.#data[at] === '"' ? this.#quotedField(at) : this.#plainField(at);
      if (field === null) return null;
      if (values.length < MAX_COLUMNS) values.push(cut(field.text));
      if (this.#data[field.end] === this.#delimiter) {
        at = field.end + 1;
        continue;
      }
      this.#at = this.#behind(field.end);
      return values;
    }
  }

  #plainField(at: number): Field | null {
    const delimiter = this.#data.indexOf(this.#delimiter, at);
    const line = this.#lineEnd(at);
    const end = delimiter >= 0 && delimiter < line ? delimiter : line;
    return end === delimiter || this.#isLineEnd(end) ? { text: this.#data.slice(at, end), end } : null;
  }

  #quotedField(at: number): Field | null {
    const close = this.#closingQuote(at);
    // A quote at the very end of the piece could be the first half of a doubled one.
    if (close < 0 || (close === this.#data.length - 1 && !this.#ended)) {
      const given = this.#ended || this.#data.length - at > LONGEST_RECORD;
      return given ? this.#plainField(at) : null;
    }
    const text = this.#data.slice(at + 1, close).replaceAll('""', '"');
    const next = this.#data[close + 1];
    if (next === undefined || next === this.#delimiter) return { text, end: close + 1 };
    if (next === "\n" || next === "\r") return this.#isLineEnd(close + 1) ? { text, end: close + 1 } : null;
    // What follows belongs to the field, unless the quotes only happen to stand in two lines.
    if (/[\r\n]/.test(text)) return this.#plainField(at);
    const rest = this.#plainField(close + 1);
    return rest && { text: text + rest.text, end: rest.end };
  }

  #closingQuote(at: number): number {
    let quote = this.#data.indexOf('"', at + 1);
    while (quote >= 0 && this.#data[quote + 1] === '"') quote = this.#data.indexOf('"', quote + 2);
    return quote;
  }

  #lineEnd(at: number): number {
    if (this.#nextFeed < at) this.#nextFeed = this.#find("\n", at);
    if (this.#nextReturn < at) this.#nextReturn = this.#find("\r", at);
    return Math.min(this.#nextFeed, this.#nextReturn);
  }

  #find(char: string, at: number): number {
    const found = this.#data.indexOf(char, at);
    return found < 0 ? this.#data.length : found;
  }

  /** Whether the line is known to end there: after a carriage return, a line feed could still come. */
  #isLineEnd(at: number): boolean {
    return this.#ended || at < this.#data.length - (this.#data[at] === "\r" ? 1 : 0);
  }

  /** Where the next line begins. */
  #behind(end: number): number {
    return end + (this.#data[end] === "\r" && this.#data[end + 1] === "\n" ? 2 : 1);
  }
}

interface Field {
  text: string;
  /** Where the delimiter or the end of the line stands. */
  end: number;
}

const cut = (value: string): string => (value.length > LONGEST_CELL ? value.slice(0, LONGEST_CELL) : value);
