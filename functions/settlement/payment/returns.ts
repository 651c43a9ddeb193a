import { alreadyDone, changedMeanwhile } from "../../../shared/runtime/conflicts.ts";
import { readJob } from "../../../shared/runtime/jobs.ts";
import type { Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { hasReached, settle } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import { applyReturn, type BankReturn, type Payment, type ReturnProblem } from "./payment.ts";
import { paymentsRun } from "./payment-store.ts";

/**
 * Books what the bank sent back, all lines or none. Told again, nothing changes; told otherwise, it is refused and
 * named. When the last payment has come back, the month is settled: a returned amount is carried to the next one.
 * @throws Problem 409 for conflicting lines or a month that is not instructed, 422 for lines that fit no payment
 */
export async function bookReturns(
  period: Period,
  lines: readonly BankReturn[],
  store: SettlementStore,
  at: Date,
) {
  const month = await store.period(period);
  if (!hasReached(month, "instructed")) throw notInstructed(period);
  const payments = new Map((await store.payments(period)).map((payment) => [payment.paymentId, payment]));
  const changed: Payment[] = [];
  const problems: ReturnProblem[] = [];
  for (const line of lines) {
    const outcome = applyReturn(payments.get(line.paymentId), line);
    if (outcome === "same") continue;
    if ("code" in outcome) problems.push(outcome);
    else changed.push(outcome);
    if ("version" in outcome) payments.set(outcome.paymentId, outcome);
  }
  if (problems.length > 0) throw refused(problems);
  await store.bookReturns(changed, at).catch(changedMeanwhile);
  await settleIfAnswered(period, store, at);
  const { status } = await store.period(period);
  return { booked: changed.length, unchanged: lines.length - changed.length, status };
}

/** A month is settled once its payments are all made and the bank has answered every one, or none was due. */
export async function settleIfAnswered(period: Period, store: SettlementStore, at: Date): Promise<void> {
  const [month, job, payments] = await Promise.all([
    store.period(period),
    readJob(paymentsRun(period)),
    store.payments(period),
  ]);
  const open = payments.some(({ status }) => status === "instructed");
  if (month.status !== "instructed" || job?.status !== "done" || open) return;
  const change = { action: "period.settled", from: "instructed", to: "settled" };
  await store.movePeriod(settle(month, at), change, [], at).catch(alreadyDone);
}

function refused(problems: readonly ReturnProblem[]): Problem {
  const conflicting = problems.some(({ code }) => code === "conflicting-return");
  const list = (language: "zh" | "en") =>
    problems.map((one) => `${one.row} ${one.paymentId}: ${one[language]}`).join("; ");
  return new Problem({
    status: conflicting ? 409 : 422,
    code: conflicting ? "conflicting-return" : (problems[0]?.code ?? "unknown-payment"),
    zh: `回盘未登记，请核对：${list("zh")}`,
    en: `Nothing was booked; look at: ${list("en")}`,
    extra: { lines: problems },
  });
}

const notInstructed = (period: Period) =>
  new Problem({
    status: 409,
    code: "wrong-status",
    zh: `${period} 尚未下达拨付，没有可登记的回盘`,
    en: `${period} has no payments yet`,
  });
