import { ConditionFailed } from "../../../shared/runtime/table.ts";
import { notFound, Problem } from "../../../shared/values/problem.ts";
import { registryQueries } from "../../registry/queries.ts";
import { reissueIn } from "../month/period.ts";
import { freeThrough } from "../publicity/holds.ts";
import type { SettlementStore } from "../store.ts";
import { payTo } from "./holds.ts";
import { isOpenReturn, type Payment, readPaymentId } from "./payment.ts";
import { assertOpen, reissued } from "./reissued.ts";

const ATTEMPTS = 5;
/** Later than any month: all that was ever booked. */
const ALL = "9999-12";

/**
 * Sends out again what came back, to the account that was changed and confirmed since, as a payment of its own in a
 * bank file of its own. Asked again it answers the same payment, whatever has become of it.
 * @returns the successor, and whether it was made just now
 * @throws Problem 404, 409 `not-returned`, `already-carried`, `account-not-confirmed`, `nothing-owed`
 */
export async function reissue(
  paymentId: string,
  store: SettlementStore,
  at: Date,
): Promise<{ payment: Payment; made: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const old = await existing(paymentId, store);
    if (old.replacedBy) return { payment: await existing(old.replacedBy, store), made: false };
    try {
      return { payment: await sendAgain(old, store, at), made: true };
    } catch (cause) {
      const beaten = cause instanceof ConditionFailed && attempt < ATTEMPTS;
      // who looked while another reissued it finds nothing owed any more
      if (!beaten && !(await existing(paymentId, store)).replacedBy) throw cause;
    }
  }
}

async function sendAgain(returned: Payment, store: SettlementStore, at: Date): Promise<Payment> {
  assertOpen(returned);
  const { uscc, period } = returned;
  const pay = await payTo(uscc);
  if ("held" in pay) throw new Problem({ status: 409, ...pay.held });
  const [payee, before] = await Promise.all([store.payee(uscc), store.period(period)]);
  const [instructed, booked] = await Promise.all([
    freeThrough(uscc, payee.through, store),
    freeThrough(uscc, ALL, store),
  ]);
  const { payments, demands } = payee;
  const month = reissueIn(before);
  const settledFen = { instructed, booked };
  const now = { to: pay.to, settledFen, payments, demands, batch: month.batches, at };
  const { old, fresh } = reissued(returned, now);
  await store.reissue(payee, { old, fresh, month }, at);
  return fresh;
}

/** @throws Problem 404 */
export async function existing(paymentId: string, store: SettlementStore): Promise<Payment> {
  const named = readPaymentId(paymentId);
  const payment = named && (await store.payment(named));
  if (!payment) throw notFound("没有此付款编号", "There is no payment with this number");
  return payment;
}

/** The account was changed by one person and confirmed by another since this payment was made out to it. */
export async function isReverified(payment: Payment): Promise<boolean> {
  if (!isOpenReturn(payment)) return false;
  const confirmed = await registryQueries().confirmedAccount(payment.uscc);
  return confirmed !== undefined && confirmed !== payment.account;
}
