import { ConditionFailed } from "../../../shared/runtime/table.ts";
import { notFound, Problem } from "../../../shared/values/problem.ts";
import { registryQueries } from "../../registry/queries.ts";
import { settledThrough } from "../booking/settled.ts";
import { reissueIn } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import { reissuableFen } from "./balance.ts";
import { type PaidTo, payTo } from "./holds.ts";
import { isOpenReturn, type Payment, paymentIdFor, readPaymentId } from "./payment.ts";
import type { Payee } from "./payment-store.ts";

const ATTEMPTS = 5;

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
      if (!(cause instanceof ConditionFailed) || attempt === ATTEMPTS) throw cause;
    }
  }
}

async function sendAgain(old: Payment, store: SettlementStore, at: Date): Promise<Payment> {
  assertOpen(old);
  const to = await confirmedSince(old);
  const [payee, before] = await Promise.all([store.payee(old.uscc), store.period(old.period)]);
  const month = reissueIn(before);
  const fresh = successor(old, to, await amountFor(old, payee, store), payee, month.batches, at);
  const replaced = {
    ...old,
    status: "reissued" as const,
    replacedBy: fresh.paymentId,
    version: old.version + 1,
  };
  await store.reissue(payee, { old: replaced, fresh, month }, at);
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

async function confirmedSince(old: Payment): Promise<PaidTo> {
  if (!(await isReverified(old))) throw accountNotConfirmed();
  const pay = await payTo(old.uscc);
  if ("held" in pay) throw new Problem({ status: 409, ...pay.held });
  return pay.to;
}

async function amountFor(old: Payment, payee: Payee, store: SettlementStore): Promise<number> {
  const { uscc, through, payments, demands } = payee;
  const [instructed, booked] = await Promise.all([
    settledThrough(uscc, through, store),
    settledThrough(uscc, "9999-12", store),
  ]);
  const amountFen = reissuableFen(old, { instructed, booked }, payments, demands);
  if (amountFen === 0) throw nothingOwed();
  return amountFen;
}

function successor(
  old: Payment,
  to: PaidTo,
  amountFen: number,
  { payments }: Payee,
  batch: number,
  at: Date,
): Payment {
  const number = 1 + payments.filter(({ period }) => period === old.period).length;
  return {
    ...old,
    ...to,
    paymentId: paymentIdFor(old.period, old.uscc, number),
    number,
    batch,
    amountFen,
    status: "instructed",
    reason: null,
    bankRef: null,
    bankDate: null,
    replaces: old.paymentId,
    replacedBy: null,
    instructedAt: at.toISOString(),
    version: 1,
  };
}

function assertOpen(payment: Payment): void {
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
