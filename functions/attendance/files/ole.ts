import { FileRefused } from "../rules/file-refused.ts";
import { type BlockSource, type ByteSource, inBlocks } from "./bytes.ts";

/** The container of the old Office formats: a small file system of named streams, laid out in chains of sectors. */
export interface Compound {
  /** Names of the streams, wherever they stand. */
  names: readonly string[];
  /** A stream's bytes, or null when there is none of the name. */
  open(name: string): Promise<ByteSource | null>;
}

interface Entry {
  name: string;
  start: number;
  size: number;
}

interface Layout {
  source: BlockSource;
  sectorBytes: number;
  /** The sector that follows each one. */
  next: Uint32Array;
}

const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const MINI_BYTES = 64;
const FIRST_SPECIAL = 0xfffffffa;
/** Streams below are packed into one stream of small sectors. */
const SMALLEST_STREAM = 4096;
const [STREAM, ROOT] = [2, 5] as const;

/** @throws FileRefused file-damaged */
export async function openCompound(file: ByteSource): Promise<Compound> {
  if (file.size < HEADER_BYTES) throw damaged();
  const source = inBlocks(file);
  const header = Buffer.from(await source.read(0, HEADER_BYTES));
  const layout: Layout = {
    source,
    sectorBytes: header.readUInt16LE(30) === 12 ? 4096 : 512,
    next: new Uint32Array(),
  };
  layout.next = await readTable(layout, await tableSectors(layout, header));
  const directory = await readChain(layout, header.readUInt32LE(48), Number.POSITIVE_INFINITY);
  const entries = new Map<string, Entry>();
  let root: Entry = { name: "", start: FIRST_SPECIAL, size: 0 };
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const length = Math.min(64, directory.readUInt16LE(at + 64));
    const name = directory.toString("utf16le", at, at + Math.max(0, length - 2));
    const entry = { name, start: directory.readUInt32LE(at + 116), size: directory.readUInt32LE(at + 120) };
    if (directory[at + 66] === ROOT) root = entry;
    if (directory[at + 66] === STREAM && !entries.has(name)) entries.set(name, entry);
  }
  return {
    names: [...entries.keys()],
    open: async (name) => {
      const entry = entries.get(name);
      if (!entry) return null;
      if (entry.size >= SMALLEST_STREAM) return chainSource(layout, entry);
      return smallStream(layout, root, header.readUInt32LE(60), entry);
    },
  };
}

/** The sectors that hold the table of chains: 109 are named in the header, more in a chain of their own. */
async function tableSectors(layout: Layout, header: Buffer): Promise<number[]> {
  const sectors: number[] = [];
  for (let at = 76; at < HEADER_BYTES; at += 4) sectors.push(header.readUInt32LE(at));
  const perSector = layout.sectorBytes / 4;
  // Each names the sectors of a table of which each sector tells as many again.
  const most = layout.source.size / layout.sectorBytes / perSector / (perSector - 1) + 2;
  let more = header.readUInt32LE(68);
  for (let count = 0; more < FIRST_SPECIAL && count < most; count++) {
    const sector = await readSector(layout, more);
    for (let at = 0; at < sector.length - 4; at += 4) sectors.push(sector.readUInt32LE(at));
    more = sector.readUInt32LE(sector.length - 4);
  }
  return sectors.filter((sector) => sector < FIRST_SPECIAL);
}

async function readTable(layout: Layout, sectors: readonly number[]): Promise<Uint32Array> {
  if (sectors.length > layout.source.size / layout.sectorBytes + 1) throw damaged();
  const perSector = layout.sectorBytes / 4;
  mustBeNear(
    layout,
    sectors.map((sector) => rangeOf(layout, sector, 1)),
  );
  const table = new Uint32Array(sectors.length * perSector).fill(FIRST_SPECIAL);
  for (const [i, number] of sectors.entries()) {
    const sector = await readSector(layout, number);
    for (let k = 0; k < perSector; k++) table[i * perSector + k] = sector.readUInt32LE(4 * k);
  }
  return table;
}

