import type { WriterRow, WriterSheet } from "../../../shared/xlsx/workbook.ts";
import type { About } from "./about.ts";
import { ADJUSTMENT_COLUMNS, cellsOf, LINE_COLUMNS, titles } from "./columns.ts";
import {
  calculated,
  heading,
  SHEETS,
  SUMS_TITLES,
  sumOver,
  sumsCells,
  sumsFormulas,
  TOTAL,
} from "./formulas.ts";
import { notesRows } from "./notes.ts";
import { Packed } from "./packed.ts";
import { isAdjustment, type PaperLine, type PaperPart } from "./paper-line.ts";
import type { Tally } from "./tally.ts";

/**
 * The sheets of a month's settlement in the order they can be written in: lines as they come, then what was counted
 * on the way. Whoever opens the workbook sees the summary first.
 * @param tally complete once the last part has come
 */
export async function* settlementSheets(
  parts: AsyncIterable<PaperPart>,
  tally: Tally,
  about: About,
): AsyncGenerator<WriterSheet> {
  const adjustments = new Packed<PaperLine>();
  yield {
    name: SHEETS.lines,
    tab: 2,
    widths: LINE_COLUMNS.map(({ width }) => width),
    frozenRows: 1,
    filtered: true,
    rows: lineRows(parts, adjustments),
  };
  yield {
    name: SHEETS.adjustments,
    tab: 3,
    widths: ADJUSTMENT_COLUMNS.map(({ width }) => width),
    frozenRows: 1,
    filtered: true,
    rows: adjustmentRows(adjustments),
  };
  yield summarySheet(tally);
  yield { name: SHEETS.notes, tab: 4, widths: [34, 18, 40, 12, 18, 18, 18], rows: [notesRows(tally, about)] };
}

async function* lineRows(
  parts: AsyncIterable<PaperPart>,
  adjustments: Packed<PaperLine>,
): AsyncGenerator<WriterRow[]> {
  yield [heading(titles(LINE_COLUMNS))];
  for await (const { lines } of parts) {
    adjustments.add(lines.filter(isAdjustment));
    yield lines.map((line) => ({ cells: cellsOf(LINE_COLUMNS, line) }));
  }
}

function* adjustmentRows(adjustments: Packed<PaperLine>): Generator<WriterRow[]> {
  yield [heading(titles(ADJUSTMENT_COLUMNS))];
  const sums = ADJUSTMENT_COLUMNS.map(() => 0);
  let count = 0;
  for (const lines of adjustments) {
    count += lines.length;
    ADJUSTMENT_COLUMNS.forEach(({ kind, of }, at) => {
      if (kind === "yuan") sums[at] = lines.reduce((sum, line) => sum + Number(of(line)), sums[at] ?? 0);
    });
    yield lines.map((line) => ({ cells: cellsOf(ADJUSTMENT_COLUMNS, line) }));
  }
  const totals = ADJUSTMENT_COLUMNS.map(({ kind }, at) =>
    kind === "yuan" ? calculated(sumOver(at, count), (sums[at] ?? 0) / 100, "yuanTotal") : null,
  );
  yield [{ ...below(count), cells: [TOTAL, ...totals.slice(1)] }];
}

function summarySheet({ enterprises, total }: Tally): WriterSheet {
  const rows = enterprises.map((sums) => ({ cells: [sums.uscc, sums.enterprise, ...sumsCells(sums)] }));
  const totals = sumsFormulas(total, (at) => sumOver(at + 2, rows.length));
  return {
    name: SHEETS.summary,
    tab: 1,
    widths: [24, 40, 12, 18, 18, 18],
    frozenRows: 1,
    filtered: true,
    rows: [
      [heading(["统一社会信用代码 USCC", "企业 Enterprise", ...SUMS_TITLES])],
      rows,
      [{ ...below(rows.length), cells: [TOTAL, null, ...totals] }],
    ],
  };
}

/** The row after so many; it leaves a place for them where there are none. */
const below = (rows: number) => ({ row: Math.max(rows, 1) + 2, below: true });
