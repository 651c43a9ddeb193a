import { maskNumbers } from "../../../shared/values/mask.ts";
import type { WriterCell, WriterRow, WriterSheet } from "../../../shared/xlsx/workbook.ts";
import { type GridRow, type GridSheet, MAX_ROWS, type MergedRange } from "../files/grid.ts";
import type { FindingLine } from "./finding-line.ts";
import type { PlacedLine } from "./late-lines.ts";
import { masker, type Shown } from "./masking.ts";
import { REASON_HEADINGS, REASON_WIDTHS, reasonCells, SEVERITY_STYLES, severityOf } from "./reasons.ts";

/** A sheet that was read, and how. */
export interface ReadSheet {
  sheet: GridSheet;
  reading: Shown;
}

/** Findings about rows in the order of the file, taken by place. */
export class LinesByPlace {
  readonly #lines: AsyncIterator<PlacedLine>;
  #next: PlacedLine | undefined;

  private constructor(lines: AsyncIterator<PlacedLine>) {
    this.#lines = lines;
  }

  static async of(lines: AsyncIterable<PlacedLine>): Promise<LinesByPlace> {
    const made = new LinesByPlace(lines[Symbol.asyncIterator]());
    await made.#advance();
    return made;
  }

  /** Where the next finding stands; beyond every place when there is none. */
  get place(): number {
    return this.#next?.place ?? Number.POSITIVE_INFINITY;
  }

  /** All findings of the place where the next one stands. */
  async take(): Promise<FindingLine[]> {
    const { place } = this;
    const taken: FindingLine[] = [];
    for (; this.#next && this.#next.place === place; await this.#advance()) taken.push(this.#next.line);
    return taken;
  }

  async #advance(): Promise<void> {
    const { done, value } = await this.#lines.next();
    this.#next = done ? undefined : value;
  }
}

/** How a report is drawn where the plain way doesn't do. */
export interface DrawingWay {
  /** How wide sheets are is found out by a pass over each of them; else the first rows tell. */
  measured?: boolean;
  /** The file's own sheets are left out. */
  tooLarge?: boolean;
}

/** Thrown amid a drawing that has to begin again in another way. */
export class DrawOtherwise extends Error {
  readonly way: DrawingWay;

  constructor(way: DrawingWay) {
    super(`The report is to be drawn otherwise: ${Object.keys(way)}`);
    this.name = "DrawOtherwise";
    this.way = way;
  }
}

/**
 * How much is drawn of one file: a few megabytes can hold a text that a million cells share. In characters, each cell
 * counted for what it takes besides; 4 GiB in the worst case, which no workbook can pass.
 */
export class DrawingLimit {
  #left = 1.4e9;

  /** @throws DrawOtherwise */
  spend(cells: readonly string[]): void {
    for (const text of cells) if (text !== "") this.#left -= text.length + CELL_CHARACTERS;
    if (this.#left < 0) throw new DrawOtherwise({ tooLarge: true });
  }
}

const CELL_CHARACTERS = 60;

export interface Drawing {
  lines: LinesByPlace;
  limit: DrawingLimit;
  /** The place of a row of this sheet. */
  placeOf: (row: number) => number;
  /** How many columns the sheet uses; the reasons stand behind them. */
  width: number;
  merged: readonly MergedRange[];
}

/**
 * How many columns a sheet uses: as the first of its rows tell, which nearly always is right, or as all of them do.
 * The latter costs a pass over the sheet.
 */
export async function usedWidth(sheet: GridSheet, measured: boolean): Promise<number> {
  let width = 0;
  for await (const rows of sheet.rows()) {
    for (const { values } of rows) width = Math.max(width, values.length);
    if (width > 0 && !measured) break;
  }
  return width;
}

/** A sheet of the file, every cell where it stood, and behind each row that was not simply taken the reasons. */
export function sheetBack({ sheet, reading }: ReadSheet, drawing: Drawing): WriterSheet {
  const { width, merged } = drawing;
  return {
    name: maskNumbers(sheet.name),
    widths: [...Array<number>(width).fill(COLUMN_WIDTH), ...REASON_WIDTHS],
    frozenRows: reading.headingRow > MOST_FROZEN ? 0 : reading.headingRow,
    merged: merged.filter(({ right }) => right < width),
    rows: drawnRows({ sheet, reading }, drawing),
  };
}

const COLUMN_WIDTH = 14;
/** More rows that stay in view would leave no room for those that move. */
const MOST_FROZEN = 8;

async function* drawnRows(
  { sheet, reading }: ReadSheet,
  { lines, limit, placeOf, width }: Drawing,
): AsyncGenerator<WriterRow[]> {
  const masked = masker(reading);
  for await (const rows of sheet.rows()) {
    const drawn: WriterRow[] = [];
    for (const { values } of rows) limit.spend(values);
    for (const row of rows) {
      if (row.values.length > width) throw new DrawOtherwise({ measured: true });
      const place = placeOf(row.row);
      while (lines.place < place) drawn.push(bareRow(await lines.take(), width));
      if (row.row === reading.headingRow) drawn.push(headingRow(row, masked(row), width));
      else if (lines.place > place) drawn.push(plainRow(row, masked(row)));
      else drawn.push(reasonedRow(row, masked(row), await lines.take(), width));
    }
    yield drawn;
  }
  while (lines.place <= placeOf(MAX_ROWS)) yield [bareRow(await lines.take(), width)];
}

const plainRow = ({ row, hidden }: GridRow, cells: readonly string[]): WriterRow =>
  hidden ? { row, cells, hidden } : { row, cells };

const headingRow = ({ row }: GridRow, cells: readonly string[], width: number): WriterRow => ({
  row,
  cells: [...filled(cells, width), ...REASON_HEADINGS].map((value) => ({ value, style: "heading" })),
});

/** A row with findings is shown, though the file hides it. */
function reasonedRow(
  { row }: Pick<GridRow, "row">,
  values: readonly string[],
  lines: readonly FindingLine[],
  width: number,
): WriterRow {
  const cells: WriterCell[] = filled(values, width);
  // the gravest last, so that its colour stays
  for (const severity of ["warn", "violation", "reject"] as const) {
    for (const line of lines) {
      const column = line.column === "" ? -1 : columnAt(line.column);
      if (severityOf(line) !== severity || column < 0 || column >= width) continue;
      cells[column] = { value: values[column] ?? "", style: SEVERITY_STYLES[severity] };
    }
  }
  return { row, cells: [...cells, ...reasonCells(lines)] };
}

/** Findings about a row that holds nothing. */
const bareRow = (lines: readonly FindingLine[], width: number): WriterRow =>
  reasonedRow({ row: lines[0]?.row ?? 0 }, [], lines, width);

function filled(values: readonly string[], width: number): string[] {
  const cells = values.slice(0, width);
  while (cells.length < width) cells.push("");
  return cells;
}

/** `AB` → 27. */
const columnAt = (letters: string): number =>
  [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
