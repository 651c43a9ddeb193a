import { between, type Hundredths, halfUp, hundredths, least, points, sum } from "./decimal.ts";
import { type Fulfilment, fulfilment } from "./fulfilment.ts";
import {
  type Actual,
  type Grade,
  type Indicator,
  isMeasured,
  type Kind,
  type Source,
  weighs,
} from "./indicator.ts";
import { gradeOf, LOWEST, type Rules } from "./rules.ts";

/** One figure of a score with its workings. Points have at most two decimals. */
export interface Line {
  code: string;
  kind: Kind;
  weight: number;
  /** Planned total by the end of the month; `null` where nothing is measured. */
  planned: number | null;
  /** `null` when nobody has reported: it earns nothing, unless nothing was planned. */
  actual: number | Grade | null;
  /** Fulfilment before it is cut at one, to four decimals. */
  ratio: number | null;
  /** Negative for a deduction. */
  points: number;
  sources: Source[];
}

/** A unit's month. `total` = weighed lines + bonus (capped) − deductions, within 0 and 100 + cap. */
export interface Score {
  lines: Line[];
  base: number;
  bonus: number;
  deductions: number;
  total: number;
  /** By a veto the grade is the lowest; the total stays and is shown. */
  vetoed: boolean;
  grade: Grade;
}

const HUNDRED: Hundredths = 10_000n;

/**
 * Scores one unit's month. Every line is rounded half up to the hundredth of a point, once; all else is sums of
 * hundredths as integers, so that nothing drifts and the total is what a reader adds up.
 * @param month 1 to 12
 * @param actuals by code; an indicator without one has not been reported
 */
export function score(
  indicators: readonly Indicator[],
  month: number,
  actuals: Readonly<Record<string, Actual>>,
  rules: Rules,
): Score {
  const lines = indicators.map((indicator) => lineOf(indicator, month, actuals[indicator.code], rules));
  const cap = hundredths(rules.bonusCap);
  const base = sumOf(lines.filter(({ kind }) => weighs(kind)));
  const bonus = least(sumOf(lines.filter(({ kind }) => kind === "bonus")), cap);
  const deductions = sumOf(lines.filter(({ kind }) => kind === "deduction"));
  const total = points(between(0n, base + bonus - deductions, HUNDRED + cap));
  const vetoed = lines.some(({ kind, actual }) => kind === "veto" && Number(actual) > 0);
  return {
    lines,
    base: points(base),
    bonus: points(bonus),
    deductions: points(deductions),
    total,
    vetoed,
    grade: vetoed ? LOWEST : gradeOf(total, rules),
  };
}

const sumOf = (lines: readonly Line[]): Hundredths =>
  sum(lines.map((line) => hundredths(Math.abs(line.points))));

function lineOf(indicator: Indicator, month: number, actual: Actual | undefined, rules: Rules): Line {
  const { code, kind, weight } = indicator;
  const planned = isMeasured(kind) ? (indicator.curve[month - 1] ?? 0) : null;
  const value = actual?.value ?? null;
  const { ratio, earned } = judged(kind, planned ?? 0, value, rules);
  const share = points(halfUp(hundredths(weight) * earned.numerator, earned.denominator));
  const brings = weighs(kind) ? share : outsideTheHundred(kind, Number(value));
  return {
    code,
    kind,
    weight,
    planned,
    actual: value,
    ratio,
    points: brings,
    sources: actual?.sources ?? [],
  };
}

function judged(kind: Kind, planned: number, value: number | Grade | null, rules: Rules): Fulfilment {
  if (isMeasured(kind)) return fulfilment(kind, planned, value === null ? null : Number(value));
  if (kind !== "qualitative" || value === null)
    return { ratio: null, earned: { numerator: 0n, denominator: 1n } };
  const percent = rules.gradePercent[value as Grade];
  return { ratio: percent / 100, earned: { numerator: hundredths(percent), denominator: HUNDRED } };
}

function outsideTheHundred(kind: Kind, value: number): number {
  if (kind === "bonus") return points(hundredths(value));
  if (kind === "deduction") return 0 - points(hundredths(value));
  return 0;
}
