import * as z from "zod/mini";
import { setting } from "../../shared/runtime/config.ts";
import { execution } from "../../shared/runtime/context.ts";
import { count, fen } from "../../shared/values/schemas.ts";
import { type AsyncApi, asyncApiDocument, type OpenApi, openApiDocument } from "./reference.ts";
import { unavailable } from "./unavailable.ts";

/** The gateway gives up on a page after 30 s; a reader should see what is wrong well before. */
const PATIENCE_MS = 8_000;

export const STATUSES = ["open", "closing", "published", "approved", "instructed", "settled"] as const;

const overview = z.object({
  period: z.string(),
  status: z.enum(STATUSES),
  updatedAt: z.string(),
  publicityEnd: z.nullable(z.string()),
  enterprises: z.object({ registered: count, review: count, pending: count }),
  placements: count,
  uploads: z.object({ total: count, processed: count, rejected: count }),
  rows: z.object({ total: count, accepted: count, rejected: count }),
  studentMonths: count,
  accruedFen: fen,
  settledFen: fen,
  paidFen: fen,
  returnedFen: fen,
  steps: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), done: count, total: count })),
});

const place = z.object({
  group: z.string(),
  rank: count,
  unitId: z.string(),
  name: z.string(),
  total: z.number(),
  grade: z.string(),
  vetoed: z.boolean(),
  previous: z.nullable(z.object({ rank: count })),
});
const ranking = z.object({
  period: z.string(),
  revision: count,
  publishedAt: z.string(),
  items: z.array(place),
});

const objectionStatus = z.enum(["open", "upheld", "dismissed"]);

const publicityLine = z.object({
  lineId: z.string(),
  name: z.string(),
  schoolCode: z.nullable(z.string()),
  enterprise: z.string(),
  earnedPeriod: z.string(),
  amountFen: fen,
  objected: z.nullable(objectionStatus),
});
const objection = z.object({
  id: z.string(),
  status: objectionStatus,
  lineIds: z.array(z.string()),
  filedAt: z.string(),
  text: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});
const objections = z.object({ items: z.array(objection), cursor: z.nullable(z.string()) });
const publicity = z.object({ items: z.array(publicityLine), cursor: z.nullable(z.string()) });

const wording = z.object({ zh: z.string(), en: z.string() });
const rule = z.object({
  code: z.string(),
  layer: z.enum(["file", "row", "meaning", "across", "roster"]),
  severity: z.enum(["reject", "warn", "violation"]),
  source: z.string(),
  title: wording,
  help: wording,
});

export type Overview = z.infer<typeof overview>;
export type Step = Overview["steps"][number];
export type Ranking = z.infer<typeof ranking>;
export type Place = z.infer<typeof place>;
export type Publicity = z.infer<typeof publicity>;
export type PublicityLine = z.infer<typeof publicityLine>;
export type Objection = z.infer<typeof objection>;
export type Objections = z.infer<typeof objections>;
export type Rule = z.infer<typeof rule>;

/** The totals and steps of a month; of the current one when none is asked for. @throws Unavailable */
export async function readOverview(period: string | undefined): Promise<Overview> {
  const found = await read(`/v1/overview${period ? `?period=${period}` : ""}`, overview);
  if (!found) throw unavailable("/v1/overview", new Error("Status 404"));
  return found;
}

/** The published ranking, or null until it is published. @throws Unavailable */
export const readRanking = (period: string): Promise<Ranking | null> =>
  read(`/v1/rankings/${period}?limit=1000`, ranking);

/** A page of the masked list, or null until it is published. @throws Unavailable */
export function readPublicity(period: string, cursor?: string): Promise<Publicity | null> {
  const query = new URLSearchParams({ limit: "200", ...(cursor ? { cursor } : {}) });
  return read(`/v1/publicity/${period}?${query}`, publicity);
}

/** A page of what was said against the month's list, or the status of the refusal. @throws Unavailable */
export async function readObjections(
  period: string,
  cursor: string | undefined,
  token: string,
): Promise<Objections | { status: number }> {
  const query = new URLSearchParams({ limit: "100", ...(cursor ? { cursor } : {}) });
  const path = `/v1/periods/${period}/objections?${query}`;
  const response = await call(path, { authorization: `Bearer ${token}` });
  if (response.status >= 400 && response.status < 500) return { status: response.status };
  return parsed(path, response, objections);
}

/** Every rule that files are held to, layer by layer. @throws Unavailable */
export async function readRules(): Promise<Rule[]> {
  const found = await read("/v1/rules", z.object({ items: z.array(rule) }));
  if (!found) throw unavailable("/v1/rules", new Error("Status 404"));
  return found.items;
}

/** What the API says of itself. @throws Unavailable */
export async function readDescriptions(): Promise<{ openApi: OpenApi; asyncApi: AsyncApi }> {
  const [openApi, asyncApi] = await Promise.all([
    read("/v1/openapi.json", openApiDocument),
    read("/v1/asyncapi.json", asyncApiDocument),
  ]);
  if (!openApi || !asyncApi) throw unavailable("/v1/openapi.json", new Error("Status 404"));
  return { openApi, asyncApi };
}

/** Where a file of the month lies for the next five minutes, or the status of the refusal. @throws Unavailable */
export async function locateFile(
  period: string,
  name: string,
  token: string,
): Promise<{ location: string } | { status: number }> {
  const path = `/v1/periods/${period}/files/${encodeURIComponent(name)}`;
  const response = await call(path, { authorization: `Bearer ${token}` });
  const location = response.headers.get("location");
  if (response.status === 303 && location) return { location };
  if (response.status >= 400 && response.status < 500) return { status: response.status };
  throw unavailable(nameOf(path), new Error(`Status ${response.status}`));
}

async function read<T extends z.ZodMiniType>(path: string, schema: T): Promise<z.infer<T> | null> {
  const response = await call(path);
  return response.status === 404 ? null : parsed(path, response, schema);
}

async function parsed<T extends z.ZodMiniType>(
  path: string,
  response: Response,
  schema: T,
): Promise<z.infer<T>> {
  try {
    if (!response.ok) throw new Error(`Status ${response.status}`);
    return z.parse(schema, await response.json());
  } catch (cause) {
    throw unavailable(nameOf(path), cause);
  }
}

async function call(path: string, headers: Record<string, string> = {}): Promise<Response> {
  try {
    return await fetch(`${setting("API_URL")}${path}`, {
      headers: { accept: "application/json", "x-correlation-id": execution().correlationId, ...headers },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (cause) {
    throw unavailable(nameOf(path), cause);
  }
}

/** A query may carry a cursor, which has no place in a log. */
const nameOf = (path: string): string => path.split("?")[0] ?? path;
