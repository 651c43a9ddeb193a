/** A cell before it is in any file. A date or a time knows how a text file spells it. */
export type Cell =
  | string
  | number
  | null
  | { date: string; text: string }
  | { time: string }
  | { formula: string; value?: string | number };

/** All bounds included, 0-based. */
export interface Merge {
  startRow: number;
  startCol: number;
  endRow: number;
  endCol: number;
}

export interface Sheet {
  name: string;
  rows: Cell[][];
  merges?: Merge[];
  /** 0-based. */
  hiddenRows?: number[];
  hidden?: boolean;
}

/** A workbook; the first sheet is the one that a text file of it would hold. */
export interface Book {
  sheets: Sheet[];
}

export const bookOf = (...sheets: Sheet[]): Book => ({ sheets });

/** A cell as a text file has it. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "object") return String(cell);
  if ("date" in cell) return cell.text;
  if ("time" in cell) return cell.time;
  return cell.value === undefined ? `=${cell.formula}` : String(cell.value);
}

/** The same book with each row of each sheet changed; `row` counts from 0. */
export const withRows = (book: Book, change: (cells: Cell[], row: number, sheet: Sheet) => Cell[]): Book => ({
  sheets: book.sheets.map((sheet) => ({
    ...sheet,
    rows: sheet.rows.map((cells, row) => change(cells, row, sheet)),
  })),
});

/** Rows put before everything else; what is merged or hidden moves down with its cells. */
export const withTitles = (book: Book, titles: Cell[][]): Book => ({
  sheets: book.sheets.map(({ merges = [], hiddenRows = [], ...sheet }) => ({
    ...sheet,
    rows: [...titles, ...sheet.rows],
    merges: merges.map((merge) => ({
      ...merge,
      startRow: merge.startRow + titles.length,
      endRow: merge.endRow + titles.length,
    })),
    hiddenRows: hiddenRows.map((row) => row + titles.length),
  })),
});

export const withTotals = (book: Book, totals: Cell[][]): Book => ({
  sheets: book.sheets.map((sheet) => ({ ...sheet, rows: [...sheet.rows, ...totals] })),
});

/** Cells that are exactly a text become another. */
export const withText = (book: Book, from: (text: string) => string): Book =>
  withRows(book, (cells) => cells.map((cell) => (typeof cell === "string" ? from(cell) : cell)));
