import { Problem } from "../values/problem.ts";

export const encodeCursor = (key: Record<string, unknown>): string =>
  Buffer.from(JSON.stringify(key)).toString("base64url");

/** A cursor can only continue the list it came from: its partition must be the one that is asked for. */
export function decodeCursor(
  cursor: string,
  partitionName: string,
  partition: string,
): Record<string, unknown> {
  try {
    const key = JSON.parse(Buffer.from(cursor, "base64url").toString()) as Record<string, unknown>;
    if (key !== null && typeof key === "object" && key[partitionName] === partition) return key;
  } catch {
    // falls through: text that is not ours is the same mistake as a cursor of another list
  }
  throw invalidCursor();
}

export const invalidCursor = (): Problem =>
  new Problem({
    status: 400,
    code: "invalid-cursor",
    zh: "翻页标记无效，请从第一页重新开始",
    en: "The cursor does not belong to this list; start again from the first page",
    pointer: "/cursor",
  });
