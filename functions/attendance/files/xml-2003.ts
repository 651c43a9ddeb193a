import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";
import { decoded, type Encoding } from "./encoding.ts";
import {
  CellCount,
  type GridRow,
  type GridSheet,
  LONGEST_CELL,
  MAX_COLUMNS,
  MAX_ROWS,
  type MergedRange,
  mustBeFewMerged,
  mustBeFewSheets,
} from "./grid.ts";
import { numberText } from "./number-format.ts";
import { readXml, type XmlCursor } from "./xml.ts";

/** Sheets are kept in memory. Bytes. */
const LARGEST = 64e6;

interface Sheet {
  name: string;
  hidden: boolean;
  rows: GridRow[];
  merged: MergedRange[];
}

/**
 * Opens an "XML Spreadsheet 2003", which many systems export under the name .xls.
 * @throws FileRefused file-too-large | file-damaged | file-not-what-it-says when there is no sheet in it
 */
export async function openXml2003(source: ByteSource, encoding: Encoding): Promise<GridSheet[]> {
  if (source.size > LARGEST) {
    const found = `XML ${Math.ceil(source.size / 1e6)} MB`;
    throw new FileRefused("file-too-large", { found, expected: `${LARGEST / 1e6} MB` });
  }
  const builder = new Builder();
  await readXml(utf8(decoded(source.stream(0, source.size), encoding)), builder);
  if (!builder.complete) throw new FileRefused("file-damaged", { found: "XML" });
  if (builder.sheets.length === 0)
    throw new FileRefused("file-not-what-it-says", { found: "XML", expected: "xlsx, xls, csv" });
  return builder.sheets.map(({ name, hidden, rows, merged }) => ({
    name,
    hidden,
    rows: async function* () {
      yield rows;
    },
    merged: async () => merged,
  }));
}

async function* utf8(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

class Builder {
  readonly sheets: Sheet[] = [];
  complete = false;
  readonly #cells = new CellCount();
  #row: GridRow = { row: 0, values: [] };
  #column = -1;
  /** How far the cell reaches to the right. */
  #across = 0;
  #type = "String";
  #formula = "";
  #inside: "Data" | "Visible" | null = null;
  #text = "";

  open(name: string, cursor: XmlCursor): void {
    const sheet = this.sheets.at(-1);
    if (name === "Worksheet") this.#startSheet(cursor);
    else if (!sheet) return;
    else if (name === "Row") this.#startRow(cursor);
    else if (name === "Cell") this.#startCell(sheet, cursor);
    else if (name === "Data" || name === "Visible") {
      this.#inside = name;
      this.#text = "";
      this.#type = cursor.attribute("Type") ?? "String";
    }
  }

  text(text: string): void {
    if (this.#inside && this.#text.length < LONGEST_CELL) this.#text += text;
  }

  close(name: string): void {
    if (name === "Workbook") this.complete = true;
    const sheet = this.sheets.at(-1);
    if (!sheet) return;
    if (name === "Row" && this.#row.values.length > 0) sheet.rows.push(this.#row);
    else if (name === "Cell") this.#endCell();
    else if (name === "Visible") sheet.hidden = this.#text.trim() !== "SheetVisible";
    if (name === this.#inside) this.#inside = null;
  }

  #startSheet(cursor: XmlCursor): void {
    this.sheets.push({ name: cursor.attribute("Name") ?? "", hidden: false, rows: [], merged: [] });
    mustBeFewSheets(this.sheets.length);
    this.#row = { row: 0, values: [] };
  }

  #startRow(cursor: XmlCursor): void {
    const row = place(cursor.attribute("Index"), this.#row.row);
    if (row > MAX_ROWS) throw new FileRefused("too-many-rows", { found: `${row}`, expected: `${MAX_ROWS}` });
    this.#row = { row, values: [], ...(cursor.attribute("Hidden") === "1" ? { hidden: true } : {}) };
    this.#column = -1;
    this.#across = 0;
  }

  #startCell(sheet: Sheet, cursor: XmlCursor): void {
    this.#column = place(cursor.attribute("Index"), this.#column + 1 + this.#across) - 1;
    const [across, down] = [span(cursor.attribute("MergeAcross")), span(cursor.attribute("MergeDown"))];
    this.#across = across;
    this.#text = "";
    this.#formula = cursor.attribute("Formula") ?? "";
    const [top, left] = [this.#row.row, this.#column];
    if (across > 0 || down > 0) sheet.merged.push({ top, bottom: top + down, left, right: left + across });
    mustBeFewMerged(sheet.merged.length);
  }

  #endCell(): void {
    const text = cellText(this.#type, this.#text) || this.#formula.slice(0, 60);
    const { values } = this.#row;
    if (text === "" || this.#column >= MAX_COLUMNS) return;
    this.#cells.add(Math.max(1, this.#column + 1 - values.length));
    while (values.length < this.#column) values.push("");
    values[this.#column] = text;
  }
}

/** The place an element states (1-based), or the one behind its predecessor. */
function place(stated: string | undefined, before: number): number {
  const index = Number(stated);
  return Number.isInteger(index) && index > before ? index : before + 1;
}

const span = (stated: string | undefined): number =>
  Math.min(MAX_ROWS, Math.max(0, Math.trunc(Number(stated ?? 0)) || 0));

/** The day that stands for a time without a date. */
const NO_DAY = /^(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)$/;

function cellText(type: string, text: string): string {
  if (type === "Number" && text !== "" && Number.isFinite(Number(text)))
    return numberText(Number(text), "number", false);
  if (type === "Boolean") return text === "" ? "" : text === "1" ? "TRUE" : "FALSE";
  const [, day = "", time = ""] = (type === "DateTime" && /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(text)) || [];
  if (day === "") return text.slice(0, LONGEST_CELL);
  if (NO_DAY.test(day)) return time;
  return time === "00:00" ? day : `${day} ${time}`;
}
