/** A row of a sheet as text. `values[0]` is column A; missing cells are empty strings. */
export interface GridRow {
  /** 1-based, as the spreadsheet program numbers it. */
  row: number;
  values: string[];
}

/** A sheet of a workbook, or the only sheet of a CSV file. */
export interface GridSheet {
  name: string;
  hidden: boolean;
  /** The rows that hold anything, in order; may be called more than once. */
  rows(): AsyncIterable<GridRow>;
}

/** Columns beyond are ignored: no attendance file is so wide, and a hostile one could be 16,384 wide in every row. */
export const MAX_COLUMNS = 512;

/** 0 → A, 26 → AA. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetter(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}
