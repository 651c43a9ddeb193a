import type { Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { writeWorkbook } from "../../../shared/xlsx/workbook.ts";
import { type TemplateLine, templateDays } from "./days.ts";
import { instructionsSheet, type TemplateForm } from "./instructions.ts";
import { longRows, longSheet } from "./long.ts";
import { matrixSheet } from "./matrix.ts";

/** What people can still fill in row by row, and a spreadsheet opens at once. */
const MOST_ROWS = 50_000;

/**
 * A month's template as a workbook, with the enterprise's placements in it.
 * @throws Problem 422 when the long form has more rows than anybody fills in
 */
export function templateFor(
  lines: readonly TemplateLine[],
  period: Period,
  form: TemplateForm,
): AsyncGenerator<Uint8Array> {
  const { days, isNoticeKnown } = templateDays(period);
  const rows = form === "long" ? longRows(lines, days) : lines.length;
  if (rows > MOST_ROWS && form === "long") throw tooLong(rows);
  const sorted = lines.toSorted((a, b) => (a.placementNo < b.placementNo ? -1 : 1));
  const sheet = form === "long" ? longSheet(sorted, days, period) : matrixSheet(sorted, days, period);
  return writeWorkbook([sheet, instructionsSheet(form, { isNoticeKnown, placements: lines.length })]);
}

const tooLong = (rows: number) =>
  new Problem({
    status: 422,
    code: "template-too-long",
    zh: `逐日模板将有 ${rows} 行，超过 ${MOST_ROWS} 行，请使用月历模板（form=matrix）`,
    en: `The long form would have ${rows} rows, more than ${MOST_ROWS}; take the matrix (form=matrix)`,
    pointer: "/query/form",
  });
