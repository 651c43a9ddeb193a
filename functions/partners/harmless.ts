import { Problem } from "../../shared/values/problem.ts";

const MAX_DEPTH = 20;
/** Whoever copies such a key changes more than the copy. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses JSON of a stranger.
 * @throws Problem 400 for what is no JSON, is nested beyond reason, or has a key that reaches for prototypes
 */
export function parseHarmless(text: string): unknown {
  const value = parse(text);
  let level = [value];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw invalid();
    level = level.flatMap(inside);
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid();
  }
}

function inside(value: unknown): unknown[] {
  if (value === null || typeof value !== "object") return [];
  if (!Array.isArray(value) && Object.keys(value).some((key) => FORBIDDEN.has(key))) throw forbiddenKey();
  return Object.values(value);
}

const invalid = () =>
  new Problem({
    status: 400,
    code: "invalid-json",
    zh: "请求内容不是有效的 JSON，或嵌套过深",
    en: "The body is not valid JSON, or nested too deeply",
  });

const forbiddenKey = () =>
  new Problem({
    status: 400,
    code: "forbidden-key",
    zh: "请求内容含有不允许的键（__proto__ 等）",
    en: "The body holds a key that is not allowed (__proto__ and the like)",
  });
