import { parseCsv } from "hucre/csv";
import { maskNumbers } from "../../../shared/values/mask.ts";
import { sumFen } from "../../../shared/values/money.ts";
import { isDate } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import type { BankReturn } from "./payment.ts";

export const COLUMNS = ["paymentId", "status", "amountFen", "reason", "bankRef", "date"] as const;

/** How banks call the line that sums up a file. */
const TOTAL = /^(合计|总计|total)$/i;

interface Filled {
  row: string[];
  number: number;
}

/**
 * Reads a bank's return file: `paymentId,status(paid|returned),amountFen,reason,bankRef,date`. A total line at its
 * end (合计, the count where the status stands, the sum) is stripped and has to agree.
 * @throws Problem 422 naming row and column of the first line that cannot be read, or `total-mismatch`
 */
export function parseReturns(text: string): BankReturn[] {
  const [header = [], ...rows] = parseCsv(text).map((row) => row.map((value) => String(value ?? "").trim()));
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw unreadable(
      1,
      missing.join(","),
      `缺少列 ${missing.join("、")}`,
      `Columns missing: ${missing.join(", ")}`,
    );
  }
  const filled = rows
    .map((row, index): Filled => ({ row, number: index + 2 }))
    .filter(({ row }) => row.some((value) => value !== ""));
  const cells =
    ({ row }: Filled): Cells =>
    (column) =>
      row[header.indexOf(column)] ?? "";
  const last = filled.at(-1);
  const total = last && TOTAL.test(cells(last)("paymentId")) ? filled.pop() : undefined;
  if (filled.length === 0) throw unreadable(2, "paymentId", "文件没有数据行", "The file has no rows");
  const lines = filled.map((line) => returnFrom(cells(line), line.number));
  if (total) reconcile(cells(total), total.number, lines);
  return lines;
}

type Column = (typeof COLUMNS)[number];
type Cells = (column: Column) => string;

/** The lines have to come to what the total line says: else some are missing, or somebody changed one. */
function reconcile(cell: Cells, row: number, lines: readonly BankReturn[]): void {
  const expected = { amountFen: sumFen(lines.map(({ amountFen }) => amountFen ?? 0)), count: lines.length };
  const [count, amount] = [/^(\d{1,9})\s*笔?$/.exec(cell("status"))?.[1], cell("amountFen")];
  if (!/^\d{1,15}$/.test(amount)) throw unreadable(row, "amountFen", "应为整数分", "must be whole fen");
  const found = { amountFen: Number(amount), count: count === undefined ? expected.count : Number(count) };
  if (found.amountFen === expected.amountFen && found.count === expected.count) return;
  throw new Problem({
    status: 422,
    code: "total-mismatch",
    zh: `合计行为 ${found.count} 笔 ${found.amountFen} 分，各行合计 ${expected.count} 笔 ${expected.amountFen} 分，未登记任何一行`,
    en: `The total line says ${found.count} payments of ${found.amountFen} fen, the lines come to ${expected.count} of ${expected.amountFen}; nothing was booked`,
    extra: { row, found, expected },
  });
}

function returnFrom(cell: Cells, row: number): BankReturn {
  const status = cell("status");
  if (status !== "paid" && status !== "returned")
    throw unreadable(row, "status", "应为 paid 或 returned", "must be paid or returned");
  const amountFen = Number(cell("amountFen"));
  if (!/^\d{1,15}$/.test(cell("amountFen")))
    throw unreadable(row, "amountFen", "应为整数分", "must be whole fen");
  if (!isDate(cell("date"))) throw unreadable(row, "date", "应为 YYYY-MM-DD", "must be YYYY-MM-DD");
  return {
    row,
    paymentId: cell("paymentId"),
    status,
    amountFen,
    reason: maskNumbers(cell("reason")),
    bankRef: cell("bankRef"),
    date: cell("date"),
  };
}

const unreadable = (row: number, column: string, zh: string, en: string) =>
  new Problem({
    status: 422,
    code: "unreadable-return",
    zh: `第${row}行 ${column}：${zh}`,
    en: `Row ${row}, ${column}: ${en}`,
    extra: { row, column },
  });
