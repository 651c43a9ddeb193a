import type { GridRow, GridSheet } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { columnsOf, type Field, fieldOf, IDENTIFYING, isInMinutes } from "./headers.ts";
import { Above } from "./merged.ts";
import { columnAt, isAside, isNothing, personalIn, type RawRow, type Reading, type Shape } from "./shape.ts";
import { isLongTemplate } from "./template-sheet.ts";

const SAYS_SOMETHING: readonly Field[] = ["in", "out", "hours", "status"];

/**
 * The long form: a row a student-day under headings in any order. It takes a column that says who, a date, and at
 * least one of times, hours and status. Other columns are not read. A name or date that is merged over several rows
 * counts for each of them.
 */
export const longForm: Shape = (head) => {
  for (const [index, row] of head.entries()) {
    const columns = columnsOf(row.values);
    if (isLong(columns)) return longReading("long", row, columns);
    const both = withBelow(row, head[index + 1]);
    const inBoth = columnsOf(both.values);
    if (isLong(inBoth)) return longReading("long", both, inBoth);
  }
  return null;
};

/** Two rows of headings as one: what stands in the lower row, and above an empty cell of it the upper heading. */
function withBelow(above: GridRow, below: GridRow | undefined): GridRow {
  if (!below) return above;
  const width = Math.max(above.values.length, below.values.length);
  const values = Array.from({ length: width }, (_, index) => {
    const own = below.values[index] ?? "";
    return own.trim() === "" ? (above.values[index] ?? "") : own;
  });
  return { row: below.row, values };
}

/** Whether columns make a long form. */
export const isLong = (columns: ReadonlyMap<Field, number>): boolean =>
  columns.has("date") &&
  IDENTIFYING.some((field) => columns.has(field)) &&
  SAYS_SOMETHING.some((field) => columns.has(field));

interface Place {
  field: Field;
  index: number;
  /** Written behind the number: the heading says that its numbers are minutes. */
  unit: string;
}

const MERGEABLE: ReadonlySet<Field> = new Set([...IDENTIFYING, "date"]);

export function longReading(
  shape: Reading["shape"],
  heading: GridRow,
  columns: ReadonlyMap<Field, number>,
): Reading {
  const places: Place[] = [];
  const told: RawRow["columns"] = {};
  for (const [field, index] of columns) {
    if (field === "punch") continue;
    const header = heading.values[index] ?? "";
    const isMinutes = (field === "hours" || field === "overtime") && isInMinutes(header);
    places.push({ field, index, unit: isMinutes ? "分钟" : "" });
    told[field] = columnAt(index, plain(header));
  }
  return {
    shape,
    headingRow: heading.row,
    personal: personalIn(columns),
    async *rows(sheet) {
      const fill = filler(sheet, places);
      for await (const rows of sheet.rows()) {
        const days: RawRow[] = [];
        for (const row of rows) {
          if (row.row <= heading.row || isAside(row.values)) continue;
          const cells = cellsOf(row, places);
          if (isRepeatedHeading(cells)) continue;
          const saysNothing =
            cells.in === undefined &&
            cells.out === undefined &&
            cells.hours === undefined &&
            cells.status === undefined;
          if (saysNothing && (cells.date === undefined || isLeftAsItCame(sheet.name, cells))) continue;
          const blank = fill(cells, row);
          if (blank) await blank;
          days.push({ sheet: sheet.name, row: row.row, cells, columns: told });
        }
        yield days;
      }
    },
  };
}

/** A row of our own template that nobody has filled in. */
const isLeftAsItCame = (sheet: string, { shift, note, overtime }: RawRow["cells"]): boolean =>
  isLongTemplate(sheet) && shift === undefined && note === undefined && overtime === undefined;

function cellsOf(row: GridRow, places: readonly Place[]): RawRow["cells"] {
  const cells: RawRow["cells"] = {};
  const { values } = row;
  for (let i = 0; i < places.length; i++) {
    const { field, index, unit } = places[i] as Place;
    const value = values[index];
    if (value === undefined || value === "") continue;
    const text = plain(value);
    if (!isNothing(text)) cells[field] = unit === "" ? text : withUnit(text, unit);
  }
  return cells;
}

/** Numbers under a heading that names a unit. */
export const withUnit = (text: string, unit: string): string =>
  /^\d+(?:\.\d+)?$/.test(text) ? `${text}${unit}` : text;

/** The heading stands again on every printed page. A date begins with a digit, as a rule, and is not looked up. */
function isRepeatedHeading({ date }: RawRow["cells"]): boolean {
  if (date === undefined) return false;
  const code = date.charCodeAt(0);
  return (code < 0x30 || code > 0x39) && fieldOf(date) === "date";
}

/** Gives rows what a merged name or date above them says; answers a promise only where something is missing. */
function filler(
  sheet: GridSheet,
  places: readonly Place[],
): (cells: RawRow["cells"], row: GridRow) => Promise<void> | null {
  const above = new Above(sheet);
  const mergeable = places.filter(({ field }) => MERGEABLE.has(field));
  const who = mergeable.filter(({ field }) => field !== "date");
  const fill = async (cells: RawRow["cells"], row: GridRow, missing: readonly Place[]): Promise<void> => {
    for (const { field, index } of missing) {
      const text = plain((await above.value(index, row.row)) ?? "");
      if (!isNothing(text)) cells[field] = text;
    }
  };
  return (cells, row) => {
    for (let i = 0; i < mergeable.length; i++) {
      const { field, index } = mergeable[i] as Place;
      if (cells[field] !== undefined) above.note(index, row);
    }
    const isNobody = who.every(({ field }) => cells[field] === undefined);
    if (!isNobody && cells.date !== undefined) return null;
    const missing = mergeable.filter(
      ({ field }) => cells[field] === undefined && (isNobody || field === "date"),
    );
    return fill(cells, row, missing);
  };
}
