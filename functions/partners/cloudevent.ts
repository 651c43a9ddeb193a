import { checkCitizenId, normaliseId } from "../../shared/values/identifiers.ts";
import type { ProblemFacts } from "../../shared/values/problem.ts";

/** An event as it was sent, by CloudEvents 1.0: the attributes that the city goes by, and its data. */
export interface CloudEvent {
  id: string;
  source: string;
  type: string;
  subject: string | null;
  dataschema: string | null;
  data: unknown;
}

export type Refusal = Pick<ProblemFacts, "status" | "code" | "zh" | "en">;
/** One event of a request: well formed, or why not, with as much of its name as there is. */
export type Read = { event: CloudEvent } | { refusal: Refusal; id: string | null; source: string | null };

export const BATCH = "application/cloudevents-batch+json";
export const STRUCTURED = "application/cloudevents+json";
export const PLAIN = "application/json";

/** Attributes become keys, headers of answers and lines of logs: printable, and not too long. */
const ATTRIBUTE = /^[\p{L}\p{N}\p{P}\p{S} ]{1,256}$/u;
const REQUIRED = ["id", "source", "type"] as const;
const OPTIONAL = ["subject", "dataschema"] as const;
const MOST_BYTES = 65_536;

/** One event of any mode. @param raw its attributes and data as one object, as structured mode has them */
export function readEvent(raw: unknown): Read {
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) return refused(MALFORMED, {});
  const event = raw as Record<string, unknown>;
  const refusal = refusalOf(event);
  if (refusal) return refused(refusal, event);
  const { subject = null, dataschema = null, data = null, ...named } = event as Partial<CloudEvent>;
  const { id = "", source = "", type = "" } = named;
  return { event: { id, source, type, subject, dataschema, data } };
}

function refusalOf(event: Record<string, unknown>): Refusal | null {
  if (event["specversion"] !== "1.0") return SPECVERSION;
  for (const name of [...REQUIRED, ...OPTIONAL]) {
    const value = event[name];
    if (value === undefined && !(REQUIRED as readonly string[]).includes(name)) continue;
    if (typeof value !== "string" || !ATTRIBUTE.test(value)) return invalidAttribute(name);
    if (namesSomebody(value)) return PERSONAL;
  }
  const mediaType = event["datacontenttype"] ?? PLAIN;
  if ("data_base64" in event || typeof mediaType !== "string" || !JSON_TYPE.test(mediaType)) return NOT_JSON;
  return JSON.stringify(event["data"] ?? null).length > MOST_BYTES ? TOO_LARGE : null;
}

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;.*)?$/i;

/** Attributes stand in addresses and logs, where no identity number may be. */
const namesSomebody = (text: string): boolean =>
  (text.match(/[1-9]\d{16}[\dXx]/g) ?? []).some((found) => checkCitizenId(normaliseId(found)).valid);

function refused(refusal: Refusal, event: Record<string, unknown>): Read {
  const named = (name: string) => {
    const value = event[name];
    return typeof value === "string" && ATTRIBUTE.test(value) && !namesSomebody(value) ? value : null;
  };
  return { refusal, id: named("id"), source: named("source") };
}

/** Binary mode: attributes in `ce-` headers, percent-encoded where they are not plain ASCII; the body is the data. */
export function attributesIn(headers: Record<string, string | undefined>): Record<string, unknown> {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith("ce-") && value !== undefined ? [[name.slice(3), decoded(value)] as const] : [],
  );
  return { ...Object.fromEntries(attributes), datacontenttype: headers["content-type"] };
}

/** What is no percent-encoding stays as it is, and is then judged as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const refusal = (status: number, code: string, zh: string, en: string): Refusal => ({ status, code, zh, en });

const MALFORMED = refusal(400, "malformed-event", "事件须为 JSON 对象", "An event is a JSON object");
const SPECVERSION = refusal(
  400,
  "unknown-specversion",
  "只接受 CloudEvents 1.0",
  "Only CloudEvents 1.0 is taken",
);
const invalidAttribute = (name: string) =>
  refusal(
    400,
    "invalid-attribute",
    `属性 ${name} 缺失、过长或含有控制字符`,
    `The attribute ${name} is missing, too long or holds control characters`,
  );
const PERSONAL = refusal(
  400,
  "personal-data-in-attribute",
  "id、source、subject 等属性不得含身份证号",
  "Attributes must not hold identity numbers",
);
const NOT_JSON = refusal(415, "data-not-json", "事件内容须为 JSON", "The data of an event must be JSON");
const TOO_LARGE = refusal(413, "event-too-large", "单个事件内容超过 64 KB", "An event holds 64 KB at most");
