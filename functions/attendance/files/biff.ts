import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";
import { SharedTexts } from "./shared-texts.ts";

/** The records of old workbooks that are read, by the names that the format's description gives them. */
export const RECORD = {
  FORMULA: 0x06,
  EOF: 0x0a,
  DATEMODE: 0x22,
  FILEPASS: 0x2f,
  CONTINUE: 0x3c,
  CODEPAGE: 0x42,
  BOUNDSHEET: 0x85,
  MULRK: 0xbd,
  RSTRING: 0xd6,
  XF: 0xe0,
  MERGEDCELLS: 0xe5,
  SST: 0xfc,
  LABELSST: 0xfd,
  NUMBER: 0x203,
  LABEL: 0x204,
  BOOLERR: 0x205,
  STRING: 0x207,
  ROW: 0x208,
  RK: 0x27e,
  FORMAT: 0x41e,
  BOF: 0x809,
} as const;

export interface BiffRecord {
  type: number;
  data: Buffer;
}

/**
 * The records of a stream from a place on, some at a time.
 * @throws FileRefused file-damaged when the stream ends within a record
 */
export async function* recordsOf(stream: ByteSource, from: number): AsyncGenerator<BiffRecord[]> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const piece of stream.stream(from, stream.size)) {
    const bytes = pending.length > 0 ? Buffer.concat([pending, piece]) : Buffer.from(piece);
    const records: BiffRecord[] = [];
    let at = 0;
    while (at + 4 <= bytes.length) {
      const end = at + 4 + bytes.readUInt16LE(at + 2);
      if (end > bytes.length) break;
      records.push({ type: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, end) });
      at = end;
    }
    pending = bytes.subarray(at);
    yield records;
  }
  // What is left when the last sector isn't full are zeros.
  if (pending.some((byte) => byte !== 0)) throw new FileRefused("file-damaged", { found: "BIFF" });
}

/** How texts stand in the file: in UTF-16 since Excel 97, in the code page of their author's computer before. */
export interface TextForm {
  unicode: boolean;
  codePage: number;
}

/**
 * A text within one record: its length in characters, then what it is made of.
 * @param lengthBytes 1 or 2
 */
export function textAt(data: Buffer, at: number, lengthBytes: 1 | 2, form: TextForm): string {
  if (at + lengthBytes > data.length) return "";
  const length = lengthBytes === 1 ? data.readUInt8(at) : data.readUInt16LE(at);
  const from = at + lengthBytes;
  if (!form.unicode) return decoderOf(form.codePage).decode(data.subarray(from, from + length));
  return (data[from] ?? 0) & WIDE
    ? data.toString("utf16le", from + 1, from + 1 + 2 * length)
    : data.toString("latin1", from + 1, from + 1 + length);
}

const [WIDE, EXTENDED, RICH] = [1, 4, 8] as const;

/** 936 is what Chinese Windows writes; programs that name a western page still write GBK. */
const decoderOf = (codePage: number) =>
  new TextDecoder(codePage === 950 ? "big5" : codePage === 65001 ? "utf-8" : "gb18030");

/**
 * The texts that cells share. They run on over as many records as they need; where one breaks off amid its characters,
 * the next record says anew how wide they are.
 */
export function sharedTextsIn(records: readonly Buffer[]): SharedTexts {
  const texts = new SharedTexts(records.reduce((sum, { length }) => sum + length, 0));
  const reader = new ContinuedReader(records);
  // Two counts, which not every program gets right.
  reader.skip(8);
  while (!reader.ended) texts.add(Buffer.from(reader.text()));
  return texts;
}

class ContinuedReader {
  readonly #records: readonly Buffer[];
  #record = 0;
  #at = 0;

  constructor(records: readonly Buffer[]) {
    this.#records = records;
  }

  get ended(): boolean {
    return this.#current() === undefined;
  }

  /** The record at the cursor, which goes on to the next one at the end of each. */
  #current(): Buffer | undefined {
    while (
      this.#record < this.#records.length &&
      this.#at >= (this.#records[this.#record] as Buffer).length
    ) {
      this.#at -= (this.#records[this.#record] as Buffer).length;
      this.#record += 1;
    }
    return this.#records[this.#record];
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }

  /** Little-endian. */
  number(bytes: number): number {
    let number = 0;
    for (let i = 0; i < bytes; i++) {
      number += (this.#current()?.[this.#at] ?? 0) * 256 ** i;
      this.#at += 1;
    }
    return number;
  }

  text(): string {
    let left = this.number(2);
    let flags = this.number(1);
    const behind = (flags & RICH ? this.number(2) * 4 : 0) + (flags & EXTENDED ? this.number(4) : 0);
    let text = "";
    for (let record = this.#current(); record && left > 0; ) {
      const width = flags & WIDE ? 2 : 1;
      const count = Math.min(left, Math.floor((record.length - this.#at) / width));
      const end = this.#at + count * width;
      text += record.toString(width === 2 ? "utf16le" : "latin1", this.#at, end);
      this.#at = end;
      left -= count;
      if (left === 0) break;
      this.#at = record.length;
      record = this.#current();
      flags = this.number(1);
    }
    this.skip(behind);
    return text;
  }
}
