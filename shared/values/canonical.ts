import { createHash } from "node:crypto";

/** JSON with sorted keys: the same value always gives the same bytes. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** The fingerprint of a value, independent of the order of its keys. */
export const fingerprint = (value: unknown): string => sha256(canonical(value));

/** Which of `count` shards a key belongs to; stable for ever, since stored items depend on it. */
export function shardOf(key: string, count: number): number {
  if (count <= 1) return 0;
  return createHash("sha256").update(key).digest().readUInt32BE(0) % count;
}
