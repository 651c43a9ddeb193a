import type { LocalDate, Period } from "../../shared/values/period.ts";
import type { Status } from "./readers/status.ts";
import type { MatchedBy } from "./reading/match.ts";

/**
 * How the minutes of a day are known: `stated` as hours, worked out from two punches (`punched`, gross: the break is
 * still in them), or from a mark that says only that the student was there (`marked`, eight hours).
 */
export type Basis = "stated" | "punched" | "marked";

/** One day of one placement. Days of leave, absence and rest are records too: they are the word on that day. */
export interface DayRecord {
  date: LocalDate;
  basis: Basis;
  /** 0..1440. */
  minutes: number;
  status: Status;
}

/** The rules of internship that a day may break; what that does to the money is the policy's to say. */
export const VIOLATIONS = [
  "statutory-holiday",
  "night-shift",
  "overtime-without-filing",
  "under-sixteen",
  "first-year-student",
] as const;
export type ViolationCode = (typeof VIOLATIONS)[number];

export interface Violation {
  date: LocalDate;
  code: ViolationCode;
}

/** A student-month: what one file says about one placement in one month. */
export interface Sheet {
  placementId: string;
  personId: string;
  /** The least certain column by which a row of it found the placement. */
  by: MatchedBy;
  /** By date. */
  days: DayRecord[];
  /** By code, then date. */
  violations: Violation[];
}

/** On leave, absent and at rest nobody works, whatever the clock says. */
export const isAway = (status: Status): boolean =>
  status === "leave" || status === "absent" || status === "rest";

export const isWorked = ({ status, minutes }: Pick<DayRecord, "status" | "minutes">): boolean =>
  minutes > 0 && !isAway(status);

const BREAK_AFTER_MINUTES = 360;

/** Net minutes: the break is taken off days of more than six hours between punches. Stated hours are net already. */
export function workedMinutes(day: DayRecord, { breakMinutes }: { breakMinutes: number }): number {
  const hasBreak = day.basis === "punched" && day.minutes > BREAK_AFTER_MINUTES;
  return hasBreak ? Math.max(0, day.minutes - breakMinutes) : day.minutes;
}

export const BASES: readonly Basis[] = ["stated", "punched", "marked"];
export const STATUSES: readonly Status[] = ["present", "late", "left-early", "leave", "absent", "rest"];
const BASIS_LETTERS = "spm";
/** Present has no letter: most days are. Late, Early, leaVe, Absent, Rest. */
const STATUS_LETTERS = ["", "L", "E", "V", "A", "R"];

/**
 * Days as text, one word a day: day of the month, basis (s stated, p punched, m marked), minutes, and a letter unless
 * the student was simply present (L late, E left early, V leave, A absent, R rest). `1p510 2p495L 6mR` says: present
 * on the 1st with 510 minutes between punches, late on the 2nd, at rest on the 6th. Zero minutes are left out.
 * The same days always give the same text. At most 31 words of 8 characters.
 */
export function encodeDays(days: readonly DayRecord[]): string {
  return [...days]
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, basis, minutes, status }) => {
      const letter = STATUS_LETTERS[STATUSES.indexOf(status)];
      return `${Number(date.slice(8))}${BASIS_LETTERS[BASES.indexOf(basis)]}${minutes || ""}${letter}`;
    })
    .join(" ");
}

/**
 * @param text as `encodeDays` wrote it
 * @throws RangeError on anything else
 */
export function decodeDays(text: string, period: Period): DayRecord[] {
  if (text === "") return [];
  return text.split(" ").map((word) => {
    const match = /^(\d{1,2})([spm])(\d{0,4})([LEVAR]?)$/.exec(word);
    const basis = BASES[BASIS_LETTERS.indexOf(match?.[2] ?? " ")];
    const status = STATUSES[STATUS_LETTERS.indexOf(match?.[4] ?? "")];
    if (!match || !basis || !status) throw new RangeError(`Not a day of a sheet: ${word}`);
    return { date: `${period}-${match[1]?.padStart(2, "0")}`, basis, minutes: Number(match[3] ?? 0), status };
  });
}

/**
 * Violations as text: days of the month, then the code. `12,13 night-shift;19 statutory-holiday`. The same violations
 * always give the same text.
 * @returns undefined when there are none
 */
export function encodeViolations(violations: readonly Violation[]): string | undefined {
  const told = VIOLATIONS.flatMap((code) => {
    const days = violations.filter((one) => one.code === code).map(({ date }) => Number(date.slice(8)));
    return days.length === 0 ? [] : [`${[...new Set(days)].sort((a, b) => a - b).join(",")} ${code}`];
  });
  return told.length === 0 ? undefined : told.join(";");
}

/**
 * @param text as `encodeViolations` wrote it
 * @throws RangeError on anything else
 */
export function decodeViolations(text: string | undefined, period: Period): Violation[] {
  if (text === undefined) return [];
  return text.split(";").flatMap((part) => {
    const match = /^(\d{1,2}(?:,\d{1,2})*) ([a-z-]+)$/.exec(part);
    const code = VIOLATIONS.find((known) => known === match?.[2]);
    if (!match?.[1] || !code) throw new RangeError(`Not a violation of a sheet: ${part}`);
    return match[1].split(",").map((day) => ({ date: `${period}-${day.padStart(2, "0")}`, code }));
  });
}
