import { Problem } from "../../shared/values/problem.ts";

/** A page of a list that is held in memory in a fixed order; the cursor is the place where it goes on. */
export function pageOf<T>(
  list: readonly T[],
  limit: number,
  cursor: string | undefined,
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

export const invalidCursor = () =>
  new Problem({
    status: 400,
    code: "invalid-cursor",
    zh: "翻页标记无效，请从第一页重新开始",
    en: "The cursor does not belong to this list; start again from the first page",
    pointer: "/query/cursor",
  });
