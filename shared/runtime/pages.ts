import { invalidCursor } from "./cursor.ts";

/** What `?limit=&cursor=` says. */
export interface PageQuery {
  limit?: number | undefined;
  cursor?: string | undefined;
}

const USUAL_PAGE = 100;

/** A page of a list that is held in memory in a fixed order; the cursor is the place where it goes on. */
export function pageOf<T>(
  list: readonly T[],
  { limit = USUAL_PAGE, cursor }: PageQuery,
): { items: T[]; cursor: string | null } {
  const start = placeOf(cursor);
  const items = list.slice(start, start + limit);
  const end = start + items.length;
  return { items, cursor: end < list.length ? cursorFor(String(end)) : null };
}

export const cursorFor = (place: string): string => Buffer.from(place).toString("base64url");

export const textOf = (cursor: string): string => Buffer.from(cursor, "base64url").toString();

function placeOf(cursor: string | undefined): number {
  if (!cursor) return 0;
  const place = textOf(cursor);
  if (!/^\d{1,9}$/.test(place)) throw invalidCursor();
  return Number(place);
}
