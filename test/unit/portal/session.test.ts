import { beforeAll, describe, expect, test } from "vitest";
import { localPath, originOf, readCookie, writeCookie } from "../../../functions/portal/cookies.ts";
import { endSignIn, signOut, visitorOf } from "../../../functions/portal/session.ts";

beforeAll(() => {
  process.env["API_URL"] = "https://api.city.example";
});

const token = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;

describe("cookies", () => {
  test("no script reads them, no other site sends them, and over https they stay there", () => {
    const cookie = writeCookie({ name: "n", path: "/", secure: true }, "v", 60);
    expect(cookie).toBe("n=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
    expect(writeCookie({ name: "n", path: "/", secure: false }, "v", 60)).not.toContain("Secure");
  });

  test("are found by their whole name", () => {
    expect(readCookie({ cookie: "xn=1; n=2=3; m=" }, "n")).toBe("2=3");
    expect(readCookie({ cookie: "xn=1; m=" }, "m")).toBeUndefined();
    expect(readCookie({}, "n")).toBeUndefined();
  });
});

describe("the visitor", () => {
  test("is who the token names", () => {
    const cookie = `ronghe_session=${token({ sub: "wang", roles: ["finance", "unheard-of"] })}`;
    expect(visitorOf({ cookie })).toMatchObject({ sub: "wang", roles: ["finance"] });
  });

  test.each([
    "rubbish",
    "a.b.c",
    token({ roles: ["finance"] }),
    `h.${Buffer.from("null").toString("base64url")}.s`,
  ])("is nobody with the cookie %s", (value) => {
    expect(visitorOf({ cookie: `ronghe_session=${value}` })).toBeNull();
  });

  test("is forgotten at once on signing out", () => {
    expect(signOut({ host: "city.example" })[0]).toMatch(/^ronghe_session=; .*Max-Age=0/);
  });
});

describe("signing in", () => {
  test("does not end for whoever did not begin it, or brings another state", async () => {
    const attempt = Buffer.from(JSON.stringify({ state: "s", verifier: "v", next: "/" })).toString(
      "base64url",
    );
    expect(await endSignIn({}, { code: "c", state: "s" })).toBeNull();
    expect(await endSignIn({ cookie: `ronghe_login=${attempt}` }, { code: "c", state: "other" })).toBeNull();
    expect(await endSignIn({ cookie: `ronghe_login=${attempt}` }, { state: "s" })).toBeNull();
  });

  test.each(["//evil.example", "/\\evil.example", "https://evil.example", "/a b", undefined])(
    "does not lead to %s",
    (wanted) => {
      expect(localPath(wanted)).toBe("/");
    },
  );

  test("leads to where the visitor wanted to go", () => {
    expect(localPath("/downloads/2026-06/settlement.xlsx")).toBe("/downloads/2026-06/settlement.xlsx");
    expect(localPath("/?period=2026-06")).toBe("/?period=2026-06");
  });

  test("comes back to the address the browser shows", () => {
    expect(originOf({ host: "city.example", "x-forwarded-proto": "https" }, "http://api")).toBe(
      "https://city.example",
    );
    expect(originOf({ host: "localhost:4000" }, "http://api")).toBe("http://localhost:4000");
    expect(originOf({ host: "evil example/x" }, "http://api:1/v1")).toBe("http://api:1");
  });
});
