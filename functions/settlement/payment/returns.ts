import { ConditionFailed } from "../../../shared/runtime/table.ts";
import type { Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { hasReached } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import { applyReturn, type BankReturn, type Payment, type ReturnProblem } from "./payment.ts";
import type { Conflict } from "./payment-store.ts";
import type { ReadReturns } from "./read-returns.ts";
import { settleIfAnswered } from "./settle.ts";
import { oneByOne, stillUnderWay } from "./whole-batch.ts";

const ATTEMPTS = 5;

/**
 * Books what the bank sent back, all lines or none. Told again, nothing changes; told otherwise, it is refused, named
 * and kept for somebody to look at. When the last payment has come back, the month is settled: a returned amount is
 * carried until a later month or a reissue takes it up.
 * @throws Problem 409 for conflicting lines or a month that is not instructed, 422 for lines that fit no payment
 */
export async function bookReturns(period: Period, told: ReadReturns, store: SettlementStore, at: Date) {
  if (!hasReached(await store.period(period), "instructed")) throw notInstructed(period);
  const booked = await bookUnlessBeaten(period, told, store, at);
  await settleIfAnswered(period, store, at);
  const { status } = await store.period(period);
  return { ...booked, status };
}

/** Another return may come first; then this one is judged again by what that one said. @returns how many it changed */
async function bookUnlessBeaten(
  period: Period,
  { lines: named, underWay, whole }: ReadReturns,
  store: SettlementStore,
  at: Date,
) {
  for (let attempt = 1; ; attempt++) {
    const payments = await store.payments(period);
    const known = new Map(payments.map((payment) => [payment.paymentId, payment]));
    const lines = whole ? oneByOne(whole, payments) : named;
    const { changed, problems } = judge(lines, known);
    if (problems.length > 0) {
      await store.keepConflicts(period, conflictsIn(problems, lines, known, at));
      throw refused(problems);
    }
    try {
      await store.bookReturns(changed, at);
      const waiting = whole ? stillUnderWay(whole, payments) : underWay;
      return { booked: changed.length, unchanged: lines.length - changed.length, underWay: waiting };
    } catch (cause) {
      if (!(cause instanceof ConditionFailed) || attempt === ATTEMPTS) throw cause;
    }
  }
}

function judge(lines: readonly BankReturn[], known: ReadonlyMap<string, Payment>) {
  const payments = new Map(known);
  const changed: Payment[] = [];
  const problems: ReturnProblem[] = [];
  for (const line of lines) {
    const outcome = applyReturn(payments.get(line.paymentId), line);
    if (outcome === "same") continue;
    if ("code" in outcome) problems.push(outcome);
    else {
      changed.push(outcome);
      payments.set(outcome.paymentId, outcome);
    }
  }
  return { changed, problems };
}

function conflictsIn(
  problems: readonly ReturnProblem[],
  lines: readonly BankReturn[],
  payments: ReadonlyMap<string, Payment>,
  at: Date,
): Conflict[] {
  const conflicting = problems.filter(({ code }) => code === "conflicting-return");
  return conflicting.flatMap(({ row }) => {
    const line = lines.find((one) => one.row === row);
    const payment = line && payments.get(line.paymentId);
    if (!payment) return [];
    const { row: _, wholeBatch: __, ...told } = line;
    const { status, amountFen, bankRef, bankDate } = payment;
    return [{ ...told, known: { status, amountFen, bankRef, bankDate }, at: at.toISOString() }];
  });
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
