import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";

/** One file inside the zip, as the table of contents declares it. Sizes in bytes. */
export interface ZipEntry {
  name: string;
  method: number;
  crc: number;
  compressed: number;
  inflated: number;
  /** Where its local header stands. */
  offset: number;
}

/** The most that is taken on, so that a small file can't unfold into more than a worker can hold or read in time. */
export const ZIP_LIMITS = { compressed: 100e6, inflated: 1e9, entries: 5_000 };

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const ZIP64_LOCATOR = 0x07064b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
/** Inflated at a time: large enough that the way between threads doesn't count. */
const PIECE_BYTES = 128 * 1024;
const ENCRYPTED_FLAG = 1;
const IS_IN_ZIP64 = 0xffffffff;
const MOST_COUNTED = 0xffff;
/** Rows of attendance shrink to a twentieth. What shrinks to less than this, and is large, is made to do harm. */
const HIGHEST_RATIO = 250;
const LARGE = 50e6;

/**
 * Reads the table of contents and checks the declared sizes before a single byte is inflated.
 * @throws FileRefused file-damaged | file-too-large | file-encrypted
 */
export async function readDirectory(source: ByteSource): Promise<Map<string, ZipEntry>> {
  if (source.size > ZIP_LIMITS.compressed) throw tooLarge(source.size, ZIP_LIMITS.compressed);
  const { count, start, length } = await findDirectory(source);
  if (count > ZIP_LIMITS.entries || start + length > source.size) throw damaged("table of contents");
  const entries = parseDirectory(view(await source.read(start, start + length)), count);
  let inflated = 0;
  for (const entry of entries.values()) {
    inflated += entry.inflated;
    if (entry.inflated > LARGE && entry.inflated > HIGHEST_RATIO * entry.compressed)
      throw tooLarge(entry.inflated, Math.max(LARGE, HIGHEST_RATIO * entry.compressed));
  }
  if (inflated > ZIP_LIMITS.inflated) throw tooLarge(inflated, ZIP_LIMITS.inflated);
  return entries;
}

/** Where the table of contents stands: at the end of the file, or in a record of 64-bit numbers just before it. */
async function findDirectory(source: ByteSource): Promise<{ count: number; start: number; length: number }> {
  const tailStart = Math.max(0, source.size - END_LENGTH - LONGEST_COMMENT);
  const tail = view(await source.read(tailStart, source.size));
  const end = findEnd(tail);
  const count = tail.getUint16(end + 10, true);
  const length = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (start !== IS_IN_ZIP64 && length !== IS_IN_ZIP64 && count !== MOST_COUNTED)
    return { count, start, length };
  const locator = end - 20;
  if (locator < 0 || tail.getUint32(locator, true) !== ZIP64_LOCATOR) throw damaged("table of contents");
  const at = Number(tail.getBigUint64(locator + 8, true));
  if (at + 56 > source.size) throw damaged("table of contents");
  const record = view(await source.read(at, at + 56));
  const number = (offset: number) => Number(record.getBigUint64(offset, true));
  return { count: number(32), length: number(40), start: number(48) };
}

function findEnd(tail: DataView): number {
  for (let at = tail.byteLength - END_LENGTH; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    if (at + END_LENGTH + tail.getUint16(at + 20, true) === tail.byteLength) return at;
  }
  throw damaged("no table of contents: the file was cut off");
}

function parseDirectory(directory: DataView, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw damaged("table of contents");
    }
    if (directory.getUint16(at + 8, true) & ENCRYPTED_FLAG) throw new FileRefused("file-encrypted", {});
    const nameLength = directory.getUint16(at + 28, true);
    const extraLength = directory.getUint16(at + 30, true);
    const commentLength = directory.getUint16(at + 32, true);
    if (at + 46 + nameLength + extraLength > directory.byteLength) throw damaged("table of contents");
    const name = text(directory, at + 46, nameLength);
    const entry: ZipEntry = {
      name,
      method: directory.getUint16(at + 10, true),
      crc: directory.getUint32(at + 16, true),
      compressed: directory.getUint32(at + 20, true),
      inflated: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
    };
    readZip64(entry, directory, at + 46 + nameLength, extraLength);
    const path = name.replace(/^\//, "");
    // Of two parts under one name, one program would read this and another that.
    if (entries.has(path)) throw damaged(`${path}: twice`);
    entries.set(path, entry);
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Writers that stream put the sizes into an extra field of 64-bit numbers, even when they are small. */
function readZip64(entry: ZipEntry, directory: DataView, start: number, length: number): void {
  for (let at = start; at + 4 <= start + length; at += 4 + directory.getUint16(at + 2, true)) {
    if (directory.getUint16(at, true) !== 1) continue;
    const fieldEnd = Math.min(at + 4 + directory.getUint16(at + 2, true), directory.byteLength);
    let next = at + 4;
    for (const field of ["inflated", "compressed", "offset"] as const) {
      if (entry[field] !== IS_IN_ZIP64) continue;
      if (next + 8 > fieldEnd) throw damaged("table of contents");
      entry[field] = Number(directory.getBigUint64(next, true));
      next += 8;
    }
  }
}

/**
 * The content of one entry in pieces. What comes out is counted and its checksum taken: more bytes than declared,
 * or others, end the reading.
 * @throws FileRefused file-damaged
 */
export async function* inflate(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  const start = await contentStart(source, entry);
  const packed = source.stream(start, start + entry.compressed);
  let count = 0;
  let crc = 0;
  try {
    for await (const piece of entry.method === 0 ? packed : unpack(packed)) {
      count += piece.length;
      if (count > entry.inflated) throw damaged(`${entry.name}: more content than declared`);
      crc = crc32(piece, crc);
      yield Buffer.isBuffer(piece) ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    }
  } catch (error) {
    throw error instanceof FileRefused ? error : damaged(entry.name);
  }
  if (count !== entry.inflated || crc !== entry.crc) throw damaged(`${entry.name}: checksum`);
}

async function contentStart(source: ByteSource, entry: ZipEntry): Promise<number> {
  if (entry.method !== 0 && entry.method !== 8) throw damaged(`${entry.name}: unknown compression`);
  if (entry.offset + 30 > source.size) throw damaged(entry.name);
  const header = view(await source.read(entry.offset, entry.offset + 30));
  if (header.getUint32(0, true) !== LOCAL_HEADER) throw damaged(entry.name);
  const start = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + entry.compressed > source.size) throw damaged(`${entry.name}: cut off`);
  return start;
}

async function* unpack(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const from = Readable.from(packed, { objectMode: false });
  const inflater = createInflateRaw({ chunkSize: PIECE_BYTES });
  from.on("error", (error) => inflater.destroy(error));
  from.pipe(inflater);
  try {
    yield* inflater;
  } finally {
    from.destroy();
    inflater.destroy();
  }
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const text = (data: DataView, start: number, length: number): string =>
  new TextDecoder().decode(new Uint8Array(data.buffer, data.byteOffset + start, length));

const damaged = (found: string): FileRefused => new FileRefused("file-damaged", { found });

const tooLarge = (bytes: number, limit: number): FileRefused =>
  new FileRefused("file-too-large", {
    found: `${Math.ceil(bytes / 1e6)} MB`,
    expected: `${Math.ceil(limit / 1e6)} MB`,
  });
