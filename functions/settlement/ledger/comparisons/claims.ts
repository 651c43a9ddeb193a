import { type BookedEntry, type Claim, type Close, type EarnedMonth, nameOf } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

/** A booking that began before a close may end after it; none takes longer. */
const LONGEST_BOOKING_MS = 15 * 60_000;

/**
 * Every entry is claimed by exactly one manifest of its enterprise, none is skipped, and nothing is claimed that is
 * not there. What was booked after the last close that could have claimed it waits for the next, and is no difference.
 */
export const claims: Comparison<EarnedMonth> = {
  code: "claims",
  zh: "结算清单认领 ↔ 台账分录（各认领一次）",
  en: "Manifest claims ↔ account entries (each claimed once)",
  compare({ uscc, period, accounts, claims: all, closes }) {
    const comparing = new Comparing("claims", uscc);
    const byAccount = Map.groupBy(all, ({ subjectId }) => subjectId);
    const known = new Set(accounts.map(({ subjectId }) => subjectId));
    for (const { subjectId, entries } of accounts) {
      const own = entries.filter((entry) => entry.uscc === uscc);
      const claimed = byAccount.get(subjectId) ?? [];
      for (const entry of own) {
        const times = claimed.filter((claim) => covers(claim, entry)).length;
        const waits = times === 0 && mayWait(entry, claimed, period, closes);
        comparing.statement(
          period,
          `${nameOf({ subjectId, ...entry })} entry ${entry.n} claimed`,
          1,
          waits ? 1 : times,
        );
      }
      for (const claim of claimed) comparing.statement(period, ...ends(claim, own));
    }
    for (const claim of all.filter(({ subjectId }) => !known.has(subjectId)))
      comparing.statement(period, ...ends(claim, []));
    return comparing.outcome;
  },
};

const covers = (claim: Claim, { n, scheme, placementId }: BookedEntry): boolean =>
  claim.scheme === scheme && claim.placementId === placementId && claim.fromN <= n && n <= claim.toN;

/** Whether an entry that nobody claims was booked too late for every close there was. */
function mayWait(
  { n, at }: BookedEntry,
  claimed: readonly Claim[],
  period: string,
  closes: readonly Close[],
): boolean {
  if (claimed.some(({ toN }) => toN > n)) return false;
  const latest = closes.filter((close) => close.period >= period).map(({ begunAt }) => Date.parse(begunAt));
  return latest.every((begunAt) => Date.parse(at) + LONGEST_BOOKING_MS >= begunAt);
}

/** That the first and the last entry of a claim are entries of what it is about. */
function ends(claim: Claim, own: readonly BookedEntry[]): [subject: string, expected: string, found: string] {
  const there = own.filter((entry) => covers(claim, entry)).map(({ n }) => n);
  const found = [claim.fromN, claim.toN].filter((n) => there.includes(n)).join("–");
  return [`${nameOf(claim)} claim of ${claim.bookedPeriod}`, `${claim.fromN}–${claim.toN}`, found];
}
