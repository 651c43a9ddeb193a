import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { SettlementStore } from "../store.ts";
import type { Line } from "./claim.ts";
import type { Manifest } from "./manifest-store.ts";

/** A line as everybody but the close sees it. */
export interface SettledLine extends Line {
  lineId: string;
}

/** A line's number follows from its place in a manifest that never changes. */
export const lineId = ({ period, uscc }: { period: Period; uscc: string }, index: number): string =>
  `${period}-${uscc}-${String(index + 1).padStart(5, "0")}`;

/** What one enterprise is settled in one month, line by line. */
export const settledLines = async (manifest: Manifest, store: SettlementStore): Promise<SettledLine[]> =>
  (await store.lines(manifest)).map((line, index) => ({ lineId: lineId(manifest, index), ...line }));

/** Everything an enterprise was settled in the months up to this one, this one included. */
export async function settledThrough(uscc: string, period: Period, store: SettlementStore): Promise<Fen> {
  const manifests = await store.manifestsOf(uscc);
  return sumFen(manifests.filter((one) => one.period <= period).map(({ totalFen }) => totalFen));
}

/** What one enterprise is settled in one month, in all. */
export interface SettledTotal {
  uscc: string;
  lines: number;
  totalFen: Fen;
}

/** Everybody's total of one month, read in batches. */
export const settledTotals = async (period: Period, store: SettlementStore): Promise<SettledTotal[]> =>
  (await store.manifests(period)).map(({ uscc, lines, totalFen }) => ({ uscc, lines, totalFen }));
