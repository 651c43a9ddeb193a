import type { GridRow, GridSheet } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { countKnown, fieldOf } from "./headers.ts";

/** Headings stand among the first rows; titles and notes for the reader may come before them. */
const HEAD_ROWS = 30;

/** The first rows of a sheet. */
export async function headOf(sheet: GridSheet): Promise<GridRow[]> {
  const head: GridRow[] = [];
  for await (const rows of sheet.rows()) {
    head.push(...rows.slice(0, HEAD_ROWS - head.length));
    if (head.length === HEAD_ROWS) break;
  }
  return head;
}

const LONGEST_HEADING = 24;
const MOST_HEADINGS = 60;

/**
 * The texts of the row that most likely holds the headings, for somebody to say what they mean. Headings are words
 * over columns of dates, times and numbers. A row of people would look the same over a column of names, so a row is
 * told only if at least two of its columns show that it stands over data; else only its words that are known.
 */
export function headingsIn(head: readonly GridRow[]): string[] {
  const row = head.find((candidate, index) => standsOver(candidate, head.slice(index + 1)));
  if (row) return wordsOf(row).slice(0, MOST_HEADINGS);
  const nearest = head.reduce<string[]>(
    (best, { values }) => (countKnown(values) > countKnown(best) ? values : best),
    [],
  );
  return nearest.map(plain).filter((cell) => fieldOf(cell) !== undefined || USUAL.test(cell));
}

const USUAL = /^[^\d]{0,10}(?:[号期态注门组码数型称]|时间|姓名|班次|时长|结果)$/;
const VALUE = /\d/;

function standsOver({ values }: GridRow, below: readonly GridRow[]): boolean {
  if (values.some((value) => /\d{4,}|\d:\d|\d[-/.]\d/.test(value)) || below.length === 0) return false;
  let columns = 0;
  for (const [index, value] of values.entries()) {
    if (value.trim() === "" || VALUE.test(value)) continue;
    const cells = below
      .slice(0, 10)
      .map((row) => row.values[index] ?? "")
      .filter((cell) => cell.trim() !== "");
    const numbers = cells.filter(
      (cell) => VALUE.test(cell) && !/[\u4e00-\u9fff]{2}/.test(cell.replace(/星期|小时|分钟/g, "")),
    );
    if (cells.length > 0 && numbers.length * 2 > cells.length) columns += 1;
  }
  return columns >= 2;
}

const wordsOf = ({ values }: GridRow): string[] =>
  [...new Set(values.map((value) => plain(value).replace(/\s+/g, " ")))].filter(
    (word) => word !== "" && word.length <= LONGEST_HEADING && !/\d{2}/.test(word),
  );

/** What stood where headings were expected, in short. */
export function describe(headings: readonly string[], head: readonly GridRow[]): string {
  if (headings.length > 0) return headings.slice(0, 12).join(", ");
  const widest = Math.max(
    0,
    ...head.map(({ values }) => values.filter((value) => value.trim() !== "").length),
  );
  return `${widest} × ?`;
}
