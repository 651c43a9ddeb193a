/** A calendar month, `YYYY-MM`. Periods and dates compare correctly as strings. */
export type Period = string;
/** A calendar day in the city's zone, `YYYY-MM-DD`. */
export type LocalDate = string;

/** Asia/Shanghai has been UTC+8 without daylight saving since 1991; the city keeps no older records. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

export const isPeriod = (text: string): boolean => /^(19|20)\d{2}-(0[1-9]|1[0-2])$/.test(text);

/** From 1800 on: the sample number in the standard for identity numbers was born in 1880. */
export function isDate(text: string): boolean {
  if (!/^(18|19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)) return false;
  return toDate(fromDate(text)) === text;
}

export const periodOf = (date: LocalDate): Period => date.slice(0, 7);

export function addMonths(period: Period, months: number): Period {
  const [year, month] = split(period);
  const index = year * 12 + (month - 1) + months;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** Every period from `first` to `last`, both included; empty when `last` is earlier. */
export function monthsBetween(first: Period, last: Period): Period[] {
  const periods: Period[] = [];
  for (let period = first; period <= last; period = addMonths(period, 1)) periods.push(period);
  return periods;
}

export const firstDay = (period: Period): LocalDate => `${period}-01`;
export const lastDay = (period: Period): LocalDate => addDays(firstDay(addMonths(period, 1)), -1);

/** Every day of the month, in order. */
export function daysOf(period: Period): LocalDate[] {
  const count = Number(lastDay(period).slice(8));
  return Array.from({ length: count }, (_, index) => `${period}-${String(index + 1).padStart(2, "0")}`);
}

export const addDays = (date: LocalDate, days: number): LocalDate => toDate(fromDate(date) + days * DAY_MS);

/** Monday is 1, Sunday is 7. */
export const weekday = (date: LocalDate): number => new Date(fromDate(date)).getUTCDay() || 7;

/** The city's calendar day at an instant. */
export const shanghaiDate = (instant: Date): LocalDate => toDate(instant.getTime() + SHANGHAI_OFFSET_MS);

/** The instant in the city's own notation: `2026-07-05T02:00:00+08:00`. */
export const shanghaiTime = (instant: Date): string =>
  `${new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;

function split(period: Period): [number, number] {
  if (!isPeriod(period)) throw new RangeError(`Not a period: ${period}`);
  return [Number(period.slice(0, 4)), Number(period.slice(5))];
}

const fromDate = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`);
const toDate = (utcMs: number): LocalDate => new Date(utcMs).toISOString().slice(0, 10);
