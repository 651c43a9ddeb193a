import { fingerprint } from "../../shared/values/canonical.ts";
import type { Period } from "../../shared/values/period.ts";
import { BOOK_CODES, type Books, fromBooks } from "./books.ts";
import { type Actual, fits, type Indicator } from "./indicator.ts";
import { type Place, rank } from "./rank.ts";
import { actualOf, type Report } from "./report.ts";
import type { Rules } from "./rules.ts";
import { type Score, score } from "./score.ts";
import type { Targets, UnitTargets } from "./target.ts";

/** Everything that decides one month's scores. Nothing else does: the same inputs give the same scores. */
export interface MonthInputs {
  period: Period;
  rules: Rules;
  /** In the order of their codes. */
  units: UnitInputs[];
}

export interface UnitInputs {
  unitId: string;
  name: string;
  group: string;
  indicators: Indicator[];
  /** By indicator code; what nobody has reported is absent. */
  actuals: Record<string, Actual>;
}

/** A frozen month: its scores and the fingerprint of what they were made from. Revisions count from 1. */
export interface Revision {
  period: Period;
  revision: number;
  fingerprint: string;
  inputs: MonthInputs;
  assessments: Assessment[];
}

/** A unit's place a month before, as it stood when this month was frozen. */
export interface Previous {
  period: Period;
  revision: number;
  total: number;
  rank: number;
}

/** A unit's frozen month: score, place and workings. */
export interface Assessment extends Score, Place {
  period: Period;
  unitId: string;
  name: string;
  group: string;
  previous: Previous | null;
}

/** What is known of an assessed unit. */
export interface AssessedUnit {
  name: string;
  /** The district or zone it is, whose enterprises count for it; `null` for a unit of the whole city. */
  district: string | null;
}

/**
 * Puts together what a month is judged by. Left out are reports of units or indicators that have no targets, and
 * those that no longer fit because an indicator's kind has changed.
 */
export function inputsOf(
  period: Period,
  { units, rules }: Targets,
  known: ReadonlyMap<string, AssessedUnit>,
  books: Books,
  reports: readonly Report[],
): MonthInputs {
  const reported = new Map(reports.map((report) => [`${report.unitId}/${report.code}`, actualOf(report)]));
  const inputs = units.map(({ unitId, group, indicators }: UnitTargets): UnitInputs => {
    const { name, district } = known.get(unitId) ?? { name: unitId, district: null };
    const actuals = indicators.flatMap(({ code, kind }): [string, Actual][] => {
      const actual = BOOK_CODES.has(code)
        ? fromBooks(code, { unitId, district }, period, books)
        : reported.get(`${unitId}/${code}`);
      return actual && fits(actual.value, kind) ? [[code, actual]] : [];
    });
    return { unitId, name, group, indicators, actuals: Object.fromEntries(actuals) };
  });
  return { period, rules, units: inputs.toSorted((a, b) => (a.unitId < b.unitId ? -1 : 1)) };
}

/**
 * The revision that a month needs now; `null` when nothing has changed since the latest one was frozen. The month
 * before is no input: a new revision of it alone makes none of this month.
 * @param previous the latest revision of the month before
 */
export function nextRevision(
  inputs: MonthInputs,
  latest: Pick<Revision, "revision" | "fingerprint"> | undefined,
  previous: Pick<Revision, "period" | "revision" | "assessments"> | undefined,
): Revision | null {
  const made = fingerprint(inputs);
  if (latest?.fingerprint === made) return null;
  const places = (previous?.assessments ?? []).map(({ unitId, total, rank }): [string, Previous] => [
    unitId,
    { period: previous?.period ?? "", revision: previous?.revision ?? 0, total, rank },
  ]);
  return {
    period: inputs.period,
    revision: (latest?.revision ?? 0) + 1,
    fingerprint: made,
    inputs,
    assessments: assess(inputs, new Map(places)),
  };
}

/** Scores and ranks a month. @param previous by unit */
export function assess(
  { period, rules, units }: MonthInputs,
  previous: ReadonlyMap<string, Previous>,
): Assessment[] {
  const month = Number(period.slice(5));
  const scored = units.map(({ unitId, name, group, indicators, actuals }) => ({
    period,
    unitId,
    name,
    group,
    previous: previous.get(unitId) ?? null,
    ...score(indicators, month, actuals, rules),
  }));
  return rank(scored);
}
