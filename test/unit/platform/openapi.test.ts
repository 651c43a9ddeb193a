import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { buildOpenApi } from "../../../shared/runtime/openapi.ts";
import { anyone, defineRoutes, own, type Routes } from "../../../shared/values/route.ts";
import { period, uscc } from "../../../shared/values/schemas.ts";

const FUNCTIONS = fileURLToPath(new URL("../../../functions", import.meta.url));

async function everyContext(): Promise<Record<string, Routes>> {
  const files = globSync("*/routes.ts", { cwd: FUNCTIONS }).sort();
  const modules = await Promise.all(files.map((file) => import(`${FUNCTIONS}/${file}`)));
  return Object.fromEntries(files.map((file, index) => [file.split("/")[0], modules[index].routes]));
}

const example = defineRoutes({
  sendMonth: {
    method: "PUT",
    path: "/v1/examples/{uscc}",
    summary: "示例 An example",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    query: z.object({ period, limit: z.optional(z.coerce.number()) }),
    body: z.strictObject({ name: z.string() }),
    accepts: ["text/csv"],
    answers: { 200: z.object({ name: z.string() }), 303: null },
  },
});

function sendMonth() {
  const { paths } = buildOpenApi({ example }) as { paths: Record<string, Record<string, Operation>> };
  const operation = paths["/v1/examples/{uscc}"]?.["put"];
  if (!operation) throw new Error("The operation is missing");
  return operation;
}

interface Operation {
  "x-access": unknown;
  parameters: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[];
  requestBody: { content: Record<string, unknown> };
  responses: Record<string, unknown>;
}

test("the document of all contexts is valid OpenAPI 3.1 and names every route", async () => {
  const contexts = await everyContext();
  const document = buildOpenApi(contexts) as { paths: Record<string, Record<string, unknown>> };
  const result = await new Validator().validate(document);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  const declared = Object.values(contexts).flatMap((routes) => Object.values(routes));
  expect(declared.length).toBeGreaterThan(10);
  for (const { method, path } of declared) expect(document.paths[path]).toHaveProperty(method.toLowerCase());
});

test("every summary is Chinese first and English after it", async () => {
  for (const routes of Object.values(await everyContext())) {
    for (const { summary } of Object.values(routes)) expect(summary).toMatch(/^\p{Script=Han}.* [A-Z]/u);
  }
});

test("roles are told with what they may reach", () => {
  expect(sendMonth()["x-access"]).toEqual({ enterprise: "own /params/uscc", officer: "anyone" });
});

test("parameters carry what refinements check, and writes take an idempotency key", () => {
  const parameters = sendMonth().parameters.map(({ name, in: place, required }) => [name, place, required]);
  expect(parameters).toEqual([
    ["uscc", "path", true],
    ["period", "query", true],
    ["limit", "query", false],
    ["Idempotency-Key", "header", false],
  ]);
  const [, month] = sendMonth().parameters;
  expect(new RegExp(String(month?.schema["pattern"])).test("2026-13")).toBe(false);
});

test("bodies are closed, answers stay open, redirects say where to", () => {
  const { requestBody, responses } = sendMonth();
  expect(Object.keys(requestBody.content)).toEqual(["application/json", "text/csv"]);
  expect(JSON.stringify(requestBody)).toContain('"additionalProperties":false');
  expect(JSON.stringify(responses["200"])).not.toContain("additionalProperties");
  expect(responses["303"]).toHaveProperty("headers.Location");
  expect(responses["default"]).toEqual({ $ref: "#/components/responses/Problem" });
});

test("the same operation in two contexts is refused by name", () => {
  expect(() => buildOpenApi({ example, again: example })).toThrow("sendMonth");
});
