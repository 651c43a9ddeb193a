import type { MergedRange } from "../../../shared/xlsx/limits.ts";
import { FileRefused } from "../rules/file-refused.ts";

export { columnLetter, LONGEST_CELL, MAX_ROWS, type MergedRange } from "../../../shared/xlsx/limits.ts";

/** A row of a sheet as text. `values[0]` is column A; missing cells are empty strings. */
export interface GridRow {
  /** 1-based, as the spreadsheet program numbers it. */
  row: number;
  values: string[];
  /** The spreadsheet program does not show the row (filtered or folded away). */
  hidden?: boolean;
}

/** A sheet of a workbook, or the only sheet of a CSV file. */
export interface GridSheet {
  name: string;
  hidden: boolean;
  /** The rows that hold anything, in order, some at a time; may be called more than once. */
  rows(): AsyncIterable<readonly GridRow[]>;
  /** The merged cells. They may stand behind the rows in the file, so asking costs a pass over the sheet. */
  merged(): Promise<readonly MergedRange[]>;
}

/** Columns beyond are ignored: no attendance file is so wide, and a hostile one could be 16,384 wide in every row. */
export const MAX_COLUMNS = 512;

/** Each sheet is looked at before the first is read. */
const MOST_SHEETS = 200;

/** @throws FileRefused file-too-large */
export function mustBeFewSheets(count: number): void {
  if (count > MOST_SHEETS)
    throw new FileRefused("file-too-large", { found: `${count} sheets`, expected: `${MOST_SHEETS}` });
}

/** So many merged ranges are more than anybody makes; each of them is kept in memory. */
export const MOST_MERGED = 500_000;

/** @throws FileRefused file-too-large */
export function mustBeFewMerged(count: number): void {
  if (count > MOST_MERGED)
    throw new FileRefused("file-too-large", { found: `> ${MOST_MERGED} merged`, expected: `${MOST_MERGED}` });
}

/**
 * Cells of a file whose tables are kept in memory, the empty ones before each told cell counted: a few bytes can say
 * that a cell stands in the last column.
 */
export class CellCount {
  #count = 0;

  /** @throws FileRefused file-too-large */
  add(cells: number): void {
    this.#count += cells;
    if (this.#count > MOST_KEPT_CELLS)
      throw new FileRefused("file-too-large", {
        found: `> ${MOST_KEPT_CELLS} cells`,
        expected: `${MOST_KEPT_CELLS}`,
      });
  }
}

const MOST_KEPT_CELLS = 4_000_000;

/** A → 0, AA → 26. Upper case. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
