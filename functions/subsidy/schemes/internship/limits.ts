import { type Fen, sumFen } from "../../../../shared/values/money.ts";
import { firstDay, lastDay, type Period } from "../../../../shared/values/period.ts";
import type { PersonFacts } from "../../facts.ts";
import {
  excludedScheme,
  gradeNotPaid,
  maxMonths,
  minTotalMonths,
  monthCap,
  oncePerPerson,
  type Reason,
  violationBlocked,
  violationWarned,
  violationWithheld,
} from "../../reason.ts";
import type { CountedMonth } from "./days.ts";

/** A month with what it is worth so far. Each rule here may only lower the amount, and says why. */
export interface ValuedMonth extends CountedMonth {
  amountFen: Fen;
}

const lowered = (month: ValuedMonth, amountFen: Fen, reason: Reason): ValuedMonth => ({
  ...month,
  amountFen,
  reasons: [...month.reasons, reason],
});
const periodOfMonth = (month: ValuedMonth): Period => month.sheet.period;

/** A breach of the internship rules warns, holds the money until it is cleared, or forfeits the month for good. */
export function applyViolations(month: ValuedMonth): ValuedMonth {
  const found = month.sheet.violations ?? [];
  const open = found.filter((violation) => !violation.cleared);
  const codes = (of: typeof found) => [...new Set(of.map(({ code }) => code))].toSorted();
  switch (month.policy.violationEffect) {
    case "warn":
      return open.length === 0 ? month : lowered(month, month.amountFen, violationWarned(codes(open)));
    case "withhold":
      return open.length === 0 ? month : lowered(month, 0, violationWithheld(codes(open)));
    case "block":
      return found.length === 0 ? month : lowered(month, 0, violationBlocked(codes(found)));
  }
}

/** Nothing in years of study that the policy does not name. */
export function applyGrades(month: ValuedMonth): ValuedMonth {
  const { grades = null } = month.policy;
  const grade = month.placement.grade ?? null;
  if (grades === null || (grade !== null && grades.includes(grade))) return month;
  return lowered(month, 0, gradeNotPaid(grade, grades));
}

/** Nothing in a month in which the person takes part in a scheme that rules this one out, unless an officer kept this. */
export function applyExclusions(month: ValuedMonth, person: PersonFacts): ValuedMonth {
  const { placement, policy, sheet } = month;
  const [from, to] = [firstDay(sheet.period), lastDay(sheet.period)];
  const rival = person.placements.find(
    (other) =>
      policy.excludes.includes(other.scheme) &&
      other.start <= to &&
      other.end >= from &&
      other.start <= other.end &&
      !placement.keptOver?.includes(other.placementId),
  );
  return rival === undefined ? month : lowered(month, 0, excludedScheme(rival.scheme));
}

/** Under a once-per-person policy only the placement that earned first is paid. Months in order of earning. */
export function applyOncePerPerson(months: readonly ValuedMonth[]): ValuedMonth[] {
  const first = months.find((month) => month.amountFen > 0);
  return months.map((month) => {
    const same = first === undefined || month.placement.placementId === first.placement.placementId;
    if (!month.policy.oncePerPerson || same || month.amountFen === 0) return month;
    return lowered(month, 0, oncePerPerson(periodOfMonth(first)));
  });
}

/** Nothing until enough months have been earned; as soon as they are, every one of them counts. */
export function applyMinTotalMonths(months: readonly ValuedMonth[]): ValuedMonth[] {
  const earned = new Set(months.filter((month) => month.amountFen > 0).map(periodOfMonth)).size;
  return months.map((month) => {
    const needed = month.policy.minTotalMonths;
    return month.amountFen === 0 || earned >= needed
      ? month
      : lowered(month, 0, minTotalMonths(earned, needed));
  });
}

/** All placements of one month together earn no more than the rate; what was announced first comes first. */
export function applyMonthCap(months: readonly ValuedMonth[]): ValuedMonth[] {
  const capped: ValuedMonth[] = [];
  for (const month of months) {
    const { rateFen } = month.policy;
    const before = capped.filter((other) => periodOfMonth(other) === periodOfMonth(month));
    const left = Math.max(0, rateFen - sumFen(before.map(({ amountFen }) => amountFen)));
    capped.push(month.amountFen <= left ? month : lowered(month, left, monthCap(rateFen)));
  }
  return capped;
}

/** After so many paid months, for life, nothing more. Months in order of earning; one month counts once. */
export function applyMaxMonths(months: readonly ValuedMonth[]): ValuedMonth[] {
  const paid = new Set<Period>();
  return months.map((month) => {
    if (month.amountFen === 0) return month;
    const limit = month.policy.maxMonths;
    if (!paid.has(periodOfMonth(month)) && paid.size >= limit) return lowered(month, 0, maxMonths(limit));
    paid.add(periodOfMonth(month));
    return month;
  });
}
