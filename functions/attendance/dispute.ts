import type { LocalDate, Period } from "../../shared/values/period.ts";
import { decodeDays } from "./sheet.ts";

/** The days about which two encoded months differ, in order. */
export function dayDifferences(one: string, other: string, period: Period): LocalDate[] {
  const [a, b] = [one, other].map((text) => new Map(text.split(" ").map((day) => [dateOf(day), day])));
  const days = decodeDays(one, period).concat(decodeDays(other, period));
  const dates = new Set(days.map(({ date }) => date));
  return [...dates].filter((date) => a?.get(Number(date.slice(8))) !== b?.get(Number(date.slice(8)))).sort();
}

const dateOf = (day: string): number => Number.parseInt(day, 10);
