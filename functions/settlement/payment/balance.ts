import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type Demand, demandedFen, withdrawTooHigh } from "./demand.ts";
import { isOpenReturn, type Payment } from "./payment.ts";

/** How an enterprise pays back what it was paid too much: out of its next settlements, or on demand. */
export type Recovery = "net" | "demand";

const total = (payments: readonly Payment[], statuses: readonly Payment["status"][]): Fen =>
  sumFen(payments.filter(({ status }) => statuses.includes(status)).map(({ amountFen }) => amountFen));

/**
 * What a payment comes to: everything settled so far, less everything paid or on its way. What a bank has returned
 * is carried, and so is a debt of the enterprise, until later settlements cover it; what was demanded of it is not.
 * @param settledFen manifests up to and with the month
 */
export const payableFen = (
  settledFen: Fen,
  payments: readonly Payment[],
  demands: readonly Demand[] = [],
): Fen => Math.max(0, settledFen - total(payments, ["instructed", "paid"]) + demandedFen(demands));

/** What the enterprise has beyond what it was settled, as far as a bank has confirmed it and nobody demanded it yet. */
export const overpaidFen = (settledFen: Fen, payments: readonly Payment[], demands: readonly Demand[]): Fen =>
  Math.max(0, total(payments, ["paid"]) - settledFen - demandedFen(demands));

/** What is known of a payee when a month is instructed. */
export interface Position {
  settledFen: Fen;
  /** What the month settles for months earned up to the given one. */
  addedFen: (upTo: Period) => Fen;
  payments: readonly Payment[];
  demands: readonly Demand[];
  recovery: Recovery;
}

/** What instructing a month does to a payee; `payFen` and `demandFen` are never both above 0. */
export interface Instruction {
  payFen: Fen;
  demandFen: Fen;
  /** The next versions of demands that turned out too high. */
  corrected: Demand[];
  /** What came back before and is part of the payment. */
  carried: Payment[];
}

export function instructionFor({ settledFen, addedFen, payments, demands, recovery }: Position): Instruction {
  const standing = withdrawTooHigh(demands, addedFen, payableFen(settledFen, payments, demands));
  return {
    payFen: payableFen(settledFen, payments, standing),
    demandFen: recovery === "demand" ? overpaidFen(settledFen, payments, standing) : 0,
    corrected: standing.filter((demand) => !demands.includes(demand)),
    carried: payments.filter(isOpenReturn),
  };
}

/**
 * What a reissue comes to: the amount that came back, but never more than the months that were instructed still owe,
 * nor more than all months booked by now do.
 */
export const reissuableFen = (
  returned: Payment,
  settledFen: { instructed: Fen; booked: Fen },
  payments: readonly Payment[],
  demands: readonly Demand[],
): Fen =>
  Math.min(
    returned.amountFen,
    payableFen(settledFen.instructed, payments, demands),
    payableFen(settledFen.booked, payments, demands),
  );

/** The next version of a payment whose amount a later one holds. */
export const carry = (payment: Payment, by: string): Payment => ({
  ...payment,
  carriedBy: by,
  version: payment.version + 1,
});
