import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import type { HttpEvent } from "../../../shared/runtime/exchange.ts";
import { readRequest, validAnswer } from "../../../shared/runtime/requests.ts";
import type { Problem } from "../../../shared/values/problem.ts";
import type { Route } from "../../../shared/values/route.ts";
import { date, pageQuery, period, text, uscc } from "../../../shared/values/schemas.ts";

const route: Route = {
  method: "POST",
  path: "/v1/things/{period}",
  summary: "事物 Things",
  access: "public",
  params: z.strictObject({ period }),
  query: z.strictObject(pageQuery),
  body: z.strictObject({
    uscc,
    name: text(10),
    kind: z.optional(z.enum(["a", "b"])),
    student: z.optional(z.strictObject({ idNumber: z.string(), from: z.optional(date) })),
    lines: z.optional(z.array(z.strictObject({ "a/b~c": z.int() })).check(z.maxLength(2))),
    deep: z.optional(z.unknown()),
  }),
  answers: {},
};
const good = { uscc: "91411200MA9TE0T007", name: "甲" };
const event = (body: unknown, more: Partial<HttpEvent> = {}) =>
  ({
    headers: {},
    pathParameters: { period: "2026-06" },
    isBase64Encoded: false,
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...more,
  }) as HttpEvent;
const problemOf = (body: unknown, more: Partial<HttpEvent> = {}, on = route) => {
  try {
    readRequest(on, event(body, more));
  } catch (cause) {
    return (cause as Problem).facts;
  }
  throw new Error("It was accepted");
};

describe("a request that keeps the contract", () => {
  it("is read by its schemas", () => {
    const body = { ...good, uscc: "９１４１１２００ma9te0t007", name: " 甲 " };
    expect(readRequest(route, event(body, { queryStringParameters: { limit: "5" } }))).toEqual({
      params: { period: "2026-06" },
      query: { limit: 5 },
      body: good,
      text: JSON.stringify(body),
    });
  });

  it("may come without a body where the schema has a default", () => {
    const optional = { ...route, body: z._default(z.strictObject({ name: z.optional(text(10)) }), {}) };
    expect(readRequest(optional, event("")).body).toEqual({});
    expect(readRequest(optional, event({ name: "甲" })).body).toEqual({ name: "甲" });
    expect(problemOf("{", {}, optional)).toMatchObject({ code: "invalid-json" });
    expect(problemOf("")).toMatchObject({ code: "invalid-json" });
  });

  it.each([
    undefined,
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/cloudevents+json",
  ])("comes as JSON by any of its names: %s", (type) => {
    expect(readRequest(route, event(good, { headers: type ? { "content-type": type } : {} })).body).toEqual(
      good,
    );
  });

  it("may come in base64", () => {
    const body = Buffer.from(JSON.stringify(good)).toString("base64");
    expect(readRequest(route, event(body, { isBase64Encoded: true })).body).toEqual(good);
  });

  it("may be a long list", () => {
    const long = { ...good, deep: new Array(300_000).fill(0) };
    expect(readRequest(route, event(long)).body).toEqual(long);
  });
});

describe("the pointer of a refusal", () => {
  it.each<[string, unknown, string, string]>([
    ["an unknown field", { ...good, extra: 1 }, "/extra", "is an unknown field"],
    ["an unknown field that is null", { ...good, extra: null }, "/extra", "is an unknown field"],
    [
      "an unknown field inside",
      { ...good, student: { idNumber: "1", x: 1 } },
      "/student/x",
      "is an unknown field",
    ],
    [
      "a prototype",
      `{"uscc":"${good.uscc}","name":"甲","__proto__":{"x":1}}`,
      "/__proto__",
      "is an unknown field",
    ],
    ["a missing field", { uscc: good.uscc }, "/name", "is missing"],
    ["a missing field inside", { ...good, student: {} }, "/student/idNumber", "is missing"],
    ["a wrong type", { ...good, name: 7 }, "/name", "must be string"],
    ["null for a text", { ...good, name: null }, "/name", "must be string"],
    ["a text for an object", { ...good, student: "x" }, "/student", "must be object"],
    ["a list for the whole", [good], "/", "must be object"],
    ["blank text", { ...good, name: "  " }, "/name", "is too small or short; at least 1"],
    ["long text", { ...good, name: "x".repeat(11) }, "/name", "is too large or long; at most 10"],
    ["another choice", { ...good, kind: "c" }, "/kind", "must be one of a, b"],
    [
      "a day that is none",
      { ...good, student: { idNumber: "1", from: "2026-02-30" } },
      "/student/from",
      "has the wrong form (date)",
    ],
    ["a code of another form", { ...good, uscc: "9141" }, "/uscc", "has the wrong form"],
    [
      "a key with slashes",
      { ...good, lines: [{ "a/b~c": 1 }, { "a/b~c": 1.5 }] },
      "/lines/1/a~1b~0c",
      "must be int",
    ],
  ])("leads to %s", (_, body, pointer, en) => {
    expect(problemOf(body)).toMatchObject({ status: 400, code: "invalid-request", pointer });
    expect(problemOf(body).en).toContain(`${pointer} ${en}`);
    expect(problemOf(body).zh).toMatch(/^请求不符合约定：/);
  });

  it("leads into the query and the path too", () => {
    expect(problemOf(good, { queryStringParameters: { limit: "0" } }).pointer).toBe("/query/limit");
    expect(problemOf(good, { queryStringParameters: { limit: "x" } }).pointer).toBe("/query/limit");
    expect(problemOf(good, { queryStringParameters: { sort: "x" } }).pointer).toBe("/query/sort");
    expect(problemOf(good, { pathParameters: { period: "2026-13" } }).pointer).toBe("/period");
  });

  it("comes with every other fault, and with nothing that was sent", () => {
    const facts = problemOf({ uscc: "x", name: 4_1120_2200, student: { idNumber: 411202200910150 } });
    const issues = facts.extra?.["issues"] as { pointer: string }[];
    expect(issues.map(({ pointer }) => pointer)).toEqual(["/uscc", "/name", "/student/idNumber"]);
    expect(JSON.stringify(facts)).not.toMatch(/411202200/);
  });
});

