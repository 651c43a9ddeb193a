import * as z from "zod/mini";
import type { Words } from "./words.ts";

/** What the API says of itself, as far as the page shows it. */
const schema = z.record(z.string(), z.unknown());
const content = z.optional(z.record(z.string(), z.object({ schema: z.optional(schema) })));
const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  "x-access": z.union([z.literal("public"), z.record(z.string(), z.string())]),
  "x-problems": z._default(z.array(z.object({ status: z.number(), code: z.string() })), []),
  parameters: z._default(
    z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema })),
    [],
  ),
  requestBody: z.optional(z.object({ content })),
  responses: z.record(z.string(), z.object({ content })),
});
export const openApiDocument = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
});
export const asyncApiDocument = z.object({
  components: z.object({
    messages: z.record(
      z.string(),
      z.object({
        name: z.string(),
        summary: z.string(),
        "x-producer": z.string(),
        "x-consumers": z.optional(z.array(z.string())),
      }),
    ),
    schemas: z.record(z.string(), schema),
  }),
});

export type OpenApi = z.infer<typeof openApiDocument>;
export type AsyncApi = z.infer<typeof asyncApiDocument>;
type Schema = z.infer<typeof schema>;

export interface Field {
  /** From the outside in, `student.idNumber`; a list's items are `lines[]`. */
  name: string;
  type: string;
  required: boolean;
}
export interface Answer {
  status: string;
  fields: Field[];
}
export interface Operation {
  id: string;
  context: string;
  method: string;
  path: string;
  title: Words;
  access: "public" | Record<string, string>;
  parameters: Field[];
  body: Field[];
  answers: Answer[];
  problems: { status: number; code: string }[];
}
export interface EventEntry {
  type: string;
  title: Words;
  producer: string;
  consumers: string[];
  fields: Field[];
  /** As subscribers get it; null when nobody outside is told. */
  example: string | null;
}

export const operationsOf = ({ paths }: OpenApi): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, one]): Operation => ({
        id: one.operationId,
        context: one.tags[0] ?? "",
        method: method.toUpperCase(),
        path,
        title: wordsOf(one.summary),
        access: one["x-access"],
        parameters: one.parameters.map(({ name, required, schema }) => ({
          name,
          required,
          type: typeOf(schema),
        })),
        body: fieldsIn(one.requestBody?.content),
        answers: Object.entries(one.responses)
          .filter(([status]) => status !== "default")
          .map(([status, answer]) => ({ status, fields: fieldsIn(answer.content) })),
        problems: one["x-problems"],
      }),
    ),
  );

export const eventsOf = ({ components: { messages, schemas } }: AsyncApi): EventEntry[] =>
  Object.values(messages)
    .filter((message) => message["x-consumers"] !== undefined)
    .map((message): EventEntry => {
      const { name: type } = message;
      const outside = schemas[`${type}.outside`];
      return {
        type,
        title: wordsOf(message.summary),
        producer: message["x-producer"],
        consumers: message["x-consumers"] ?? [],
        fields: fieldsOf(schemas[type] ?? {}),
        example: outside ? exampleEvent(type, message["x-producer"], outside) : null,
      };
    });

/** Chinese first, English after it: the last Chinese character ends the one. */
export function wordsOf(summary: string): Words {
  const [, zh = summary, en = ""] = /^(.*[\p{Script=Han}）。；、」”])\s+(.*)$/u.exec(summary) ?? [];
  return { zh, en };
}

type Content = z.infer<typeof content>;
const fieldsIn = (some: Content): Field[] =>
  Object.values(some ?? {}).flatMap((one) => (one.schema ? fieldsOf(one.schema) : []));

const DEEPEST = 4;

/** Every field of a schema, one after another, each with its place. */
export function fieldsOf(of: Schema, before = "", depth = 0): Field[] {
  if (depth > DEEPEST) return [];
  const alternatives = listIn(of, "anyOf").concat(listIn(of, "oneOf"));
  if (alternatives.length > 0) return unique(alternatives.flatMap((one) => fieldsOf(one, before, depth)));
  const items = of["items"];
  if (isSchema(items)) return fieldsOf(items, `${before}[]`, depth);
  const required = (of["required"] ?? []) as string[];
  return Object.entries((of["properties"] ?? {}) as Record<string, Schema>).flatMap(([name, field]) => {
    const place = before ? `${before}.${name}` : name;
    const own: Field = { name: place, type: typeOf(field), required: required.includes(name) };
    return [own, ...fieldsOf(field, place, depth + 1)];
  });
}

function typeOf(of: Schema): string {
  const alternatives = listIn(of, "anyOf").concat(listIn(of, "oneOf"));
  if (alternatives.length > 0) return [...new Set(alternatives.map(typeOf))].join(" | ");
  if (of["const"] !== undefined) return JSON.stringify(of["const"]);
  if (Array.isArray(of["enum"])) return of["enum"].map(String).join(" | ");
  if (isSchema(of["items"])) return `${typeOf(of["items"])}[]`;
  return String(of["format"] ?? of["type"] ?? "any");
}

function exampleEvent(type: string, producer: string, data: Schema): string {
  const event = {
    specversion: "1.0",
    id: "example-1",
    source: `ronghe/${producer}`,
    type,
    time: "2026-07-05T01:30:00.000Z",
    subject: "example",
    subjectversion: 1,
    datacontenttype: "application/json",
    data: exampleOf(data),
  };
  return JSON.stringify(event, null, 2);
}

/** A value that a schema allows, as far as an example needs to. */
function exampleOf(of: Schema): unknown {
  const [example] = (of["examples"] ?? []) as unknown[];
  if (example !== undefined) return example;
  if (of["const"] !== undefined) return of["const"];
  if (Array.isArray(of["enum"])) return of["enum"][0];
  const [first] = listIn(of, "anyOf").concat(listIn(of, "oneOf"));
  if (first) return exampleOf(first);
  if (isSchema(of["items"])) return [exampleOf(of["items"])];
  if (isSchema(of["properties"])) {
    const fields = Object.entries(of["properties"] as Record<string, Schema>);
    return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field)]));
  }
  if (of["type"] === "integer" || of["type"] === "number") return 1;
  if (of["type"] === "boolean") return true;
  return typeof of["description"] === "string" && of["description"].includes("GB 32100")
    ? "91411200MA9TE0T007"
    : "…";
}

const isSchema = (value: unknown): value is Schema =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const listIn = (of: Schema, key: string): Schema[] =>
  Array.isArray(of[key]) ? (of[key] as unknown[]).filter(isSchema) : [];

const unique = (fields: readonly Field[]): Field[] => [
  ...new Map(fields.map((field) => [field.name, field])).values(),
];
