import { crc32, createDeflateRaw, deflateRawSync } from "node:zlib";

/** A file in a zip, and what the zip tells of it where that isn't so. */
export interface Part {
  name: string;
  data: Uint8Array | string;
  /** 0 stored, 8 deflated; others are only claimed. */
  method?: number;
  /** Content that is deflated already; `data` then stays empty, and size and checksum are given. */
  packed?: Uint8Array;
  inflated?: number;
  crc?: number;
  flags?: number;
  /** Sizes in an extra field of 64-bit numbers. */
  zip64?: boolean;
  /** Sizes behind the content instead of before it, as writers that stream do. */
  descriptor?: boolean;
  /** Where the content stands, when another entry's is meant. */
  offset?: number;
}

/** A zip with the given parts, in order. `prefix` stands before it, and offsets count from the file's beginning. */
export function zipOf(
  parts: readonly Part[],
  { prefix = "", comment = "" }: { prefix?: string | Uint8Array; comment?: string } = {},
): Uint8Array {
  const before = Buffer.from(prefix as Uint8Array);
  const local: Buffer[] = [before];
  const directory: Buffer[] = [];
  let offset = before.length;
  for (const part of parts) {
    const { head, content, entry } = partOf(part, part.offset ?? offset);
    directory.push(entry);
    if (part.offset !== undefined) continue;
    local.push(head, content);
    offset += head.length + content.length;
  }
  const contents = Buffer.concat(directory);
  const note = Buffer.from(comment);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length & 0xffff, 8);
  end.writeUInt16LE(parts.length & 0xffff, 10);
  end.writeUInt32LE(contents.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(note.length, 20);
  return new Uint8Array(Buffer.concat([...local, contents, end, note]));
}

function partOf(part: Part, offset: number) {
  const { method = 8, flags = 0, zip64 = false, descriptor = false } = part;
  const data = Buffer.from(part.data as Uint8Array);
  const packed = Buffer.from(part.packed ?? (method === 8 ? deflateRawSync(data) : data));
  const name = Buffer.from(part.name);
  const crc = part.crc ?? crc32(data);
  const inflated = part.inflated ?? data.length;
  const bits = 0x800 | flags | (descriptor ? 8 : 0);
  const sizes = (known: boolean): Buffer => {
    const field = Buffer.alloc(12);
    if (!known) return field;
    field.writeUInt32LE(crc, 0);
    field.writeUInt32LE(zip64 ? 0xffffffff : packed.length, 4);
    field.writeUInt32LE(zip64 ? 0xffffffff : inflated, 8);
    return field;
  };
  const extra = Buffer.alloc(zip64 ? 20 : 0);
  if (zip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(16, 2);
    extra.writeBigUInt64LE(BigInt(inflated), 4);
    extra.writeBigUInt64LE(BigInt(packed.length), 12);
  }
  const common = Buffer.alloc(10);
  common.writeUInt16LE(zip64 ? 45 : 20, 0);
  common.writeUInt16LE(bits, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt16LE(0x5c21, 8);
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  lengths.writeUInt16LE(extra.length, 2);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(offset, 10);
  const trailer = Buffer.concat([Buffer.from("PK\x07\x08", "latin1"), sizes(true)]);
  return {
    head: Buffer.concat([
      Buffer.from("PK\x03\x04", "latin1"),
      common,
      sizes(!descriptor),
      lengths,
      name,
      extra,
    ]),
    content: descriptor ? Buffer.concat([packed, trailer]) : packed,
    entry: Buffer.concat([
      Buffer.from("PK\x01\x02\x2d\x03", "latin1"),
      common,
      sizes(true),
      lengths,
      place,
      name,
      extra,
    ]),
  };
}

/** A part of so many bytes that repeats a text, deflated piece by piece, so that making a bomb needs no memory. */
export async function hugePart(
  name: string,
  {
    before = "",
    repeated,
    times,
    after = "",
  }: { before?: string; repeated: string; times: number; after?: string },
): Promise<Part> {
  const each = Math.max(1, Math.floor(1e6 / repeated.length));
  const block = Buffer.from(repeated.repeat(each));
  const rest = Buffer.from(repeated.repeat(times % each));
  const deflate = createDeflateRaw({ level: 1 });
  const packed: Buffer[] = [];
  const done = (async () => {
    for await (const piece of deflate) packed.push(piece as Buffer);
  })();
  let [crc, inflated] = [0, 0];
  const write = async (piece: Buffer) => {
    crc = crc32(piece, crc);
    inflated += piece.length;
    if (!deflate.write(piece)) await new Promise((resolve) => deflate.once("drain", resolve));
  };
  await write(Buffer.from(before));
  for (let i = 0; i < Math.floor(times / each); i++) await write(block);
  await write(rest);
  await write(Buffer.from(after));
  deflate.end();
  await done;
  return { name, data: "", packed: Buffer.concat(packed), crc, inflated };
}

const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const link = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;

/** The parts of a workbook of one sheet, written by hand; each can be told otherwise, or left out by null. */
export function workbookParts(more: Partial<Record<keyof typeof PATHS, string | Part | null>> = {}): Part[] {
  const standard: Record<keyof typeof PATHS, string | Part | null> = {
    root: `<Relationships xmlns="${PACKAGE}">${link("r", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    workbook: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="考勤" sheetId="1" r:id="r0"/></sheets></workbook>`,
    links: `<Relationships xmlns="${PACKAGE}">${link("r0", "worksheet", "worksheets/sheet1.xml")}${link("t", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    texts: `<sst xmlns="${MAIN}"/>`,
    sheet: `<worksheet xmlns="${MAIN}"><sheetData/></worksheet>`,
  };
  return Object.entries({ ...standard, ...more }).flatMap(([key, part]) => {
    if (part === null) return [];
    return typeof part === "string" ? [{ name: PATHS[key as keyof typeof PATHS], data: part }] : [part];
  });
}

export const PATHS = {
  root: "_rels/.rels",
  workbook: "xl/workbook.xml",
  links: "xl/_rels/workbook.xml.rels",
  texts: "xl/sharedStrings.xml",
  sheet: "xl/worksheets/sheet1.xml",
} as const;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A row of inline texts. */
export const rowXml = (cells: readonly string[], attributes = ""): string =>
  `<row${attributes}>${cells.map((text) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`).join("")}</row>`;

/** A worksheet around rows. */
export const sheetXml = (rows: string, { before = "", after = "" } = {}): string =>
  `<worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