describe("a body that cannot be read", () => {
  it.each(["", "{", "nonsense", "{'a':1}", "[1,]"])("is no JSON: %o", (body) => {
    expect(problemOf(body)).toMatchObject({ status: 400, code: "invalid-json" });
  });

  it("is nested beyond reason", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const at = (depth: number) => `{"uscc":"${good.uscc}","name":"甲","deep":${nested(depth)}}`;
    expect(readRequest(route, event(at(18))).body).toMatchObject(good);
    expect(problemOf(at(20)).code).toBe("invalid-json");
    expect(problemOf(nested(100_000)).code).toBe("invalid-json");
  });

  it("is too large, counted in bytes of what it says", () => {
    const large = JSON.stringify({ ...good, deep: "融".repeat(349_600) });
    expect(large.length).toBeLessThan(1_048_576);
    expect(problemOf(large)).toMatchObject({ status: 413, code: "body-too-large" });
    const packed = Buffer.from(large).toString("base64");
    expect(problemOf(packed, { isBase64Encoded: true }).status).toBe(413);
  });

  it.each(["text/csv", "application/xml", "multipart/form-data; boundary=x", "", "application/jsonp"])(
    "is of a type nobody asked for: %o",
    (type) => {
      expect(problemOf(good, { headers: { "content-type": type } })).toMatchObject({
        status: 415,
        code: "unsupported-media-type",
      });
    },
  );
});

describe("a route that takes other types", () => {
  const returns: Route = { ...route, accepts: ["text/csv"], body: z.strictObject({ a: z.int() }) };

  it("gets their text as it came", () => {
    const read = readRequest(
      returns,
      event("a,b\n", { headers: { "content-type": "text/csv; charset=utf-8" } }),
    );
    expect(read).toMatchObject({ body: undefined, text: "a,b\n" });
    expect(readRequest(returns, event({ a: 1 })).body).toEqual({ a: 1 });
  });

  it("reads them by the encoding they declare", () => {
    // these bytes are 联通 in GB18030, and something else in UTF-8
    const body = Buffer.from([0xc1, 0xaa, 0xcd, 0xa8]).toString("base64");
    const sent = (type: string) =>
      readRequest(returns, event(body, { isBase64Encoded: true, headers: { "content-type": type } })).text;
    for (const charset of ["gb18030", "GBK", '"gb2312"'])
      expect(sent(`text/csv; charset=${charset}`)).toBe("联通");
    const utf8 = Buffer.from("\u0628\u0763").toString("base64");
    const read = (type: string) =>
      readRequest(returns, event(utf8, { isBase64Encoded: true, headers: { "content-type": type } })).text;
    expect(read("text/csv")).toBe("\u0628\u0763");
    expect(read("text/csv; charset=gb18030")).not.toBe("\u0628\u0763");
  });

  it("refuses a text that a gateway has read as something it was not", () => {
    const problem = problemOf("P1,\uFFFD\uFFFD\n", { headers: { "content-type": "text/csv" } }, returns);
    expect(problem).toMatchObject({ status: 400, code: "unreadable-text" });
  });

  it("says which it takes", () => {
    expect(problemOf("x", { headers: { "content-type": "text/html" } }, returns).en).toContain(
      "application/json, text/csv",
    );
  });
});

describe("an answer", () => {
  const schema = z.object({ uscc: z.string(), fen: z.int() });

  it("is cut to what is declared", () => {
    expect(validAnswer(schema, { uscc: "A", fen: 1, idNumber: "411202200910150030" })).toEqual({
      uscc: "A",
      fen: 1,
    });
  });

  it("that breaks its declaration is a fault of ours, told without its content", () => {
    expect(() => validAnswer(schema, { uscc: "411202200910150030", fen: 0.5 })).toThrow(
      /^The answer does not match its declaration: fen: invalid_type$/,
    );
  });
});
