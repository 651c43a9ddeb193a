import { CFB, utils, type WorkBook, type WorkSheet, write } from "@e965/xlsx";
import { type Book, cellText, type Sheet } from "./grid.ts";

type BookType = "biff8" | "biff5" | "biff2" | "xlsb" | "ods" | "xlml";
interface Options {
  /** Dates and times as serial numbers with a format, instead of texts. */
  serials?: boolean;
  date1904?: boolean;
}

/** A real workbook of Excel 97–2003 (BIFF8), or of another program or time. */
export function oldXls(
  book: Book,
  bookType: BookType = "biff8",
  { serials = false, date1904 = false }: Options = {},
): Uint8Array {
  const workbook: WorkBook = utils.book_new();
  const first = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  for (const sheet of book.sheets)
    utils.book_append_sheet(workbook, sheetOf(sheet, serials ? first : null), sheet.name);
  workbook.Workbook = {
    WBProps: { date1904 },
    Sheets: book.sheets.map(({ hidden }) => ({ Hidden: hidden ? 1 : 0 })),
  };
  const written = new Uint8Array(write(workbook, { bookType, type: "buffer", bookSST: true }) as Buffer);
  const hidden = book.sheets[0]?.hiddenRows ?? [];
  return bookType === "biff8" && hidden.length > 0 ? withHidden(written, hidden) : written;
}

/** @param first the day that serial numbers count from, or null for texts */
function sheetOf({ rows, merges = [] }: Sheet, first: number | null): WorkSheet {
  const sheet = utils.aoa_to_sheet(
    rows.map((row) =>
      row.map((cell) => {
        if (cell === null || typeof cell !== "object") return cell;
        if (first === null || "formula" in cell) return cellText(cell);
        if ("date" in cell)
          return { t: "n", v: (Date.parse(cell.date) - first) / 86_400_000, z: "yyyy-mm-dd" };
        return { t: "n", v: Date.parse(`1970-01-01T${cell.time}Z`) / 86_400_000, z: "h:mm" };
      }),
    ),
  );
  sheet["!merges"] = merges.map(({ startRow, startCol, endRow, endCol }) => ({
    s: { r: startRow, c: startCol },
    e: { r: endRow, c: endCol },
  }));
  return sheet;
}

/** The records of an old workbook, as they follow one another in its stream: where each one's type stands. */
function recordsOf(stream: Uint8Array): { type: number; at: number; length: number }[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const records = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const [type, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    records.push({ type, at, length });
    at += 4 + length;
  }
  return records;
}

/** The workbook with its stream changed, in place or into another one. */
function withStream(book: Uint8Array, change: (stream: Uint8Array) => Uint8Array | undefined): Uint8Array {
  const container = CFB.read(book, { type: "array" });
  const entry = CFB.find(container, "Workbook");
  const stream = Uint8Array.from(entry.content);
  entry.content = change(stream) ?? stream;
  entry.size = entry.content.length;
  return new Uint8Array(CFB.write(container, { type: "buffer" }));
}

const DIMENSIONS = 0x200;
const ROW = 0x208;
const NO_HEIGHT = 0x120;

/** The first sheet with records that hide rows: the writer makes none. */
const withHidden = (book: Uint8Array, rows: readonly number[]): Uint8Array =>
  withStream(book, (stream) => {
    const dimensions = recordsOf(stream).find(({ type }) => type === DIMENSIONS);
    if (!dimensions) throw new RangeError("no sheet");
    const end = dimensions.at + 4 + dimensions.length;
    const records = rows.map((row) => {
      const record = Buffer.alloc(20);
      for (const [index, word] of [ROW, 16, row, 0, 256, 255, 0, 0, NO_HEIGHT, 15].entries())
        record.writeUInt16LE(word, index * 2);
      return record;
    });
    return new Uint8Array(Buffer.concat([stream.subarray(0, end), ...records, stream.subarray(end)]));
  });

const WRITE_ACCESS = 0x5c;
const FILE_PASS = 0x2f;
const SHARED_TEXTS = 0xfc;
const LABEL_OF_SHARED = 0xfd;

/** The record of who wrote it becomes the one that says a password is needed. */
export const lockedXls = (book: Book): Uint8Array =>
  withStream(oldXls(book), (stream) => {
    const record = recordsOf(stream).find(({ type }) => type === WRITE_ACCESS);
    if (!record) throw new RangeError("no record to lock");
    new DataView(stream.buffer).setUint16(record.at, FILE_PASS, true);
  });

/** It claims four billion shared texts. */
export const boastfulXls = (book: Book): Uint8Array =>
  withStream(oldXls(book), (stream) => {
    const record = recordsOf(stream).find(({ type }) => type === SHARED_TEXTS);
    if (!record) throw new RangeError("no shared texts");
    new DataView(stream.buffer).setUint32(record.at + 8, 0xffffffff, true);
  });

/** A cell that points at a shared text which isn't there. */
export const danglingXls = (book: Book): Uint8Array =>
  withStream(oldXls(book), (stream) => {
    const record = recordsOf(stream).findLast(({ type }) => type === LABEL_OF_SHARED);
    if (!record) throw new RangeError("no cell of a shared text");
    new DataView(stream.buffer).setUint32(record.at + 10, 0x00ffffff, true);
  });

/** The chain of sectors that the workbook's stream occupies leads back to its beginning. */
export function cyclicXls(book: Book): Uint8Array {
  const bytes = oldXls(book);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sector = 1 << view.getUint16(30, true);
  const table = (view.getUint32(76, true) + 1) * sector;
  for (let at = table; at < table + sector; at += 4) {
    // the end of each chain becomes a step back to the sector before
    if (view.getUint32(at, true) === 0xfffffffe && at > table) view.setUint32(at, (at - table) / 4 - 1, true);
  }
  return bytes;
}

/** A compound file, as Word 97 writes it. */
export function wordDocument(): Uint8Array {
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, "WordDocument", new Uint8Array(5000).fill(0x41));
  CFB.utils.cfb_add(container, "1Table", new Uint8Array(5000).fill(0x42));
  return new Uint8Array(CFB.write(container, { type: "buffer" }));
}
