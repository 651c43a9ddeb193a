import { type LocalDate, type Period, periodOf } from "../../../shared/values/period.ts";
import { parseDate, parseHours, parseTime } from "../files/text.ts";
import type { Field } from "../readers/headers.ts";
import type { RawRow } from "../readers/shape.ts";
import { MARKED_MINUTES, type Mark, parseStatus, type Status } from "../readers/status.ts";
import type { Finding, RuleCode } from "../rules/index.ts";
import { type DayRecord, isAway } from "../sheet.ts";
import { LONGEST_VALUE, Memo, spoilt } from "./cells.ts";

type Cells = RawRow["cells"];

/** What a row says about its day, before anybody asks whose day it is. */
export interface ReadRow {
  date: LocalDate;
  status: Status;
  /** Null where the row is a single punch, which makes a day only with others. */
  day: DayRecord | null;
  /** Minutes after midnight of the day; a single punch is a coming. Going is after it, beyond 1440 on the next day. */
  came: number | undefined;
  went: number | undefined;
  /** What the file itself calls overtime. */
  overtime: Finding | null;
  warnings: readonly Finding[];
}

/** Thrown and caught within this file: the first rule that a row breaks ends its reading. */
class Broken {
  readonly finding: Finding;

  constructor(code: RuleCode, field: Field | undefined, found?: string, expected?: string) {
    const why = field && found !== undefined ? spoilt(field, found, longest(field)) : null;
    this.finding = why ?? { code, field, found, expected };
  }
}

/**
 * Reads the days of rows. Hours are 工时 where given, else out − in, across midnight too, else eight for a student who
 * is marked as present.
 */
export class RowReader {
  readonly #period: Period;
  readonly #dates: Memo<LocalDate | null>;
  readonly #marks = new Memo(parseStatus);
  readonly #hours = new Memo(parseHours);

  /** @param period the month that the file is about */
  constructor(period: Period) {
    this.#period = period;
    this.#dates = new Memo((text) => parseDate(text, period));
  }

  read(cells: Cells): ReadRow | { problem: Finding } {
    try {
      const date = this.#dateOf(cells);
      const mark = this.#markOf(cells);
      return isPunch(cells) ? this.#punch(cells, date, mark) : this.#day(cells, date, mark);
    } catch (error) {
      if (error instanceof Broken) return { problem: error.finding };
      throw error;
    }
  }

  #dateOf({ date: text = "" }: Cells): LocalDate {
    const date = this.#dates.of(text);
    if (date === null) throw new Broken("bad-date", "date", text, `${this.#period}-01`);
    if (periodOf(date) !== this.#period) throw new Broken("outside-period", "date", text, this.#period);
    return date;
  }

