import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";

/** As much of an account of the books as a claim needs. */
export interface ClaimableAccount {
  subjectId: string;
  /** Earned month. */
  period: Period;
  entries: readonly ClaimableEntry[];
}

export interface ClaimableEntry {
  n: number;
  scheme: string;
  placementId: string;
  uscc: string;
  amountFen: Fen;
  days: number;
  policyVersion: string | null;
  reasons: readonly { code: string; zh: string; en: string }[];
  sequence: number;
}

/** One line of an enterprise's settlement: what one placement's earned month brings in one booked month. */
export interface Line {
  subjectId: string;
  earnedPeriod: Period;
  bookedPeriod: Period;
  placementId: string;
  scheme: string;
  /** The total that counts by now. */
  days: number;
  /** Signed; 0 where a month is worth nothing or nothing changed but its days. */
  amountFen: Fen;
  policyVersion: string | null;
  reasons: readonly { code: string; zh: string; en: string }[];
  sequence: number;
  /** The account's entries of this placement in the line: the first and the last. */
  fromN: number;
  toN: number;
}

export const accountKey = ({ subjectId, period }: { subjectId: string; period: Period }): string =>
  `${subjectId}#${period}`;

/**
 * What closing a month books for one enterprise: every entry of the enterprise that no earlier close has booked and
 * that was earned by then, one line per account, scheme and placement. Later months wait for their own close.
 * @param alreadyClaimed per account key, the last `n` this enterprise's earlier manifests booked
 * @param closing the month being closed, which becomes the booked month
 */
export function claim(
  accounts: readonly ClaimableAccount[],
  alreadyClaimed: ReadonlyMap<string, number>,
  uscc: string,
  closing: Period,
): Line[] {
  const lines = accounts
    .filter(({ period }) => period <= closing)
    .flatMap((account) => {
      const claimed = alreadyClaimed.get(accountKey(account)) ?? 0;
      const open = account.entries.filter((entry) => entry.uscc === uscc && entry.n > claimed);
      const byPlacement = Map.groupBy(open, ({ scheme, placementId }) => `${scheme}#${placementId}`);
      return [...byPlacement.values()].map((entries) => lineOf(account, entries, closing));
    });
  return lines.toSorted(inOrderOfEarning);
}

/** What `alreadyClaimed` is after a claim: the same for the next close. */
export function claimedThrough(
  alreadyClaimed: ReadonlyMap<string, number>,
  lines: readonly Line[],
): Map<string, number> {
  const through = new Map(alreadyClaimed);
  for (const { subjectId, earnedPeriod, toN } of lines) {
    const key = accountKey({ subjectId, period: earnedPeriod });
    through.set(key, Math.max(through.get(key) ?? 0, toN));
  }
  return through;
}

function lineOf(account: ClaimableAccount, entries: readonly ClaimableEntry[], closing: Period): Line {
  const ordered = entries.toSorted((a, b) => a.n - b.n);
  const [first, last] = [ordered[0] as ClaimableEntry, ordered.at(-1) as ClaimableEntry];
  const { scheme, placementId, days, policyVersion, reasons, sequence } = last;
  return {
    subjectId: account.subjectId,
    earnedPeriod: account.period,
    bookedPeriod: closing,
    placementId,
    scheme,
    days,
    amountFen: sumFen(entries.map(({ amountFen }) => amountFen)),
    policyVersion,
    reasons,
    sequence,
    fromN: first.n,
    toN: last.n,
  };
}

/** Earned month, upload, placement: the order the originals alone determine. */
function inOrderOfEarning(a: Line, b: Line): number {
  const [one, other] = [a, b].map(({ earnedPeriod, sequence, placementId }) =>
    [earnedPeriod, String(sequence).padStart(16, "0"), placementId].join("#"),
  ) as [string, string];
  return one < other ? -1 : Number(one > other);
}
