import { type GridRow, type GridSheet, MAX_COLUMNS } from "../files/grid.ts";

/**
 * Finds what a cell looks like when it is part of a merged range: only the first cell of a range has a value. The
 * ranges are asked for when the first cell is missed, since that costs a pass over the sheet.
 */
export class Above {
  readonly #sheet: GridSheet;
  /** Last row of the range that begins in a cell. */
  #bottoms: Map<number, number> | null = null;
  /** By column: the last row that has a value there. */
  readonly #last: (GridRow | undefined)[] = [];

  constructor(sheet: GridSheet) {
    this.#sheet = sheet;
  }

  /** Remembers a row that has a value in the column. */
  note(column: number, row: GridRow): void {
    this.#last[column] = row;
  }

  /** The value that a merged range spreads over the cell, or undefined when the cell is simply empty. */
  async value(column: number, row: number): Promise<string | undefined> {
    const last = this.#last[column];
    if (!last) return undefined;
    this.#bottoms ??= await bottomsOf(this.#sheet);
    const bottom = this.#bottoms.get(key(column, last.row)) ?? 0;
    return bottom >= row ? last.values[column] : undefined;
  }
}

const key = (column: number, row: number): number => row * MAX_COLUMNS + column;

async function bottomsOf(sheet: GridSheet): Promise<Map<number, number>> {
  const tall = (await sheet.merged()).filter(({ top, bottom }) => bottom > top);
  return new Map(tall.map(({ top, left, bottom }) => [key(left, top), bottom]));
}
