import { alreadyDone } from "../../shared/runtime/conflicts.ts";
import { readJob, writeJob } from "../../shared/runtime/jobs.ts";
import { inParallel } from "../../shared/runtime/table.ts";
import { mask } from "../../shared/values/mask.ts";
import { sumFen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import { registryQueries } from "../registry/queries.ts";
import { type Payment, payableFen, paymentIdFor } from "./payment.ts";
import type { Manifest, SettlementStore } from "./store.ts";

/**
 * One payment per payee whose balance is positive. The payment's number follows from payee and month and is written
 * once, so nothing can be instructed twice.
 */
export async function makePayments(period: Period, store: SettlementStore, at: Date): Promise<void> {
  await inParallel(await store.manifests(period), (manifest) => makePayment(manifest, store, at), 4);
  const payments = await store.payments(period);
  const jobId = `instruct-${period}`;
  if (await readJob(jobId)) return;
  const times = { startedAt: at.toISOString(), endedAt: at.toISOString() };
  const result = { payments: payments.length, amountFen: sumFen(payments.map(({ amountFen }) => amountFen)) };
  await writeJob({ jobId, kind: "instruct", status: "done", ...times, result, problem: null });
}

async function makePayment({ uscc, period }: Manifest, store: SettlementStore, at: Date): Promise<void> {
  const [manifests, payments, enterprise, account] = await Promise.all([
    store.manifestsOf(uscc),
    store.paymentsOf(uscc),
    registryQueries().enterprise(uscc),
    registryQueries().payee(uscc),
  ]);
  const paymentId = paymentIdFor(period, uscc);
  if (!enterprise || !account || payments.some((one) => one.paymentId === paymentId)) return;
  const settled = sumFen(manifests.filter((one) => one.period <= period).map(({ totalFen }) => totalFen));
  const amountFen = payableFen(settled, payments);
  if (amountFen === 0) return;
  const unanswered = { reason: null, bankRef: null, bankDate: null };
  const payee = { payeeVersion: enterprise.version, accountMasked: mask(account.accountNo) };
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
