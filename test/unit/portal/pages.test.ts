import { expect, test, vi } from "vitest";
import type { HttpEvent } from "../../../shared/runtime/http.ts";

/** Nothing listens there: what the pages say about it is what these tests are about. */
vi.stubEnv("API_URL", "http://127.0.0.1:9");
vi.stubEnv("OIDC_ISSUER", "http://127.0.0.1:9");
vi.stubEnv("OIDC_CLIENT_ID", "portal");
const { handler } = await import("../../../functions/portal/pages.ts");

const finance = Buffer.from(JSON.stringify({ sub: "wang", roles: ["finance"] })).toString("base64url");

const get = (routeKey: string, more: Partial<HttpEvent> = {}) =>
  handler(
    { routeKey, headers: { host: "city.example" }, requestContext: { requestId: "r" }, ...more } as HttpEvent,
    {},
  );

test("while the API does not answer, the page says so and offers to try again", async () => {
  const { statusCode, headers, body } = await get("GET /");
  expect(statusCode).toBe(503);
  expect(headers?.["content-security-policy"]).toContain("default-src 'none'");
  expect(body).toContain("数据暂时读不到");
  expect(body).not.toContain("127.0.0.1");
});

test("the rules are read from the API, too", async () => {
  expect((await get("GET /rules")).statusCode).toBe(503);
});

test("while the provider does not answer, signing in says so", async () => {
  expect((await get("GET /login")).statusCode).toBe(503);
});

test("a wrong month is answered by a page", async () => {
  const { statusCode, body } = await get("GET /", { queryStringParameters: { period: "2026-13" } });
  expect(statusCode).toBe(400);
  expect(body).toContain("没有这个月份");
});

test("a file without a session leads to signing in, and back to the file", async () => {
  const pathParameters = { period: "2026-06", name: "settlement.xlsx" };
  const { statusCode, headers } = await get("GET /downloads/{period}/{name}", { pathParameters });
  expect(statusCode).toBe(303);
  expect(headers?.["location"]).toBe("/login?next=%2Fdownloads%2F2026-06%2Fsettlement.xlsx");
});

test("objections without a session lead to signing in, and back to them", async () => {
  const pathParameters = { period: "2026-06" };
  const { statusCode, headers } = await get("GET /objections/{period}", { pathParameters });
  expect(statusCode).toBe(303);
  expect(headers?.["location"]).toBe("/login?next=%2Fobjections%2F2026-06");
});

test("a session is found among the cookies that the gateway keeps apart", async () => {
  const { body } = await get("GET /", { cookies: ["other=1", `ronghe_session=h.${finance}.s`] });
  expect(body).toContain("wang");
});

test("styles may be kept for good, since their address changes with them", async () => {
  const { statusCode, headers, body } = await get("GET /assets/{name}", {
    pathParameters: { name: "page.css" },
  });
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    "content-type": "text/css; charset=utf-8",
    "cache-control": expect.stringContaining("immutable"),
  });
  expect(body).toContain("--accent");
});

test("only the pages' own files are served", async () => {
  for (const name of ["pages.ts", "../pages.ts", "..%2Fpages.ts"]) {
    expect((await get("GET /assets/{name}", { pathParameters: { name } })).statusCode).toBe(404);
  }
});
