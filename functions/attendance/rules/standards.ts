import type { LocalDate } from "../../../shared/values/period.ts";

/** What days of interns are held to. The caller may give those of a published policy. */
export interface Standards {
  /** Minutes after midnight; work in it beyond the tolerance, in minutes, is a night shift. */
  night: { from: number; to: number; toleranceMinutes: number };
  /** Net of the break. */
  hoursPerDay: number;
  /** Monday to Sunday, net of breaks. */
  hoursPerWeek: number;
  /** Taken off days of more than six hours between punches. */
  breakMinutes: number;
}

/** Defaults of the city, all of them 待确认: no document of the owning bureau states them yet. */
export const DEFAULT_STANDARDS: Standards = {
  night: { from: 22 * 60, to: 6 * 60, toleranceMinutes: 30 },
  hoursPerDay: 8,
  hoursPerWeek: 40,
  breakMinutes: 60,
};

/**
 * How far a roster's dates may lie from the month that it is sent for, and how long a placement may last. What is
 * beyond is taken for a mistyped year. Defaults of the city, both 待确认.
 */
export const PLAUSIBLE_DATES = { monthsAround: 24, mostYears: 5 };

/** What the superior authority was told beforehand (备案), on its days both included. */
export interface FiledDays {
  kinds: readonly ("night-shift" | "statutory-holiday" | "overtime")[];
  from: LocalDate;
  to: LocalDate;
}

/** `330` → `05:30`; the next day goes on, `1800` → `30:00`. */
export const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** `22:00–06:00`. */
export const nightHours = ({ night: { from, to } }: Standards): string =>
  `${clockTime(from)}–${clockTime(to)}`;
