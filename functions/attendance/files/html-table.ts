import { FileRefused } from "../rules/file-refused.ts";
import {
  CellCount,
  type GridRow,
  LONGEST_CELL,
  MAX_COLUMNS,
  MAX_ROWS,
  type MergedRange,
  mustBeFewMerged,
} from "./grid.ts";

export interface Table {
  rows: GridRow[];
  merged: MergedRange[];
  height: number;
  row: GridRow | null;
  /** The cell that is open, and what it says so far. */
  text: string | null;
  column: number;
  /** Columns that a cell of a row above reaches down into, and for how many rows yet. */
  reaching: Map<number, number>;
  /** Of all tables of the page. */
  cells: CellCount;
}

const MOST_TABLES = 1000;

/** Elements that begin on a line of their own. */
const BLOCKS = new Set(["p", "div", "li", "br"]);
const NOT_SHOWN = /display\s*:\s*none|visibility\s*:\s*hidden|(?:^|\s)hidden(?:[\s=/]|$)/i;

/** Builds the tables. A table inside a cell is a table of its own; pages are often laid out with an outer one. */
export class Page {
  readonly #tables: Table[] = [];
  readonly #open: Table[] = [];
  readonly #cells = new CellCount();

  open(name: string, attributes: string): void {
    const table = this.#open.at(-1);
    if (name === "table") this.#startTable();
    else if (!table) return;
    else if (name === "tr") startRow(table, NOT_SHOWN.test(attributes));
    else if (name === "td" || name === "th") startCell(table, attributes);
    else if (BLOCKS.has(name) && table.text) table.text += "\n";
  }

  close(name: string): void {
    const table = this.#open.at(-1);
    if (!table) return;
    if (name === "td" || name === "th") endCell(table);
    else if (name === "tr") endRow(table);
    else if (name === "table") {
      endRow(table);
      this.#open.pop();
    }
  }

  text(text: string): void {
    const table = this.#open.at(-1);
    // Line breaks of the source are spaces on the page.
    if (table && table.text !== null && table.text.length < LONGEST_CELL)
      table.text += text.replace(/[ \t\r\n]+/g, " ");
  }

  end(): Table[] {
    for (const table of this.#open) endRow(table);
    return this.#tables;
  }

  #startTable(): void {
    if (this.#tables.length === MOST_TABLES) throw new FileRefused("file-damaged", { found: "HTML" });
    const table: Table = {
      rows: [],
      merged: [],
      height: 0,
      row: null,
      text: null,
      column: -1,
      reaching: new Map(),
      cells: this.#cells,
    };
    this.#tables.push(table);
    this.#open.push(table);
  }
}

function startRow(table: Table, hidden: boolean): void {
  endRow(table);
  table.height += 1;
  if (table.height > MAX_ROWS)
    throw new FileRefused("too-many-rows", { found: `> ${MAX_ROWS}`, expected: `${MAX_ROWS}` });
  table.row = { row: table.height, values: [], ...(hidden ? { hidden } : {}) };
  table.column = -1;
}

function startCell(table: Table, attributes: string): void {
  endCell(table);
  if (!table.row) startRow(table, false);
  table.column += 1;
  while (takeReaching(table, table.column)) table.column += 1;
  const [down, across] = [spanOf(attributes, "rowspan"), spanOf(attributes, "colspan")];
  const [left, top] = [table.column, table.height];
  const right = Math.min(MAX_COLUMNS, left + across - 1);
  if (down > 1) for (let column = left; column <= right; column++) table.reaching.set(column, down - 1);
  if (down > 1 || right > left) table.merged.push({ top, bottom: top + down - 1, left, right });
  mustBeFewMerged(table.merged.length);
  table.cells.add(Math.max(0, right - left));
  table.text = "";
}

/** Whether a cell from above stands in the column. */
function takeReaching({ reaching }: Table, column: number): boolean {
  const rows = reaching.get(column);
  if (rows === undefined) return false;
  if (rows > 1) reaching.set(column, rows - 1);
  else reaching.delete(column);
  return true;
}

function endCell(table: Table): void {
  if (table.text === null) return;
  const last = table.merged.at(-1);
  const text = unescapeHtml(table.text).replace(SPACED_BREAK, "\n").trim().slice(0, LONGEST_CELL);
  table.text = null;
  const { row, column } = table;
  if (row && text !== "" && column < MAX_COLUMNS) {
    table.cells.add(Math.max(1, column + 1 - row.values.length));
    while (row.values.length < column) row.values.push("");
    row.values[column] = text;
  }
  if (last?.top === table.height && last.left === column) table.column = last.right;
}

function endRow(table: Table): void {
  endCell(table);
  const { row } = table;
  if (!row) return;
  table.cells.add(table.reaching.size);
  // Cells from above that stand behind the last one of this row.
  for (const column of [...table.reaching.keys()]) if (column > table.column) takeReaching(table, column);
  if (row.values.length > 0) table.rows.push(row);
  table.row = null;
}

/** The first of several spaces only: from each of them the rest would be looked through once more. */
const SPACED_BREAK = /(?<! ) *\n */g;
const LONGEST_SPAN = 10_000;

function spanOf(attributes: string, name: "rowspan" | "colspan"): number {
  const at = attributes.toLowerCase().indexOf(name);
  if (at < 0) return 1;
  const span = /^\s*=\s*["']?\s*(\d{1,5})/.exec(attributes.slice(at + name.length, at + 40))?.[1];
  return Math.min(LONGEST_SPAN, Math.max(1, Number(span ?? 1)));
}

/** What attendance tables are known to hold; other names stay as they are written. */
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  ensp: "\u2002",
  emsp: "\u2003",
  radic: "√",
  times: "×",
  middot: "·",
  bull: "•",
  deg: "°",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  yen: "¥",
  Delta: "Δ",
};

const unescapeHtml = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));?/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[name] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
  });
