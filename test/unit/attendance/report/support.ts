import { readXlsx } from "hucre/xlsx";
import { bytesSource } from "../../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../../functions/attendance/readers/read.ts";
import { Roster, type RosterEntry } from "../../../../functions/attendance/reading/match.ts";
import { reportCsv } from "../../../../functions/attendance/report/csv.ts";
import type { FindingLine } from "../../../../functions/attendance/report/finding-line.ts";
import type { FindingsBucket } from "../../../../functions/attendance/report/findings.ts";
import { drawInto, type Report } from "../../../../functions/attendance/report/workbook.ts";
import { type WriterSheet, writeWorkbook } from "../../../../shared/xlsx/workbook.ts";
import { interpreted, keyOf, PERIOD } from "../support.ts";

/** A bucket in memory, with what `openBucket` promises of the two operations. */
export function memoryBucket(): FindingsBucket & { objects: Map<string, Buffer> } {
  const objects = new Map<string, Buffer>();
  return {
    objects,
    async *read(key) {
      const object = objects.get(key) ?? Buffer.alloc(0);
      for (let at = 0; at < object.length; at += 1_000) yield object.subarray(at, at + 1_000);
    },
    async writeStream(key, source) {
      objects.set(key, await joined(source));
    },
  };
}

export const joined = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(pieces));

export async function* streamed<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** An .xlsx file of texts; the sheets' rows begin at row 1. */
export const workbookOf = (sheets: Record<string, readonly (readonly string[])[]>): Promise<Buffer> =>
  joined(
    writeWorkbook(
      Object.entries(sheets).map(
        ([name, rows]): WriterSheet => ({ name, rows: [rows.map((cells) => ({ cells }))] }),
      ),
    ),
  );

export interface Drawn {
  lines: FindingLine[];
  xlsx: Buffer;
  csv: string;
  workbook: Awaited<ReturnType<typeof readXlsx>>;
}

export const ABOUT = {
  filename: "六月.xlsx",
  uscc: "91411200MA9TE0T007",
  period: PERIOD,
  status: "partly-accepted",
  rows: { total: 0, accepted: 0, rejected: 0 },
};

/** A file that was read against a roster, and its report. */
export async function drawnFrom(
  content: Uint8Array,
  filename: string,
  entries: RosterEntry[],
): Promise<Drawn> {
  const file = await readFile(bytesSource(content), { filename, period: PERIOD });
  const roster = new Roster(entries, PERIOD, keyOf);
  const { lines, rows } = await interpreted(file.rows, roster, { warnings: file.warnings });
  const { sheets } = file;
  return drawn({ about: { ...ABOUT, filename, rows }, sheets, size: content.length }, lines);
}

export async function drawn(
  about: Pick<Report, "sheets" | "size"> & Partial<Report>,
  lines: FindingLine[],
): Promise<Drawn> {
  let xlsx: Buffer = Buffer.alloc(0);
  const report: Report = { about: ABOUT, notices: [], findings: () => streamed(lines), ...about };
  await drawInto(async (pieces) => {
    xlsx = await joined(pieces);
  }, report);
  const csv = (await joined(reportCsv(streamed(lines)))).toString();
  return { lines, xlsx, csv, workbook: await readXlsx(xlsx, { readStyles: true }) };
}

/** Colour of a cell's background, by row as the file counts and 0-based column. */
export function colourOf(
  sheet: Drawn["workbook"]["sheets"][number] | undefined,
  row: number,
  column: number,
) {
  const fill = sheet?.cells?.get(`${row - 1},${column}`)?.style?.fill;
  return fill && "fgColor" in fill ? fill.fgColor?.rgb : undefined;
}

export const RED = "FFC7CE";
export const YELLOW = "FFEB9C";
export const ORANGE = "FFC000";
