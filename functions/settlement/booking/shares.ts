import { fingerprint } from "../../../shared/values/canonical.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";
import { type Demand, earnedKey, type Waiting } from "./allocate.ts";

/** What waits, by enterprise. */
export type Lists = ReadonlyMap<string, readonly Waiting[]>;

/** What a month pays an enterprise for whom something waits before or after it; everybody else is paid the claims. */
export interface Share {
  uscc: string;
  amountFen: Fen;
  lines: number;
  waitingFen: Fen;
  waitingLines: number;
  /** Of what waits, line by line. */
  hash: string;
}

/** As much of a manifest as is needed here. */
interface Claimed {
  uscc: string;
  totalFen: Fen;
  lines: number;
}

/**
 * One share for everybody for whom something waited or waits: the claims, with what waited and without what waits.
 * @param demands of all funds in which somebody waits
 */
export function sharesOf(
  manifests: readonly Claimed[],
  waited: Lists,
  waiting: Lists,
  demands: readonly Demand[],
): Share[] {
  const claims = new Map(manifests.map((manifest) => [manifest.uscc, manifest]));
  const released = releasedLines(demands, waiting);
  return [...new Set([...waited.keys(), ...waiting.keys()])].toSorted().map((uscc) => {
    const { totalFen = 0, lines = 0 } = claims.get(uscc) ?? {};
    const list = waiting.get(uscc) ?? [];
    return {
      uscc,
      amountFen: totalFen + total(waited.get(uscc) ?? []) - total(list),
      lines: lines + (released.get(uscc) ?? 0),
      waitingFen: total(list),
      waitingLines: list.length,
      hash: fingerprint(list),
    };
  });
}

/** The month's totals as it is paid. */
export function totalsOf(manifests: readonly Claimed[], shares: readonly Share[]) {
  const claimed = manifests.map(
    ({ uscc, lines, totalFen }) => [uscc, { lines, amountFen: totalFen }] as const,
  );
  const shared = shares.map(({ uscc, lines, amountFen }) => [uscc, { lines, amountFen }] as const);
  const withLines = [...new Map([...claimed, ...shared]).values()].filter(({ lines }) => lines > 0);
  return {
    enterprises: withLines.length,
    lines: withLines.reduce((sum, { lines }) => sum + lines, 0),
    amountFen: sumFen(withLines.map(({ amountFen }) => amountFen)),
  };
}

/** By enterprise, how many lines are paid without a new claim; the settlement shows them beside its claims. */
function releasedLines(demands: readonly Demand[], waiting: Lists): Map<string, number> {
  const left = new Map([...waiting].map(([uscc, list]) => [uscc, amountsOf(list)]));
  const released = new Map<string, number>();
  for (const { uscc, claimed, waitedFen, ...earned } of demands) {
    if (claimed || waitedFen === (left.get(uscc)?.get(earnedKey(earned)) ?? 0)) continue;
    released.set(uscc, (released.get(uscc) ?? 0) + 1);
  }
  return released;
}

const amountsOf = (list: readonly Waiting[]) => new Map(list.map((one) => [earnedKey(one), one.waitingFen]));
const total = (list: readonly Waiting[]): Fen => sumFen(list.map(({ waitingFen }) => waitingFen));
