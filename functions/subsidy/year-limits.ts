import type { Fen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import { endOf, policyFor } from "./in-force.ts";
import type { Policy, PolicyRecord } from "./policy.ts";

/** What a scheme may spend of what is earned in a calendar year; `null` where its policy sets no limit. */
export interface YearLimits {
  budgetFen: Fen | null;
  /** For each enterprise. */
  capFen: Fen | null;
}

/** The fields of a policy that limit a year, where its scheme has them. */
interface Limited {
  annualBudgetFen?: Fen | null;
  enterpriseCapFen?: Fen | null;
}

/**
 * The limits of a scheme's year as the published policies stand: of the version that covers the closing month, or, once
 * the year is over and wherever none covers it, of the latest that covers any month of the year.
 * @param year four digits
 */
export function yearLimits(
  policies: readonly PolicyRecord[],
  scheme: string,
  year: string,
  closing: Period,
): YearLimits {
  const now = closing.startsWith(year) ? policyFor(policies, scheme, closing) : null;
  const limited: Limited = now ?? latestIn(policies, scheme, year) ?? {};
  return { budgetFen: limited.annualBudgetFen ?? null, capFen: limited.enterpriseCapFen ?? null };
}

function latestIn(policies: readonly PolicyRecord[], scheme: string, year: string): Policy | undefined {
  return policies
    .filter(({ status, policy }) => status === "published" && policy.scheme === scheme)
    .map(({ policy }) => policy)
    .filter((policy) => policy.effectiveFrom <= `${year}-12` && endOf(policy) >= `${year}-01`)
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
    .at(-1);
}
