import { describe, expect, it } from "vitest";
import { failedItems } from "../../../infra/local/batch-answer.ts";
import type { RouteSpec } from "../../../infra/local/blueprint.ts";
import { claimsAsText, gatewayEvent } from "../../../infra/local/gateway-event.ts";
import { Routing } from "../../../infra/local/routing.ts";

describe("claims", () => {
  it("reach functions as texts", () => {
    const claims = {
      roles: ["finance", "officer"],
      exp: 1782892800,
      sub: "a",
      admin: true,
      none: null,
      nested: { b: [1], a: "x" },
      empty: [],
    };
    expect(claimsAsText(claims)).toEqual({
      roles: "[finance officer]",
      exp: "1782892800",
      sub: "a",
      admin: "true",
      none: "<nil>",
      nested: "map[a:x b:[1]]",
      empty: "[]",
    });
  });
});

describe("an event", () => {
  const request = {
    method: "POST",
    url: "/v1/x?a=b%20c&a=d?e",
    headers: { host: "localhost:4000", "content-type": "application/json", cookie: "s=1" },
    body: Buffer.from('{"a":"中"}'),
    routeKey: "POST /v1/x",
    pathParameters: {},
    apiId: "api",
    requestId: "id",
    now: new Date("2026-07-01T01:02:03.004Z"),
  };

  it("has the shape of payload format 2.0", () => {
    const event = gatewayEvent(request);
    expect(event).toMatchObject({
      rawQueryString: "a=b%20c&a=d?e",
      queryStringParameters: { a: "b c,d?e" },
      cookies: ["s=1"],
      body: '{"a":"中"}',
      isBase64Encoded: false,
      requestContext: {
        stage: "$default",
        time: "01/Jul/2026:01:02:03 +0000",
        timeEpoch: 1782867723004,
        http: { method: "POST", path: "/v1/x" },
      },
    });
    expect(event).not.toHaveProperty("pathParameters");
    expect(event["requestContext"]).not.toHaveProperty("authorizer");
  });

  it("has a body that is no text in base64", () => {
    const event = gatewayEvent({ ...request, headers: { "content-type": "application/octet-stream" } });
    expect(event).toMatchObject({
      isBase64Encoded: true,
      body: Buffer.from('{"a":"中"}').toString("base64"),
    });
    const texts = ["text/csv; charset=gb18030", "text/csv;charset=UTF-8", "text/csv"].map((type) =>
      gatewayEvent({ ...request, headers: { "content-type": type } }),
    );
    expect(texts.map(({ isBase64Encoded }) => isBase64Encoded)).toEqual([true, false, false]);
    expect(gatewayEvent({ ...request, body: Buffer.alloc(0) })).not.toHaveProperty("body");
  });
});

describe("routes", () => {
  const route = (key: string): RouteSpec => {
    const [method = "", path = ""] = key.split(" ");
    return { method, path, functionName: key, timeoutMs: 1 };
  };
  const routing = new Routing(
    ["GET /a/{id}", "GET /a/b", "ANY /a/b", "GET /a/{rest+}", "POST /a/{id}/c", "ANY $default"].map(route),
  );
  it.each([
    ["GET", "/a/b", "GET /a/b", {}],
    ["PUT", "/a/b", "ANY /a/b", {}],
    ["GET", "/a/x%2Fy", "GET /a/{id}", { id: "x/y" }],
    ["GET", "/a/x/y", "GET /a/{rest+}", { rest: "x/y" }],
    ["POST", "/a/1/c", "POST /a/{id}/c", { id: "1" }],
    ["POST", "/a/1/d", "$default", {}],
    ["GET", "/", "$default", {}],
  ])("%s %s goes to %s", (method, path, key, parameters) => {
    expect(routing.find(method, path)).toMatchObject({ key, parameters });
  });

  it("without a default, there may be none", () => {
    expect(new Routing([route("GET /a")]).find("GET", "/a/")).toBeNull();
  });
});

describe("the answer to a batch", () => {
  const ids = ["a", "b", "c"];
  it.each([
    ["nothing", null, []],
    ["an empty object", {}, []],
    ["an empty list", { batchItemFailures: [] }, []],
    ["null for a list", { batchItemFailures: null }, []],
    ["one failure", { batchItemFailures: [{ itemIdentifier: "b" }] }, ["b"]],
    ["an unknown id", { batchItemFailures: [{ itemIdentifier: "x" }] }, ids],
    ["an empty id", { batchItemFailures: [{ itemIdentifier: "" }] }, ids],
    ["a wrong name", { batchItemFailures: [{ id: "a" }] }, ids],
    ["no list", { batchItemFailures: "a" }, ids],
    ["a text", "done", ids],
  ])("%s", (_, answer, expected) => {
    expect(failedItems({ answer: JSON.stringify(answer) }, ids, true)).toEqual(expected);
  });

  it("is all or nothing unless the mapping reports single failures", () => {
    expect(failedItems({ answer: '{"batchItemFailures":[{"itemIdentifier":"b"}]}' }, ids, false)).toEqual([]);
    expect(failedItems({ error: { errorType: "Error", errorMessage: "", trace: [] } }, ids, true)).toEqual(
      ids,
    );
  });
});
