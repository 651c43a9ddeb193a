import { type Fen, sumFen } from "./money.ts";
import type { Period } from "./period.ts";

/** What one line asks of its fund in one month. */
export interface Ask {
  uscc: string;
  placementId: string;
  earnedPeriod: Period;
  /** Of the upload that made it; of a line that waits, the earliest. */
  sequence: number;
  /** What the month claims; negative when it takes back. */
  owedFen: Fen;
  /** What of earlier claims found no money yet. */
  waitedFen: Fen;
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

/** As much of a line as found no money. */
export interface Unserved<A extends Ask> {
  ask: A;
  waitingFen: Fen;
  why: "budget" | "cap";
}

/** What became of all that was asked; what found no money in the order of its line. */
export interface SharedOut<A extends Ask> {
  grantedFen: Fen;
  returnedFen: Fen;
  unserved: Unserved<A>[];
}

/**
 * Shares a fund out for one month. First every line is set against itself: a correction lowers what waits of its own
 * line, and only what is left of it comes back to the fund. Then all that is due is served in line, each as far as
 * the budget and its enterprise's cap reach, to the fen; the rest waits. Nobody's place depends on when a message or
 * a worker came.
 * @param asks of one fund, one per line, in any order
 */
export function shareOut<A extends Ask>(asks: readonly A[], limits: Limits, granted: Granted): SharedOut<A> {
  const line = asks.toSorted(inLine);
  const purse = openPurse(limits, granted);
  const returnedFen = sumFen(line.map((ask) => purse.takeIn(ask.uscc, backFrom(ask))));
  const unserved: Unserved<A>[] = [];
  let grantedFen = 0;
  for (const ask of line) {
    const due = dueTo(ask);
    const { servedFen, why } = purse.serve(ask.uscc, due);
    grantedFen += servedFen;
    if (servedFen < due) unserved.push({ ask, waitingFen: due - servedFen, why });
  }
  return { grantedFen, returnedFen, unserved };
}

const balanceOf = ({ owedFen, waitedFen }: Ask): Fen => owedFen + waitedFen;
const dueTo = (ask: Ask): Fen => Math.max(0, balanceOf(ask));
const backFrom = (ask: Ask): Fen => Math.max(0, -balanceOf(ask));

/** Earned month, upload, placement; the enterprise only parts those that are alike in all three. */
function inLine(a: Ask, b: Ask): number {
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
    serve(uscc: string, due: Fen): { servedFen: Fen; why: Unserved<Ask>["why"] } {
      const why = capLeft(uscc) < budgetLeft ? "cap" : "budget";
      const servedFen = Math.max(0, Math.min(due, budgetLeft, capLeft(uscc)));
      spend(uscc, servedFen);
      return { servedFen, why };
    },
  };
}

const UNLIMITED = Number.POSITIVE_INFINITY;
