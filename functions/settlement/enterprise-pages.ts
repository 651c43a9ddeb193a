import { invalidCursor } from "../../shared/runtime/cursor.ts";
import { cursorFor, textOf } from "../../shared/runtime/pages.ts";

/**
 * A page of a list that runs through enterprise after enterprise; the cursor names the enterprise and the line to go
 * on with, so that nobody's lines are read before their turn.
 * @param usccs in the list's order
 */
export async function pageThrough<T>(
  usccs: readonly string[],
  linesOf: (uscc: string) => Promise<readonly T[]>,
  limit: number,
  cursor: string | undefined,
): Promise<{ items: T[]; cursor: string | null }> {
  const start = startOf(cursor);
  const items: T[] = [];
  for (const uscc of usccs.filter((one) => one >= start.uscc)) {
    const lines = await linesOf(uscc);
    const from = uscc === start.uscc ? start.line : 0;
    const room = limit - items.length;
    items.push(...lines.slice(from, from + room));
    if (lines.length - from > room) return { items, cursor: cursorFor(`${uscc}:${from + room}`) };
  }
  return { items, cursor: null };
}

function startOf(cursor: string | undefined): { uscc: string; line: number } {
  if (!cursor) return { uscc: "", line: 0 };
  const match = /^([0-9A-Z]{18}):(\d{1,7})$/.exec(textOf(cursor));
  if (!match) throw invalidCursor();
  return { uscc: match[1] as string, line: Number(match[2]) };
}
