import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";

export type PaymentStatus = "instructed" | "paid" | "returned";

/** One transfer to one payee for one month. */
export interface Payment {
  paymentId: string;
  period: Period;
  uscc: string;
  amountFen: Fen;
  status: PaymentStatus;
  /** The account that was confirmed when the payment was instructed: sealed, and as it may be shown. */
  account: string;
  accountMasked: string;
  reason: string | null;
  bankRef: string | null;
  bankDate: string | null;
  version: number;
}

/** The number follows from payee and month, so there can be only one; it fits a bank's 35 characters. */
export const paymentIdFor = (period: Period, uscc: string): string => `P${period.replace("-", "")}-${uscc}`;

/**
 * What a month's payment comes to: everything settled so far, less everything paid or on its way. What a bank has
 * returned is carried, and so is a debt of the enterprise, until later settlements cover it.
 * @param settledFen manifests up to and with this month
 * @param payments of the enterprise for earlier months
 */
export function payableFen(settledFen: Fen, payments: readonly Payment[]): Fen {
  const gone = payments
    .filter(({ status }) => status !== "returned")
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  return Math.max(0, settledFen - gone);
}

/** One line of what the bank sent back. */
export interface BankReturn {
  row: number;
  paymentId: string;
  status: "paid" | "returned";
  amountFen: Fen;
  reason: string;
  bankRef: string;
  date: string;
}

export interface ReturnProblem {
  row: number;
  paymentId: string;
  code: "unknown-payment" | "amount-differs" | "conflicting-return";
  zh: string;
  en: string;
}

/** What a bank's line does to its payment: the payment's next version, `same` when it was told before, or why not. */
export function applyReturn(
  payment: Payment | undefined,
  line: BankReturn,
): Payment | "same" | ReturnProblem {
  const problem = (code: ReturnProblem["code"], zh: string, en: string) => ({
    row: line.row,
    paymentId: line.paymentId,
    code,
    zh,
    en,
  });
  if (!payment) return problem("unknown-payment", "没有此付款编号", "There is no payment with this number");
  if (payment.amountFen !== line.amountFen && payment.status === "instructed")
    return problem("amount-differs", "金额与指令不符", "The amount differs from the instruction");
  const told = {
    status: line.status,
    reason: line.reason || null,
    bankRef: line.bankRef || null,
    bankDate: line.date,
  };
  if (payment.status === "instructed") return { ...payment, ...told, version: payment.version + 1 };
  const same =
    payment.status === line.status &&
    payment.bankRef === told.bankRef &&
    payment.amountFen === line.amountFen;
  return same
    ? "same"
    : problem("conflicting-return", "与已登记的回盘结果矛盾", "It contradicts the return on record");
}
