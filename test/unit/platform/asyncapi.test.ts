import { Parser } from "@asyncapi/parser";
import { expect, test } from "vitest";
import { catalogue, toldOutside } from "../../../events/catalogue.ts";
import { PlacementChanged } from "../../../events/placement.ts";
import { buildAsyncApi } from "../../../shared/runtime/asyncapi.ts";

interface Document {
  operations: Record<string, { action: string; messages: { $ref: string }[] }>;
  components: { messages: Record<string, Record<string, unknown>>; schemas: Record<string, Schema> };
}
interface Schema {
  properties: Record<string, unknown>;
}

const document = buildAsyncApi(catalogue) as unknown as Document;
const parse = (text: string) => new Parser().parse(text);
const ERROR = 0;

test("the document of the catalogue is valid AsyncAPI 3, and one that is not is noticed", async () => {
  const { document: parsed, diagnostics } = await parse(JSON.stringify(document));
  expect(diagnostics.filter(({ severity }) => severity === ERROR)).toEqual([]);
  expect(parsed?.version()).toBe("3.0.0");
  expect(parsed?.allMessages().all().length).toBeGreaterThanOrEqual(catalogue.length);
  const broken = JSON.stringify(document).replaceAll(
    "#/channels/facts/messages/",
    "#/channels/facts/missing/",
  );
  const { diagnostics: found } = await parse(broken);
  expect(found.filter(({ severity }) => severity === ERROR)).not.toEqual([]);
});

test("every event is told by its producer and heard by exactly its consumers", () => {
  for (const { type, producer, consumers } of catalogue) {
    expect(document.components.messages[type]).toMatchObject({
      "x-producer": producer,
      "x-consumers": consumers,
    });
    const reference = { $ref: `#/channels/facts/messages/${type}` };
    expect(document.operations[`${producer}.tells`]).toMatchObject({ action: "send" });
    expect(document.operations[`${producer}.tells`]?.messages).toContainEqual(reference);
    const hearing = Object.entries(document.operations).filter(
      ([, { action, messages }]) =>
        action === "receive" && messages.some(({ $ref }) => $ref === reference.$ref),
    );
    expect(hearing.map(([name]) => name).sort()).toEqual(
      consumers.map((queue) => `${queue.replace("/", ".")}.hears`).sort(),
    );
  }
});

test("subscribers are shown what they get, not what stays inside", () => {
  const { schemas } = document.components;
  expect(Object.keys(schemas).filter((name) => name.endsWith(".outside"))).toHaveLength(toldOutside.length);
  const { type } = PlacementChanged;
  expect(Object.keys(schemas[type]?.properties ?? {})).toContain("personId");
  expect(Object.keys(schemas[`${type}.outside`]?.properties ?? {})).not.toContain("personId");
});
