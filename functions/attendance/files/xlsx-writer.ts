import { columnLetter, LONGEST_CELL, MAX_ROWS, type MergedRange } from "./grid.ts";
import {
  type CellStyleName,
  contentTypes,
  packageLinks,
  STYLE_INDEX,
  styles,
  xmlText,
} from "./xlsx-parts.ts";
import { writeZip, type ZipPart } from "./zip-writer.ts";

export type { CellStyleName };
/** Texts stay texts, whatever they look like: a cell that is written here never calculates. */
export type WriterCell = string | number | null | { value: string | number; style: CellStyleName };

export interface WriterRow {
  /** 1-based position, ascending; the next one unless told otherwise. */
  row?: number;
  cells: readonly WriterCell[];
  hidden?: boolean;
}

export interface WriterSheet {
  /** What a sheet's name can't hold is replaced, and a name that stands already gets a number. */
  name: string;
  /** Of the columns from A on, in characters. These columns take what is typed into them as text. */
  widths?: readonly number[];
  /** Rows at the top that stay in view. */
  frozenRows?: number;
  merged?: readonly MergedRange[];
  /** Asked for when the sheet's turn comes, some rows at a time. */
  rows: AsyncIterable<readonly WriterRow[]> | Iterable<readonly WriterRow[]>;
}

/**
 * Writes an .xlsx workbook as it comes: neither rows nor texts are kept, so memory doesn't grow with them. The same
 * sheets give the same bytes.
 * @throws RangeError for a row that doesn't follow its predecessor or is beyond 1,048,576, and beyond 4 GiB
 */
export async function* writeWorkbook(
  sheets: AsyncIterable<WriterSheet> | Iterable<WriterSheet>,
): AsyncGenerator<Uint8Array> {
  yield* writeZip(partsOf(sheets));
}

async function* partsOf(sheets: AsyncIterable<WriterSheet> | Iterable<WriterSheet>): AsyncGenerator<ZipPart> {
  yield part("[Content_Types].xml", contentTypes());
  yield part("_rels/.rels", packageLinks());
  yield part("xl/styles.xml", styles());
  const names: string[] = [];
  for await (const sheet of sheets) yield sheetPart(sheet, names);
  if (names.length === 0) yield sheetPart({ name: "", rows: [] }, names);
  yield part("xl/workbook.xml", workbook(names));
  yield part("xl/_rels/workbook.xml.rels", links(names.length));
}

const part = (name: string, xml: string): ZipPart => ({ name, content: [Buffer.from(xml)] });

function sheetPart(sheet: WriterSheet, names: string[]): ZipPart {
  names.push(sheetName(sheet.name, names));
  return { name: `xl/worksheets/sheet${names.length}.xml`, content: pieces(sheetXml(sheet)) };
}

const PIECE_CHARACTERS = 32 * 1024;

/** Joins small texts, since packing costs by the call. */
async function* pieces(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let pending = "";
  for await (const text of texts) {
    pending += text;
    if (pending.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(pending);
    pending = "";
  }
  yield Buffer.from(pending);
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

async function* sheetXml(sheet: WriterSheet): AsyncGenerator<string> {
  const { widths = [], frozenRows = 0, merged = [] } = sheet;
  yield `${XML}<worksheet xmlns="${MAIN}">`;
  if (frozenRows > 0)
    yield `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
  const columns = widths.map(
    (width, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${STYLE_INDEX.plain}" customWidth="1"/>`,
  );
  if (columns.length > 0) yield `<cols>${columns.join("")}</cols>`;
  yield "<sheetData>";
  let last = 0;
  for await (const rows of sheet.rows) {
    let xml = "";
    for (const row of rows) {
      const at = row.row ?? last + 1;
      if (!(at > last && at <= MAX_ROWS)) throw new RangeError(`Row ${at} can't stand behind row ${last}`);
      last = at;
      xml += rowXml(row, at);
      if (xml.length < PIECE_CHARACTERS) continue;
      yield xml;
      xml = "";
    }
    yield xml;
  }
  yield "</sheetData>";
  const ranges = merged.map(
    ({ top, bottom, left, right }) =>
      `<mergeCell ref="${columnLetter(left)}${top}:${columnLetter(right)}${bottom}"/>`,
  );
  if (ranges.length > 0) yield `<mergeCells count="${ranges.length}">${ranges.join("")}</mergeCells>`;
  yield "</worksheet>";
}

const LETTERS: string[] = [];

function rowXml(row: WriterRow, at: number): string {
  let xml = row.hidden ? `<row r="${at}" hidden="1">` : `<row r="${at}">`;
  for (let column = 0; column < row.cells.length; column++) {
    const cell = row.cells[column] ?? null;
    if (cell === null) continue;
    const plain = typeof cell !== "object";
    const value = plain ? cell : cell.value;
    // An empty cell is worth writing for its colour only.
    if (value === "" && plain) continue;
    LETTERS[column] ??= columnLetter(column);
    xml += cellXml(`${LETTERS[column]}${at}`, value, plain ? undefined : STYLE_INDEX[cell.style]);
  }
  return `${xml}</row>`;
}

function cellXml(reference: string, value: string | number, style: number | undefined): string {
  if (typeof value === "number" && Number.isFinite(value))
    return `<c r="${reference}"${style === undefined ? "" : ` s="${style}"`}><v>${value}</v></c>`;
  const start = `<c r="${reference}" s="${style ?? STYLE_INDEX.plain}"`;
  const text = String(value);
  if (text === "") return `${start}/>`;
  const space = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : "";
  return `${start} t="inlineStr"><is><t${space}>${xmlText(text.slice(0, LONGEST_CELL))}</t></is></c>`;
}

function workbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><sheets>${sheets.join("")}</sheets></workbook>`;
}

function links(count: number): string {
  const sheets = Array.from(
    { length: count },
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${LINKS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.join("")}<Relationship Id="styles" Type="${LINKS}/styles" Target="styles.xml"/></Relationships>`;
}

const LONGEST_NAME = 31;

/** A name that every spreadsheet program takes: no `[]:*?/\`, no apostrophe at its ends, at most 31 characters, its own. */
function sheetName(wanted: string, taken: readonly string[]): string {
  const clean = wanted
    .toWellFormed()
    .replace(/[[\]:*?/\\\p{Cc}\ufffe\uffff]/gu, "_")
    .replace(/^'|'$/g, "_")
    .trim();
  const lower = new Set(taken.map((name) => name.toLowerCase()));
  // Excel keeps the name History for itself.
  const base = clean === "" ? `Sheet${taken.length + 1}` : /^history$/i.test(clean) ? `${clean}_` : clean;
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : ` (${number})`;
    const name = base.slice(0, LONGEST_NAME - suffix.length).replace(/[\ud800-\udbff]$|'$/, "") + suffix;
    if (!lower.has(name.toLowerCase())) return name;
  }
}