  #markOf({ status: text }: Cells): Mark | null {
    if (text === undefined) return null;
    const mark = this.#marks.of(text);
    if (mark === null) throw new Broken("unknown-status", "status", text, "出勤 迟到 早退 请假 缺勤 休息");
    return mark;
  }

  #punch(cells: Cells, date: LocalDate, mark: Mark | null): ReadRow {
    const came = timeOf(cells, "punch", date);
    const status = mark?.status ?? "present";
    const overtime = this.#overtime(cells, mark);
    return { date, status, day: null, came, went: undefined, overtime, warnings: warningsOf(cells, mark) };
  }

  #day(cells: Cells, date: LocalDate, mark: Mark | null): ReadRow {
    const { came, went } = timesOf(cells, date, mark);
    const status = mark?.status ?? "present";
    const stated = this.#statedMinutes(cells) ?? mark?.minutes;
    const overtime = this.#overtime(cells, mark);
    const warnings = warningsOf(cells, mark);
    const as = (basis: DayRecord["basis"], minutes: number): ReadRow => ({
      date,
      status,
      day: { date, basis, minutes, status },
      came,
      went,
      overtime,
      warnings,
    });
    if (stated !== undefined) return as("stated", stated);
    if (came !== undefined && went !== undefined) return as("punched", went - came);
    if (isAway(status)) return as("marked", 0);
    if (mark === null && came === undefined && went === undefined)
      throw new Broken("nothing-stated", undefined);
    if (mark === null || mark.missingPunch || came !== undefined || went !== undefined)
      throw new Broken("missing-punch", came === undefined ? "in" : "out");
    return as("marked", MARKED_MINUTES);
  }

  #statedMinutes({ hours: text }: Cells): number | undefined {
    if (text === undefined) return undefined;
    const minutes = this.#hours.of(text);
    if (minutes === null) throw new Broken("bad-hours", "hours", text, "8 / 7.5");
    if (minutes < 0 || minutes > DAY) throw new Broken("hours-out-of-range", "hours", text, "0–24");
    return minutes;
  }

  #overtime({ overtime: text, status }: Cells, mark: Mark | null): Finding | null {
    if (text !== undefined && !/^(?:无|否|没有|未加班)$/.test(text)) {
      const minutes = /^(?:有|是|加班)$/.test(text) ? 1 : this.#hours.of(text);
      if (minutes === null) throw new Broken("bad-hours", "overtime", text, "0 / 1.5");
      if (minutes < 0 || minutes > DAY) throw new Broken("hours-out-of-range", "overtime", text, "0–24");
      if (minutes > 0) return { code: "overtime-without-filing", field: "overtime", found: text };
    }
    return mark?.overtime ? { code: "overtime-without-filing", field: "status", found: status } : null;
  }
}

const DAY = 1440;
const LONGEST_STATUS = 300;

const longest = (field: Field): number => (field === "status" ? LONGEST_STATUS : LONGEST_VALUE);

/** One of several punches of a day. A row that has both times or the hours is a day, whatever else it has. */
const isPunch = ({ punch, in: came, out: went, hours }: Cells): boolean =>
  punch !== undefined && came === undefined && went === undefined && hours === undefined;

/** Both cells are checked even where hours are stated: a time that no clock shows is a mistake. */
function timesOf(cells: Cells, date: LocalDate, mark: Mark | null): Pick<ReadRow, "came" | "went"> {
  const came = timeOf(cells, "in", date);
  const went = timeOf(cells, "out", date);
  if (came === undefined && went === undefined && mark?.times) return mark.times;
  if (came === undefined || went === undefined) return { came, went };
  const later = went >= came ? went : went + DAY;
  if (later < came || later - came > DAY) throw new Broken("bad-time", "out", cells.out, "17:30");
  return { came, went: later };
}

function timeOf(cells: Cells, field: "in" | "out" | "punch", date: LocalDate): number | undefined {
  const text = cells[field];
  if (text === undefined) return undefined;
  const minutes = plainClock(text) ?? parseTime(text, date);
  if (minutes === null) throw new Broken("bad-time", field, text, field === "out" ? "17:30" : "08:30");
  return minutes;
}

/** `08:30`, as nearly every clock writes it, without a pattern. */
function plainClock(text: string): number | null {
  if (text.length !== 5 || text[2] !== ":") return null;
  const [hours, minutes] = [twoDigits(text, 0), twoDigits(text, 3)];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const NO_WARNINGS: readonly Finding[] = [];

function warningsOf({ status, edited }: Cells, mark: Mark | null): readonly Finding[] {
  const isEdited = edited !== undefined && !/^(?:无|否)$/.test(edited);
  if (!isEdited && !mark?.edited && !mark?.restPunch) return NO_WARNINGS;
  const warnings: Finding[] = [];
  if (mark?.restPunch) warnings.push({ code: "worked-on-rest-day", field: "status", found: status });
  if (isEdited) warnings.push({ code: "hand-edited-punch", field: "edited", found: edited });
  else if (mark?.edited) warnings.push({ code: "hand-edited-punch", field: "status", found: status });
  return warnings;
}
