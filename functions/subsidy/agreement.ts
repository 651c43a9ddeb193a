import { type Fen, sumFen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Account } from "./account.ts";
import type { Entitlement } from "./facts.ts";

/** What is said of one subject, month, scheme and placement. */
export interface Worth {
  amountFen: Fen;
  days: number;
  policyVersion: string | null;
}

/** One student-month as the facts have it now, beside what the books say; null where one of them says nothing. */
export interface Rejudged {
  subjectId: string;
  period: Period;
  uscc: string;
  scheme: string;
  placementId: string;
  owed: Worth | null;
  booked: Worth | null;
}

/**
 * Puts what is owed beside what is booked, for everything that either of them knows. It shares nothing with booking:
 * entries are summed here, and nothing is taken for equal that is not.
 */
export function sideBySide(
  subjectId: string,
  accounts: readonly Account[],
  entitlements: readonly Entitlement[],
): Rejudged[] {
  const sides = new Map<string, Rejudged>();
  const sideOf = (period: Period, about: { uscc: string; scheme: string; placementId: string }): Rejudged => {
    const { uscc, scheme, placementId } = about;
    const key = `${period}#${scheme}#${placementId}`;
    const side = sides.get(key) ?? { subjectId, period, uscc, scheme, placementId, owed: null, booked: null };
    sides.set(key, side);
    return side;
  };
  for (const entitlement of entitlements) {
    const { amountFen, days, policyVersion } = entitlement;
    sideOf(entitlement.period, entitlement).owed = { amountFen, days, policyVersion };
  }
  for (const { period, entries } of accounts) {
    for (const entry of entries) {
      const side = sideOf(period, entry);
      const { days, policyVersion } = entry;
      side.booked = {
        amountFen: sumFen([side.booked?.amountFen ?? 0, entry.amountFen]),
        days,
        policyVersion,
      };
    }
  }
  return [...sides.values()];
}

/** Whether both say the same. What was taken back stays in the books as nothing, which nobody needs to owe. */
export function agree({ owed, booked }: Rejudged): boolean {
  if (!owed) return !booked || (booked.amountFen === 0 && booked.days === 0);
  if (!booked) return false;
  return (
    owed.amountFen === booked.amountFen &&
    owed.days === booked.days &&
    owed.policyVersion === booked.policyVersion
  );
}
