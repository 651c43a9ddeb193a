import { year2023 } from "./calendar/2023.ts";
import { year2024 } from "./calendar/2024.ts";
import { year2025 } from "./calendar/2025.ts";
import { year2026 } from "./calendar/2026.ts";
import type { CalendarYear } from "./calendar/year.ts";
import { addDays, daysOf, type LocalDate, type Period, weekday } from "./period.ts";

/**
 * What kind of day it is. Statutory holidays (interns may not work) are told apart from days that are merely off
 * because a rest day was moved there, and a Saturday worked in exchange is an ordinary working day.
 */
export type DayClass = "workday" | "rest-day" | "statutory-holiday" | "shifted-rest-day" | "make-up-workday";

/** The yearly notices. A new year is one more file and one more name here. */
export const calendarYears: readonly CalendarYear[] = [year2023, year2024, year2025, year2026];

/** The notice for a year is not here. Guessing plain weeks would pay and publish on wrong days, so nothing is guessed. */
export class UnknownYear extends Error {
  readonly year: number;

  constructor(year: number) {
    super(`No holiday notice is loaded for ${year}`);
    this.name = "UnknownYear";
    this.year = year;
  }
}

const namedDays: ReadonlyMap<LocalDate, DayClass> = new Map(
  calendarYears.flatMap((year) => [
    ...year.statutoryHolidays.map((date) => [date, "statutory-holiday"] as const),
    ...year.shiftedRestDays.map((date) => [date, "shifted-rest-day"] as const),
    ...year.makeUpWorkdays.map((date) => [date, "make-up-workday"] as const),
  ]),
);
const knownYears: ReadonlySet<number> = new Set(calendarYears.map(({ year }) => year));

/** @throws UnknownYear */
export function dayClass(date: LocalDate): DayClass {
  const year = Number(date.slice(0, 4));
  if (!knownYears.has(year)) throw new UnknownYear(year);
  return namedDays.get(date) ?? (weekday(date) <= 5 ? "workday" : "rest-day");
}

/** @throws UnknownYear */
export function isWorkingDay(date: LocalDate): boolean {
  const kind = dayClass(date);
  return kind === "workday" || kind === "make-up-workday";
}

/**
 * How many working days a month has.
 * @throws UnknownYear
 */
export const workingDays = (period: Period): number => daysOf(period).filter(isWorkingDay).length;

/**
 * The last of `count` working days from `date` on. With `countFirstDay`, `date` itself is the first of them if it is
 * a working day; without, counting begins on the day after.
 * @returns `date` when `count` is 0
 * @throws UnknownYear when the count runs into a year without a notice
 */
export function workingDaysAfter(date: LocalDate, count: number, countFirstDay: boolean): LocalDate {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`Not a number of days: ${count}`);
  let day = date;
  let left = count - (countFirstDay && count > 0 && isWorkingDay(date) ? 1 : 0);
  while (left > 0) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** The last day of a publicity (公示) of `workingDayCount` working days that starts on `start`. */
export const publicityEnd = (start: LocalDate, workingDayCount: number, countFirstDay: boolean): LocalDate =>
  workingDaysAfter(start, workingDayCount, countFirstDay);
