import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type Ask, type Limits, shareOut } from "../../../shared/values/share-out.ts";
import type { PolicyRecord } from "../policy.ts";
import { yearLimits } from "../year-limits.ts";
import { type Line, type Lines, rowKey, type Trial, withDraft } from "./cost.ts";

/** The two sides of a comparison: the versions in force, and the draft. */
export type Side = keyof Lines;

/** What an enterprise's earned month still waits for when the last asked month has closed. */
export type WaitingFen = Record<Side, Fen>;

/** What a scheme has granted of one calendar year, and what waits, after some of its months have closed. */
interface Fund {
  grantedTo: ReadonlyMap<string, Fen>;
  waiting: readonly Ask[];
}

const FRESH: Fund = { grantedTo: new Map(), waiting: [] };

/** Whether anybody can come away with less than they earned, under the versions in force or the draft. */
export const isLimited = ({ draft, published }: Trial): boolean =>
  [draft, ...published].some(
    ({ policy }) => policy.annualBudgetFen !== null || policy.enterpriseCapFen !== null,
  );

/** The months that have to be looked at: where a year is limited, what was earned earlier in it was paid first. */
export function countedPeriods(trial: Trial): readonly Period[] {
  if (!isLimited(trial)) return trial.periods;
  const last = Map.groupBy(trial.periods, yearOf);
  return [...last].flatMap(([year, asked]) => monthsThrough(year, asked.at(-1) ?? ""));
}

/**
 * Closes the counted months one after the other on both sides and answers what waits at the end of each year, by
 * enterprise and earned month. A line that found no money goes first when a later month has some again.
 * @param linesOf what was earned in a month, of all enterprises
 */
export async function waitingAfter(
  trial: Trial,
  linesOf: (period: Period) => Promise<ReadonlyMap<string, Lines>>,
): Promise<Map<string, WaitingFen>> {
  const versions = { now: trial.published, draft: withDraft(trial) };
  const waiting = new Map<string, WaitingFen>();
  for (const months of Map.groupBy(countedPeriods(trial), yearOf).values()) {
    let funds: Record<Side, Fund> = { now: FRESH, draft: FRESH };
    for (const period of months) {
      const lines = await linesOf(period);
      const after = (side: Side) =>
        closed(funds[side], asks(lines, side, period), limitsOf(versions[side], trial, period));
      funds = { now: after("now"), draft: after("draft") };
    }
    for (const side of ["now", "draft"] as const) note(waiting, side, funds[side].waiting);
  }
  return waiting;
}

function closed({ grantedTo, waiting }: Fund, claims: readonly Ask[], limits: Limits): Fund {
  const asked = [...waiting, ...claims];
  const granted = { inAll: sumFen([...grantedTo.values()]), to: (uscc: string) => grantedTo.get(uscc) ?? 0 };
  const { unserved } = shareOut(asked, limits, granted);
  const after = new Map(grantedTo);
  const add = (uscc: string, fen: Fen) => after.set(uscc, (after.get(uscc) ?? 0) + fen);
  for (const { uscc, owedFen, waitedFen } of asked) add(uscc, owedFen + waitedFen);
  for (const { ask, waitingFen } of unserved) add(ask.uscc, -waitingFen);
  return {
    grantedTo: after,
    waiting: unserved.map(({ ask, waitingFen }) => ({ ...ask, owedFen: 0, waitedFen: waitingFen })),
  };
}

const asks = (lines: ReadonlyMap<string, Lines>, side: Side, period: Period): Ask[] =>
  [...lines].flatMap(([uscc, of]) => of[side].map((line) => askOf(uscc, period, line)));

const askOf = (uscc: string, earnedPeriod: Period, [placementId, sequence, owedFen]: Line): Ask => ({
  uscc,
  placementId,
  earnedPeriod,
  sequence,
  owedFen,
  waitedFen: 0,
});

const limitsOf = (versions: readonly PolicyRecord[], { draft }: Trial, closing: Period): Limits =>
  yearLimits(versions, draft.policy.scheme, yearOf(closing), closing);

function note(waiting: Map<string, WaitingFen>, side: Side, list: readonly Ask[]): void {
  for (const { uscc, earnedPeriod, waitedFen } of list) {
    const key = rowKey({ uscc, period: earnedPeriod });
    const known = waiting.get(key) ?? { now: 0, draft: 0 };
    waiting.set(key, { ...known, [side]: known[side] + waitedFen });
  }
}

const yearOf = (period: Period): string => period.slice(0, 4);

const monthsThrough = (year: string, last: Period): Period[] =>
  Array.from(
    { length: Number(last.slice(5)) },
    (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`,
  );
