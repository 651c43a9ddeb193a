/** Cells that look like one; only the first of them, top left, has a value. All bounds included. */
export interface MergedRange {
  /** 1-based rows. */
  top: number;
  bottom: number;
  /** 0-based columns. */
  left: number;
  right: number;
}

/** As many rows as a sheet of a spreadsheet program has. */
export const MAX_ROWS = 1_048_576;

/** As many characters as a cell of a spreadsheet program holds; what is longer is cut there. */
export const LONGEST_CELL = 32_767;

/** 0 → A, 26 → AA. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetter(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}
