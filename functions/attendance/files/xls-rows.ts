import { FileRefused } from "../rules/file-refused.ts";
import { type BiffRecord, RECORD, textAt } from "./biff.ts";
import { type GridRow, LONGEST_CELL, MAX_COLUMNS } from "./grid.ts";
import { NumberTexts } from "./number-format.ts";
import type { OldWorkbook } from "./xls.ts";

/** Rows that don't come in order are kept until the end of the sheet; more cells than this are refused. */
const MOST_KEPT = 2_000_000;
const HIDDEN = 0x20;

const ERRORS: Record<number, string> = {
  0: "#NULL!",
  7: "#DIV/0!",
  15: "#VALUE!",
  23: "#REF!",
  29: "#NAME?",
  36: "#NUM!",
  42: "#N/A",
};

/** Turns the records of a sheet into rows. */
export class XlsRows {
  readonly #workbook: OldWorkbook;
  readonly #numbers: NumberTexts;
  readonly #inOrder: boolean;
  readonly #hidden = new Set<number>();
  readonly #kept = new Map<number, GridRow>();
  #rows: GridRow[] = [];
  #row: GridRow | null = null;
  #cells = 0;
  /** The formula whose text comes in the next record. */
  #awaiting: { row: number; column: number } | null = null;

  constructor(workbook: OldWorkbook, inOrder: boolean) {
    this.#workbook = workbook;
    this.#numbers = new NumberTexts(workbook.since1904);
    this.#inOrder = inOrder;
  }

  static isCell(type: number): boolean {
    return CELLS.has(type);
  }

  /** The rows that the records complete. */
  read(records: readonly BiffRecord[]): GridRow[] {
    this.#rows = [];
    for (const { type, data } of records) {
      if (type === RECORD.ROW && data.length >= 16) {
        if ((data[12] as number) & HIDDEN) this.#hidden.add(data.readUInt16LE(0));
      } else if (type === RECORD.STRING && this.#awaiting) {
        const { row, column } = this.#awaiting;
        this.#put(row, column, textAt(data, 0, 2, this.#workbook.form));
      } else if (CELLS.has(type) && data.length >= 6) this.#cell(type, data);
    }
    return this.#rows;
  }

  /** The rest. */
  end(): GridRow[] {
    const rest = this.#row ? [this.#row] : [...this.#kept.values()].sort((a, b) => a.row - b.row);
    return rest.map((row) => this.#finished(row));
  }

  #cell(type: number, data: Buffer): void {
    const [row, column, style] = [data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4)];
    this.#awaiting = null;
    if (type === RECORD.LABELSST && data.length >= 10)
      this.#put(row, column, this.#workbook.texts.at(data.readUInt32LE(6)));
    else if (type === RECORD.LABEL || type === RECORD.RSTRING)
      this.#put(row, column, textAt(data, 6, 2, this.#workbook.form));
    else if (type === RECORD.NUMBER && data.length >= 14)
      this.#put(row, column, this.#number(data.readDoubleLE(6), style));
    else if (type === RECORD.RK && data.length >= 10)
      this.#put(row, column, this.#number(compactNumber(data.readInt32LE(6)), style));
    else if (type === RECORD.MULRK)
      for (let at = 4, next = column; at + 6 <= data.length - 2; at += 6, next++)
        this.#put(row, next, this.#number(compactNumber(data.readInt32LE(at + 2)), data.readUInt16LE(at)));
    else if (type === RECORD.BOOLERR && data.length >= 8)
      this.#put(row, column, flagText(data[6] as number, data[7] === 1));
    else if (type === RECORD.FORMULA && data.length >= 14)
      this.#put(row, column, this.#result(data, row, column, style));
  }

  /** What a formula gave: a number, or by its last bytes something else. */
  #result(data: Buffer, row: number, column: number, style: number): string {
    if (data.readUInt16LE(12) !== 0xffff) return this.#number(data.readDoubleLE(6), style);
    if (data[6] === 0) this.#awaiting = { row, column };
    if (data[6] === 1 || data[6] === 2) return flagText(data[8] as number, data[6] === 2);
    return "";
  }

  #number(value: number, style: number): string {
    return this.#numbers.text(value, this.#workbook.styles[style] ?? "number");
  }

  #put(row: number, column: number, text: string): void {
    if (text === "" || column >= MAX_COLUMNS) return;
    const { values } = this.#rowAt(row);
    this.#cells += Math.max(1, column + 1 - values.length);
    while (values.length < column) values.push("");
    values[column] = text.slice(0, LONGEST_CELL);
    if (!this.#inOrder && this.#cells > MOST_KEPT)
      throw new FileRefused("file-too-large", { found: `> ${MOST_KEPT}`, expected: `${MOST_KEPT}` });
  }

  #rowAt(index: number): GridRow {
    if (this.#row?.row === index + 1) return this.#row;
    const kept = this.#kept.get(index);
    if (kept) return kept;
    const row: GridRow = { row: index + 1, values: [] };
    if (!this.#inOrder) this.#kept.set(index, row);
    else {
      if (this.#row) this.#rows.push(this.#finished(this.#row));
      this.#row = row;
    }
    return row;
  }

  #finished(row: GridRow): GridRow {
    return this.#hidden.has(row.row - 1) ? { ...row, hidden: true } : row;
  }
}

const CELLS: ReadonlySet<number> = new Set([
  RECORD.LABELSST,
  RECORD.LABEL,
  RECORD.RSTRING,
  RECORD.NUMBER,
  RECORD.RK,
  RECORD.MULRK,
  RECORD.BOOLERR,
  RECORD.FORMULA,
]);

const flagText = (value: number, isError: boolean): string =>
  isError ? (ERRORS[value] ?? "#N/A") : value === 1 ? "TRUE" : "FALSE";

/** A number in 30 bits: an integer or the upper part of a double, either of them in hundredths or not. */
function compactNumber(bits: number): number {
  let number = bits >> 2;
  if (!(bits & 2)) {
    SCRATCH.setInt32(0, bits & ~3);
    number = SCRATCH.getFloat64(0);
  }
  return bits & 1 ? number / 100 : number;
}

const SCRATCH = new DataView(new ArrayBuffer(8));
