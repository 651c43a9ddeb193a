import { inParallel } from "../../shared/runtime/table.ts";
import type { Period } from "../../shared/values/period.ts";
import type { placementQueries } from "../placement/queries.ts";
import type { EnterpriseSummary, registryQueries } from "../registry/queries.ts";
import type { settlementQueries } from "../settlement/queries.ts";
import type { Books, Close, CloseLine, Enterprise } from "./books.ts";
import type { ToldFact } from "./told.ts";

/** The neighbours' books as far as indicators are counted from them. */
export interface Neighbours {
  registry: Pick<ReturnType<typeof registryQueries>, "enterprises" | "certifications">;
  placement: Pick<ReturnType<typeof placementQueries>, "placementsOf">;
  settlement: Pick<ReturnType<typeof settlementQueries>, "period" | "lines">;
}

const LISTINGS = new Set(["cultivated", "certified"]);
/** A revoked certification held until the last day it was left; without dates it never did. */
const HELD = new Set(["approved", "revoked"]);
const UNFINISHED = new Set(["open", "closing"]);

/**
 * Reads what the indicators of a year are counted from, as far as its finished months go.
 * @param told what partners told of the year
 */
export async function readBooks(
  periods: readonly Period[],
  neighbours: Neighbours,
  told: readonly ToldFact[],
): Promise<Books> {
  const registered = await neighbours.registry.enterprises();
  const enterprises = await inParallel(registered, (one) => enterpriseOf(one, neighbours));
  const closes: Close[] = [];
  for (const period of periods.toSorted()) {
    const close = await neighbours.settlement.period(period);
    if (!close || UNFINISHED.has(close.status)) continue;
    closes.push({ period, lines: await linesOf(period, neighbours) });
  }
  return { enterprises, closes, told };
}

async function enterpriseOf(
  { uscc, districtCode, accidents }: EnterpriseSummary,
  neighbours: Neighbours,
): Promise<Enterprise> {
  const [certifications, placements] = await Promise.all([
    neighbours.registry.certifications(uscc),
    neighbours.placement.placementsOf(uscc),
  ]);
  const listings = certifications.flatMap(({ id, kind, status, validFrom, validTo }) =>
    LISTINGS.has(kind) && HELD.has(status) && validFrom && validTo ? [{ id, validFrom, validTo }] : [],
  );
  const placed = placements.map(({ start, end }) => ({ start, end }));
  return { uscc, districtCode, listings, placed, accidents };
}

async function linesOf(period: Period, { settlement }: Neighbours): Promise<CloseLine[]> {
  const lines: CloseLine[] = [];
  for await (const { uscc, placementId, scheme, earnedPeriod, amountFen } of settlement.lines(period)) {
    lines.push({ uscc, placementId, scheme, earnedPeriod, amountFen });
  }
  return lines;
}
