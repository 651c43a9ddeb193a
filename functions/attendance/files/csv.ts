import { countKnown } from "../readers/headers.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";
import { type GridRow, type GridSheet, MAX_COLUMNS } from "./grid.ts";

export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

const LONGEST_RECORD = 1_000_000;
const SAMPLE_BYTES = 64 * 1024;

/**
 * The encoding of a text: by its byte order mark, else UTF-8 if its beginning is valid UTF-8, else GB18030.
 * The beginning is enough, because a file that is read has Chinese headings, and no run of them is valid in both.
 * @param sample the first bytes of the file
 */
export function encodingOf(sample: Uint8Array): Encoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return "utf-8";
  } catch {
    return "gb18030";
  }
}

/** Opens delimited text as a workbook of one sheet. Rows are read as they are asked for. */
export async function openDelimited(source: ByteSource): Promise<GridSheet[]> {
  const sample = await source.read(0, Math.min(source.size, SAMPLE_BYTES));
  const encoding = encodingOf(sample);
  const beginning = new TextDecoder(encoding).decode(sample, { stream: true });
  const delimiter = delimiterOf(beginning);
  return [
    { name: "CSV", hidden: false, rows: () => rowsOf(source, encoding, delimiter), merged: async () => [] },
  ];
}

/** The delimiter under which the beginning shows the most known headings; between equals, the most frequent. */
function delimiterOf(beginning: string): string {
  const declared = /^sep=(.)\r?\n/i.exec(beginning)?.[1];
  if (declared) return declared;
  const lines = beginning.split(/\r\n|\n|\r/, 30);
  const rank = (delimiter: string) => {
    const rows = lines.map((line) => line.slice(0, 5000).split(delimiter));
    const known = Math.max(...rows.map((cells) => countKnown(cells.map((cell) => cell.replaceAll('"', "")))));
    return known * 1000 + Math.min(999, Math.max(...rows.map((cells) => cells.length)));
  };
  return [",", ";", "\t"].sort((a, b) => rank(b) - rank(a))[0] as string;
}

async function* rowsOf(
  source: ByteSource,
  encoding: Encoding,
  delimiter: string,
): AsyncGenerator<readonly GridRow[]> {
  const decoder = new TextDecoder(encoding);
  const splitter = new Splitter(delimiter);
  for await (const piece of source.stream(0, source.size))
    yield [...splitter.write(decoder.decode(piece, { stream: true }))];
  yield [...splitter.write(decoder.decode()), ...splitter.end()];
}

/**
 * Splits delimited text (RFC 4180) piece by piece. Quotes may enclose delimiters, doubled quotes and line breaks;
 * a quote inside an unquoted field is an ordinary character. A record is one row, as a spreadsheet would number it.
 */
export class Splitter {
  #field = "";
  #values: string[] = [];
  #row = 1;
  #length = 0;
  #quoted = false;
  /** A quote within a quoted field: the end of it, or the first half of a doubled one. */
  #afterQuote = false;
  #afterReturn = false;
  readonly #delimiter: string;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** @throws FileRefused file-damaged when a quote is never closed */
  *write(piece: string): Generator<GridRow> {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const char = piece.charCodeAt(at);
      if (this.#quoted) {
        if (this.#afterQuote) {
          this.#afterQuote = false;
          if (char === QUOTE) {
            from = at;
            continue;
          }
          this.#quoted = false;
          from = at;
        } else {
          if (char !== QUOTE) continue;
          this.#keep(piece.slice(from, at));
          this.#afterQuote = true;
          from = at + 1;
          continue;
        }
      }
      if (char === LINE_FEED && this.#afterReturn) {
        this.#afterReturn = false;
        from = at + 1;
        continue;
      }
      this.#afterReturn = false;
      if (char === QUOTE && this.#field === "" && from === at) {
        this.#quoted = true;
        from = at + 1;
      } else if (piece[at] === this.#delimiter) {
        this.#endField(piece.slice(from, at));
        from = at + 1;
      } else if (char === LINE_FEED || char === CARRIAGE_RETURN) {
        this.#endField(piece.slice(from, at));
        from = at + 1;
        this.#afterReturn = char === CARRIAGE_RETURN;
        yield* this.#endRow();
      }
    }
    if (!this.#afterQuote) this.#keep(piece.slice(from));
  }

  *end(): Generator<GridRow> {
    if (this.#quoted && !this.#afterQuote) throw unclosed(this.#row);
    this.#endField("");
    yield* this.#endRow();
  }

  #keep(text: string): void {
    this.#field += text;
    this.#length += text.length;
    if (this.#length > LONGEST_RECORD) throw unclosed(this.#row);
  }

  #endField(last: string): void {
    this.#keep(last);
    if (this.#values.length < MAX_COLUMNS) this.#values.push(this.#field);
    this.#field = "";
    this.#quoted = false;
    this.#afterQuote = false;
  }

  *#endRow(): Generator<GridRow> {
    const row = { row: this.#row, values: this.#values };
    this.#row += 1;
    this.#values = [];
    this.#length = 0;
    if (row.values.some((value) => value.trim() !== "")) yield row;
  }
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const unclosed = (row: number): FileRefused => new FileRefused("file-damaged", { found: `"… (${row})` });
