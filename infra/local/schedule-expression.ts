import { Cron } from "croner";

/** When a schedule fires. */
export type Expression =
  | { kind: "rate"; everyMs: number }
  | { kind: "at"; instant: Date }
  | { kind: "cron"; after(instant: Date): Date | null };

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads an expression of EventBridge Scheduler: `rate(5 minutes)`, `at(2026-07-01T09:00:00)` or
 * `cron(minutes hours day-of-month month day-of-week year)`, in the given time zone.
 * @throws Error saying what AWS would refuse
 */
export function parseExpression(expression: string, zone: string): Expression {
  const [, kind, inner] = /^(rate|at|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "rate") return { kind, everyMs: rate(inner ?? "") };
  if (kind === "at") return { kind, instant: at(inner ?? "", zone) };
  if (kind === "cron") return cron(inner ?? "", zone);
  throw new Error("is neither rate(…), at(…) nor cron(…)");
}

function rate(text: string): number {
  const [, count, unit, plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(text) ?? [];
  if (!count || !unit) throw new Error("a rate is a whole number and minutes, hours or days");
  if ((count === "1") === (plural === "s")) throw new Error(`it is ${count === "1" ? unit : `${unit}s`}`);
  return Number(count) * (UNITS[unit] ?? 0);
}

function at(text: string, zone: string): Date {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text))
    throw new Error("a point in time is yyyy-mm-ddThh:mm:ss");
  const next = new Cron(text, { timezone: zone, paused: true }).nextRun(new Date(0));
  if (!next) throw new Error("is no point in time");
  return next;
}

function cron(text: string, zone: string): Expression {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`a cron expression has six fields, not ${fields.length}`);
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    throw new Error("exactly one of day-of-month and day-of-week is ?");
  if ([minutes, hours, month, year].includes("?")) throw new Error("? is for days only");
  // AWS counts weekdays from 1 for Sunday and says 6L where croner says 6#L
  const weekday = dayOfWeek.replace(/^(\w+)L$/, "$1#L");
  const pattern = `0 ${minutes} ${hours} ${dayOfMonth} ${month} ${weekday} ${year}`;
  const job = new Cron(pattern, {
    timezone: zone,
    alternativeWeekdays: true,
    paused: true,
    mode: "7-part",
    sloppyRanges: true,
  });
  return { kind: "cron", after: (instant) => job.nextRun(instant) };
}
