/** An attribute as DynamoDB's own JSON writes it. */
export type Value =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { L: Value[] }
  | { M: Item };

export type Item = Readonly<Record<string, Value>>;

/** What DynamoDB takes for one item, names included. */
export const MOST_ITEM_BYTES = 400 * 1024;

/** As DynamoDB counts: names and texts in UTF-8, a byte for what is true or nothing, three for each list or map. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value),
    0,
  );
}

function bytesOf(value: Value): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return Math.ceil(value.N.replace(/[-.]/g, "").length / 2) + 1;
  if ("L" in value) return 3 + value.L.reduce((sum, one) => sum + 1 + bytesOf(one), 0);
  if ("M" in value) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  return 1;
}

/** The text of a key attribute. @returns null where there is none, or it is no text */
export function textOf(item: Item, name: string): string | null {
  const value = item[name];
  return value && "S" in value ? value.S : null;
}

export function sameValue(one: Value | undefined, other: Value | undefined): boolean {
  if (!one || !other) return false;
  if ("N" in one && "N" in other) return Number(one.N) === Number(other.N);
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The order of UTF-8 bytes, which JavaScript's own order of texts is but for what lies beyond the first plane. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
