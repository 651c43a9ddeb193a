import { invalidCursor } from "../../../shared/runtime/cursor.ts";
import { cursorFor, textOf } from "../../../shared/runtime/pages.ts";
import type { Period } from "../../../shared/values/period.ts";
import { placementQueries } from "../../placement/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import { settledLines } from "../booking/settled.ts";
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
      // an award or a class is its enterprise's: there is no person to name
      name: placed.get(placementId)?.maskedName ?? "—",
      schoolCode: placed.get(placementId)?.schoolCode ?? null,
      enterprise: enterprise?.name ?? manifest.uscc,
      earnedPeriod,
      amountFen,
    }));
}

/** A page of the list, enterprise by enterprise; the cursor names the enterprise and the line to go on with. */
export async function publicityPage(
  period: Period,
  limit: number,
  cursor: string | undefined,
  store: SettlementStore,
) {
  const manifests = (await store.manifests(period)).toSorted((a, b) => (a.uscc < b.uscc ? -1 : 1));
  const start = startOf(cursor);
  const items: PublicityLine[] = [];
  for (const manifest of manifests) {
    if (manifest.uscc < start.uscc || manifest.lines === 0) continue;
    const lines = await publicityLines(manifest, store);
    const from = manifest.uscc === start.uscc ? start.line : 0;
    const room = limit - items.length;
    items.push(...lines.slice(from, from + room));
    if (lines.length - from > room) return { items, cursor: cursorFor(`${manifest.uscc}:${from + room}`) };
  }
  return { items, cursor: null };
}

function startOf(cursor: string | undefined): { uscc: string; line: number } {
  if (!cursor) return { uscc: "", line: 0 };
  const match = /^([0-9A-Z]{18}):(\d{1,7})$/.exec(textOf(cursor));
  if (!match) throw invalidCursor();
  return { uscc: match[1] as string, line: Number(match[2]) };
}
