import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import type { InterpretOptions } from "../../../functions/attendance/reading/interpret.ts";
import { Roster, type RosterEntry } from "../../../functions/attendance/reading/match.ts";
import { entry, interpreted, keyOf, PERIOD } from "./support.ts";

export const ID = "411202200910150030";
export const student = entry({
  placementId: "A",
  name: "张小明",
  idNumber: ID,
  studentNo: "S1",
  employeeNo: "64",
});
const fields = ["placementNo", "idNumber", "studentNo", "employeeNo", "account", "name", "date", "in", "out"];
/** As if every field had a column of its own. */
export const columns = Object.fromEntries(
  [...fields, "hours", "status", "shift", "punch", "overtime", "edited"].map((field, i) => [
    field,
    { letter: String.fromCharCode(65 + i), header: field },
  ]),
);

export type Cells = RawRow["cells"];

export const rowsOf = (cells: readonly Cells[]): RawRow[] =>
  cells.map((row, i) => ({
    sheet: "一",
    row: i + 2,
    cells: { studentNo: "S1", date: "2026-06-02", ...row },
    columns,
  }));

/** What rows about one student lead to; a row is on 2 June, and says who it is, unless it says otherwise. */
export const told = (
  cells: readonly Cells[],
  { entries = [student], ...more }: Partial<InterpretOptions> & { entries?: RosterEntry[] } = {},
) => interpreted([rowsOf(cells)], new Roster(entries, PERIOD, keyOf), more);

export const worked = { hours: "8" };
