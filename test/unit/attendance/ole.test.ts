import { describe, expect, it } from "vitest";
import { type ByteSource, bytesSource, inBlocks } from "../../../functions/attendance/files/bytes.ts";
import { openCompound } from "../../../functions/attendance/files/ole.ts";

const SECTOR = 4096;
const [END, TABLE] = [0xfffffffe, 0xfffffffd];

/** A container of one stream whose sectors stand in the given order. */
function scattered(content: Buffer, placeOf: (index: number) => number): Buffer {
  const count = content.length / SECTOR;
  const tables = Math.ceil((count + 1) / (SECTOR / 4 - 1));
  const file = Buffer.alloc((1 + count + 1 + tables) * SECTOR);
  file.writeUInt16LE(12, 30);
  file.writeUInt32LE(count, 48);
  for (const at of [60, 68]) file.writeUInt32LE(END, at);
  file.fill(0xff, 76, 512);
  const next = new Uint32Array((tables * SECTOR) / 4).fill(TABLE);
  for (let i = 0; i < count; i++) {
    content.copy(file, (placeOf(i) + 1) * SECTOR, i * SECTOR, (i + 1) * SECTOR);
    next[placeOf(i)] = i + 1 < count ? placeOf(i + 1) : END;
  }
  next[count] = END;
  for (let i = 0; i < tables; i++) file.writeUInt32LE(count + 1 + i, 76 + 4 * i);
  Buffer.from(next.buffer).copy(file, (count + 2) * SECTOR);
  const entry = (count + 1) * SECTOR;
  file.write("Workbook", entry, "utf16le");
  file.writeUInt16LE(18, entry + 64);
  file[entry + 66] = 2;
  file.writeUInt32LE(placeOf(0), entry + 116);
  file.writeUInt32LE(content.length, entry + 120);
  return file;
}

/** The source, and how often it was asked. */
function counted(bytes: Uint8Array) {
  const asked = { count: 0 };
  const source = bytesSource(bytes);
  const counting: ByteSource = {
    size: source.size,
    read(start, end) {
      asked.count += 1;
      return source.read(start, end);
    },
    stream(start, end) {
      asked.count += 1;
      return source.stream(start, end);
    },
  };
  return { source: counting, asked };
}

const contentOf = (sectors: number): Buffer => {
  const content = Buffer.alloc(sectors * SECTOR);
  for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, at);
  return content;
};

/** Neighbours in the stream stand far apart in the file. */
const farApart = (count: number) => (index: number) => (index * 389) % count;

describe("a container of the old formats is read in few requests", () => {
  it.each([
    ["in order", 1600, (index: number) => index],
    ["in pairs the wrong way round", 1600, (index: number) => index ^ 1],
    ["scattered over a small file", 1600, farApart(1600)],
    ["in order over a large one", 10_000, (index: number) => index],
    ["in pairs over a large one", 10_000, (index: number) => index ^ 1],
  ])("%s", async (_, count, placeOf) => {
    const content = contentOf(count);
    const { source, asked } = counted(scattered(content, placeOf));
    const stream = await (await openCompound(source)).open("Workbook");
    expect(content.equals(await (stream as ByteSource).read(0, content.length))).toBe(true);
    expect(asked.count).toBeLessThan(2 + 2 * Math.ceil(source.size / 2 ** 20));
  });

  it("and refused where each sector would take another request", async () => {
    const { source, asked } = counted(scattered(contentOf(10_000), farApart(10_000)));
    await expect(async () => (await openCompound(source)).open("Workbook")).rejects.toMatchObject({
      code: "file-damaged",
    });
    expect(asked.count).toBeLessThan(10);
  });
});

describe("a source in blocks", () => {
  const bytes = Buffer.alloc(12 * 2 ** 20 + 5, "考勤");

  it("gives the same bytes, across blocks and at the end", async () => {
    const source = inBlocks(bytesSource(bytes));
    const MiB = 2 ** 20;
    for (const [start, end] of [
      [0, 10],
      [MiB - 3, MiB + 3],
      [5, 5 * MiB + 1],
      [12 * MiB - 1, bytes.length],
      [7, 7],
    ] as const)
      expect(bytes.subarray(start, end).equals(await source.read(start, end))).toBe(true);
  });

  it("asks once for what it remembers, and says beforehand how often it would ask", async () => {
    const { source, asked } = counted(bytes);
    const blocks = inBlocks(source);
    const ranges = Array.from({ length: 100 }, (_, i) => [(i % 9) * 2 ** 20, (i % 9) * 2 ** 20 + 9] as const);
    for (const [start, end] of ranges.slice(0, 8)) await blocks.read(start, end);
    for (const [start, end] of ranges.slice(0, 8)) await blocks.read(start, end);
    expect(asked.count).toBe(8);
    expect(blocks.cost(ranges)).toBe(100);
    expect(blocks.cost([...ranges.slice(0, 8), ...ranges.slice(0, 8)])).toBe(8);
  });
});
