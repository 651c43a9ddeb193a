import { CloseBegun, PeriodInstructed } from "../../../events/settlement.ts";
import { fact } from "../../../shared/runtime/bus.ts";
import { jobWrite } from "../../../shared/runtime/jobs.ts";
import { log } from "../../../shared/runtime/log.ts";
import type { Write } from "../../../shared/runtime/table.ts";
import {
  addMonths,
  monthsBetween,
  type Period,
  periodOf,
  shanghaiDate,
} from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { attendanceQueries } from "../../attendance/queries.ts";
import type { Recovery } from "../payment/balance.ts";
import { paymentsRun } from "../payment/payment-store.ts";
import type { SettlementStore } from "../store.ts";
import { turnWrite } from "./month-store.ts";
import { beginClose, hasReached, instruct, type SettlementPeriod } from "./period.ts";

/** Further back than anything the policies' late windows reach. */
const MONTHS_CHECKED = 24;

/**
 * Begins the close of a month, by whoever asks first. Asked again it answers the same job; a month that is stuck in
 * closing is set going again, as a new run that counts nobody as done.
 * @returns the job that ends when the month is published
 * @throws Problem 409 when the month is not over, an earlier one is open or a later one has begun to close
 */
export async function startClose(
  period: Period,
  by: string,
  at: Date,
  store: SettlementStore,
): Promise<string> {
  const month = await store.period(period);
  const jobId = `close-${period}`;
  if (hasReached(month, "published")) return jobId;
  const isFirst = month.status === "open";
  const turns = await store.turns();
  const unclosed = isFirst ? await earliestUnclosed(period, store) : null;
  if (isFirst) await refuseAfterLater(period, at, store);
  const next = beginClose(month, by, at, shanghaiDate(at), unclosed);
  const action = isFirst ? "period.closing" : "period.close-resumed";
  const change = { action, from: month.status, to: "closing" };
  const along = [jobBegun(jobId, "close", at), ...(isFirst ? [turnWrite(turns)] : [])];
  await store.movePeriod(next, change, [begun(next, at)], at, along);
  return jobId;
}

/**
 * The schedule's close. Where it fires so late that a later month has begun to close, there is nothing left to do, and
 * to be told again would not help: the next close books what came for this one.
 * @throws Problem 409 when the month is not over or an earlier one is open
 */
export async function closeOnSchedule(period: Period, at: Date, store: SettlementStore): Promise<void> {
  try {
    await startClose(period, "system:close", at, store);
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.facts.code !== LATER_CLOSED) throw cause;
    log.warn("close.after-later-month", { period });
  }
}

/**
 * Instructs the payments of an approved month; asked again it answers the same job.
 * @param recovery how what was paid too much is to come back
 * @throws Problem 409 out of turn
 */
export async function startInstruct(
  period: Period,
  by: string,
  at: Date,
  store: SettlementStore,
  recovery: Recovery,
): Promise<string> {
  const month = await store.period(period);
  const jobId = paymentsRun(period);
  if (hasReached(month, "instructed")) return jobId;
  const next = instruct(month, by, at, recovery);
  const told = { event: PeriodInstructed, id: `${period}-instructed`, subject: period, data: { period }, at };
  const change = { action: "period.instructed", from: "approved", to: next.totals };
  const news = [fact({ ...told, subjectVersion: next.version })];
  await store.movePeriod(next, change, news, at, [jobBegun(jobId, "instruct", at)]);
  return jobId;
}

/** Written with the month's step: whoever comes second at the same moment must not set a job that has ended running again. */
function jobBegun(jobId: string, kind: string, at: Date): Write {
  const started = { status: "running" as const, startedAt: at.toISOString(), endedAt: null };
  return jobWrite({ jobId, kind, ...started, result: null, problem: null });
}

function begun({ period, runId, version }: SettlementPeriod, at: Date) {
  const data = { runId: runId ?? "", period };
  return fact({
    event: CloseBegun,
    id: `${data.runId}-${version}`,
    subject: period,
    subjectVersion: version,
    data,
    at,
  });
}

/** The earliest month before this one that is in its close, or has attendance standing and is not closed. */
async function earliestUnclosed(period: Period, store: SettlementStore): Promise<Period | null> {
  const attendance = attendanceQueries();
  for (const earlier of monthsBefore(period)) {
    const month = await store.period(earlier);
    if (hasReached(month, "published")) continue;
    if (month.status === "closing") return earlier;
    if ((await attendance.totals(earlier)).uploads.standing > 0) return earlier;
  }
  return null;
}

/** Each allocation goes on where the one of the month before has ended; what comes late belongs to the next close. */
async function refuseAfterLater(period: Period, at: Date, store: SettlementStore): Promise<void> {
  const later = monthsBetween(addMonths(period, 1), periodOf(shanghaiDate(at)));
  const months = await Promise.all(later.map((one) => store.period(one)));
  const begun = months.find(({ status }) => status !== "open")?.period;
  if (begun) throw laterClosed(period, begun);
}

const LATER_CLOSED = "later-month-closed";
const laterClosed = (period: Period, later: Period) =>
  new Problem({
    status: 409,
    code: LATER_CLOSED,
    zh: `${later} 已经月结，${period} 补报的内容随下一次月结入账`,
    en: `${later} was closed already; what came late for ${period} is booked by the next close`,
  });

/** The earliest month before this one that has something to pay, and whose payments are not instructed. */
export async function earliestUnpaid(period: Period, store: SettlementStore): Promise<Period | null> {
  for (const earlier of monthsBefore(period)) {
    const month = await store.period(earlier);
    const due = month.status === "closing" || (month.status !== "open" && month.totals.lines > 0);
    if (due && !hasReached(month, "instructed")) return earlier;
  }
  return null;
}

const monthsBefore = (period: Period): Period[] =>
  monthsBetween(addMonths(period, -MONTHS_CHECKED), addMonths(period, -1));
