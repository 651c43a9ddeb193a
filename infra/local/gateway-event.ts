import type { IncomingHttpHeaders } from "node:http";
import { ACCOUNT } from "./names.ts";

export interface GatewayRequest {
  method: string;
  /** Path and query as they came. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  routeKey: string;
  pathParameters: Record<string, string>;
  /** Of the token, if the route demands one. */
  claims?: Record<string, unknown>;
  apiId: string;
  requestId: string;
  now: Date;
}

/** Media types whose bodies API Gateway hands on as text; all others come in base64. */
const TEXT = /^(text\/.*|application\/(json|javascript|xml))\s*(;|$)/i;
/** A text that says it is not UTF-8 comes as its bytes: of these, nothing is documented. */
const OTHER_CHARSET = /;\s*charset="?(?!utf-?8|us-ascii)/i;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A request as an HTTP API hands it to a function: payload format 2.0, of the stage `$default`. */
export function gatewayEvent(request: GatewayRequest): Record<string, unknown> {
  const [rawPath = "/", ...query] = request.url.split("?");
  const rawQueryString = query.join("?");
  const headers = headersOf(request.headers);
  const { cookie, ...others } = headers;
  const cookies = cookie?.split(/;\s*/).filter(Boolean);
  const type = headers["content-type"] ?? "text/plain";
  const text = TEXT.test(type) && !OTHER_CHARSET.test(type);
  const hasQuery = rawQueryString !== "";
  return {
    version: "2.0",
    routeKey: request.routeKey,
    rawPath,
    rawQueryString,
    ...(cookies ? { cookies } : {}),
    headers: {
      ...others,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-port": portOf(others["host"]),
    },
    ...(hasQuery ? { queryStringParameters: queryOf(rawQueryString) } : {}),
    ...(Object.keys(request.pathParameters).length > 0 ? { pathParameters: request.pathParameters } : {}),
    requestContext: {
      accountId: ACCOUNT,
      apiId: request.apiId,
      ...(request.claims
        ? { authorizer: { jwt: { claims: claimsAsText(request.claims), scopes: null } } }
        : {}),
      domainName: (others["host"] ?? "localhost").split(":")[0],
      domainPrefix: request.apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: others["user-agent"] ?? "",
      },
      requestId: request.requestId,
      routeKey: request.routeKey,
      stage: "$default",
      time: commonLogTime(request.now),
      timeEpoch: request.now.getTime(),
    },
    ...(request.body.length > 0 ? { body: request.body.toString(text ? "utf8" : "base64") } : {}),
    isBase64Encoded: request.body.length > 0 && !text,
  };
}

/** Claims as API Gateway writes them: each a text, in the notation of the language it is written in. */
export function claimsAsText(claims: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]));
}

function asText(value: unknown): string {
  if (value === null) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(asText).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, item]) => `${name}:${asText(item)}`).join(" ")}]`;
}

function headersOf(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(",") : (value ?? ""),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Decoded; a parameter that comes several times is joined with commas. */
function queryOf(rawQueryString: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  return query;
}

const portOf = (host: string | undefined): string => host?.split(":")[1] ?? "80";

/** `12/Mar/2026:19:03:58 +0000` */
function commonLogTime(instant: Date): string {
  const [day, time] = instant.toISOString().slice(0, 19).split("T") as [string, string];
  const [year, month, date] = day.split("-") as [string, string, string];
  return `${date}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
}
