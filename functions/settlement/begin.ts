import { CloseBegun, PeriodInstructed } from "../../events/settlement.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { writeJob } from "../../shared/runtime/jobs.ts";
import { addMonths, type Period, shanghaiDate } from "../../shared/values/period.ts";
import { attendanceQueries } from "../attendance/queries.ts";
import { beginClose, hasReached, instruct, type SettlementPeriod } from "./period.ts";
import { paymentsRun, type SettlementStore } from "./store.ts";

/** Further back than anything the policies' late windows reach. */
const MONTHS_CHECKED = 24;

/**
 * Begins the close of a month, by whoever asks first. Asked again it answers the same job; a month that is stuck in
 * closing is set going again, as a new run that counts nobody as done.
 * @returns the job that ends when the month is published
 * @throws Problem 409 when the month is not over or an earlier one is open
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
  const unclosed = month.status === "open" ? await earliestUnclosed(period, store) : null;
  const next = beginClose(month, by, at, shanghaiDate(at), unclosed);
  const action = month.status === "open" ? "period.closing" : "period.close-resumed";
  await beginJob(jobId, "close", at);
  await store.movePeriod(next, { action, from: month.status, to: "closing" }, [begun(next, at)], at);
  return jobId;
}

/**
 * Instructs the payments of an approved month; asked again it answers the same job.
 * @throws Problem 409 out of turn
 */
export async function startInstruct(
  period: Period,
  by: string,
  at: Date,
  store: SettlementStore,
): Promise<string> {
  const month = await store.period(period);
  const jobId = paymentsRun(period);
  if (hasReached(month, "instructed")) return jobId;
  const next = instruct(month, by, at);
  const told = { event: PeriodInstructed, id: `${period}-instructed`, subject: period, data: { period }, at };
  await beginJob(jobId, "instruct", at);
  const change = { action: "period.instructed", from: "approved", to: next.totals };
  await store.movePeriod(next, change, [fact({ ...told, subjectVersion: next.version })], at);
  return jobId;
}

async function beginJob(jobId: string, kind: string, at: Date): Promise<void> {
  const started = { status: "running" as const, startedAt: at.toISOString(), endedAt: null };
  await writeJob({ jobId, kind, ...started, result: null, problem: null });
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

/** The earliest month before this one that has attendance and is not closed. */
async function earliestUnclosed(period: Period, store: SettlementStore): Promise<Period | null> {
  const attendance = attendanceQueries();
  for (let back = MONTHS_CHECKED; back > 0; back--) {
    const earlier = addMonths(period, -back);
    const closed = hasReached(await store.period(earlier), "published");
    if (!closed && (await attendance.monthsOfAll(earlier)).length > 0) return earlier;
  }
  return null;
}
