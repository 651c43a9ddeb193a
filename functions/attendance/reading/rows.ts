import { dayClass, UnknownYear } from "../../../shared/values/calendar.ts";
import { type LocalDate, type Period, periodOf } from "../../../shared/values/period.ts";
import { parseDate, parseHours, parseTime } from "../files/text.ts";
import type { Field } from "../readers/headers.ts";
import type { RawRow } from "../readers/shape.ts";
import { MARKED_MINUTES, type Mark, parseStatus, type Status } from "../readers/status.ts";
import type { Finding, RuleCode } from "../rules/index.ts";
import { type DayRecord, workedMinutes } from "../sheet.ts";
import type { RosterEntry } from "./match.ts";

type Cells = RawRow["cells"];

/** Thrown and caught within this file: the first rule that a row breaks ends its reading. */
class Broken extends Error {
  readonly finding: Finding;

  constructor(code: RuleCode, field: Field | undefined, found?: string, expected?: string) {
    super(code);
    this.finding = {
      code,
      ...(field ? { field } : {}),
      ...(found === undefined ? {} : { found }),
      ...(expected ? { expected } : {}),
    };
  }
}

/** What a row says about its day, before anybody asks whose day it is; or the rule that it breaks. */
export type ReadDay = { day: DayRecord; warnings: Finding[] } | { problem: Finding };

/**
 * Reads the day of a row. Hours are 工时 where given, else out − in, across midnight too, else eight for a student
 * who is marked as present.
 * @param period the month that the file is about
 */
export function readDay(cells: Cells, period: Period): ReadDay {
  try {
    const date = dateOf(cells, period);
    const mark = markOf(cells);
    return { day: dayOf(cells, date, mark), warnings: mark?.restPunch ? [restPunch(cells)] : [] };
  } catch (error) {
    if (error instanceof Broken) return { problem: error.finding };
    throw error;
  }
}

function dateOf(cells: Cells, period: Period): LocalDate {
  const date = parseDate(cells.date ?? "", period);
  if (date === null) throw new Broken("bad-date", "date", cells.date, `${period}-01`);
  if (periodOf(date) !== period) throw new Broken("outside-period", "date", cells.date, period);
  return date;
}

function markOf(cells: Cells): Mark | null {
  if (cells.status === undefined) return null;
  const mark = parseStatus(cells.status);
  if (mark === null)
    throw new Broken("unknown-status", "status", cells.status, "出勤 迟到 早退 请假 缺勤 休息");
  return mark;
}

function dayOf(cells: Cells, date: LocalDate, mark: Mark | null): DayRecord {
  const status = mark?.status ?? "present";
  const punched = punchedMinutes(cells, date) ?? mark?.punched;
  const stated = statedMinutes(cells) ?? mark?.minutes;
  if (stated !== undefined) return { date, basis: "stated", minutes: stated, status };
  if (punched !== undefined) return { date, basis: "punched", minutes: punched, status };
  if (isAway(status)) return { date, basis: "marked", minutes: 0, status };
  if (mark === null && cells.in === undefined && cells.out === undefined)
    throw new Broken("nothing-stated", undefined);
  if (mark === null || mark.missingPunch || cells.in !== undefined || cells.out !== undefined) {
    throw new Broken("missing-punch", cells.in === undefined ? "in" : "out");
  }
  return { date, basis: "marked", minutes: MARKED_MINUTES, status };
}

const isAway = (status: Status): boolean => status === "leave" || status === "absent" || status === "rest";

function statedMinutes(cells: Cells): number | undefined {
  if (cells.hours === undefined) return undefined;
  const minutes = parseHours(cells.hours);
  if (minutes === null) throw new Broken("bad-hours", "hours", cells.hours, "8 / 7.5");
  if (minutes < 0 || minutes > 1440) throw new Broken("hours-out-of-range", "hours", cells.hours, "0–24");
  return minutes;
}

/** From coming to going. Both cells are checked even where hours are stated: a time that no clock shows is a mistake. */
function punchedMinutes(cells: Cells, date: LocalDate): number | undefined {
  const came = timeOf(cells, "in", date);
  const went = timeOf(cells, "out", date);
  if (came === undefined || went === undefined) return undefined;
  const minutes = went >= came ? went - came : went - came + 1440;
  if (minutes < 0 || minutes > 1440) throw new Broken("bad-time", "out", cells.out, "17:30");
  return minutes;
}

function timeOf(cells: Cells, field: "in" | "out", date: LocalDate): number | undefined {
  const text = cells[field];
  if (text === undefined) return undefined;
  const minutes = parseTime(text, date);
  if (minutes === null) throw new Broken("bad-time", field, text, field === "in" ? "08:30" : "17:30");
  return minutes;
}

const restPunch = (cells: Cells): Finding => ({
  code: "worked-on-rest-day",
  field: "status",
  found: cells.status,
});

/**
 * What only warns officers, unless a policy says otherwise: the length of a day after the break, and holidays.
 * Both limits are 待确认 defaults of the city.
 */
export interface WarningLimits {
  breakMinutes: number;
  hoursPerDay: number;
}

export const DEFAULT_WARNING_LIMITS: WarningLimits = { breakMinutes: 60, hoursPerDay: 8 };

/** Holds a day against its placement and the calendar. A finding that rejects comes alone. */
export function judgeDay(
  day: DayRecord,
  entry: RosterEntry,
  today: LocalDate,
  limits: WarningLimits,
): Finding[] {
  const { date } = day;
  if (date < entry.start || date > entry.end) {
    return [
      { code: "outside-placement", field: "date", found: date, expected: `${entry.start} – ${entry.end}` },
    ];
  }
  if (isAway(day.status) || day.minutes === 0) return [];
  if (date > today) return [{ code: "future-day", field: "date", found: date, expected: today }];
  const findings: Finding[] = [];
  const worked = workedMinutes(day, limits);
  if (worked > limits.hoursPerDay * 60) {
    findings.push({ code: "exceeds-8-hours", field: "hours", found: String(Math.round(worked / 6) / 10) });
  }
  if (isStatutoryHoliday(date)) findings.push({ code: "statutory-holiday", field: "date", found: date });
  return findings;
}

/** A year whose notice isn't loaded can't warn; the calendar's absence is reported where money depends on it. */
function isStatutoryHoliday(date: LocalDate): boolean {
  try {
    return dayClass(date) === "statutory-holiday";
  } catch (error) {
    if (error instanceof UnknownYear) return false;
    throw error;
  }
}
