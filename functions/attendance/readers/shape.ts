import type { Period } from "../../../shared/values/period.ts";
import { columnLetter, type GridRow } from "../files/grid.ts";
import { type Field, IDENTIFYING } from "./headers.ts";

/** Where a field stands in the file. */
export interface Column {
  letter: string;
  /** The heading as the file has it. */
  header: string;
}

/** One student-day as the file tells it: cells cleaned, but not yet judged. An empty cell is left out. */
export interface RawRow {
  sheet: string;
  /** 1-based, as in the file. In a sheet with a column a day, several student-days have the same row. */
  row: number;
  cells: Partial<Record<Field, string>>;
  columns: Partial<Record<Field, Column>>;
}

export type ShapeName = "long" | "dingtalk-month" | "wecom-day";

/** How to read the rows of one sheet, found out from its first rows. */
export interface Reading {
  shape: ShapeName;
  /** The last row of the headings; rows up to it are no data. */
  headingRow: number;
  /** Columns (0-based) that tell who somebody is; whoever shows the sheet masks them. */
  personal: ReadonlyMap<number, Field>;
  read(row: GridRow, sheet: string): RawRow[];
  /** The row's cells with what tells who somebody is masked; for kinds of files that have it in no column of its own. */
  maskRow?(row: GridRow): string[];
}

/** A kind of file. It looks at the first rows of a sheet and says how to read the rest, or that it isn't its kind. */
export type Shape = (head: readonly GridRow[], period: Period) => Reading | null;

export const columnAt = (index: number, header: string): Column => ({ letter: columnLetter(index), header });

/** Sums under a list are no student's row. */
export const isTotal = (values: readonly string[]): boolean =>
  /^(?:合计|总计|小计|共计|总人数|平均)/.test(
    values.find((value) => value.trim() !== "")?.replace(/\s+/g, "") ?? "",
  );

/** The columns that tell who somebody is, by index. */
export const personalIn = (columns: ReadonlyMap<Field, number>): Map<number, Field> =>
  new Map(
    IDENTIFYING.flatMap((field) => {
      const index = columns.get(field);
      return index === undefined ? [] : [[index, field] as const];
    }),
  );
