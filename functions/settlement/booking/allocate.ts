import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type Ask, type Granted, type Limits, shareOut } from "../../../shared/values/share-out.ts";
import { type Movement, netOf } from "./fund.ts";

export type { Limits };

/** One placement's earned month under one scheme: what money is claimed, waits and is paid for. */
export interface Earned {
  subjectId: string;
  earnedPeriod: Period;
  scheme: string;
  placementId: string;
}

/** What one line asks of its fund in one month. */
export interface Demand extends Earned, Ask {
  /** The month's manifest has a line for it. */
  claimed: boolean;
  days: number;
  policyVersion: string | null;
}

/** What found no money and goes first in the months to come. */
export interface Waiting extends Omit<Demand, "owedFen" | "waitedFen" | "claimed"> {
  waitingFen: Fen;
  why: "budget" | "cap";
  /** 1, 2, 3 … in the line of its fund. */
  place: number;
}

export interface Allocation {
  grantedFen: Fen;
  returnedFen: Fen;
  waiting: Waiting[];
}

/** Shares a fund out for one month; see `shareOut`. @param demands of one fund, one per line, in any order */
export function allocate(demands: readonly Demand[], limits: Limits, granted: Granted): Allocation {
  const { unserved, ...sums } = shareOut(demands, limits, granted);
  return {
    ...sums,
    waiting: unserved.map(({ ask, waitingFen, why }, index) => inWait(ask, waitingFen, why, index + 1)),
  };
}

/** Whether a limit leaves room for all that a month claims, so that nobody need look at a single line of it. */
export const reaches = (limit: Fen | null, grantedFen: Fen, movement: Movement): boolean =>
  limit === null || grantedFen + netOf(movement) <= limit;

/** What a month's claims and the waiting list ask for together, one demand per line. */
export function demandsOf(
  uscc: string,
  claims: readonly (Earned & {
    amountFen: Fen;
    sequence: number;
    days: number;
    policyVersion: string | null;
  })[],
  waited: readonly Waiting[],
): Demand[] {
  const before = new Map(waited.map((one) => [earnedKey(one), one]));
  const claimed = claims.map((claim): Demand => {
    const { subjectId, earnedPeriod, scheme, placementId, days, policyVersion } = claim;
    const kept = before.get(earnedKey(claim));
    before.delete(earnedKey(claim));
    return {
      ...{ uscc, subjectId, earnedPeriod, scheme, placementId, days, policyVersion },
      sequence: Math.min(claim.sequence, kept?.sequence ?? claim.sequence),
      owedFen: claim.amountFen,
      waitedFen: kept?.waitingFen ?? 0,
      claimed: true,
    };
  });
  const still = [...before.values()].map(({ waitingFen, why: _why, place: _place, ...one }): Demand => {
    return { ...one, owedFen: 0, waitedFen: waitingFen, claimed: false };
  });
  return [...claimed, ...still];
}

export const earnedKey = ({ subjectId, earnedPeriod, scheme, placementId }: Earned): string =>
  `${subjectId}#${earnedPeriod}#${scheme}#${placementId}`;

function inWait(demand: Demand, waitingFen: Fen, why: Waiting["why"], place: number): Waiting {
  const { owedFen: _owed, waitedFen: _waited, claimed: _claimed, ...line } = demand;
  return { ...line, waitingFen, why, place };
}
