import { HEADINGS as FIELDS } from "../../functions/attendance/readers/headers.ts";
import { HEADINGS as REPORT } from "../../functions/attendance/report/csv.ts";
import { REQUIRED, ROSTER_HEADINGS } from "../../functions/attendance/roster/headings.ts";
import { COLUMNS as TEMPLATE } from "../../functions/attendance/template/long.ts";
import { LINE_COLUMNS, titles } from "../../functions/settlement/paper/columns.ts";
import { COLUMNS as RETURNS } from "../../functions/settlement/payment/bank-csv.ts";
import { HEADER as TRANSFERS } from "../../functions/settlement/payment/bank-text.ts";

/**
 * The files that people and programs hand in and are handed. What we write is known by its place: each column stays
 * where it is, and new ones come last. What we read is known by its headings, and of those that must be there none
 * may be added.
 */
export const files = () => ({
  "settlement.csv": { columns: placed(titles(LINE_COLUMNS)) },
  "payment.csv": { columns: placed(TRANSFERS) },
  "report.csv": { columns: placed(REPORT) },
  "template.xlsx": { columns: placed(TEMPLATE.map((field) => FIELDS[field])) },
  attendance: { headings: FIELDS },
  roster: { headings: ROSTER_HEADINGS, required: [...REQUIRED] },
  "returns.csv": { headings: placed(RETURNS), required: [...RETURNS] },
});

const placed = (columns: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column, index) => [`column ${index + 1}`, column]));
