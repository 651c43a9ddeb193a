import { describe, expect, it } from "vitest";
import type { Caller } from "../../../shared/runtime/context.ts";
import { assertOwner, callerOf, requireReach, requireRole } from "../../../shared/runtime/identity.ts";
import { type Access, anyone, own, ownChecked } from "../../../shared/values/route.ts";

const caller = (facts: Partial<Caller> = {}): Caller => ({ sub: "u1", roles: [], org: null, ...facts });
const request = (body: unknown, params: unknown = {}, query: unknown = {}) => ({ params, query, body });
const refusal = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (cause) {
    return (cause as { facts: { status: number; code: string } }).facts;
  }
};
const codeOf = (work: () => unknown) => refusal(work)?.code ?? "allowed";

describe("who calls", () => {
  it.each<[string, unknown, string[]]>([
    ["API Gateway's text of a list", "[finance officer]", ["officer", "finance"]],
    ["API Gateway's text of one", "[finance]", ["finance"]],
    ["JSON as text", '["finance","officer"]', ["officer", "finance"]],
    ["names with commas", "finance, officer", ["officer", "finance"]],
    ["one name", "finance", ["finance"]],
    ["a list", ["finance", "officer"], ["officer", "finance"]],
    ["roles that are not ours", "[root finance superadmin]", ["finance"]],
    ["part of a role's name", "[fin financeofficer]", []],
    ["no roles", "[]", []],
    ["an empty text", "", []],
    ["something else", 7, []],
    ["nothing", undefined, []],
  ])("is read from %s", (_, roles, expected) => {
    expect(callerOf({ sub: "u1", roles, org: "91411200MA9TE0T007" })).toEqual({
      sub: "u1",
      roles: expected,
      org: "91411200MA9TE0T007",
    });
  });

  it("is nobody without a token or a subject", () => {
    expect([callerOf(undefined), callerOf({}), callerOf({ sub: 7 })]).toEqual([null, null, null]);
  });

  it.each([undefined, "", null, ["A"], 7])("speaks for no organisation when the claim is %o", (org) => {
    expect(callerOf({ sub: "u1", org })).toMatchObject({ org: null });
  });
});

describe("what a role may do at all", () => {
  const access: Access = { enterprise: own("/body/uscc"), officer: anyone };

  it("is asked of a signed-in caller only", () => {
    expect(refusal(() => requireRole(access, null))).toMatchObject({ status: 401, code: "no-token" });
    expect(refusal(() => requireRole("public", null))).toBeNull();
  });

  it("names the roles that may", () => {
    expect(refusal(() => requireRole(access, caller({ roles: ["finance"] })))).toMatchObject({
      status: 403,
      code: "missing-role",
      en: "One of these roles is needed: enterprise, officer",
    });
    expect(codeOf(() => requireRole(access, caller()))).toBe("missing-role");
  });

  it("is allowed by any one of the caller's roles", () => {
    expect(codeOf(() => requireRole(access, caller({ roles: ["finance", "officer"] })))).toBe("allowed");
    expect(codeOf(() => requireRole({}, caller({ roles: ["admin"] })))).toBe("missing-role");
  });
});

describe("whose data a request reaches", () => {
  const reach = (access: Access, who: Caller, what = request({})) =>
    codeOf(() => requireReach(access, who, what));

  it.each<[string, string, Parameters<typeof request>]>([
    ["body", "/body/uscc", [{ uscc: "A" }]],
    ["a path", "/params/uscc", [undefined, { uscc: "A" }]],
    ["a query", "/query/uscc", [undefined, {}, { uscc: "A" }]],
    ["deep inside", "/body/of/0/uscc", [{ of: [{ uscc: "A" }] }]],
  ])("is the caller's own, found in %s", (_, pointer, parts) => {
    const access = { enterprise: own(pointer) };
    expect(reach(access, caller({ roles: ["enterprise"], org: "A" }), request(...parts))).toBe("allowed");
    expect(reach(access, caller({ roles: ["enterprise"], org: "B" }), request(...parts))).toBe(
      "foreign-organisation",
    );
    expect(reach(access, caller({ roles: ["enterprise"] }), request(...parts))).toBe("foreign-organisation");
  });

  it.each([[undefined], [null], [{}], [{ uscc: null }], [{ uscc: ["A"] }], ["A"]])(
    "is nobody's where the request says %o",
    (body) => {
      const access = { enterprise: own("/body/uscc") };
      for (const org of ["A", null])
        expect(reach(access, caller({ roles: ["enterprise"], org }), request(body))).toBe(
          "foreign-organisation",
        );
    },
  );

  it("is anyone's for a role that may, whatever other roles the caller has", () => {
    const access = { enterprise: own("/body/uscc"), officer: anyone };
    const both = caller({ roles: ["enterprise", "officer"], org: "A" });
    expect(reach(access, both, request({ uscc: "B" }))).toBe("allowed");
    expect(reach(access, caller({ roles: ["finance"] }))).toBe("foreign-organisation");
  });

  it("is left to the handler where the route says so", () => {
    expect(reach({ enterprise: ownChecked }, caller({ roles: ["enterprise"] }))).toBe("allowed");
  });
});

describe("an owner that only the handler knows", () => {
  const access: Access = { enterprise: ownChecked, officer: anyone };

  it.each<[string, Partial<Caller>, string]>([
    ["the owner", { roles: ["enterprise"], org: "A" }, "allowed"],
    ["another enterprise", { roles: ["enterprise"], org: "B" }, "foreign-organisation"],
    ["nobody's", { roles: ["enterprise"] }, "foreign-organisation"],
    ["an officer", { roles: ["officer"], org: "412" }, "allowed"],
  ])("%s", (_, facts, outcome) => {
    expect(codeOf(() => assertOwner(access, caller(facts), "A"))).toBe(outcome);
  });

  it("is no matter of a public route", () => {
    expect(codeOf(() => assertOwner("public", caller(), "A"))).toBe("allowed");
  });
});
