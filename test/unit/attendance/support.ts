import { crc32, deflateRawSync } from "node:zlib";
import { expect } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import { type InterpretOptions, interpret } from "../../../functions/attendance/reading/interpret.ts";
import { Roster, type RosterEntry } from "../../../functions/attendance/reading/match.ts";
import type { FindingLine } from "../../../functions/attendance/report/finding-line.ts";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";
import { normaliseName } from "../../../shared/values/identifiers.ts";
import { maskName } from "../../../shared/values/mask.ts";

export const PERIOD = "2026-06";

/** Stands for the keyed hash, in a form that a failing test can be read by. */
export const keyOf = (kind: string, value: string): string => `${kind}:${value}`;

/** A placement from plain facts; the whole month unless told otherwise. */
export function entry(facts: {
  placementId: string;
  name?: string;
  idNumber?: string;
  studentNo?: string;
  employeeNo?: string;
  placementNo?: string;
  personId?: string;
  start?: string;
  end?: string;
  scheme?: string;
  grade?: number;
}): RosterEntry {
  const { placementId, name = "张小明", idNumber = `ID${placementId}`, studentNo, employeeNo } = facts;
  return {
    placementId,
    placementNo: facts.placementNo ?? `PL-${placementId}`,
    personId: facts.personId ?? `person of ${placementId}`,
    idKey: keyOf("id", idNumber),
    ...(studentNo ? { studentNoKey: keyOf("studentNo", studentNo) } : {}),
    ...(employeeNo ? { employeeNo } : {}),
    nameKey: keyOf("name", normaliseName(name)),
    maskedName: maskName(name),
    start: facts.start ?? "2026-03-01",
    end: facts.end ?? "2026-08-31",
    ...(facts.scheme ? { scheme: facts.scheme } : {}),
    ...(facts.grade ? { grade: facts.grade } : {}),
  };
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Everything that a file says, row by row. */
export async function rawRows(content: Uint8Array, filename = "a.csv", period = PERIOD): Promise<RawRow[]> {
  const { rows } = await readFile(bytesSource(content), { filename, period });
  return (await Array.fromAsync(rows)).flat();
}

/** Rows read against a roster, with every line of what was found. */
export async function interpreted(
  rows: Parameters<typeof interpret>[0],
  roster: Roster,
  more: Partial<InterpretOptions> = {},
) {
  const lines: FindingLine[] = [];
  const sink = (line: FindingLine) => void lines.push(line);
  return {
    ...(await interpret(rows, roster, { period: PERIOD, today: "2026-07-05", sink, ...more })),
    lines,
    /** `row code` of each line. */
    codes: lines.map(({ row, code }) => `${row} ${code}`),
  };
}

/** A CSV file read against a roster. */
export async function read(csv: string, entries: RosterEntry[], more: Partial<InterpretOptions> = {}) {
  const { rows, warnings } = await readFile(bytesSource(bytes(csv)), { filename: "a.csv", period: PERIOD });
  return interpreted(rows, new Roster(entries, PERIOD, keyOf), { warnings, ...more });
}

/** A zip of the given parts; `declare` lets the table of contents lie about a part's size. Method 0 stores, 8 packs. */
export function zip(
  parts: Record<string, string | Uint8Array>,
  declare: Record<string, number> = {},
  method: 0 | 8 = 8,
): Uint8Array {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const data = Buffer.from(typeof content === "string" ? bytes(content) : content);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(crc32(data), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(declare[name] ?? data.length, 8);
    sizes.writeUInt16LE(Buffer.byteLength(name), 12);
    const head = Buffer.from(`504b0304140000000${method}0000000000`, "hex");
    const entry = Buffer.from(`504b01021400140000000${method}0000000000`, "hex");
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    local.push(head, sizes, Buffer.from(name), packed);
    directory.push(entry, sizes, place, Buffer.from(name));
    offset += head.length + sizes.length + Buffer.byteLength(name) + packed.length;
  }
  const contents = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(contents.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, contents, end]);
}

const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The parts of a workbook around hand-written sheets: what each worksheet, the styles and the texts say. */
export function workbook(
  sheets: Record<string, string>,
  more: { styles?: string; texts?: string; since1904?: boolean } = {},
) {
  const names = Object.keys(sheets);
  const link = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const links = names.map((_, i) => link(`r${i}`, "worksheet", `worksheets/s${i}.xml`));
  return {
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}">${link("r", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook><workbookPr date1904="${more.since1904 ? 1 : 0}"/><sheets>${names
      .map(
        (name, i) =>
          `<sheet name="${name}" sheetId="${i + 1}" ${name.startsWith("隐藏") ? 'state="hidden"' : ""} r:id="r${i}"/>`,
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${links.join("")}${link("t", "sharedStrings", "/xl/texts.xml")}${link("y", "styles", "styles.xml")}</Relationships>`,
    "xl/styles.xml": more.styles ?? "<styleSheet/>",
    "xl/texts.xml": more.texts ?? "<sst/>",
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/s${i}.xml`, sheets[name] ?? ""])),
  };
}

/** A worksheet of inline texts. */
export const sheetOf = (rows: string[][]): string =>
  `<worksheet><sheetData>${rows
    .map((row) => `<row>${row.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`)
    .join("")}</sheetData></worksheet>`;

/** The refusal that reading the content ends in. */
export async function refusal(
  content: Uint8Array,
  filename = "a.xlsx",
  period = PERIOD,
): Promise<FileRefused> {
  const error = await rawRows(content, filename, period).then(
    () => new Error("was read"),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(FileRefused);
  return error;
}
