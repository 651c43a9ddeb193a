import { ahead } from "../../../shared/runtime/parallel.ts";
import { placementQueries } from "../../placement/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import { settledLines } from "../booking/settled.ts";
import type { SettlementStore } from "../store.ts";
import { type PaperPart, paperLine } from "./paper-line.ts";
import type { Tally } from "./tally.ts";

/**
 * What is settled, enterprise by enterprise, read a few ahead of whoever takes it; each is counted as it passes. Who
 * has no line is left out.
 */
export async function* settledParts(
  manifests: readonly Manifest[],
  tally: Tally,
  store: SettlementStore,
): AsyncGenerator<PaperPart> {
  for await (const part of ahead(manifests, (manifest) => readPart(manifest, store))) {
    if (!part) continue;
    tally.add(part);
    yield part;
  }
}

async function readPart(manifest: Manifest, store: SettlementStore): Promise<PaperPart | null> {
  const { uscc } = manifest;
  const lines = await settledLines(manifest, store);
  if (lines.length === 0) return null;
  const [enterprise, placements] = await Promise.all([
    registryQueries().enterprise(uscc),
    placementQueries().placementsOf(uscc),
  ]);
  const placed = new Map(placements.map((placement) => [placement.placementId, placement]));
  const who = { uscc, enterprise: enterprise?.name ?? "" };
  return { ...who, lines: lines.map((line) => paperLine(line, who, placed.get(line.placementId))) };
}
