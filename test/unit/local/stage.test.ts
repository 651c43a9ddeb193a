import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stage, startStage } from "../../../infra/local/stage.ts";
import { synthesiseSample } from "./sample/app.ts";

let folder: string;
let stage: Stage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stage-"));
  stage = await startStage({ dir: join(folder, "state"), assembly: await synthesiseSample(folder) });
});

afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true });
});

const open = (what: string, body: unknown = {}): Promise<Response> =>
  fetch(`${stage.url}/open/${what}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
const read = async (what: string, body: unknown = {}): Promise<Record<string, unknown>> =>
  (await (await open(what, body)).json()) as Record<string, unknown>;
const item = (pk: string): Promise<Record<string, unknown>> => read("item", { pk });
const settle = async (): Promise<void> => {
  expect((await stage.settle(20_000)).busy).toEqual([]);
};

describe("the gateway", () => {
  it("hands on requests in payload format 2.0", async () => {
    const response = await fetch(`${stage.url}/open/a%20b?x=1&x=2&y=%C3%A4`, {
      headers: { Cookie: "a=1; b=2", "X-Case": "V" },
    });
    const event = (await response.json()) as Record<string, unknown>;
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "ANY /open/{what}",
      rawPath: "/open/a%20b",
      rawQueryString: "x=1&x=2&y=%C3%A4",
      cookies: ["a=1", "b=2"],
      pathParameters: { what: "a b" },
      queryStringParameters: { x: "1,2", y: "ä" },
      isBase64Encoded: false,
    });
    expect(event["headers"]).toMatchObject({ "x-case": "V" });
    expect(event["headers"]).not.toHaveProperty("cookie");
  });

  it("prefers the plainer of two routes and takes the rest of a path", async () => {
    const response = await fetch(`${stage.url}/open/x/y/z`, {
      method: "POST",
      body: Buffer.from([255]),
      headers: { "content-type": "image/png" },
    });
    expect(await response.json()).toMatchObject({
      pathParameters: { what: "x", more: "y/z" },
      body: "/w==",
      isBase64Encoded: true,
    });
  });

  it("gives the function's answer as it is", async () => {
    const response = await open("answer");
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([255]));
  });

  it("knows only its routes, and takes 10 MB at most", async () => {
    expect((await fetch(`${stage.url}/nowhere`)).status).toBe(404);
    const large = await fetch(`${stage.url}/open/echo`, { method: "POST", body: "x".repeat(7 << 20) });
    expect(large.status).toBe(413);
  });

  it("demands a token and hands on its claims as texts", async () => {
    const refused = await fetch(`${stage.url}/closed`);
    expect([refused.status, await refused.json(), refused.headers.get("www-authenticate")]).toEqual([
      401,
      { message: "Unauthorized" },
      "Bearer",
    ]);
    const token = await stage.token({ roles: ["finance", "officer"], org: "X" });
    const accepted = await fetch(`${stage.url}/closed`, { headers: { authorization: `Bearer ${token}` } });
    const { requestContext } = (await accepted.json()) as {
      requestContext: { authorizer: { jwt: { claims: Record<string, string> } } };
    };
    expect(requestContext.authorizer.jwt.claims).toMatchObject({
      roles: "[finance officer]",
      org: "X",
      sub: "finance-officer-X",
    });
    expect(requestContext.authorizer.jwt.claims["exp"]).toMatch(/^\d+$/);
    const forged = await fetch(`${stage.url}/closed`, {
      headers: { authorization: `Bearer ${token.slice(0, -4)}AAAA` },
    });
    expect(forged.status).toBe(401);
  });
});

describe("functions", () => {
  it("end when they take too long, loop or take too much memory, and start anew", async () => {
    const statuses = await Promise.all(["slow", "loop"].map(async (what) => (await open(what)).status));
    expect(statuses).toEqual([500, 500]);
    expect((await open("memory")).status).toBe(500);
    expect(Number((await read("time"))["remaining"])).toBeGreaterThan(1000);
  });

  it("may do what their policies allow and nothing else", async () => {
    expect((await open("forbidden")).status).toBe(500);
    await expect(stage.invoke("api", { pathParameters: { what: "forbidden" } })).rejects.toThrow(
      /not authorized to perform: dynamodb:PutItem/,
    );
  });

  it("have data keys that only the right context opens", async () => {
    const { same, other } = await read("data-key");
    expect(same).toBe(true);
    expect(other).toMatch(/InvalidCiphertextException/);
  });
});

describe("queues and topics", () => {
  it("bring a message to its worker, and what it tells to whom it concerns", async () => {
    await open("order", { id: "o1" });
    await settle();
    expect(await item("o1")).toEqual({ value: "done", tries: 1 });
    expect((await item("heard-ordered-o1"))["value"]).toBe("yes");
    expect((await item("heard-ignored-o1"))["value"]).toBeNull();
  });

  it("bring back only what failed, and put it aside in the end", async () => {
    await Promise.all([
      open("order", { id: "o2" }),
      open("order", { id: "o3", mode: "once" }),
      open("order", { id: "o4", mode: "always" }),
    ]);
    await settle();
    expect(await item("o2")).toEqual({ value: "done", tries: 1 });
    expect(await item("o3")).toEqual({ value: null, tries: 1 });
    await expect.poll(() => item("o3"), { timeout: 8000 }).toEqual({ value: "done", tries: 2 });
    await expect.poll(() => stage.state().deadLetters[0]?.visible, { timeout: 8000 }).toBe(1);
    expect((await item("o4"))["tries"]).toBe(2);
  });
});

describe("files", () => {
  it("come in by signed URL, once, in the signed size, and are announced", async () => {
    const { url } = await read("put-url", { key: "in/a b.txt", size: 3 });
    const put = (
      body: string,
      headers: Record<string, string> = { "if-none-match": "*" },
    ): Promise<Response> => fetch(String(url), { method: "PUT", body, headers });
    expect((await put("abcd")).status).toBe(403);
    expect((await put("abc", {})).status).toBe(403);
    const statuses = (await Promise.all([put("abc"), put("xyz"), put("abc")])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412]);
    expect((await put("abc")).status).toBe(412);
    await settle();
    expect((await item("file-in/a b.txt"))["value"]).toMatch(/abc|xyz/);
    const { url: link } = await read("get-url", { key: "in/a b.txt" });
    const got = await fetch(String(link));
    expect([got.status, got.headers.get("content-disposition")]).toEqual([
      200,
      'attachment; filename="a.txt"',
    ]);
    expect((await fetch(String(link).replace("a%20b", "other"))).status).toBe(403);
  });

  it("are refused unsigned, and after the link has expired", async () => {
    const unsigned = await fetch(`${stage.endpoints.s3}/${stage.bucket("files")}/in/a`);
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain("<Code>AccessDenied</Code>");
    const { url } = await read("put-url", { key: "in/late", size: 3 });
    await stage.clock(new Date(stage.now().getTime() + 61_000).toISOString());
    const late = await fetch(String(url), { method: "PUT", body: "abc", headers: { "if-none-match": "*" } });
    expect(await late.text()).toContain("Request has expired");
  });

  it("of functions are signed in the header", async () => {
    expect((await open("put-object", { key: "in/c", text: "hello" })).status).toBe(200);
    await settle();
    expect((await item("file-in/c"))["value"]).toBe("hello");
  });
});

describe("the clock", () => {
  it("moves forward only, takes functions along and fires each schedule at its own time", async () => {
    const fired = await stage.clock("2026-07-04T12:00:00+08:00");
    expect(fired?.map(({ scheduledTime }) => scheduledTime)).toEqual([
      "2026-07-01T18:00:00Z",
      "2026-07-02T18:00:00Z",
      "2026-07-03T18:00:00Z",
    ]);
    expect((await item("daily-2026-07-02T18:00:00Z"))["value"]).toMatch(
      /^2026-07-02T18:00:0\d\.\d+Z [0-9a-f-]{36}$/,
    );
    expect(String((await read("time"))["now"])).toMatch(/^2026-07-04T04:00:/);
    expect(await stage.clock("2026-07-04T11:00:00+08:00")).toBeNull();
  });

  it("is also moved over HTTP", async () => {
    const move = (now: string): Promise<Response> =>
      fetch(`${stage.url}/dev/clock`, { method: "POST", body: JSON.stringify({ now }) });
    expect(await (await move("2026-07-05T02:00:00+08:00")).json()).toMatchObject({
      fired: [{ scheduledTime: "2026-07-04T18:00:00Z" }],
    });
    const back = await move("2026-07-01T00:00:00Z");
    expect([back.status, back.headers.get("content-type")]).toEqual([
      409,
      "application/problem+json; charset=utf-8",
    ]);
  });
});
