import type { Fen } from "../../../shared/values/money.ts";
import { type LocalDate, lastDay, type Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";

/** open → closing → published → approved → instructed → settled; never back. */
export const PERIOD_STATUSES = ["open", "closing", "published", "approved", "instructed", "settled"] as const;
export type PeriodStatus = (typeof PERIOD_STATUSES)[number];

/** One attempt at closing a month. */
export interface Run {
  runId: string;
  period: Period;
}

/** A month as finance sees it. Every step keeps who took it and when. */
export interface SettlementPeriod {
  period: Period;
  status: PeriodStatus;
  runId: string | null;
  closedBy: string | null;
  closedAt: string | null;
  publishedAt: string | null;
  /** The last day of publicity; approval is possible from the day after. */
  publicityEnd: LocalDate | null;
  approvedBy: string | null;
  approvedAt: string | null;
  instructedBy: string | null;
  instructedAt: string | null;
  settledAt: string | null;
  totals: { enterprises: number; lines: number; amountFen: Fen };
  version: number;
}

export const openPeriod = (period: Period): SettlementPeriod => ({
  period,
  status: "open",
  runId: null,
  closedBy: null,
  closedAt: null,
  publishedAt: null,
  publicityEnd: null,
  approvedBy: null,
  approvedAt: null,
  instructedBy: null,
  instructedAt: null,
  settledAt: null,
  totals: { enterprises: 0, lines: 0, amountFen: 0 },
  version: 0,
});

export const hasReached = ({ status }: SettlementPeriod, step: PeriodStatus): boolean =>
  PERIOD_STATUSES.indexOf(status) >= PERIOD_STATUSES.indexOf(step);

/**
 * A month that is open begins to close; one that is closing begins again, under a new run.
 * @throws Problem 409 while the month is not over, or an earlier one has attendance and is not closed
 */
export function beginClose(
  month: SettlementPeriod,
  by: string,
  at: Date,
  today: LocalDate,
  unclosed: Period | null,
): SettlementPeriod {
  if (today <= lastDay(month.period)) throw notOver(month.period);
  if (unclosed) throw earlierOpen(unclosed);
  const run = { status: "closing" as const, runId: `close-${month.period}-${month.version + 1}` };
  return month.status === "open"
    ? next(month, { ...run, closedBy: by, closedAt: at.toISOString() })
    : next(month, run);
}

export const publish = (
  month: SettlementPeriod,
  totals: SettlementPeriod["totals"],
  publicityEnd: LocalDate,
  at: Date,
): SettlementPeriod =>
  next(month, { status: "published", totals, publicityEnd, publishedAt: at.toISOString() });

/** @throws Problem 403 for the closer, 409 out of turn, while publicity runs or an earlier month waits */
export function approve(
  month: SettlementPeriod,
  by: string,
  at: Date,
  today: LocalDate,
  waiting: Period | null,
): SettlementPeriod {
  assertStatus(month, "published");
  if (waiting) throw earlierWaiting(waiting);
  if (by === month.closedBy) throw samePerson();
  if (month.publicityEnd && today <= month.publicityEnd) throw publicityRunning(month.publicityEnd);
  return next(month, { status: "approved", approvedBy: by, approvedAt: at.toISOString() });
}

/** @throws Problem 409 out of turn */
export function instruct(month: SettlementPeriod, by: string, at: Date): SettlementPeriod {
  assertStatus(month, "approved");
  return next(month, { status: "instructed", instructedBy: by, instructedAt: at.toISOString() });
}

export const settle = (month: SettlementPeriod, at: Date): SettlementPeriod =>
  next(month, { status: "settled", settledAt: at.toISOString() });

const next = (month: SettlementPeriod, change: Partial<SettlementPeriod>): SettlementPeriod => ({
  ...month,
  ...change,
  version: month.version + 1,
});

function assertStatus({ status, period }: SettlementPeriod, expected: PeriodStatus): void {
  if (status === expected) return;
  throw new Problem({
    status: 409,
    code: "wrong-status",
    zh: `${period} 当前为 ${status}，须为 ${expected}`,
    en: `${period} is ${status}; it would have to be ${expected}`,
  });
}

const notOver = (period: Period) =>
  new Problem({
    status: 409,
    code: "period-not-over",
    zh: `${period} 尚未结束，不能月结`,
    en: `${period} is not over yet`,
  });

const earlierOpen = (period: Period) =>
  new Problem({
    status: 409,
    code: "earlier-month-open",
    zh: `须按月份顺序月结，${period} 尚未月结`,
    en: `Months close in order; ${period} is not closed yet`,
  });

const earlierWaiting = (period: Period) =>
  new Problem({
    status: 409,
    code: "earlier-month-open",
    zh: `须按月份顺序办理，${period} 尚未下达拨付`,
    en: `Months are paid in order; the payments of ${period} are not instructed yet`,
  });

const samePerson = () =>
  new Problem({
    status: 403,
    code: "same-person",
    zh: "月结人不能批准自己的月结",
    en: "Who closed the month cannot approve it",
  });

const publicityRunning = (until: LocalDate) =>
  new Problem({
    status: 409,
    code: "publicity-running",
    zh: `公示期至 ${until} 止，其后方可批准`,
    en: `Publicity runs until ${until}; approve after that day`,
    extra: { publicityEnd: until },
  });
