import { utils, type WorkBook, type WorkSheet, write } from "@e965/xlsx";
import { type Book, cellText, type Sheet } from "./grid.ts";

/** A real workbook of Excel 97–2003 (BIFF8), or of Excel 5.0/95 (BIFF5). */
export function oldXls(book: Book, bookType: "biff8" | "biff5" = "biff8", date1904 = false): Uint8Array {
  const workbook: WorkBook = utils.book_new();
  for (const sheet of book.sheets) utils.book_append_sheet(workbook, sheetOf(sheet), sheet.name);
  workbook.Workbook = {
    WBProps: { date1904 },
    Sheets: book.sheets.map(({ hidden }) => ({ Hidden: hidden ? 1 : 0 })),
  };
  return new Uint8Array(write(workbook, { bookType, type: "buffer" }) as Buffer);
}

function sheetOf({ rows, merges = [], hiddenRows = [] }: Sheet): WorkSheet {
  const sheet = utils.aoa_to_sheet(
    rows.map((row) => row.map((cell) => (cell !== null && typeof cell === "object" ? cellText(cell) : cell))),
  );
  sheet["!merges"] = merges.map(({ startRow, startCol, endRow, endCol }) => ({
    s: { r: startRow, c: startCol },
    e: { r: endRow, c: endCol },
  }));
  sheet["!rows"] = [];
  for (const row of hiddenRows) sheet["!rows"][row] = { hidden: true };
  return sheet;
}
