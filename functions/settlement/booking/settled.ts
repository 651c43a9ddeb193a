import { inParallel } from "../../../shared/runtime/table.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { SettlementStore } from "../store.ts";
import type { AllocationHead } from "./allocation-store.ts";
import type { Manifest } from "./manifest-store.ts";
import { type PayableLine, payableLines } from "./payable.ts";
import type { Share } from "./shares.ts";

/** A line as everybody but the close sees it. */
export interface SettledLine extends PayableLine {
  lineId: string;
}

/** What one enterprise is settled in one month. */
export interface Settlement {
  manifest: Manifest;
  /** What the manifest claims. */
  owedFen: Fen;
  /** What the month pays of that, and of what waited before. */
  totalFen: Fen;
  /** What waits after the month. */
  waitingFen: Fen;
  lines: number;
}

/** A line's number follows from its place among lines that never change. */
export const lineId = ({ period, uscc }: { period: Period; uscc: string }, index: number): string =>
  `${period}-${uscc}-${String(index + 1).padStart(5, "0")}`;

/** Everybody's settlement of a month, by USCC; none before the month is allocated. */
export async function settlementsOf(period: Period, store: SettlementStore): Promise<Settlement[]> {
  const allocation = await store.allocation(period);
  if (!allocation) return [];
  const [manifests, shares] = await Promise.all([store.manifests(period), store.shares(allocation)]);
  const byUscc = new Map(shares.map((share) => [share.uscc, share]));
  return manifests.map((manifest) => settlement(manifest, byUscc.get(manifest.uscc)));
}

/** One enterprise's settlement of a month; none before the month is allocated. */
export async function settlementOf(
  uscc: string,
  period: Period,
  store: SettlementStore,
): Promise<Settlement | undefined> {
  const [allocation, manifest] = await Promise.all([store.allocation(period), store.manifest(uscc, period)]);
  return allocation && manifest ? settlement(manifest, await shareOf(uscc, allocation, store)) : undefined;
}

/** A page of the month's settlements; none before the month is allocated. */
export async function settlementPage(
  period: Period,
  limit: number,
  cursor: string | undefined,
  store: SettlementStore,
): Promise<{ items: Settlement[]; cursor: string | null }> {
  const allocation = await store.allocation(period);
  if (!allocation) return { items: [], cursor: null };
  const page = await store.manifestPage(period, limit, cursor);
  const items = await inParallel(page.items, async (manifest) =>
    settlement(manifest, await shareOf(manifest.uscc, allocation, store)),
  );
  return { items, cursor: page.cursor };
}

/** What one enterprise is settled in one month, line by line; nothing before the month is allocated. */
export async function settledLines(manifest: Manifest, store: SettlementStore): Promise<SettledLine[]> {
  const { uscc, period } = manifest;
  const [allocation, claimed] = await Promise.all([store.allocation(period), store.lines(manifest)]);
  if (!allocation) return [];
  const share = await shareOf(uscc, allocation, store);
  const [before, after] = share ? await waits(allocation, uscc, store) : [[], []];
  return payableLines(claimed, before, after, period).map((line, index) => ({
    lineId: lineId(manifest, index),
    ...line,
  }));
}

/**
 * Everything an enterprise was settled in the months up to this one, this one included: what it was owed, but for
 * what still waits.
 */
export async function settledThrough(uscc: string, period: Period, store: SettlementStore): Promise<Fen> {
  const allocation = await store.allocationUpTo(period);
  if (!allocation) return 0;
  const [manifests, share] = await Promise.all([store.manifestsOf(uscc), shareOf(uscc, allocation, store)]);
  const allocated = manifests.filter((one) => one.period <= allocation.period);
  return sumFen(allocated.map(({ totalFen }) => totalFen)) - (share?.waitingFen ?? 0);
}

/** None for those for whom nothing waits before or after the month: their claims are what they are paid. */
const shareOf = async (
  uscc: string,
  allocation: AllocationHead,
  store: SettlementStore,
): Promise<Share | undefined> => (allocation.shares > 0 ? store.share(allocation, uscc) : undefined);

const settlement = (manifest: Manifest, share: Share | undefined): Settlement => ({
  manifest,
  owedFen: manifest.totalFen,
  totalFen: share?.amountFen ?? manifest.totalFen,
  waitingFen: share?.waitingFen ?? 0,
  lines: share?.lines ?? manifest.lines,
});

const waits = ({ period, attempt, previous }: AllocationHead, uscc: string, store: SettlementStore) =>
  Promise.all([previous ? store.waiting(previous, uscc) : [], store.waiting({ period, attempt }, uscc)]);
