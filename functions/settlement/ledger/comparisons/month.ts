import { parseCsv } from "hucre/csv";
import { sumFen } from "../../../../shared/values/money.ts";
import type { Period } from "../../../../shared/values/period.ts";
import type { Payment } from "../../payment/payment.ts";
import type { MonthBook } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

/** What a month was published with, against what its enterprises are settled. */
export const monthTotals: Comparison<MonthBook> = {
  code: "month-totals",
  zh: "月度公示合计 ↔ 各企业结算",
  en: "The month's published totals ↔ settlements",
  compare({ period, totals, settlements }) {
    const comparing = new Comparing("month-totals", null);
    const filled = settlements.filter(({ lines }) => lines > 0);
    const amountFen = sumFen(filled.map(({ totalFen }) => totalFen));
    comparing.amount(period, "amountFen", amountFen, totals.amountFen);
    comparing.statement(period, "enterprises", filled.length, totals.enterprises);
    comparing.statement(period, "lines", sumFen(filled.map(({ lines }) => lines)), totals.lines);
    return comparing.outcome;
  },
};

/** Where the payment file has a payment's number, and its amount in fen. */
const [NUMBER, AMOUNT] = [0, 6];

/** The payment files as the bank was given them, read again, against the payments. */
export const paymentFile: Comparison<MonthBook> = {
  code: "payment-file",
  zh: "付款文件 ↔ 付款",
  en: "The payment file ↔ payments",
  compare({ period, payments, paymentFiles }) {
    const comparing = new Comparing("payment-file", null);
    for (const [batch, text] of paymentFiles) {
      const own = payments.filter((payment) => payment.batch === batch);
      compareFile(comparing, period, own, text);
    }
    return comparing.outcome;
  },
};

function compareFile(comparing: Comparing, period: Period, payments: readonly Payment[], text: string): void {
  const { rows, closing } = fileOf(text);
  for (const { paymentId, amountFen } of payments)
    comparing.statement(period, paymentId, amountFen, rows.get(paymentId) ?? null);
  const instructed = new Set(payments.map(({ paymentId }) => paymentId));
  for (const [paymentId, amountFen] of rows)
    if (!instructed.has(paymentId)) comparing.statement(period, paymentId, null, amountFen);
  comparing.amount(period, "total line", sumFen(payments.map(({ amountFen }) => amountFen)), closing);
}

/** The amounts by payment, null where there is none, and what the total line says. */
function fileOf(text: string): { rows: Map<string, number | null>; closing: number } {
  const cells = parseCsv(text).map((row) => row.map((value) => String(value ?? "").trim()));
  const filled = cells.slice(1).filter((row) => row.some((value) => value !== ""));
  const payments = filled.slice(0, -1).map((row) => [row[NUMBER] ?? "", fenIn(row)] as const);
  return { rows: new Map(payments), closing: fenIn(filled.at(-1) ?? []) ?? 0 };
}

const fenIn = (row: readonly string[]): number | null =>
  /^-?\d{1,15}$/.test(row[AMOUNT] ?? "") ? Number(row[AMOUNT]) : null;
