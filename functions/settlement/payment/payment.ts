import type { Fen } from "../../../shared/values/money.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";

/** instructed → paid, or returned; what was returned may be reissued, and its successor goes the same way. */
export type PaymentStatus = "instructed" | "paid" | "returned" | "reissued";

/** One transfer to one payee for one month. */
export interface Payment {
  paymentId: string;
  period: Period;
  uscc: string;
  /** 1, and more where the ones before it came back and were reissued. */
  number: number;
  /** The file that told the bank: 1 is the month's own, each reissue has the next. */
  batch: number;
  amountFen: Fen;
  status: PaymentStatus;
  /** The account that was confirmed when the payment was instructed: sealed, and as it may be shown. */
  account: string;
  accountMasked: string;
  bankCode: string;
  /** Of the bank: why it came back, under which reference, on which day. */
  reason: string | null;
  bankRef: string | null;
  bankDate: LocalDate | null;
  /** The bank said so of the whole file, and has not named this transfer. */
  wholeBatch?: boolean;
  /** The later month's payment that holds what came back. */
  carriedBy: string | null;
  /** The payment it was reissued for, and the one that was reissued for it. */
  replaces: string | null;
  replacedBy: string | null;
  instructedAt: string;
  version: number;
}

/** Where money for an enterprise goes: its account sealed, and what may be shown of it. */
export type PaidTo = Pick<Payment, "account" | "accountMasked" | "bankCode">;

/** The number follows from payee, month and count, so there can be only one; it fits a bank's 35 characters. */
export const paymentIdFor = (period: Period, uscc: string, number = 1): string =>
  `P${period.replace("-", "")}-${uscc}${number === 1 ? "" : `-${number}`}`;

/** What a payment's number says; `null` when it is none. */
export function readPaymentId(paymentId: string): { period: Period; uscc: string; number: number } | null {
  const match = /^P(\d{4})(\d{2})-([0-9A-Z]{18})(?:-([1-9]\d{0,2}))?$/.exec(paymentId);
  if (!match) return null;
  const [, year, month, uscc = "", number = "1"] = match;
  return { period: `${year}-${month}`, uscc, number: Number(number) };
}

/** Came back, and neither a later month nor a reissue has taken it up. */
export const isOpenReturn = ({ status, carriedBy }: Payment): boolean =>
  status === "returned" && carriedBy === null;

/** One transfer as the bank tells of it. */
export interface BankReturn {
  /** Of the file or message, for whoever has to look. */
  row: number;
  paymentId: string;
  status: "paid" | "returned";
  /** `null` where the bank repeats no amount. */
  amountFen: Fen | null;
  reason: string;
  bankRef: string;
  date: LocalDate;
  /** Said of the whole file, which names no transfer and repeats no reference. */
  wholeBatch?: boolean;
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
  const sameAmount = line.amountFen === null || line.amountFen === payment.amountFen;
  if (!sameAmount && payment.status === "instructed")
    return problem("amount-differs", "金额与指令不符", "The amount differs from the instruction");
  const told = {
    status: line.status,
    reason: line.reason || null,
    bankRef: line.bankRef || null,
    bankDate: line.date,
    ...(line.wholeBatch ? { wholeBatch: true } : {}),
  };
  if (payment.status === "instructed") return { ...payment, ...told, version: payment.version + 1 };
  const known = payment.status === "reissued" ? "returned" : payment.status;
  const sameTransfer = line.wholeBatch || payment.wholeBatch || payment.bankRef === told.bankRef;
  const same = known === line.status && sameTransfer && sameAmount;
  return same
    ? "same"
    : problem("conflicting-return", "与已登记的回盘结果矛盾", "It contradicts the return on record");
}
