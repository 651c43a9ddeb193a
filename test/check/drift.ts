/**
 * Every place where what was released is gone or different, by its path. Additions pass, except where they demand
 * more of whoever calls: a field or column that must be there, a value that was allowed and is not.
 */
export function drift(before: unknown, after: unknown, path = ""): string[] {
  if (Array.isArray(before) && Array.isArray(after)) return driftOfLists(before, after, path);
  if (isObject(before)) return isObject(after) ? driftOfObjects(before, after, path) : [`${path} is gone`];
  const same = before === after || WORDING.test(path);
  return same ? [] : [`${path}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`];
}

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject => value !== null && typeof value === "object";

const WORDING = /\/(summary|description|title)$/;

/** What is told to us, in contrast to what we tell. */
const ASKED = /\/requestBody(\/|$)|\/parameters(\/|$)|^\/files\//;

function driftOfLists(before: readonly unknown[], after: readonly unknown[], path: string): string[] {
  const keeps = (item: unknown): boolean => after.some((other) => drift(item, other, path).length === 0);
  const isNew = (item: unknown): boolean => !before.some((other) => drift(other, item, path).length === 0);
  const gone = before
    .filter((item) => !keeps(item))
    .map((item) => `${path}: ${JSON.stringify(item)} is gone`);
  const demanded = after.filter((item) => isNew(item) && isDemand(item, path));
  return [...gone, ...demanded.map((item) => `${path}: ${JSON.stringify(item)} is demanded`)];
}

function isDemand(item: unknown, path: string): boolean {
  if (path.endsWith("/parameters")) return isObject(item) && item["required"] === true;
  return path.endsWith("/required") && ASKED.test(path);
}

function driftOfObjects(before: JsonObject, after: JsonObject, path: string): string[] {
  const kept = Object.entries(before).flatMap(([key, value]) =>
    key in after ? drift(value, after[key], `${path}/${key}`) : [`${path}/${key} is gone`],
  );
  const narrowed = Object.keys(after).filter(
    (key) => !(key in before) && LIMITS.has(key) && ASKED.test(path) && !path.endsWith("/properties"),
  );
  return [...kept, ...narrowed.map((key) => `${path}/${key} is demanded`)];
}

/** Keywords of JSON Schema by which less is allowed than without them. */
const LIMITS: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "const",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
]);
