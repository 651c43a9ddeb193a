import { maskNumbers } from "../../../shared/values/mask.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { ByteSource } from "../files/bytes.ts";
import type { GridRow, GridSheet } from "../files/grid.ts";
import { openFile } from "../files/open.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type { Finding } from "../rules/index.ts";
import { clockCards } from "./clock.ts";
import { dingtalkMonth } from "./dingtalk.ts";
import { dingtalkDay } from "./dingtalk-day.ts";
import { describe, headingsIn, headOf } from "./head.ts";
import { countKnown } from "./headers.ts";
import { longForm } from "./long.ts";
import { type ColumnMap, mappedBy } from "./mapped.ts";
import { monthMatrix } from "./matrix.ts";
import { dayInParts } from "./parts.ts";
import { punchList } from "./punches.ts";
import type { About, RawRow, Reading, Shape, ShapeName } from "./shape.ts";
import { type Summary, summaryIn, titleOfCopy } from "./summary.ts";
import { wecomDay } from "./wecom.ts";

export interface AttendanceFile {
  /** What kind of file it was taken for; the first, when sheets differ. */
  shape: ShapeName;
  /**
   * What is odd about the file as a whole without keeping it from being read. `hidden-rows` joins them when the rows
   * have been read, since nobody knows before.
   */
  warnings: Finding[];
  /** The sheets that are read, in order. */
  sheets: readonly ReadSheet[];
  /** Everything they say, some at a time, read as it is asked for. May throw FileRefused when the file breaks off. */
  rows: AsyncIterable<readonly RawRow[]>;
}

export interface ReadSheet {
  sheet: GridSheet;
  reading: Reading;
}

/**
 * A new kind of file is one more name here. Those with the more particular headings come first: two rows of headings
 * before one, days across before a date in each row.
 */
const SHAPES: readonly Shape[] = [
  dingtalkDay,
  wecomDay,
  dingtalkMonth,
  clockCards,
  monthMatrix,
  dayInParts,
  punchList,
  longForm,
];

/** Exports that tell the same days in several sheets of one workbook, the sheet that tells most first. */
const TOLD_TWICE: readonly (readonly ShapeName[])[] = [
  ["wecom-day", "wecom-punches"],
  ["dingtalk-day", "dingtalk-punches", "dingtalk-times", "dingtalk-month"],
];

/**
 * Recognises an attendance file by its headings and opens its rows.
 * @param about `filename` is only compared with the content; `period` gives the year or month where the file has none;
 *   `maps` are what the enterprise said of its own headings
 * @throws FileRefused with one of the codes of the layer "file"
 */
export async function readFile(
  source: ByteSource,
  about: { filename: string; period: Period; maps?: readonly ColumnMap[] },
): Promise<AttendanceFile> {
  const { sheets, warnings } = await openFile(source, about.filename, countKnown);
  return readSheets(sheets, about, warnings);
}

/**
 * Recognises attendance in sheets that are open.
 * @param warnings what is known about the file so far
 */
export async function readSheets(
  sheets: readonly GridSheet[],
  { period, maps = [] }: { period: Period; maps?: readonly ColumnMap[] },
  warnings: readonly Finding[] = [],
): Promise<AttendanceFile> {
  const shapes = [mappedBy(maps), ...SHAPES];
  const seen: Seen[] = [];
  for (const sheet of sheets) seen.push(look(sheet, await headOf(sheet), shapes, period));
  const visible = seen.filter(({ sheet }) => !sheet.hidden);
  const read = withoutDoubles(visible.flatMap(({ sheet, reading }) => (reading ? [{ sheet, reading }] : [])));
  const first = read[0];
  if (!first) throw refusalOf(visible);
  const found = [...warnings, ...seen.flatMap((one) => oddity(one, period))];
  return { shape: first.reading.shape, warnings: found, sheets: read, rows: rowsOf(read, found) };
}

