import type { Period } from "../../../shared/values/period.ts";
import type { ByteSource } from "../files/bytes.ts";
import { openDelimited } from "../files/csv.ts";
import type { GridRow, GridSheet } from "../files/grid.ts";
import { sniff } from "../files/sniff.ts";
import { plain } from "../files/text.ts";
import { openWorkbook } from "../files/xlsx.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type { Finding } from "../rules/index.ts";
import { dingtalkMonth } from "./dingtalk.ts";
import { countKnown, fieldOf } from "./headers.ts";
import { longForm } from "./long.ts";
import type { RawRow, Reading, Shape, ShapeName } from "./shape.ts";
import { wecomDay } from "./wecom.ts";

export interface AttendanceFile {
  /** What kind of file it was taken for; the first, when sheets differ. */
  shape: ShapeName;
  /** What is odd about the file as a whole without keeping it from being read. */
  warnings: Finding[];
  /** Every student-day, some at a time, read as they are asked for. May throw FileRefused when the file breaks off. */
  rows: AsyncIterable<readonly RawRow[]>;
  /** The sheets that are read, in their order, and how. */
  sheets: readonly ReadSheet[];
}

export interface ReadSheet {
  sheet: GridSheet;
  reading: Reading;
}

/** A new kind of file is one more name here. Two-row headings first: their upper row alone could look like a long form. */
const SHAPES: readonly Shape[] = [wecomDay, dingtalkMonth, longForm];

/** Headings stand among the first rows; titles and notes for the reader may come before them. */
const HEAD_ROWS = 30;

/**
 * Recognises an attendance file by its headings and opens its rows.
 * @param about `filename` is only compared with the content; `period` gives the year or month where the file has none
 * @throws FileRefused with one of the codes of the layer "file"
 */
export async function readFile(
  source: ByteSource,
  about: { filename: string; period: Period },
): Promise<AttendanceFile> {
  const { kind, warnings } = await sniff(source, about.filename);
  const sheets = kind === "xlsx" ? await openWorkbook(source) : await openDelimited(source, countKnown);
  const readings: ReadSheet[] = [];
  let nearest: string[] = [];
  for (const sheet of sheets) {
    const head = await headOf(sheet);
    const reading = sheet.hidden ? null : recognise(head, about.period);
    if (reading) readings.push({ sheet, reading });
    else if (!sheet.hidden) nearest = nearer(nearest, head);
    else if (recognise(head, about.period)) warnings.push({ code: "hidden-sheet", found: sheet.name });
  }
  const first = readings[0];
  if (!first) throw new FileRefused("header-not-recognised", { found: describe(nearest) });
  const read = withoutDoubles(readings);
  return { shape: first.reading.shape, warnings, rows: rowsOf(read), sheets: read };
}

async function headOf(sheet: GridSheet): Promise<GridRow[]> {
  const head: GridRow[] = [];
  for await (const rows of sheet.rows()) {
    head.push(...rows.slice(0, HEAD_ROWS - head.length));
    if (head.length === HEAD_ROWS) break;
  }
  return head;
}

function recognise(head: readonly GridRow[], period: Period): Reading | null {
  for (const shape of SHAPES) {
    const reading = shape(head, period);
    if (reading) return reading;
  }
  return null;
}

/** The daily report of 企业微信 tells its days once by day and once by punch; the day is what counts. */
function withoutDoubles<T extends { reading: Reading }>(readings: readonly T[]): readonly T[] {
  const daily = readings.filter(({ reading }) => reading.shape === "wecom-day");
  return daily.length > 0 ? daily : readings;
}

async function* rowsOf(readings: readonly ReadSheet[]): AsyncGenerator<readonly RawRow[]> {
  for (const { sheet, reading } of readings) {
    for await (const rows of sheet.rows())
      yield rows
        .filter(({ row }) => row > reading.headingRow)
        .flatMap((row) => reading.read(row, sheet.name));
  }
}

function nearer(best: string[], head: readonly GridRow[]): string[] {
  const rows = [best, ...head.map(({ values }) => values)];
  return rows.reduce((nearest, row) =>
    countKnown(row) > countKnown(nearest) || nearest.length === 0 ? row : nearest,
  );
}

/** What stood where headings were expected. A row of data may be taken for it, so only what looks like a heading is told. */
function describe(cells: readonly string[]): string {
  const texts = cells.map(plain).filter((cell) => cell !== "");
  const told = texts
    .filter((cell) => fieldOf(cell) || /^[^\d]{0,10}[号名期间态次注门组码数长型称]$/.test(cell))
    .slice(0, 12);
  return told.join(", ") || `${texts.length} × ?`;
}
