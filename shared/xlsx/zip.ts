import { Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

/** A file to be put into a zip. Its content is asked for when its turn comes. */
export interface ZipPart {
  name: string;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Sizes and offsets are written in 32 bits, which every reader understands. */
const MOST_BYTES = 0xffffffff;
/** Sheets are written once and read once: a third of the time for a tenth more bytes than the default. */
const DEFLATE = { level: 3, chunkSize: 128 * 1024 };
/** Sizes stand behind the content (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
/** 1 January 1980, so that the same content gives the same bytes. */
const DATE = 0x0021;
const VERSION = 20;

interface Written {
  name: Uint8Array;
  offset: number;
  crc: number;
  packed: number;
  size: number;
}

/**
 * Packs parts one after the other as they come, without going back, so memory doesn't grow with them.
 * @throws RangeError when a part or the whole reaches 4 GiB
 */
export async function* writeZip(
  parts: AsyncIterable<ZipPart> | Iterable<ZipPart>,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of parts) {
    const part: Written = { name: new TextEncoder().encode(name), offset, crc: 0, packed: 0, size: 0 };
    const header = localHeader(part);
    yield header;
    for await (const piece of deflated(content, part)) {
      part.packed += piece.length;
      yield piece;
    }
    offset += header.length + part.packed + DESCRIPTOR_BYTES;
    if (part.size > MOST_BYTES || offset > MOST_BYTES) throw new RangeError("The zip would pass 4 GiB");
    yield descriptor(part);
    written.push(part);
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

async function* deflated(content: ZipPart["content"], part: Written): AsyncGenerator<Uint8Array> {
  const counted = async function* () {
    for await (const piece of content) {
      part.crc = crc32(piece, part.crc);
      part.size += piece.length;
      yield piece;
    }
  };
  const from = Readable.from(counted(), { objectMode: false });
  const deflater = createDeflateRaw(DEFLATE);
  from.on("error", (error) => deflater.destroy(error));
  from.pipe(deflater);
  try {
    yield* deflater;
  } finally {
    from.destroy();
    deflater.destroy();
  }
}

function localHeader({ name }: Written): Uint8Array {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeKind(header, 4);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

const DESCRIPTOR_BYTES = 16;

function descriptor(part: Written): Uint8Array {
  const record = Buffer.alloc(DESCRIPTOR_BYTES);
  record.writeUInt32LE(0x08074b50, 0);
  writeSizes(record, 4, part);
  return record;
}

function directoryEntry(part: Written): Uint8Array {
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(VERSION, 4);
  writeKind(record, 6);
  writeSizes(record, 16, part);
  record.writeUInt16LE(part.name.length, 28);
  record.writeUInt32LE(part.offset, 42);
  return Buffer.concat([record, part.name]);
}

function endOfDirectory(count: number, length: number, offset: number): Uint8Array {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(length, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

/** Version, flags, method "deflate", time and date: the same run of fields in both kinds of header. */
function writeKind(record: Buffer, at: number): void {
  record.writeUInt16LE(VERSION, at);
  record.writeUInt16LE(FLAGS, at + 2);
  record.writeUInt16LE(8, at + 4);
  record.writeUInt16LE(DATE, at + 8);
}

function writeSizes(record: Buffer, at: number, { crc, packed, size }: Written): void {
  record.writeUInt32LE(crc, at);
  record.writeUInt32LE(packed, at + 4);
  record.writeUInt32LE(size, at + 8);
}
