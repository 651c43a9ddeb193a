import { type WriteOptions, writeXlsx } from "hucre/xlsx";
import { encodeGb18030 } from "../../shared/values/gb18030.ts";
import { type Book, type Cell, cellText, type Sheet } from "./grid.ts";
import { oldXls } from "./xls.ts";

export type Encoding =
  | "xlsx"
  | "xlsx-inline"
  | "xlsx-serials"
  | "xlsx-1904"
  | "xls"
  | "html-utf8"
  | "html-gbk"
  | `csv-${"utf8" | "bom" | "utf16le" | "utf16be" | "gb18030"}-${"comma" | "semicolon" | "tab"}`;

const TEXTS = ["utf8", "bom", "utf16le", "utf16be", "gb18030"] as const;
const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t" } as const;

/** Every way in which a sheet becomes bytes. */
export const ENCODINGS: readonly Encoding[] = [
  ...(["xlsx", "xlsx-inline", "xlsx-serials", "xlsx-1904", "xls", "html-utf8", "html-gbk"] as const),
  ...TEXTS.flatMap((text) =>
    (Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[]).map(
      (delimiter) => `csv-${text}-${delimiter}` as const,
    ),
  ),
];

/** How a file of that encoding is named; web pages come as `.xls`. */
export const extensionOf = (encoding: Encoding): string =>
  encoding.startsWith("csv") ? "csv" : encoding.startsWith("xlsx") ? "xlsx" : "xls";

/** The book as bytes. A text file or a web page holds its first sheet only. */
export async function encode(book: Book, encoding: Encoding): Promise<Uint8Array> {
  const first = book.sheets[0] as Sheet;
  switch (encoding) {
    case "xlsx":
      return xlsx(book);
    case "xlsx-inline":
      return xlsx(book, { stringMode: "inline" });
    case "xlsx-serials":
      return xlsx(book, {}, true);
    case "xlsx-1904":
      return xlsx(book, { dateSystem: "1904" }, true);
    case "xls":
      return oldXls(book);
    case "html-utf8":
      return utf8(htmlOf(first, "utf-8"));
    case "html-gbk":
      return encodeGb18030(htmlOf(first, "gb2312"));
    default: {
      const [, text, delimiter] = encoding.split("-") as [
        string,
        (typeof TEXTS)[number],
        keyof typeof DELIMITERS,
      ];
      return encodeText(csvOf(first, DELIMITERS[delimiter]), text);
    }
  }
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Text in one of the encodings that spreadsheet programs save. */
export function encodeText(text: string, encoding: (typeof TEXTS)[number]): Uint8Array {
  if (encoding === "gb18030") return encodeGb18030(text);
  if (encoding === "utf8") return utf8(text);
  if (encoding === "bom") return utf8(`\uFEFF${text}`);
  return utf16(`\uFEFF${text}`, encoding === "utf16le");
}

/** UTF-16 unit by unit, so that lone surrogates stay what they are. */
export function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return bytes;
}

/** RFC 4180, quoted where it must be. */
export const csvOf = ({ rows }: Sheet, delimiter = ","): string =>
  rows.map((row) => `${row.map((cell) => quoted(cellText(cell), delimiter)).join(delimiter)}\r\n`).join("");

const quoted = (text: string, delimiter: string): string =>
  text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>");

/** What many clocks call an export to Excel: a web page with one table; merged cells span, and numbers are kept texts. */
export function htmlOf({ rows, merges = [] }: Sheet, charset: string): string {
  const covered = new Set<string>();
  const spans = new Map<string, string>();
  for (const { startRow, startCol, endRow, endCol } of merges) {
    spans.set(
      `${startRow},${startCol}`,
      ` rowspan="${endRow - startRow + 1}" colspan=${endCol - startCol + 1}`,
    );
    for (let row = startRow; row <= endRow; row++)
      for (let column = startCol; column <= endCol; column++)
        if (row !== startRow || column !== startCol) covered.add(`${row},${column}`);
  }
  const cells = (row: Cell[], at: number) =>
    row
      .map((cell, column) =>
        covered.has(`${at},${column}`)
          ? ""
          : `<td${spans.get(`${at},${column}`) ?? ""} style='mso-number-format:"\\@"'>${escaped(cellText(cell)) || "&nbsp;"}</td>`,
      )
      .join("");
  const body = rows.map((row, at) => `<tr>${cells(row, at)}</tr>`).join("\r\n");
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><style>td { color: #000 }</style></head><body><table border=1>${body}</table></body></html>`;
}

/** Fixed, so that the same rows make the same bytes. */
const PROPERTIES = { created: new Date("2026-07-01T01:00:00Z"), modified: new Date("2026-07-01T01:00:00Z") };

async function xlsx(book: Book, options: Partial<WriteOptions> = {}, serials = false): Promise<Uint8Array> {
  return writeXlsx({
    ...options,
    sheets: book.sheets.map((sheet) => sheetOf(sheet, serials)),
    properties: PROPERTIES,
  });
}

function sheetOf({ name, rows, merges = [], hidden = false, hiddenRows = [] }: Sheet, serials: boolean) {
  const cells: NonNullable<WriteOptions["sheets"][number]["cells"]> = new Map();
  const plain = rows.map((row, at) =>
    row.map((cell, column) => {
      if (cell === null || typeof cell !== "object") return cell;
      const key = `${at},${column}`;
      if ("formula" in cell)
        cells.set(key, {
          value: null,
          formula: cell.formula,
          ...(cell.value === undefined ? {} : { formulaResult: cell.value }),
        });
      else if (!serials) return cellText(cell);
      else if ("date" in cell)
        cells.set(key, { value: new Date(`${cell.date}T00:00:00Z`), style: { numFmt: "yyyy/m/d" } });
      else cells.set(key, { value: dayFraction(cell.time), style: { numFmt: "h:mm" } });
      return null;
    }),
  );
  return {
    name,
    hidden,
    rows: plain,
    cells,
    merges: [...merges],
    rowDefs: new Map(hiddenRows.map((row) => [row, { hidden: true }])),
  };
}

/** `08:30` as a spreadsheet counts it, in parts of a day. */
export const dayFraction = (clock: string): number =>
  (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) / 1440;
