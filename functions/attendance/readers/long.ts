import type { GridRow } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { columnsOf, type Field, fieldOf, IDENTIFYING } from "./headers.ts";
import { columnAt, isTotal, personalIn, type RawRow, type Reading, type Shape } from "./shape.ts";

const SAYS_SOMETHING: readonly Field[] = ["in", "out", "hours", "status"];

/**
 * The long form: a row a student-day under headings in any order. It takes a column that says who, a date, and at
 * least one of times, hours and status. Other columns are not read.
 */
export const longForm: Shape = (head) => {
  for (const row of head) {
    const columns = columnsOf(row.values);
    const isHeading =
      columns.has("date") &&
      IDENTIFYING.some((field) => columns.has(field)) &&
      SAYS_SOMETHING.some((field) => columns.has(field));
    if (isHeading) return readingOf(row, columns);
  }
  return null;
};

function readingOf(heading: GridRow, columns: ReadonlyMap<Field, number>): Reading {
  const places: RawRow["columns"] = {};
  for (const [field, index] of columns) places[field] = columnAt(index, plain(heading.values[index] ?? ""));
  const read = (row: GridRow, sheet: string): RawRow[] => {
    if (isTotal(row.values)) return [];
    const cells: RawRow["cells"] = {};
    for (const [field, index] of columns) {
      const text = plain(row.values[index] ?? "");
      if (text !== "" && !/^-{1,3}$/.test(text)) cells[field] = text;
    }
    // A heading repeated on every printed page, and a line such as "制表人：" under the list.
    if (cells.date !== undefined && fieldOf(cells.date) === "date") return [];
    if (cells.date === undefined && !SAYS_SOMETHING.some((field) => cells[field])) return [];
    return [{ sheet, row: row.row, cells, columns: places }];
  };
  return { shape: "long", headingRow: heading.row, personal: personalIn(columns), read };
}
