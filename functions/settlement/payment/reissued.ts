import type { Fen } from "../../../shared/values/money.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { reissuableFen } from "./balance.ts";
import type { Demand } from "./demand.ts";
import { type PaidTo, type Payment, paymentIdFor } from "./payment.ts";

/** What a reissue rests on, as it is known at that moment. */
export interface Circumstances {
  /** The account that is confirmed now. */
  to: PaidTo;
  /** What the payee was settled in the months instructed for it, and in all months booked. */
  settledFen: { instructed: Fen; booked: Fen };
  payments: readonly Payment[];
  demands: readonly Demand[];
  batch: number;
  at: Date;
}

/**
 * Replaces a payment that came back by a new one of the same month, to the account that was confirmed since.
 * @returns the old one's next version and the new one
 * @throws Problem 409 `not-returned`, `already-carried`, `account-not-confirmed`, `nothing-owed`
 */
export function reissued(old: Payment, now: Circumstances): { old: Payment; fresh: Payment } {
  assertOpen(old);
  if (now.to.account === old.account) throw accountNotConfirmed();
  const amountFen = reissuableFen(old, now.settledFen, now.payments, now.demands);
  if (amountFen === 0) throw nothingOwed();
  const number = 1 + now.payments.filter(({ period }) => period === old.period).length;
  const paymentId = paymentIdFor(old.period, old.uscc, number);
  // what the bank said of a whole file was not said of this transfer
  const { wholeBatch: _, ...before } = old;
  return {
    old: { ...old, status: "reissued", replacedBy: paymentId, version: old.version + 1 },
    fresh: {
      ...before,
      ...now.to,
      paymentId,
      number,
      batch: now.batch,
      amountFen,
      status: "instructed",
      reason: null,
      bankRef: null,
      bankDate: null,
      replaces: old.paymentId,
      instructedAt: now.at.toISOString(),
      version: 1,
    },
  };
}

/** @throws Problem 409 `not-returned`, `already-carried` */
export function assertOpen(payment: Payment): void {
  if (payment.carriedBy !== null) throw alreadyCarried(payment.carriedBy);
  if (payment.status !== "returned") throw notReturned(payment);
}

const notReturned = ({ status }: Payment) =>
  new Problem({
    status: 409,
    code: "not-returned",
    zh: `该笔付款当前为 ${status}，只有退回的付款可以补发`,
    en: `The payment is ${status}; only one that came back can be reissued`,
  });

const alreadyCarried = (by: string) =>
  new Problem({
    status: 409,
    code: "already-carried",
    zh: `该笔金额已并入后续付款 ${by}，不再补发`,
    en: `A later payment already carries the amount: ${by}`,
    extra: { carriedBy: by },
  });

const accountNotConfirmed = () =>
  new Problem({
    status: 409,
    code: "account-not-confirmed",
    zh: "须先变更收款账户并由另一人复核，方可补发",
    en: "The account has to be changed, and confirmed by another person, first",
  });

const nothingOwed = () =>
  new Problem({
    status: 409,
    code: "nothing-owed",
    zh: "后续更正后该企业已无应付余额，不再补发",
    en: "After later corrections the enterprise is owed nothing; there is nothing to reissue",
  });
