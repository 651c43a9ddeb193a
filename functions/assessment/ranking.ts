import { decodeCursor, encodeCursor } from "../../shared/runtime/cursor.ts";
import type { Assessment } from "./assess.ts";

/** One page of a ranking, by group and place. A cursor belongs to one month and revision. */
export function pageOfRanking(
  assessments: readonly Assessment[],
  period: string,
  revision: number,
  { limit = 100, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): { items: Assessment[]; cursor: string | null } {
  const list = `${period}#${revision}`;
  const from = cursor === undefined ? 0 : Number(decodeCursor(cursor, "list", list)["from"]) || 0;
  const items = assessments.toSorted(byPlace).slice(from, from + limit);
  const next = from + items.length;
  return { items, cursor: next < assessments.length ? encodeCursor({ list, from: next }) : null };
}

function byPlace(a: Assessment, b: Assessment): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return a.rank - b.rank || (a.unitId < b.unitId ? -1 : 1);
}
