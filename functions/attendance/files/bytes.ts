/**
 * Bytes that can be read from any place and more than once: a file in memory, or an object in S3 read by ranges.
 * A spreadsheet is a zip whose table of contents stands at its end, so a plain stream wouldn't do.
 */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`; both within the size. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** The same in pieces, so that memory doesn't grow with the file. */
  stream(start: number, end: number): AsyncIterable<Uint8Array>;
}

const PIECE_BYTES = 64 * 1024;

/** A source over bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
    async *stream(start, end) {
      for (let at = start; at < end; at += PIECE_BYTES)
        yield bytes.subarray(at, Math.min(end, at + PIECE_BYTES));
    },
  };
}