async function readSector(layout: Layout, sector: number): Promise<Buffer> {
  const from = placeOf(layout, sector);
  if (from + layout.sectorBytes > layout.source.size) throw damaged();
  return Buffer.from(await layout.source.read(from, from + layout.sectorBytes));
}

/**
 * Programs write what belongs together in one go, or a few streams in turns. What jumps to and fro in a large file takes
 * a request for every sector.
 */
function mustBeNear({ source }: Layout, ranges: Iterable<readonly [start: number, end: number]>): void {
  if (source.cost(ranges) > MOST_PASSES * source.blocks + FEW_READINGS) throw damaged();
}

const [MOST_PASSES, FEW_READINGS] = [4, 64] as const;

const rangeOf = (layout: Layout, sector: number, count: number): readonly [start: number, end: number] => [
  placeOf(layout, sector),
  placeOf(layout, sector + count),
];

const placeOf = (layout: Layout, sector: number): number => (sector + 1) * layout.sectorBytes;

/** The sectors of a chain in order; a chain that runs in a circle or out of the file is damage. */
function chainOf(next: Uint32Array, start: number): Uint32Array {
  const chain = new Uint32Array(next.length);
  let length = 0;
  for (let sector = start; sector < FIRST_SPECIAL; sector = next[sector] as number) {
    if (sector >= next.length || length >= next.length) throw damaged();
    chain[length++] = sector;
  }
  return chain.subarray(0, length);
}

function chainSource(layout: Layout, { start, size }: Entry): ByteSource {
  const chain = chainOf(layout.next, start);
  const { source, sectorBytes } = layout;
  const length = Math.min(size, chain.length * sectorBytes);
  mustBeNear(layout, runsOf(layout, chain));
  const stream = async function* (from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to; ) {
      const first = Math.floor(at / sectorBytes);
      // Sectors that follow each other in the file are read at once.
      const count = runAt(chain, first, Math.ceil(to / sectorBytes));
      const end = Math.min(to, (first + count) * sectorBytes);
      const place = placeOf(layout, chain[first] as number) + (at - first * sectorBytes);
      if (place + (end - at) > source.size) throw damaged();
      yield* source.stream(place, place + (end - at));
      at = end;
    }
  };
  const read = async (from: number, to: number) => Buffer.concat(await Array.fromAsync(stream(from, to)));
  return { size: length, stream, read };
}

/** How many sectors from one on follow each other in the file. */
function runAt(chain: Uint32Array, first: number, end: number): number {
  let count = 1;
  while (first + count < end && chain[first + count] === (chain[first] as number) + count) count += 1;
  return count;
}

function* runsOf(layout: Layout, chain: Uint32Array): Generator<readonly [start: number, end: number]> {
  for (let at = 0; at < chain.length; ) {
    const count = runAt(chain, at, chain.length);
    yield rangeOf(layout, chain[at] as number, count);
    at += count;
  }
}

async function readChain(layout: Layout, start: number, size: number): Promise<Buffer> {
  const chain = chainSource(layout, { name: "", start, size });
  return Buffer.from(await chain.read(0, chain.size));
}

async function smallStream(
  layout: Layout,
  root: Entry,
  tableStart: number,
  entry: Entry,
): Promise<ByteSource> {
  const bytes = await readChain(layout, tableStart, Number.POSITIVE_INFINITY);
  const next = new Uint32Array(bytes.length / 4).map((_, i) => bytes.readUInt32LE(4 * i));
  const container = chainSource(layout, root);
  const inContainer: Layout = { source: shifted(container), sectorBytes: MINI_BYTES, next };
  return chainSource(inContainer, entry);
}

/** Small sectors are counted from the beginning of their stream, large ones from behind the header of the file. */
const shifted = (source: ByteSource): BlockSource => ({
  // It is a chain that was looked at already.
  cost: () => 0,
  blocks: 0,
  size: source.size + MINI_BYTES,
  read: (from, to) => source.read(from - MINI_BYTES, to - MINI_BYTES),
  stream: (from, to) => source.stream(from - MINI_BYTES, to - MINI_BYTES),
});

const damaged = (): FileRefused => new FileRefused("file-damaged", { found: "OLE" });
