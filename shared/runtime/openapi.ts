import type * as z from "zod/mini";
import { ROLES, type Role, type Route, type Routes, type Scope } from "../values/route.ts";
import { type Json, jsonSchema } from "./json-schema.ts";
import { isOptional } from "./requests.ts";

const TITLES = { zh: "融合：产教融合型城市管理系统", en: "Ronghe: industry-education integration of a city" };

/**
 * The whole public API as an OpenAPI 3.1 document, from nothing but the contexts' route tables.
 * @param routesByContext each context's routes by its name, which becomes the tag of its operations
 * @throws when two contexts declare the same operation or the same method and path
 */
export function buildOpenApi(routesByContext: Readonly<Record<string, Routes>>): Json {
  const operations = Object.entries(routesByContext).flatMap(([context, routes]) =>
    Object.entries(routes).map(([id, route]) => ({ context, id, route })),
  );
  refuseTwice(operations.map(({ id }) => id));
  refuseTwice(operations.map(({ route }) => `${route.method} ${route.path}`));
  const paths: Record<string, Json> = {};
  for (const { context, id, route } of operations) {
    const method = route.method.toLowerCase();
    paths[route.path] = { ...paths[route.path], [method]: operation(context, id, route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: `${TITLES.zh} ${TITLES.en}`, version: "1", description: READ_FIRST },
    servers: [{ url: "/" }],
    tags: Object.keys(routesByContext).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: TOKEN },
      responses: { Problem: PROBLEM_ANSWER },
      schemas: { Problem },
    },
  };
}

function operation(context: string, id: string, route: Route): Json {
  const keyed = route.method !== "GET" && (route.access !== "public" || route.body !== undefined);
  const parameters = [
    ...parametersOf("path", route.params, pathNames(route.path)),
    ...parametersOf("query", route.query),
    ...(keyed ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: id,
    tags: [context],
    summary: route.summary,
    "x-access": accessOf(route),
    security: route.access === "public" ? [] : [{ token: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(route),
    "x-problems": problemsOf(route, keyed),
    responses: { ...answersOf(route), default: { $ref: "#/components/responses/Problem" } },
  };
}

/** What the declaration alone may lead to; what a context's own rules refuse has codes of its own. */
function problemsOf({ access, params, query, body, accepts }: Route, keyed: boolean): Json[] {
  const owned = access !== "public" && Object.values(access).some(({ kind }) => kind !== "anyone");
  const sent = body !== undefined || accepts !== undefined;
  const possible: [when: boolean, status: number, code: string][] = [
    [access !== "public", 401, "no-token"],
    [access !== "public", 403, "missing-role"],
    [owned, 403, "foreign-organisation"],
    [params !== undefined || query !== undefined || sent, 400, "invalid-request"],
    [body !== undefined, 400, "invalid-json"],
    [sent, 413, "body-too-large"],
    [sent, 415, "unsupported-media-type"],
    [keyed, 409, "idempotency-in-progress"],
    [keyed, 422, "idempotency-key-reused"],
  ];
  return possible.filter(([when]) => when).map(([, status, code]) => ({ status, code }));
}

/** Who may call: `public`, or role by role `anyone`, or its own data by the place that names the owner. */
function accessOf({ access }: Route): unknown {
  if (access === "public") return "public";
  const told = ROLES.filter((role) => access[role]).map((role) => [role, scopeOf(role, access)] as const);
  return Object.fromEntries(told);
}

function scopeOf(role: Role, access: Partial<Record<Role, Scope>>): string {
  const scope = access[role];
  return scope?.kind === "own" ? `own ${scope.pointer}` : (scope?.kind ?? "");
}

function bodyOf({ body, accepts = [] }: Route): Json {
  const json = body ? { "application/json": { schema: jsonSchema(body, "input") } } : {};
  const other = Object.fromEntries(accepts.map((type) => [type, { schema: { type: "string" } }]));
  const content = { ...json, ...other };
  const required = !(body && isOptional(body));
  return Object.keys(content).length > 0 ? { requestBody: { required, content } } : {};
}

function answersOf({ answers }: Route): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [status, answerOf(Number(status), schema)]),
  );
}

function answerOf(status: number, schema: z.ZodMiniType | null): Json {
  if (schema) {
    const content = { "application/json": { schema: jsonSchema(schema, "output") } };
    return { description: "成功 Success", content };
  }
  if (status < 300 || status >= 400) return { description: "内容不是 JSON The content is not JSON" };
  const location = {
    description: "五分钟内有效的地址 An address good for five minutes",
    schema: { type: "string" },
  };
  return { description: "见 Location See Location", headers: { Location: location } };
}

function parametersOf(
  place: "path" | "query",
  schema: z.ZodMiniType | undefined,
  always: string[] = [],
): Json[] {
  const { properties = {}, required = [] } = schema ? (jsonSchema(schema, "input") as ObjectSchema) : {};
  const names = new Set([...always, ...Object.keys(properties)]);
  return [...names].map((name) => ({
    name,
    in: place,
    required: always.includes(name) || required.includes(name),
    schema: properties[name] ?? { type: "string" },
  }));
}

interface ObjectSchema {
  properties?: Record<string, Json>;
  required?: string[];
}

const pathNames = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`The API declares ${twice} twice`);
}

const READ_FIRST = [
  "金额为整数分（字段以 Fen 结尾）；月份 YYYY-MM，日期 YYYY-MM-DD，时区 Asia/Shanghai。列表以 limit 与 cursor 翻页。错误为 RFC 9457 文档，中英文并列，code 稳定不变。",
  "Money is an integer number of fen in fields that end in Fen; months are YYYY-MM, dates YYYY-MM-DD, the zone is Asia/Shanghai. Lists page by limit and cursor. Errors are RFC 9457 documents in both languages with a stable code.",
].join("\n\n");

const TOKEN: Json = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "JWT",
  description: "OIDC 访问令牌，含 roles 与 org OIDC access token with the claims roles and org",
};

const IDEMPOTENCY_KEY: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "七天内重复提交得到首次的答复 A replay within seven days gets the first answer",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const Problem: Json = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "detailZh", "detailEn", "correlationId"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "稳定，供程序判断 Stable; programs branch on it" },
    detail: { type: "string", description: "按 Accept-Language By Accept-Language" },
    detailZh: { type: "string" },
    detailEn: { type: "string" },
    pointer: { type: "string", description: "出错字段的 JSON Pointer JSON pointer to the offending field" },
    correlationId: { type: "string" },
  },
};

const PROBLEM_ANSWER: Json = {
  description: "未能办理 The request was not carried out",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
