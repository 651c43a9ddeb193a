import { type LocalDate, lastDay, type Period } from "../../shared/values/period.ts";
import type { Actual, Source } from "./indicator.ts";

/** What a partner told that counts for a unit, once under its number. */
export interface ToldFact {
  code: ToldCode;
  unitId: string;
  /** Of the certificate, the base, or the project's milestone. */
  number: string;
  date: LocalDate;
  /** What it adds to the indicator: one, or an investment in units of ten thousand yuan 万元. */
  value: number;
}

export const TOLD_CODES = ["qualified-teachers", "project-investment", "accepted-bases"] as const;
export type ToldCode = (typeof TOLD_CODES)[number];

const YUAN_10K_IN_FEN = 1_000_000;

/** Fen as 万元, to its six decimals. */
export const inTenThousands = (fen: number): number => fen / YUAN_10K_IN_FEN;

/** A unit's total since January of what partners told. */
export function fromTold(code: string, unitId: string, period: Period, facts: readonly ToldFact[]): Actual {
  const year = period.slice(0, 4);
  const own = facts.filter(
    (one) =>
      one.code === code && one.unitId === unitId && one.date.startsWith(year) && one.date <= lastDay(period),
  );
  const sources = own
    .map(({ number, value }): Source => ({ kind: "event", id: number, value }))
    .toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const millionths = sources.reduce((sum, { value }) => sum + Math.round((value ?? 0) * 1_000_000), 0);
  return { value: millionths / 1_000_000, sources };
}
