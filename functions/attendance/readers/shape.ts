import type { Period } from "../../../shared/values/period.ts";
import { columnLetter, type GridRow, type GridSheet } from "../files/grid.ts";
import { type Field, IDENTIFYING } from "./headers.ts";

/** Where a field stands in the file. */
export interface Column {
  letter: string;
  /** The heading as the file has it. */
  header: string;
}

/**
 * One student-day as the file tells it, or one punch of it where `cells.punch` is given: cells cleaned, but not yet
 * judged. An empty cell is left out.
 */
export interface RawRow {
  sheet: string;
  /** 1-based, as in the file. In a sheet with a column a day, several student-days have the same row. */
  row: number;
  cells: Partial<Record<Field, string>>;
  columns: Partial<Record<Field, Column>>;
}

export type ShapeName =
  | "mapped"
  | "long"
  | "day-in-parts"
  | "month-matrix"
  | "punch-list"
  | "clock-cards"
  | "dingtalk-day"
  | "dingtalk-punches"
  | "dingtalk-times"
  | "dingtalk-month"
  | "wecom-day"
  | "wecom-punches";

/** How to read the rows of one sheet, found out from its first rows. */
export interface Reading {
  shape: ShapeName;
  /** The last row of the headings; rows up to it are no data. */
  headingRow: number;
  /** Columns (0-based) that tell who somebody is; whoever shows the sheet masks them. */
  personal: ReadonlyMap<number, Field>;
  /** Where identities stand in rows of their own: those of one row. `personal` then has the columns of all rows. */
  personalOf?(row: GridRow): ReadonlyMap<number, Field>;
  /** Everything the sheet says, some at a time; may be called more than once. */
  rows(sheet: GridSheet): AsyncIterable<readonly RawRow[]>;
}

/** What is known about a sheet besides its first rows. */
export interface About {
  /** The month that was announced; it gives the year or month where the sheet has none. */
  period: Period;
  /** The name on the sheet's tab. It may narrow down the month, never the shape. */
  sheet: string;
}

/**
 * A kind of file. It looks at the first rows of a sheet and says how to read the rest, or that it isn't its kind.
 * It may throw FileRefused when it is its kind, but of another month.
 */
export type Shape = (head: readonly GridRow[], about: About) => Reading | null;

export const columnAt = (index: number, header: string): Column => ({ letter: columnLetter(index), header });

/** The rows of a shape in which every row stands by itself. */
export const rowByRow = (
  headingRow: number,
  read: (row: GridRow, sheet: string, into: RawRow[]) => void,
): Reading["rows"] =>
  async function* (sheet) {
    for await (const rows of sheet.rows()) {
      const told: RawRow[] = [];
      for (const row of rows) if (row.row > headingRow) read(row, sheet.name, told);
      yield told;
    }
  };

const ASIDE =
  /^(?:(?:合计|总计|小计|共计|总人数|平均|出勤人数|应到|实到|缺勤人数|人数)|(?:图例|说明|备注|注|附注|(?:考勤|填表)?符号(?:说明)?|填表说明)(?:[:\d(]|$)|(?:制表|审核|复核|填表|打印|导出|部门负责人|负责人|主管|签字|盖章)[^:]{0,6}(?::|$))/;
const ASIDE_BEGINS = new Set(
  [..."合总小共平出应实缺人图说备注附考填符制审复打导部负主签盖"].map((one) => one.charCodeAt(0)),
);

/** Sums, legends and signatures under a list are no student's row. */
export function isAside(values: readonly string[]): boolean {
  for (const value of values) {
    if (value === "") continue;
    const code = value.charCodeAt(0);
    if (code > 0x20 && code < 0x7f) return false;
    const text = value.trim();
    if (text === "") continue;
    return (
      ASIDE_BEGINS.has(text.charCodeAt(0)) &&
      ASIDE.test(text.slice(0, 20).normalize("NFKC").replace(/\s+/g, ""))
    );
  }
  return false;
}

/** What stands where there is nothing to say: `-`, `--`, `—`. */
export function isNothing(text: string): boolean {
  if (text === "") return true;
  const code = text.charCodeAt(0);
  if (code !== 0x2d && code !== 0x2014 && code !== 0x2013) return false;
  return text.length <= 3 && /^[-—–]+$/.test(text);
}

/** The columns that tell who somebody is, by index. */
export const personalIn = (columns: ReadonlyMap<Field, number>): Map<number, Field> =>
  new Map(
    IDENTIFYING.flatMap((field) => {
      const index = columns.get(field);
      return index === undefined ? [] : [[index, field] as const];
    }),
  );
