import { sumFen } from "../../../../shared/values/money.ts";
import { type BookedEntry, type Claim, type EarnedMonth, nameOf } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

/** What each line of a manifest says, against the entries it claims: their sum, and the days as of the last. */
export const lines: Comparison<EarnedMonth> = {
  code: "lines",
  zh: "结算清单各行 ↔ 所认领分录之和",
  en: "Manifest lines ↔ the sums of the entries they claim",
  compare({ uscc, period, accounts, claims }) {
    const comparing = new Comparing("lines", uscc);
    const entriesOf = new Map(accounts.map(({ subjectId, entries }) => [subjectId, entries]));
    for (const claim of claims) {
      const claimed = (entriesOf.get(claim.subjectId) ?? []).filter(isClaimedBy(claim, uscc));
      const name = `${nameOf(claim)} line of ${claim.bookedPeriod}`;
      const sum = sumFen(claimed.map(({ amountFen }) => amountFen));
      comparing.amount(period, `${name} amountFen`, sum, claim.amountFen);
      const last = claimed.at(-1);
      comparing.statement(period, `${name} days`, last?.days ?? 0, claim.days);
      comparing.statement(period, `${name} policyVersion`, last?.policyVersion ?? null, claim.policyVersion);
      comparing.statement(period, `${name} sequence`, last?.sequence ?? 0, claim.sequence);
    }
    return comparing.outcome;
  },
};

const isClaimedBy =
  ({ scheme, placementId, fromN, toN }: Claim, uscc: string) =>
  (entry: BookedEntry): boolean =>
    entry.uscc === uscc &&
    entry.scheme === scheme &&
    entry.placementId === placementId &&
    entry.n >= fromN &&
    entry.n <= toN;
