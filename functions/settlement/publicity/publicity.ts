import type { Period } from "../../../shared/values/period.ts";
import { placementQueries } from "../../placement/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import { settledLines, settlementsOf } from "../booking/settled.ts";
import { pageThrough } from "../enterprise-pages.ts";
import type { SettlementStore } from "../store.ts";

/** One line of the public list: masked name, school, enterprise, month and amount, nothing else (PIPL 55). */
export interface PublicityLine {
  lineId: string;
  name: string;
  schoolCode: string | null;
  enterprise: string;
  earnedPeriod: Period;
  amountFen: number;
}

/** The lines of one manifest that bring or take money, as the public sees them. */
export async function publicityLines(manifest: Manifest, store: SettlementStore): Promise<PublicityLine[]> {
  const [lines, placements, enterprise] = await Promise.all([
    settledLines(manifest, store),
    placementQueries().placementsOf(manifest.uscc),
    registryQueries().enterprise(manifest.uscc),
  ]);
  const placed = new Map(placements.map((placement) => [placement.placementId, placement]));
  return lines
    .filter(({ amountFen }) => amountFen !== 0)
    .map(({ lineId, placementId, earnedPeriod, amountFen }) => ({
      lineId,
      name: placed.get(placementId)?.maskedName ?? "＊",
      schoolCode: placed.get(placementId)?.schoolCode ?? null,
      enterprise: enterprise?.name ?? manifest.uscc,
      earnedPeriod,
      amountFen,
    }));
}

/** A page of the list, enterprise by enterprise. */
export async function publicityPage(
  period: Period,
  limit: number,
  cursor: string | undefined,
  store: SettlementStore,
) {
  const settlements = (await settlementsOf(period, store)).filter(({ lines }) => lines > 0);
  const manifests = new Map(settlements.map(({ manifest }) => [manifest.uscc, manifest]));
  const linesOf = (uscc: string) => publicityLines(manifests.get(uscc) as Manifest, store);
  return pageThrough([...manifests.keys()], linesOf, limit, cursor);
}
