import type { Period } from "../../../shared/values/period.ts";
import type { WriterRow, WriterSheet } from "../../../shared/xlsx/workbook.ts";
import { type Field, HEADINGS } from "../readers/headers.ts";
import { LONG_TEMPLATE } from "../readers/template-sheet.ts";
import { isPlacedOn, type TemplateDay, type TemplateLine } from "./days.ts";

/** The twelve columns of the long form, in their order. */
export const COLUMNS: readonly Field[] = [
  "placementNo",
  "idNumber",
  "studentNo",
  "employeeNo",
  "name",
  "date",
  "in",
  "out",
  "hours",
  "status",
  "shift",
  "note",
];
const WIDTHS = [18, 20, 14, 14, 10, 12, 10, 10, 8, 8, 8, 20];

/** How many rows the long form has: one for each placement and working day. */
export function longRows(lines: readonly TemplateLine[], days: readonly TemplateDay[]): number {
  return lines.reduce((sum, line) => sum + workingDays(line, days).length, 0);
}

/** A row a placement and working day, with the date filled in. A row that stays as it is says nothing. */
export function longSheet(
  lines: readonly TemplateLine[],
  days: readonly TemplateDay[],
  period: Period,
): WriterSheet {
  return { name: `${LONG_TEMPLATE} ${period}`, widths: WIDTHS, frozenRows: 1, rows: rowsOf(lines, days) };
}

function* rowsOf(lines: readonly TemplateLine[], days: readonly TemplateDay[]): Generator<WriterRow[]> {
  yield [{ cells: COLUMNS.map((field) => ({ value: HEADINGS[field], style: "heading" })) }];
  for (const line of lines) {
    const { placementNo, employeeNo, maskedName } = line;
    yield workingDays(line, days).map(({ date }) => ({
      cells: [placementNo, null, null, employeeNo, maskedName, date],
    }));
  }
}

const workingDays = (line: TemplateLine, days: readonly TemplateDay[]): TemplateDay[] =>
  days.filter(({ date, kind }) => kind === "working-day" && isPlacedOn(line, date));
