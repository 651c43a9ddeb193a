import { readJob, writeJob } from "../../../shared/runtime/jobs.ts";
import { ConditionFailed, inParallel } from "../../../shared/runtime/table.ts";
import { mask } from "../../../shared/values/mask.ts";
import { sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import { settledThrough } from "../booking/settled.ts";
import { accountObstacle } from "../month/approved-account.ts";
import { heldThrough } from "../publicity/holds.ts";
import type { SettlementStore } from "../store.ts";
import { type Payment, payableFen, paymentIdFor } from "./payment.ts";
import { paymentsRun } from "./payment-store.ts";
import { settleIfAnswered } from "./returns.ts";

const ATTEMPTS = 5;

/**
 * One payment per payee whose balance is positive. The payment's number follows from payee and month and is written
 * once, under the version of all payments to that payee, so nothing can be instructed twice. A payee who may not be
 * paid is held by name, and its balance stays. Told again after it has ended, nothing happens.
 */
export async function makePayments(period: Period, store: SettlementStore, at: Date): Promise<void> {
  const jobId = paymentsRun(period);
  if ((await readJob(jobId))?.status === "done") return;
  await inParallel(await store.manifests(period), (manifest) => makePayment(manifest, store, at), 4);
  const payments = await store.payments(period);
  const result = { payments: payments.length, amountFen: sumFen(payments.map(({ amountFen }) => amountFen)) };
  const ended = { status: "done" as const, startedAt: at.toISOString(), endedAt: at.toISOString() };
  await writeJob({ jobId, kind: "instruct", ...ended, result, problem: null });
  await settleIfAnswered(period, store, at);
}

async function makePayment(manifest: Manifest, store: SettlementStore, at: Date): Promise<void> {
  const { uscc, period } = manifest;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [settled, payee] = await Promise.all([settledThrough(uscc, period, store), store.payee(uscc)]);
    const held = await heldThrough(uscc, period, store);
    const amountFen = payableFen(settled - held, payee.payments);
    if (amountFen === 0 || payee.payments.some((one) => one.period === period)) return;
    const account = await confirmedAccount(uscc);
    if (!account) return store.mark(paymentsRun(period), "HELD", uscc, { ...NOT_REGISTERED, amountFen });
    const obstacle = await accountObstacle(manifest, account.account, store);
    if (obstacle) return store.mark(paymentsRun(period), "HELD", uscc, { ...obstacle, amountFen });
    const payment = instructed(manifest, amountFen, account);
    const beaten = await store.addPayment(payment, payee, at).then(() => false, lostRace);
    if (!beaten) return;
  }
  throw new Error(`The payments of ${uscc} keep changing; the message comes again`);
}

function lostRace(cause: unknown): true {
  if (cause instanceof ConditionFailed) return true;
  throw cause;
}

type PaidTo = Pick<Payment, "account" | "accountMasked">;

const instructed = ({ uscc, period }: Manifest, amountFen: number, account: PaidTo): Payment => ({
  paymentId: paymentIdFor(period, uscc),
  period,
  uscc,
  amountFen,
  status: "instructed",
  ...account,
  reason: null,
  bankRef: null,
  bankDate: null,
  version: 1,
});

/** Money goes to enterprises whose registration was verified, to the account that was confirmed. */
async function confirmedAccount(uscc: string): Promise<PaidTo | null> {
  const payee = await registryQueries().payee(uscc);
  if (payee?.status !== "registered") return null;
  return { account: payee.sealed, accountMasked: mask(payee.account.accountNo) };
}

const NOT_REGISTERED = {
  code: "payee-not-registered",
  zh: "企业登记尚未核验通过，付款暂缓，金额留存余额",
  en: "The enterprise's registration is not verified; its payment is held and stays in its balance",
};
