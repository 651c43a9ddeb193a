import { alreadyDone } from "../../shared/runtime/conflicts.ts";
import { writeJob } from "../../shared/runtime/jobs.ts";
import { inParallel } from "../../shared/runtime/table.ts";
import { mask } from "../../shared/values/mask.ts";
import { sumFen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import { registryQueries } from "../registry/queries.ts";
import { type Payment, payableFen, paymentIdFor } from "./payment.ts";
import { type Manifest, paymentsRun, type SettlementStore } from "./store.ts";

/**
 * One payment per payee whose balance is positive. The payment's number follows from payee and month and is written
 * once, so nothing can be instructed twice. A payee who may not be paid is held by name, and its balance stays.
 */
export async function makePayments(period: Period, store: SettlementStore, at: Date): Promise<void> {
  await inParallel(await store.manifests(period), (manifest) => makePayment(manifest, store, at), 4);
  const payments = await store.payments(period);
  const ended = { status: "done" as const, startedAt: at.toISOString(), endedAt: at.toISOString() };
  const result = { payments: payments.length, amountFen: sumFen(payments.map(({ amountFen }) => amountFen)) };
  await writeJob({ jobId: paymentsRun(period), kind: "instruct", ...ended, result, problem: null });
}

async function makePayment({ uscc, period }: Manifest, store: SettlementStore, at: Date): Promise<void> {
  const [manifests, payments] = await Promise.all([store.manifestsOf(uscc), store.paymentsOf(uscc)]);
  const paymentId = paymentIdFor(period, uscc);
  const settled = sumFen(manifests.filter((one) => one.period <= period).map(({ totalFen }) => totalFen));
  const amountFen = payableFen(settled, payments);
  if (amountFen === 0 || payments.some((one) => one.paymentId === paymentId)) return;
  const payee = await payeeOf(uscc);
  if (!payee) return store.mark(paymentsRun(period), "HELD", uscc, { ...NOT_REGISTERED, amountFen });
  const unanswered = { reason: null, bankRef: null, bankDate: null };
  const payment: Payment = {
    paymentId,
    period,
    uscc,
    amountFen,
    status: "instructed",
    ...payee,
    ...unanswered,
    version: 1,
  };
  await store.addPayment(payment, at).catch(alreadyDone);
}

/** Money goes to enterprises whose registration was verified, to the account that was confirmed. */
async function payeeOf(uscc: string): Promise<Pick<Payment, "payeeVersion" | "accountMasked"> | null> {
  const registry = registryQueries();
  const [enterprise, account] = await Promise.all([registry.enterprise(uscc), registry.payee(uscc)]);
  if (enterprise?.status !== "registered" || !account) return null;
  return { payeeVersion: enterprise.version, accountMasked: mask(account.accountNo) };
}

const NOT_REGISTERED = {
  code: "payee-not-registered",
  zh: "企业登记尚未核验通过，付款暂缓，金额留存余额",
  en: "The enterprise's registration is not verified; its payment is held and stays in its balance",
};
