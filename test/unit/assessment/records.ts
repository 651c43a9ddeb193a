import type { Books, CloseLine, Enterprise } from "../../../functions/assessment/books.ts";
import type { Actual, Grade, Indicator, Kind } from "../../../functions/assessment/indicator.ts";
import type { Report } from "../../../functions/assessment/report.ts";
import { defaultRules } from "../../../functions/assessment/rules.ts";
import { type Score, score } from "../../../functions/assessment/score.ts";

export const straightLine = (target: number): number[] =>
  Array.from({ length: 12 }, (_, index) => Math.round((target * (index + 1) * 100) / 12) / 100);

export const indicator = (code: string, more: Partial<Indicator> = {}): Indicator => ({
  code,
  kind: "higher-is-better",
  weight: 100,
  target: 1200,
  curve: straightLine(1200),
  ...more,
});

/** One that is no part of the hundred, or judged by grade. */
export const judged = (code: string, kind: Kind, weight = 0): Indicator => ({
  code,
  kind,
  weight,
  target: null,
  curve: [],
});

export const actual = (value: number | Grade): Actual => ({ value, sources: [] });

/** Scores June by the default rules. */
export const june = (indicators: Indicator[], values: Record<string, number | Grade>): Score =>
  score(
    indicators,
    6,
    Object.fromEntries(Object.entries(values).map(([code, value]) => [code, actual(value)])),
    defaultRules,
  );

export const enterprise = (
  uscc: string,
  districtCode: string,
  more: Partial<Enterprise> = {},
): Enterprise => ({
  uscc,
  districtCode,
  listings: [],
  placed: [],
  accidents: [],
  ...more,
});

export const closeLine = (
  uscc: string,
  placementId: string,
  earnedPeriod: string,
  amountFen = 50_000,
): CloseLine => ({
  uscc,
  placementId,
  scheme: "internship",
  earnedPeriod,
  amountFen,
});

export const books = (enterprises: Enterprise[], lines: Record<string, CloseLine[]> = {}): Books => ({
  enterprises,
  told: [],
  closes: Object.entries(lines).map(([period, booked]) => ({ period, lines: booked })),
});

export const report = (
  unitId: string,
  code: string,
  value: number | Grade,
  more: Partial<Report> = {},
): Report => ({
  unitId,
  period: "2026-06",
  code,
  value,
  evidence: ["统计表.pdf"],
  version: 1,
  reportedBy: "unit-user",
  reportedAt: "2026-06-28T10:00:00.000Z",
  checkedBy: null,
  ...more,
});
