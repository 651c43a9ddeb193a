import { columnLetter } from "../../../shared/xlsx/limits.ts";
import type { CellStyleName, FormulaCell, WriterCell, WriterRow } from "../../../shared/xlsx/workbook.ts";
import type { Sums } from "./tally.ts";

/** The settlement's sheets; formulas of one speak of the others. */
export const SHEETS = {
  summary: "汇总 Summary",
  lines: "明细 Lines",
  adjustments: "调整 Adjustments",
  notes: "说明 Notes",
} as const;

/** A column of a table that begins in row 2 and has so many rows; none are one empty one. */
export function cellsIn(column: number, rows: number, sheet?: string): string {
  const letter = columnLetter(column);
  return `${sheet ? `'${sheet}'!` : ""}${letter}2:${letter}${Math.max(rows, 1) + 1}`;
}

export const sumOver = (column: number, rows: number, sheet?: string): string =>
  `SUM(${cellsIn(column, rows, sheet)})`;

export const calculated = (formula: string, value: number, style: CellStyleName): FormulaCell => ({
  formula,
  value,
  style,
});

export const heading = (names: readonly string[]): WriterRow => ({
  cells: names.map((value) => ({ value, style: "heading" })),
});

export const TOTAL: WriterCell = { value: "合计 Total", style: "heading" };

/** How sums stand side by side, in a summary and in notes. */
export const SUMS_TITLES = ["行数 Lines", "金额(元) Amount", "应付(元) Owed", "等待(元) Waiting"];

export const sumsValues = ({ lines, payableFen, owedFen, waitingFen }: Sums): number[] => [
  lines,
  payableFen / 100,
  owedFen / 100,
  waitingFen / 100,
];

export const sumsCells = (sums: Sums): WriterCell[] =>
  sumsValues(sums).map((value, at) => ({ value, style: at === 0 ? "count" : "yuan" }));

/** The same as formulas, each made for its place among the sums. */
export const sumsFormulas = (sums: Sums, formula: (at: number) => string): FormulaCell[] =>
  sumsValues(sums).map((value, at) => calculated(formula(at), value, at === 0 ? "countTotal" : "yuanTotal"));
