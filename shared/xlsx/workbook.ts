import { columnLetter, LONGEST_CELL, MAX_ROWS, type MergedRange } from "./limits.ts";
import { type CellStyleName, contentTypes, packageLinks, STYLE_INDEX, styles, xmlText } from "./parts.ts";
import { writeZip, type ZipPart } from "./zip.ts";

export type { CellStyleName };
/** Texts stay texts, whatever they look like: nothing calculates but what is written as a formula. */
export type WriterCell = string | number | null | StyledCell | FormulaCell;

export interface StyledCell {
  value: string | number;
  style: CellStyleName;
}

/** Shows `value` until the program that opens the workbook calculates it anew. */
export interface FormulaCell {
  value: number;
  style: CellStyleName;
  /** In English names and without the equals sign, `SUM(D2:D9)`; never made of what somebody typed. */
  formula: string;
}

export interface WriterRow {
  /** 1-based position, ascending; the next one unless told otherwise. */
  row?: number;
  cells: readonly WriterCell[];
  hidden?: boolean;
  /** Stands below the table, as its totals do: a filter leaves it where it is. */
  below?: boolean;
}

export interface WriterSheet {
  /** What a sheet's name can't hold is replaced, and a name that stands already gets a number. */
  name: string;
  /** Of the columns from A on, in characters. These columns take what is typed into them as text. */
  widths?: readonly number[];
  /** Rows at the top that stay in view. */
  frozenRows?: number;
  merged?: readonly MergedRange[];
  /** The last frozen row is the heading of a table that can be filtered. */
  filtered?: boolean;
  /** Where the sheet's tab stands, the lowest first; otherwise tabs stand in the order of writing. */
  tab?: number;
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
  const tabs: Tab[] = [];
  for await (const sheet of sheets) yield sheetPart(sheet, tabs);
  if (tabs.length === 0) yield sheetPart({ name: "", rows: [] }, tabs);
  yield part("xl/workbook.xml", workbook(tabs));
  yield part("xl/_rels/workbook.xml.rels", links(tabs.length));
}

/** A sheet that was written, as the workbook lists it. */
interface Tab {
  name: string;
  /** In the order of writing, from 1. */
  number: number;
  place: number;
}

const part = (name: string, xml: string): ZipPart => ({ name, content: [Buffer.from(xml)] });

function sheetPart(sheet: WriterSheet, tabs: Tab[]): ZipPart {
  const number = tabs.length + 1;
  const taken = tabs.map(({ name }) => name);
  tabs.push({ name: sheetName(sheet.name, taken), number, place: sheet.tab ?? number });
  return { name: `xl/worksheets/sheet${number}.xml`, content: pieces(sheetXml(sheet)) };
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
  const { widths = [], frozenRows = 0, merged = [], filtered = false } = sheet;
  yield `${XML}<worksheet xmlns="${MAIN}">`;
  if (frozenRows > 0)
    yield `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
  const columns = widths.map(
    (width, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${STYLE_INDEX.plain}" customWidth="1"/>`,
  );
  if (columns.length > 0) yield `<cols>${columns.join("")}</cols>`;
  yield "<sheetData>";
  let [last, tableEnd, width] = [0, frozenRows, 0];
  for await (const rows of sheet.rows) {
    let xml = "";
    for (const row of rows) {
      const at = row.row ?? last + 1;
      if (!(at > last && at <= MAX_ROWS)) throw new RangeError(`Row ${at} can't stand behind row ${last}`);
      last = at;
      if (!row.below) [tableEnd, width] = [at, Math.max(width, row.cells.length)];
      xml += rowXml(row, at);
      if (xml.length < PIECE_CHARACTERS) continue;
      yield xml;
      xml = "";
    }
    yield xml;
  }
  yield "</sheetData>";
  if (filtered && width > 0) yield `<autoFilter ref="A${frozenRows}:${columnLetter(width - 1)}${tableEnd}"/>`;
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
    // An empty cell is worth writing for its colour only.
    if (cell === "") continue;
    LETTERS[column] ??= columnLetter(column);
    xml += cellXml(`${LETTERS[column]}${at}`, cell);
  }
  return `${xml}</row>`;
}

function cellXml(reference: string, cell: Exclude<WriterCell, null>): string {
  if (typeof cell !== "object") return valueXml(reference, cell, undefined);
  const style = STYLE_INDEX[cell.style];
  return "formula" in cell
    ? `<c r="${reference}" s="${style}"><f>${xmlText(cell.formula)}</f><v>${cell.value}</v></c>`
    : valueXml(reference, cell.value, style);
}

function valueXml(reference: string, value: string | number, style: number | undefined): string {
  if (typeof value === "number" && Number.isFinite(value))
    return `<c r="${reference}"${style === undefined ? "" : ` s="${style}"`}><v>${value}</v></c>`;
  const start = `<c r="${reference}" s="${style ?? STYLE_INDEX.plain}"`;
  const text = String(value);
  if (text === "") return `${start}/>`;
  const space = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : "";
  return `${start} t="inlineStr"><is><t${space}>${xmlText(text.slice(0, LONGEST_CELL))}</t></is></c>`;
}

function workbook(tabs: readonly Tab[]): string {
  const sheets = tabs
    .toSorted((a, b) => a.place - b.place)
    .map(({ name, number }) => `<sheet name="${xmlText(name)}" sheetId="${number}" r:id="rId${number}"/>`);
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
