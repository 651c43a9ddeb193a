import { once } from "node:events";
import { pipeline, Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import type { FindingLine } from "./finding-line.ts";

/** Where findings are kept; `openBucket` of a bucket is one. */
export interface FindingsBucket {
  read(key: string): AsyncIterable<Uint8Array>;
  writeStream(key: string, source: AsyncIterable<Uint8Array>, contentType: string): Promise<void>;
}

/** Findings on their way into the bucket. */
export interface Findings {
  /** A promise that it returns asks to be waited for, or memory would grow with what isn't written yet. */
  add(line: FindingLine): void | Promise<void>;
  /** Ends the file. A file without a finding is written, too: it says that there is none. */
  close(): Promise<void>;
}

const CONTENT_TYPE = "application/gzip";
const PIECE_CHARACTERS = 64 * 1024;
const PENDING_BYTES = 1024 * 1024;
/** They are written once and read a few times: the fastest will do. */
const FASTEST = 1;

/** Keeps the findings of one reading of a file as gzipped JSON lines, however many there are. */
export function openFindings(bucket: FindingsBucket, key: string): Findings {
  const packed = createGzip({ level: FASTEST });
  const written = bucket.writeStream(key, packed, CONTENT_TYPE);
  // told to whoever waits next
  written.catch(() => undefined);
  let pending = "";
  return {
    add(line) {
      pending += `${JSON.stringify(tupleOf(line))}\n`;
      if (pending.length < PIECE_CHARACTERS) return;
      packed.write(pending);
      pending = "";
      if (packed.writableLength < PENDING_BYTES) return;
      return Promise.race([once(packed, "drain").then(() => undefined), written]);
    },
    close() {
      packed.end(pending);
      return written;
    },
  };
}

/** The findings as they were added. */
export async function* readFindings(bucket: FindingsBucket, key: string): AsyncGenerator<FindingLine> {
  const unpacked = pipeline(Readable.from(bucket.read(key)), createGunzip(), () => undefined);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of unpacked) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield lineOf(JSON.parse(line));
  }
}

/** A line as an array: names a million times over would take half of the time. */
type Tuple = [string, number, string, string, string, string, FindingLine["code"], string?];

export const tupleOf = ({ sheet, row, column, field, found, expected, code, other }: FindingLine): Tuple =>
  other === undefined
    ? [sheet, row, column, field, found, expected, code]
    : [sheet, row, column, field, found, expected, code, other];

export function lineOf([sheet, row, column, field, found, expected, code, other]: Tuple): FindingLine {
  const line = { sheet, row, column, field, found, expected, code };
  return other === undefined ? line : { ...line, other };
}
