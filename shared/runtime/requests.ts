import * as z from "zod/mini";
import { decodeText } from "../values/gb18030.ts";
import { Problem } from "../values/problem.ts";
import type { Route } from "../values/route.ts";
import type { HttpEvent } from "./exchange.ts";

/** JSON bodies stay far below what the gateway lets through; files travel to the bucket instead. */
const MAX_BODY_BYTES = 1_048_576;
const MAX_DEPTH = 20;

/** Reads a request by its route's schemas. @throws Problem 400, 413 or 415 naming the field */
export function readRequest(route: Route, event: HttpEvent) {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > MAX_BODY_BYTES) throw tooLarge();
  const raw = bytes.toString("utf8");
  const params = checked(route.params, event.pathParameters ?? {}, "");
  const query = checked(route.query, event.queryStringParameters ?? {}, "/query");
  const type =
    (event.headers["content-type"] ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
  if (route.accepts?.includes(type)) return { params, query, body: undefined, text: textIn(bytes, event) };
  if (!route.body && !route.accepts) return { params, query, body: undefined, text: raw };
  if (!route.body || !/^application\/([\w.+-]+\+)?json$/.test(type)) throw unsupported(type, route);
  const body = raw === "" && isOptional(route.body) ? undefined : parseJson(raw);
  return { params, query, body: checked(route.body, body, ""), text: raw };
}

/** The text of a file. A gateway that took bytes for UTF-8 which are none has lost what they said. */
function textIn(bytes: Buffer, { headers, isBase64Encoded }: HttpEvent): string {
  const [, charset] = /charset="?([^\s;"]+)/i.exec(headers["content-type"] ?? "") ?? [];
  if (isBase64Encoded) return decodeText(bytes, charset);
  const text = decodeText(bytes);
  if (text.includes(REPLACEMENT)) throw garbled();
  return text;
}

const REPLACEMENT = "\uFFFD";

/** A body whose schema has a default may be left out. */
export const isOptional = (body: z.ZodMiniType): boolean => z.safeParse(body, undefined).success;

/** Answers are cut to what their schema declares, so that nothing undeclared ever leaves. */
export function validAnswer(schema: z.ZodMiniType, body: unknown): unknown {
  const result = z.safeParse(schema, body);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`).join("; ");
  throw new Error(`The answer does not match its declaration: ${where}`);
}

function parseJson(raw: string): unknown {
  try {
    const value = JSON.parse(raw) as unknown;
    if (depthOf(value) <= MAX_DEPTH) return value;
  } catch {
    // answered below, together with bodies that are nested beyond reason
  }
  throw new Problem({
    status: 400,
    code: "invalid-json",
    zh: "请求内容不是有效的 JSON",
    en: "The body is not valid JSON",
  });
}

function depthOf(value: unknown, depth = 1): number {
  if (value === null || typeof value !== "object" || depth > MAX_DEPTH) return depth;
  return Object.values(value).reduce<number>(
    (deepest, item) => Math.max(deepest, depthOf(item, depth + 1)),
    depth,
  );
}

function checked(schema: z.ZodMiniType | undefined, value: unknown, prefix: string): unknown {
  if (!schema) return value;
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => describe(issue, value, prefix));
  const [first] = issues;
  throw new Problem({
    status: 400,
    code: "invalid-request",
    zh: `请求不符合约定：${issues.map((issue) => issue.zh).join("；")}`,
    en: `The request does not match the contract: ${issues.map((issue) => issue.en).join("; ")}`,
    ...(first ? { pointer: first.pointer } : {}),
    extra: { issues },
  });
}

type Issue = z.core.$ZodIssue;

/** Names the field and what is expected there; never repeats what was sent, which may be personal. */
function describe(issue: Issue, value: unknown, prefix: string): { pointer: string; zh: string; en: string } {
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
  const pointer = `${prefix}/${path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
  const found = path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    value,
  );
  const [zh, en] = found === undefined ? ["缺失", "is missing"] : expectation(issue);
  return { pointer, zh: `${pointer} ${zh}`, en: `${pointer} ${en}` };
}

function expectation(issue: Issue): [zh: string, en: string] {
  switch (issue.code) {
    case "unrecognized_keys":
      return ["是未知字段", "is an unknown field"];
    case "invalid_type":
      return [`应为 ${issue.expected}`, `must be ${issue.expected}`];
    case "too_small":
      return [`过小或过短，最小 ${issue.minimum}`, `is too small or short; at least ${issue.minimum}`];
    case "too_big":
      return [`过大或过长，最大 ${issue.maximum}`, `is too large or long; at most ${issue.maximum}`];
    case "invalid_value":
      return [`应为 ${issue.values.join("、")} 之一`, `must be one of ${issue.values.join(", ")}`];
    case "custom":
      return [`格式不正确（${issue.message}）`, `has the wrong form (${issue.message})`];
    default:
      return ["格式不正确", "has the wrong form"];
  }
}

const garbled = () =>
  new Problem({
    status: 400,
    code: "unreadable-text",
    zh: "文件在传输中已失真（非 UTF-8 文本），请以 application/octet-stream 发送",
    en: "The text did not survive the way here, since it is not UTF-8; send it as application/octet-stream",
  });

const tooLarge = () =>
  new Problem({
    status: 413,
    code: "body-too-large",
    zh: `请求内容超过 ${MAX_BODY_BYTES} 字节`,
    en: `The body is larger than ${MAX_BODY_BYTES} bytes`,
  });

function unsupported(type: string, { body, accepts = [] }: Route): Problem {
  const accepted = [...(body ? ["application/json"] : []), ...accepts];
  return new Problem({
    status: 415,
    code: "unsupported-media-type",
    zh: `不支持 ${type || "空"} 类型，应为 ${accepted.join("、")}`,
    en: `${type || "No type"} is not supported; send ${accepted.join(", ")}`,
  });
}
