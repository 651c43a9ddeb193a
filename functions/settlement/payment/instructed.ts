import { carry, type Instruction } from "./balance.ts";
import { type Demand, raised } from "./demand.ts";
import { type PaidTo, type Payment, paymentIdFor } from "./payment.ts";

/** What a month's instruction leaves behind for one payee. */
export interface Instructed {
  period: string;
  payment: Payment | null;
  /** The next versions of returns that the payment holds. */
  carried: Payment[];
  /** New or corrected. */
  demands: Demand[];
}

/** Whom and when an instruction is about; `to` is `null` when nothing is paid, or its payment is held. */
export interface Occasion {
  uscc: string;
  period: string;
  to: PaidTo | null;
  /** Of the whole month: all its payments go out at one moment. */
  instructedAt: string;
  at: Date;
}

/** Carries out what was decided: the payment, what it carries, and the demands as they stand then. */
export function instructed(
  { payFen, demandFen, corrected, carried }: Instruction,
  { uscc, period, to, instructedAt, at }: Occasion,
): Instructed {
  const paymentId = paymentIdFor(period, uscc);
  const payment: Payment | null = to && {
    ...FIRST,
    ...to,
    paymentId,
    period,
    uscc,
    amountFen: payFen,
    instructedAt,
  };
  return {
    period,
    payment,
    carried: payment ? carried.map((returned) => carry(returned, paymentId)) : [],
    demands: demandFen > 0 ? [...corrected, raised(period, uscc, demandFen, at)] : corrected,
  };
}

/** A month's own payment as it goes out. */
const FIRST = {
  number: 1,
  batch: 1,
  status: "instructed",
  reason: null,
  bankRef: null,
  bankDate: null,
  carriedBy: null,
  replaces: null,
  replacedBy: null,
  version: 1,
} as const;
