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

const BLOCK_BYTES = 1024 * 1024;
const MOST_BLOCKS = 8;

/** A source that reads ahead, and what its places cost. */
export interface BlockSource extends ByteSource {
  /** How many readings of the source behind it the ranges would take, one after the other, from an empty memory. */
  cost(ranges: Iterable<readonly [start: number, end: number]>): number;
  /** As many readings as it takes to read everything in order. */
  readonly blocks: number;
}

/**
 * Reads a source in large aligned blocks and remembers the last ones. Each reading of an object in S3 is a request;
 * old workbooks are laid out in sectors of 512 bytes, which need not follow each other.
 */
export function inBlocks(source: ByteSource): BlockSource {
  const blocks = new Map<number, Promise<Uint8Array>>();
  const block = (index: number): Promise<Uint8Array> => {
    const from = index * BLOCK_BYTES;
    const bytes = blocks.get(index) ?? source.read(from, Math.min(source.size, from + BLOCK_BYTES));
    remember(blocks, index, bytes);
    // A request that failed may be made again.
    bytes.catch(() => blocks.delete(index));
    return bytes;
  };
  async function* stream(start: number, end: number): AsyncGenerator<Uint8Array> {
    if (end - start > LONGEST_IN_BLOCKS) return yield* source.stream(start, end);
    for (let at = start; at < end; ) {
      const index = Math.floor(at / BLOCK_BYTES);
      const from = index * BLOCK_BYTES;
      const to = Math.min(end, from + BLOCK_BYTES);
      yield (await block(index)).subarray(at - from, to - from);
      at = to;
    }
  }
  return {
    size: source.size,
    blocks: Math.ceil(source.size / BLOCK_BYTES),
    stream,
    read: async (start, end) => Buffer.concat(await Array.fromAsync(stream(start, end))),
    cost,
  };
}

/** What is longer is asked for at once. */
const LONGEST_IN_BLOCKS = 2 * BLOCK_BYTES;

function cost(ranges: Iterable<readonly [start: number, end: number]>): number {
  const blocks = new Map<number, true>();
  let count = 0;
  for (const [start, end] of ranges) {
    if (end - start > LONGEST_IN_BLOCKS) count += 1;
    else
      for (let index = Math.floor(start / BLOCK_BYTES); index * BLOCK_BYTES < end; index++) {
        if (!blocks.has(index)) count += 1;
        remember(blocks, index, true);
      }
  }
  return count;
}

/** Puts a block last and drops those that weren't asked for the longest. */
function remember<T>(blocks: Map<number, T>, index: number, value: T): void {
  blocks.delete(index);
  blocks.set(index, value);
  const [oldest] = blocks.keys();
  if (blocks.size > MOST_BLOCKS && oldest !== undefined) blocks.delete(oldest);
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
