import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { catalogue, toldOutside } from "../../../events/catalogue.ts";
import { outsideData } from "../../../events/envelope.ts";
import { DocsPage } from "../../../functions/portal/docs.tsx";
import {
  asyncApiDocument,
  eventsOf,
  fieldsOf,
  openApiDocument,
  operationsOf,
  wordsOf,
} from "../../../functions/portal/reference.ts";
import { routes } from "../../../infra/routes.ts";
import { buildAsyncApi } from "../../../shared/runtime/asyncapi.ts";
import { buildOpenApi } from "../../../shared/runtime/openapi.ts";

const { portal: _pages, ...api } = routes;
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const operations = operationsOf(z.parse(openApiDocument, overTheWire(buildOpenApi(api))));
const events = eventsOf(z.parse(asyncApiDocument, overTheWire(buildAsyncApi(catalogue))));

describe("the reference", () => {
  it("has every route, with who may call it", () => {
    const declared = Object.values(api).flatMap((own) => Object.keys(own));
    expect(operations.map(({ id }) => id).toSorted()).toEqual(declared.toSorted());
    const subscribe = operations.find(({ id }) => id === "subscribe");
    expect(subscribe).toMatchObject({
      method: "POST",
      path: "/v1/subscriptions",
      context: "outbound",
      access: { partner: "own-checked", admin: "anyone" },
      title: { zh: "订阅事件；签名密钥只在此答复一次" },
    });
    expect(subscribe?.body).toContainEqual({ name: "url", type: "string", required: true });
    expect(subscribe?.problems).toContainEqual({ status: 422, code: "idempotency-key-reused" });
    expect(operations.find(({ id }) => id === "health")?.problems).toEqual([]);
  });

  it("has every event, and for subscribers an example that its own schema takes", () => {
    expect(events.map(({ type }) => type).toSorted()).toEqual(catalogue.map(({ type }) => type).toSorted());
    for (const event of toldOutside) {
      const { example } = events.find(({ type }) => type === event.type) ?? expect.fail();
      const { data, type } = JSON.parse(example ?? "") as { data: unknown; type: string };
      expect(type).toBe(event.type);
      expect(z.safeParse(outsideData(event), data).error?.issues ?? []).toEqual([]);
    }
  });

  it("finds fields within lists, objects and alternatives", () => {
    const schema = z.toJSONSchema(
      z.object({ a: z.nullable(z.object({ b: z.string() })), c: z.array(z.object({ d: z.int() })) }),
    );
    expect(fieldsOf(schema).map(({ name }) => name)).toEqual(["a", "a.b", "c", "c[].d"]);
  });

  it("parts Chinese from English", () => {
    expect(wordsOf("以 API 为准 The API decides")).toEqual({ zh: "以 API 为准", en: "The API decides" });
  });
});

describe("the page", () => {
  it("shows all of it in both languages, and runs and loads nothing from elsewhere", async () => {
    const page = String(await DocsPage({ operations, events, visitor: null }));
    for (const { path, title } of operations) {
      expect(page).toContain(path);
      expect(page).toContain(title.zh);
    }
    for (const { type } of events) expect(page).toContain(`id="${type}"`);
    expect(page).toContain("伙伴系统");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)[a-z]/i);
  });
});
