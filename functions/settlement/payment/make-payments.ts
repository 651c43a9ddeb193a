import { wasFirst } from "../../../shared/runtime/conflicts.ts";
import { readJob, writeJob } from "../../../shared/runtime/jobs.ts";
import { inParallel } from "../../../shared/runtime/table.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import { settledLines } from "../booking/settled.ts";
import { accountObstacle } from "../month/approved-account.ts";
import type { SettlementPeriod } from "../month/period.ts";
import { freeThrough } from "../publicity/holds.ts";
import type { SettlementStore } from "../store.ts";
import { instructionFor, type Position, type Recovery } from "./balance.ts";
import { payTo } from "./holds.ts";
import { instructed } from "./instructed.ts";
import type { PaidTo } from "./payment.ts";
import { type Payee, paymentsRun } from "./payment-store.ts";
import { settleIfAnswered } from "./settle.ts";

const ATTEMPTS = 5;

/**
 * Instructs a month, payee by payee: whoever is owed gets one payment, whoever was paid too much a demand if the
 * policy says so. Everything about a payee is decided under one version and once per month, so nothing can be
 * instructed twice. Told again after it has ended, only the month is settled, where nothing was due and whoever ended
 * it died before: no bank will ever answer for that.
 */
export async function makePayments(period: Period, store: SettlementStore, at: Date): Promise<void> {
  const jobId = paymentsRun(period);
  if ((await readJob(jobId))?.status === "done") return settleIfAnswered(period, store, at);
  const month = await store.period(period);
  const manifests = await store.manifests(period);
  await inParallel(manifests, (manifest) => instructPayee(manifest, month, store, at), 4);
  const payments = (await store.payments(period)).filter(({ number }) => number === 1);
  const result = { payments: payments.length, amountFen: sumFen(payments.map(({ amountFen }) => amountFen)) };
  const ended = { status: "done" as const, startedAt: at.toISOString(), endedAt: at.toISOString() };
  await writeJob({ jobId, kind: "instruct", ...ended, result, problem: null });
  await settleIfAnswered(period, store, at);
}

async function instructPayee(
  manifest: Manifest,
  month: SettlementPeriod,
  store: SettlementStore,
  at: Date,
): Promise<void> {
  const { uscc, period } = manifest;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const payee = await store.payee(uscc);
    // this month was instructed for it, or a later one, whose payment holds all of this month
    if (payee.through >= period) return;
    if (await wasFirst(decide(manifest, payee, month, store, at))) return;
  }
  throw new Error(`The payments of ${uscc} keep changing; the message comes again`);
}

async function decide(
  manifest: Manifest,
  payee: Payee,
  month: SettlementPeriod,
  store: SettlementStore,
  at: Date,
): Promise<void> {
  const { uscc, period } = manifest;
  const position = await positionOf(manifest, payee, month.recovery, store);
  const instruction = instructionFor(position);
  const to = instruction.payFen > 0 ? await destination(manifest, instruction.payFen, store) : null;
  const instructedAt = month.instructedAt ?? at.toISOString();
  await store.instruct(payee, instructed(instruction, { uscc, period, to, instructedAt, at }), at);
}

/** Where the money goes; `null` when the payment is held, which is noted with its reason. */
async function destination(
  manifest: Manifest,
  amountFen: Fen,
  store: SettlementStore,
): Promise<PaidTo | null> {
  const { uscc, period } = manifest;
  const pay = await payTo(uscc);
  const held = "held" in pay ? pay.held : await accountObstacle(manifest, pay.to.account, store);
  if (held) await store.mark(paymentsRun(period), "HELD", uscc, { ...held, amountFen });
  return "to" in pay && !held ? pay.to : null;
}

/** Where a payee stands when a month is instructed: all that was settled up to it, and all that was done about it. */
async function positionOf(
  manifest: Manifest,
  { payments, demands }: Payee,
  recovery: Recovery,
  store: SettlementStore,
): Promise<Position> {
  const settledFen = await freeThrough(manifest.uscc, manifest.period, store);
  const lines = demands.length > 0 ? await settledLines(manifest, store) : [];
  const addedFen = (upTo: Period) =>
    sumFen(lines.filter(({ earnedPeriod }) => earnedPeriod <= upTo).map(({ amountFen }) => amountFen));
  return { settledFen, addedFen, payments, demands, recovery };
}
