import { type LocalDate, weekday } from "../../../shared/values/period.ts";
import type { Finding } from "../rules/index.ts";
import { clockTime, type Standards } from "../rules/standards.ts";
import { type DayRecord, isWorked, workedMinutes } from "../sheet.ts";
import type { Month, Sheets } from "../sheets.ts";
import { hoursText, type Judge } from "./judge.ts";

/** What the whole file tells about one day of a student. */
export interface LateFinding {
  month: Month;
  /** Of the day in the month, from 0. */
  index: number;
  findings: readonly Finding[];
  /** How many rows that were taken for good are refused after all. */
  rejects: number;
}

type Kind = "punches" | "week" | "too-young";
/** In the order in which they are told when a day has several. */
const KINDS: readonly Kind[] = ["punches", "week", "too-young"];

/**
 * What can be told only when all rows are in: whether punches make a day, how long weeks were, who was too young.
 * It comes in the order of the file, one by one. Days of single punches are settled in the sheets before.
 * @param sixteenOn the sixteenth birthdays of persons
 */
export async function afterwards(
  sheets: Sheets,
  judge: Judge,
  standards: Standards,
  sixteenOn: (personIds: readonly string[]) => Promise<ReadonlyMap<string, LocalDate>>,
): Promise<Iterable<LateFinding>> {
  const agenda = new Agenda(sheets);
  for (const [month, index] of sheets.punched()) {
    sheets.settle(month, index, dayOf(sheets, month, index));
    agenda.add(month, index, "punches");
  }
  const early = new Set<string>();
  const sundays = sheets.dates.map((date) => weekday(date) === 7);
  for (const month of sheets.months()) {
    for (const index of longWeeks(sheets, month, sundays, standards)) agenda.add(month, index, "week");
    for (const index of sheets.early(month)) {
      agenda.add(month, index, "too-young");
      early.add(month.entry.personId);
    }
  }
  const birthdays = early.size === 0 ? new Map() : await sixteenOn([...early]);
  const late: Record<Kind, (month: Month, index: number) => LateFinding> = {
    punches: (month, index) => ofPunches(sheets, judge, month, index),
    week: (month, index) => ({
      month,
      index,
      findings: [longWeek(sheets, month, index, standards)],
      rejects: 0,
    }),
    "too-young": (month, index) => ({
      month,
      index,
      findings: tooYoung(sheets, month, index, birthdays),
      rejects: 0,
    }),
  };
  return agenda.each((month, index, kind) => late[kind](month, index));
}

/** What is still to be told, in eight bytes each: it may be something about every day of every student. */
class Agenda {
  readonly #sheets: Sheets;
  readonly #months: Month[];
  #size = 0;
  /** Pairs of 32 bits, the lower half first: whose day and what of it; where it stands. */
  #pairs = new Uint32Array(1024);

  constructor(sheets: Sheets) {
    this.#sheets = sheets;
    this.#months = [...sheets.months()];
  }

  add(month: Month, index: number, kind: Kind): void {
    if (this.#size === this.#pairs.length) {
      const larger = new Uint32Array(2 * this.#size);
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    this.#pairs[this.#size] = ((KINDS.indexOf(kind) << 30) | (month.at << 5) | index) >>> 0;
    this.#pairs[this.#size + 1] = this.#sheets.place(month, index);
    this.#size += 2;
  }

  *each<T>(tell: (month: Month, index: number, kind: Kind) => T): Generator<T> {
    // every machine that this runs on has the lower half first, so the place decides
    new BigUint64Array(this.#pairs.buffer, 0, this.#size / 2).sort();
    for (let at = 0; at < this.#size; at += 2) {
      const what = this.#pairs[at] ?? 0;
      const [month, kind] = [this.#months[(what >>> 5) & 0x1ffffff], KINDS[what >>> 30]];
      if (month && kind) yield tell(month, what & 31, kind);
    }
  }
}

/** A day from its first punch to its last, if there are two and they lie within a day. */
function dayOf(sheets: Sheets, month: Month, index: number): DayRecord | null {
  const { first, last, status } = sheets.punches(month, index);
  const minutes = last - first;
  if (minutes === 0 || minutes > 1440) return null;
  return { date: sheets.dates[index] ?? "", basis: "punched", minutes, status };
}

function ofPunches(sheets: Sheets, judge: Judge, month: Month, index: number): LateFinding {
  const { first, last, rows } = sheets.punches(month, index);
  const day = sheets.day(month, index);
  if (day) {
    return {
      month,
      index,
      findings: judge.findings(day, month.entry, { came: first, went: last }),
      rejects: 0,
    };
  }
  const problem: Finding =
    first === last
      ? { code: "missing-punch", field: "punch", found: clockTime(first) }
      : {
          code: "bad-time",
          field: "punch",
          found: `${clockTime(first)}–${clockTime(last)}`,
          expected: "08:30",
        };
  return { month, index, findings: [problem], rejects: rows };
}

/** The last days worked in weeks that were too long. */
function longWeeks(
  sheets: Sheets,
  month: Month,
  sundays: readonly boolean[],
  standards: Standards,
): number[] {
  if (month.entry.scheme === "apprenticeship") return [];
  const last: number[] = [];
  let [minutes, worked] = [0, 0];
  for (const [index, isSunday] of sundays.entries()) {
    const day = sheets.day(month, index);
    if (day && isWorked(day)) {
      minutes += workedMinutes(day, standards);
      worked = index;
    }
    if (!isSunday && index < sundays.length - 1) continue;
    if (minutes > standards.hoursPerWeek * 60) last.push(worked);
    minutes = 0;
  }
  return last;
}

function longWeek(sheets: Sheets, month: Month, index: number, standards: Standards): Finding {
  const date = sheets.dates[index] ?? "";
  const [from, to] = [Math.max(0, index + 1 - weekday(date)), index + 8 - weekday(date)];
  const dates = sheets.dates.slice(from, to);
  const days = dates.map((_, offset) => sheets.day(month, from + offset)).filter((day) => day !== undefined);
  const minutes = days.filter(isWorked).reduce((sum, day) => sum + workedMinutes(day, standards), 0);
  return {
    code: "exceeds-40-hours",
    field: "hours",
    found: hoursText(minutes),
    expected: String(standards.hoursPerWeek),
    other: `${dates[0]} – ${dates.at(-1)}`,
  };
}

function tooYoung(
  sheets: Sheets,
  month: Month,
  index: number,
  birthdays: ReadonlyMap<string, LocalDate>,
): readonly Finding[] {
  const [date, birthday] = [sheets.dates[index] ?? "", birthdays.get(month.entry.personId)];
  if (birthday === undefined || date >= birthday) return [];
  // the birthday itself is not the sender's to know
  return [{ code: "under-sixteen", field: "date", found: date }];
}
