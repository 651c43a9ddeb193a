import { parseCsv } from "hucre/csv";
import { maskNumbers } from "../../../shared/values/mask.ts";
import { isDate } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import type { BankReturn } from "./payment.ts";

const COLUMNS = ["paymentId", "status", "amountFen", "reason", "bankRef", "date"] as const;

/**
 * Reads a bank's return file: `paymentId,status(paid|returned),amountFen,reason,bankRef,date`.
 * @throws Problem 422 naming row and column of the first line that cannot be read
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
    .map((row, index) => ({ row, number: index + 2 }))
    .filter(({ row }) => row.some((value) => value !== ""));
  if (filled.length === 0) throw unreadable(2, "paymentId", "文件没有数据行", "The file has no rows");
  return filled.map(({ row, number }) => returnFrom((column) => row[header.indexOf(column)] ?? "", number));
}

type Column = (typeof COLUMNS)[number];

function returnFrom(cell: (column: Column) => string, row: number): BankReturn {
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