/** What became of a sheet: it is read, or not. */
interface Seen {
  sheet: GridSheet;
  head: readonly GridRow[];
  reading: Reading | null;
  /** It is attendance, but of another month. */
  refused?: FileRefused;
  summary: Summary | null;
}

function look(sheet: GridSheet, head: readonly GridRow[], shapes: readonly Shape[], period: Period): Seen {
  try {
    const reading = recognise(head, { period, sheet: sheet.name }, shapes);
    return { sheet, head, reading, summary: reading ? null : summaryIn(head) };
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    return { sheet, head, reading: null, refused: cause, summary: null };
  }
}

function recognise(head: readonly GridRow[], about: About, shapes: readonly Shape[]): Reading | null {
  if (titleOfCopy(head) !== undefined) return null;
  for (const shape of shapes) {
    const reading = shape(head, about);
    if (reading) return reading;
  }
  return null;
}

function withoutDoubles(sheets: readonly ReadSheet[]): readonly ReadSheet[] {
  const shapes = new Set(sheets.map(({ reading }) => reading.shape));
  return sheets.filter(({ reading: { shape } }) => {
    const same = TOLD_TWICE.find((product) => product.includes(shape)) ?? [shape];
    return same.find((one) => shapes.has(one)) === shape;
  });
}

/** Why nothing can be read, the surest reason first. */
function refusalOf(seen: readonly Seen[]): FileRefused {
  const refused = seen.find((one) => one.refused)?.refused;
  if (refused) return refused;
  const summary = seen.find((one) => one.summary)?.summary;
  if (summary) return new FileRefused("summary-only", { ...summary });
  const likely = seen.map(({ head }) => headingsIn(head));
  const headings = likely.reduce<string[]>((most, one) => (one.length > most.length ? one : most), []);
  const head = seen.flatMap((one) => one.head);
  return new FileRefused("header-not-recognised", { found: describe(headings, head), headings });
}

function oddity({ sheet, head, reading, refused, summary }: Seen, period: Period): Finding[] {
  if (sheet.hidden)
    return reading || refused ? [{ code: "hidden-sheet", found: maskNumbers(sheet.name) }] : [];
  if (refused) return [{ code: "sheet-of-another-month", found: maskNumbers(sheet.name), expected: period }];
  return reading || summary || NOTES.test(sheet.name) || !hasData(head)
    ? []
    : [{ code: "sheet-not-recognised", found: maskNumbers(sheet.name) }];
}

/** Sheets that explain a form need no warning. */
const NOTES = /说明|示例|样例|须知|字典/;

/** Notes are texts; data have numbers in several rows of several columns. */
const hasData = (head: readonly GridRow[]): boolean =>
  head.filter(({ values }) => {
    const cells = values.filter((value) => value.trim() !== "");
    return cells.length >= 3 && cells.some((cell) => cell.length < 30 && /\d/.test(cell));
  }).length >= 2;

async function* rowsOf(sheets: readonly ReadSheet[], warnings: Finding[]): AsyncGenerator<readonly RawRow[]> {
  for (const { sheet, reading } of sheets) {
    const hidden = { rows: 0 };
    yield* reading.rows(watched(sheet, reading.headingRow, hidden));
    if (hidden.rows > 0)
      warnings.push({ code: "hidden-rows", found: String(hidden.rows), other: maskNumbers(sheet.name) });
  }
}

/** The sheet, and a count of its hidden rows as they pass by for the first time. */
function watched(sheet: GridSheet, headingRow: number, hidden: { rows: number }): GridSheet {
  let passes = 0;
  async function* rows(): AsyncGenerator<readonly GridRow[]> {
    passes += 1;
    const isFirst = passes === 1;
    for await (const some of sheet.rows()) {
      if (isFirst) for (const row of some) if (row.hidden && row.row > headingRow) hidden.rows += 1;
      yield some;
    }
  }
  return { name: sheet.name, hidden: sheet.hidden, rows, merged: () => sheet.merged() };
}
