import { type Period, weekday } from "../../../shared/values/period.ts";
import type { WriterCell, WriterRow, WriterSheet } from "../../../shared/xlsx/workbook.ts";
import { HEADINGS } from "../readers/headers.ts";
import { isPlacedOn, type TemplateDay, type TemplateLine } from "./days.ts";

const WEEKDAYS = [..."一二三四五六日"];
/** The reader takes it for nothing, so a day that it stands under is no statement. */
const NOT_PLACED = "—";
const ROWS_AT_ONCE = 500;
const DAY_WIDTH = 5;

/** A row a placement, a column a day; rest days and holidays tinted, days outside the placement marked. */
export function matrixSheet(
  lines: readonly TemplateLine[],
  days: readonly TemplateDay[],
  period: Period,
): WriterSheet {
  return {
    name: `考勤 ${period}`,
    widths: [18, 14, 10, ...days.map(() => DAY_WIDTH)],
    frozenRows: 4,
    rows: rowsOf(lines, days, period),
  };
}

function* rowsOf(
  lines: readonly TemplateLine[],
  days: readonly TemplateDay[],
  period: Period,
): Generator<WriterRow[]> {
  yield headRows(days, period);
  for (let start = 0; start < lines.length; start += ROWS_AT_ONCE)
    yield lines.slice(start, start + ROWS_AT_ONCE).map((line) => ({ cells: cellsOf(line, days) }));
}

function headRows(days: readonly TemplateDay[], period: Period): WriterRow[] {
  const numbers = days.map(({ date, kind }) => tinted(String(Number(date.slice(8))), kind));
  const names = days.map(({ date, kind }) => tinted(WEEKDAYS[weekday(date) - 1] ?? "", kind));
  return [
    { cells: [{ value: `考勤表 ${period}`, style: "title" }] },
    { cells: [{ value: "√ 出勤　8 工时　08:30-17:30 上下班　迟 事 病 休 ×；空白不计", style: "note" }] },
    { cells: [...["placementNo", "employeeNo", "name"].map(heading), ...numbers] },
    { cells: [null, null, null, ...names] },
  ];
}

const heading = (field: string): WriterCell => ({
  value: HEADINGS[field as keyof typeof HEADINGS],
  style: "heading",
});

const tinted = (value: string, kind: TemplateDay["kind"]): WriterCell => ({
  value,
  style: kind === "working-day" ? "heading" : kind === "rest-day" ? "rest" : "holiday",
});

function cellsOf(line: TemplateLine, days: readonly TemplateDay[]): WriterCell[] {
  const marks = days.map(({ date, kind }): WriterCell => {
    if (!isPlacedOn(line, date)) return { value: NOT_PLACED, style: "outside" };
    return kind === "working-day" ? null : { value: "", style: kind === "rest-day" ? "rest" : "holiday" };
  });
  return [line.placementNo, line.employeeNo, line.maskedName, ...marks];
}
