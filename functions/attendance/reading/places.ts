import { maskNumbers } from "../../../shared/values/mask.ts";
import type { RawRow } from "../readers/shape.ts";
import type { RowPlace } from "../report/finding-line.ts";

const ROW_BITS = 21;
const MOST_ROWS = 2 ** ROW_BITS - 1;
const MOST_SHEETS = 2 ** 11 - 1;

/**
 * Numbers for places of rows in the file, in its order, so that a day can remember where it was told in four bytes.
 * Columns are kept once for each sheet and day: where days stand side by side, each has its own.
 */
export class Places {
  readonly #sheets: { name: string; columns: RawRow["columns"][] }[] = [];

  /** @param index of the row's day in the month */
  of({ sheet, row, columns }: RawRow, index: number): number {
    let current = this.#sheets.at(-1);
    if (current?.name !== sheet) {
      current = this.#sheets.find(({ name }) => name === sheet);
      if (!current && this.#sheets.length < MOST_SHEETS) {
        current = { name: sheet, columns: [] };
        this.#sheets.push(current);
      }
    }
    if (!current) return Math.min(row, MOST_ROWS);
    current.columns[index] = columns;
    return (this.#sheets.indexOf(current) * (MOST_ROWS + 1) + Math.min(row, MOST_ROWS)) >>> 0;
  }

  at(place: number, index: number): RowPlace {
    const sheet = this.#sheets[place >>> ROW_BITS];
    return { sheet: sheet?.name ?? "", row: place & MOST_ROWS, columns: sheet?.columns[index] ?? {} };
  }

  /** `12`, or `12（第一周）` when that is another sheet. */
  told(place: number, from: RawRow): string {
    const { sheet, row } = this.at(place, 0);
    return sheet === from.sheet ? String(row) : `${row}（${maskNumbers(sheet)}）`;
  }
}
