import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type Movement, netOf } from "./fund.ts";

/** One placement's earned month under one scheme: what money is claimed, waits and is paid for. */
export interface Earned {
  subjectId: string;
  earnedPeriod: Period;
  scheme: string;
  placementId: string;
}

/** What one line asks of its fund in one month. */
export interface Demand extends Earned {
  uscc: string;
  /** Of the upload that made it; of a line that waits, the earliest. */
  sequence: number;
  /** What the month's manifest claims; negative when it takes back. */
  owedFen: Fen;
  /** What of earlier claims found no money yet. */
  waitedFen: Fen;
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

/** Of one fund; `null` where there is no limit. */
export interface Limits {
  budgetFen: Fen | null;
  /** For each enterprise. */
  capFen: Fen | null;
}

/** What earlier months have granted, less what came back. */
export interface Granted {
  inAll: Fen;
  to: (uscc: string) => Fen;
}

export interface Allocation {
  grantedFen: Fen;
  returnedFen: Fen;
  waiting: Waiting[];
}

/**
 * Shares a fund out for one month. First every line is set against itself: a correction lowers what waits of its own
 * line, and only what is left of it comes back to the fund. Then all that is due is served in line, each as far as
 * the budget and its enterprise's cap reach, to the fen; the rest waits. Nobody's place depends on when a message or
 * a worker came.
 * @param demands of one fund, one per line, in any order
 */
export function allocate(demands: readonly Demand[], limits: Limits, granted: Granted): Allocation {
  const line = demands.toSorted(inLine);
  const purse = openPurse(limits, granted);
  const returnedFen = sumFen(line.map((demand) => purse.takeIn(demand.uscc, backFrom(demand))));
  const waiting: Waiting[] = [];
  let grantedFen = 0;
  for (const demand of line) {
    const due = dueTo(demand);
    const { servedFen, why } = purse.serve(demand.uscc, due);
    grantedFen += servedFen;
    if (servedFen < due) waiting.push(inWait(demand, due - servedFen, why, waiting.length + 1));
  }
  return { grantedFen, returnedFen, waiting };
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

const balanceOf = ({ owedFen, waitedFen }: Demand): Fen => owedFen + waitedFen;
const dueTo = (demand: Demand): Fen => Math.max(0, balanceOf(demand));
const backFrom = (demand: Demand): Fen => Math.max(0, -balanceOf(demand));

function inWait(demand: Demand, waitingFen: Fen, why: Waiting["why"], place: number): Waiting {
  const { owedFen: _owed, waitedFen: _waited, claimed: _claimed, ...line } = demand;
  return { ...line, waitingFen, why, place };
}

/** Earned month, upload, placement; the enterprise only parts those that are alike in all three. */
function inLine(a: Demand, b: Demand): number {
  return (
    compare(a.earnedPeriod, b.earnedPeriod) ||
    a.sequence - b.sequence ||
    compare(a.placementId, b.placementId) ||
    compare(a.uscc, b.uscc)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What a fund has left, in all and for each enterprise. */
function openPurse({ budgetFen, capFen }: Limits, granted: Granted) {
  let budgetLeft = (budgetFen ?? UNLIMITED) - granted.inAll;
  const caps = new Map<string, Fen>();
  const capLeft = (uscc: string): Fen => caps.get(uscc) ?? (capFen ?? UNLIMITED) - granted.to(uscc);
  const spend = (uscc: string, fen: Fen): void => {
    caps.set(uscc, capLeft(uscc) - fen);
    budgetLeft -= fen;
  };
  return {
    takeIn(uscc: string, fen: Fen): Fen {
      spend(uscc, -fen);
      return fen;
    },
    serve(uscc: string, due: Fen): { servedFen: Fen; why: Waiting["why"] } {
      const why = capLeft(uscc) < budgetLeft ? "cap" : "budget";
      const servedFen = Math.max(0, Math.min(due, budgetLeft, capLeft(uscc)));
      spend(uscc, servedFen);
      return { servedFen, why };
    },
  };
}

const UNLIMITED = Number.POSITIVE_INFINITY;
