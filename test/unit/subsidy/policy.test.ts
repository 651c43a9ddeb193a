import { describe, expect, it } from "vitest";
import { policyFor } from "../../../functions/subsidy/in-force.ts";
import {
  awaitsConfirmation,
  defaultPolicy,
  draft,
  examinePolicy,
  type Policy,
  type PolicyRecord,
  policyDocument,
  publish,
  review,
  unconfirmedFields,
} from "../../../functions/subsidy/policy.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { policy, published } from "./builders.ts";

const drafter = { by: "drafter", at: "2026-01-01T09:00:00+08:00" };
const other = { by: "other", at: "2026-01-02T09:00:00+08:00" };

function problem(act: () => unknown): Problem["facts"] {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error.facts;
    throw error;
  }
  throw new Error("Nothing was refused");
}

describe("the policy document", () => {
  it("is the one of the public contract, field by field", () => {
    const contract = {
      scheme: "internship",
      version: "2026-01",
      documentNo: "豫人社〔2026〕1号",
      effectiveFrom: "2026-01",
      effectiveTo: null,
      rateFen: 50000,
      requiresCertification: "internship-compliant",
      partialMonth: { method: "whole-if-days-at-least", days: 15 },
      minHoursPerDay: 4,
      breakMinutes: 60,
      lateMonths: 3,
      maxMonths: 6,
      minTotalMonths: 0,
      oncePerPerson: false,
      excludes: ["apprenticeship"],
      enterpriseCapFen: null,
      annualBudgetFen: null,
      violationEffect: "withhold",
      publicityDays: 5,
      countFirstDay: false,
    };
    expect(policyDocument.parse(contract)).toEqual(contract);
    expect(Object.keys(defaultPolicy).toSorted()).toEqual(Object.keys(contract).toSorted());
  });

  it.each([
    ["an unknown field", { unknown: 1 }],
    ["a rate with fractions of a fen", { rateFen: 0.5 }],
    ["another scheme", { scheme: "lottery" }],
    ["a month that is none", { effectiveFrom: "2026-13" }],
    ["a method that is none", { partialMonth: { method: "generous" } }],
    ["tiers without a percentage", { partialMonth: { method: "tiers", tiers: [{ days: 1 }] } }],
  ])("refuses %s", (_what, change) => {
    expect(policyDocument.safeParse({ ...defaultPolicy, ...change }).success).toBe(false);
  });

  it("takes an open end, no cap and no budget for granted", () => {
    const { effectiveTo, enterpriseCapFen, annualBudgetFen, ...rest } = defaultPolicy;
    expect(policyDocument.parse(rest)).toEqual(defaultPolicy);
  });
});

describe("the default policy", () => {
  it("awaits confirmation in every parameter, and makes sense", () => {
    expect(awaitsConfirmation(defaultPolicy)).toBe(true);
    expect(unconfirmedFields(defaultPolicy)).toContain("rateFen");
    expect(unconfirmedFields(defaultPolicy)).not.toContain("version");
    expect(unconfirmedFields(policy())).toEqual([]);
    expect(examinePolicy(defaultPolicy)).toEqual([]);
  });
});

describe("examining a document", () => {
  const tiers = (...pairs: [number, number][]): Policy["partialMonth"] => ({
    method: "tiers",
    tiers: pairs.map(([days, percent]) => ({ days, percent })),
  });

  it("takes a budget and a cap above nothing", () => {
    expect(examinePolicy(policy({ annualBudgetFen: 1, enterpriseCapFen: 1 }))).toEqual([]);
  });

  it.each<[string, Partial<Policy>]>([
    ["/effectiveTo", { effectiveFrom: "2026-05", effectiveTo: "2026-04" }],
    ["/rateFen", { rateFen: 0 }],
    ["/minHoursPerDay", { minHoursPerDay: 25 }],
    ["/breakMinutes", { breakMinutes: -1 }],
    ["/lateMonths", { lateMonths: -1 }],
    ["/maxMonths", { maxMonths: 0 }],
    ["/minTotalMonths", { minTotalMonths: -1 }],
    ["/excludes", { excludes: ["internship"] }],
    ["/enterpriseCapFen", { enterpriseCapFen: 0 }],
    ["/annualBudgetFen", { annualBudgetFen: -1 }],
    ["/publicityDays", { publicityDays: 0 }],
    ["/partialMonth/days", { partialMonth: { method: "whole-if-days-at-least", days: 32 } }],
    ["/partialMonth/tiers", { partialMonth: tiers() }],
    ["/partialMonth/tiers/0/days", { partialMonth: tiers([0, 50]) }],
    ["/partialMonth/tiers/1/percent", { partialMonth: tiers([5, 50], [10, 101]) }],
    ["/partialMonth/tiers/1", { partialMonth: tiers([10, 50], [5, 100]) }],
    ["/partialMonth/tiers/1", { partialMonth: tiers([5, 60], [10, 50]) }],
  ])("finds fault with %s", (pointer, change) => {
    expect(examinePolicy(policy(change)).map((finding) => finding.pointer)).toEqual([pointer]);
  });

  it("lists everything that is wrong, in both languages", () => {
    const findings = examinePolicy(policy({ rateFen: 0, maxMonths: 0 }));
    expect(findings.map(({ pointer }) => pointer)).toEqual(["/rateFen", "/maxMonths"]);
    expect(findings.every(({ zh, en }) => /[一-鿿]/.test(zh) && /[a-z]/.test(en))).toBe(true);
  });
});

describe("the policy for a month", () => {
  const first = published({ version: "v1", effectiveFrom: "2026-01", effectiveTo: "2026-06" });
  const second = published({ version: "v2", effectiveFrom: "2026-07" });

  it("goes by the earned month, both ends included", () => {
    const versions = ["2025-12", "2026-01", "2026-06", "2026-07", "2030-01"].map(
      (period) => policyFor([second, first], "internship", period)?.version,
    );
    expect(versions).toEqual([undefined, "v1", "v1", "v2", "v2"]);
  });

  it("knows only what is published, and only the scheme's own", () => {
    const rest = (["draft", "reviewed", "superseded"] as const).map((status) => ({ ...first, status }));
    expect(policyFor(rest, "internship", "2026-03")).toBeNull();
    expect(policyFor([first], "apprenticeship", "2026-03")).toBeNull();
  });

  it("refuses to choose between two", () => {
    expect(() => policyFor([first, published({ version: "v9" })], "internship", "2026-03")).toThrow("v1, v9");
  });
});

describe("the life of a version", () => {
  const drafted = (change: Partial<Policy> = {}) => draft(null, policy(change), drafter);

  it("is drafted, reviewed and published by two people", () => {
    const reviewed = review(drafted(), other);
    expect(reviewed).toMatchObject({ status: "reviewed", reviewed: other });
    expect(publish(reviewed, [], other)).toEqual([{ ...reviewed, status: "published", published: other }]);
    expect(publish(drafted(), [], other)[0]?.status).toBe("published");
  });

  it("is never reviewed or published by its drafter", () => {
    expect(problem(() => review(drafted(), drafter))).toMatchObject({ status: 403, code: "same-person" });
    expect(problem(() => publish(drafted(), [], drafter))).toMatchObject({
      status: 403,
      code: "same-person",
    });
  });

  it("is refused as a draft when its values make no sense", () => {
    const refused = problem(() => drafted({ rateFen: -1, maxMonths: 0 }));
    expect(refused).toMatchObject({ status: 422, code: "policy-invalid", pointer: "/rateFen" });
    expect(refused.extra?.["findings"]).toHaveLength(2);
  });

  it("may be rewritten until it is published, and then never", () => {
    const again = draft(review(drafted(), other), policy({ rateFen: 60000 }), other);
    expect(again).toMatchObject({ status: "draft", drafted: other, policy: { rateFen: 60000 } });
    expect(again.reviewed).toBeUndefined();
    const change = () => draft(published(), policy({ rateFen: 60000 }), drafter);
    expect(problem(change)).toMatchObject({ status: 409, code: "policy-version-exists" });
    expect(problem(() => publish(published(), [], other))).toMatchObject({ code: "policy-not-draft" });
    expect(problem(() => review(published(), other))).toMatchObject({ code: "policy-not-draft" });
  });
});

describe("publishing among other versions", () => {
  const next = (from: string, to: string | null = null) =>
    draft(null, policy({ version: "next", effectiveFrom: from, effectiveTo: to }), drafter);
  const old = published({ version: "old", effectiveFrom: "2026-01" });
  const displaced = (record: PolicyRecord, ...others: PolicyRecord[]) =>
    publish(record, others, other).slice(1);

  it("ends the open version the month before", () => {
    expect(displaced(next("2026-07"), old)).toMatchObject([
      {
        status: "published",
        supersededBy: "next",
        policy: { version: "old", effectiveFrom: "2026-01", effectiveTo: "2026-06" },
      },
    ]);
  });

  it("supersedes a version whose months it covers whole", () => {
    expect(displaced(next("2026-01"), old)).toMatchObject([
      { status: "superseded", policy: { version: "old" } },
    ]);
    const may = published({ version: "may", effectiveFrom: "2026-05", effectiveTo: "2026-05" });
    expect(displaced(next("2026-01"), may)).toMatchObject([{ status: "superseded" }]);
  });

  it("refuses to cut a hole into a version", () => {
    expect(problem(() => publish(next("2026-03", "2026-04"), [old], other))).toMatchObject({
      code: "policy-overlap",
    });
  });

  it("refuses to begin before a version and end within it", () => {
    const later = published({ version: "later", effectiveFrom: "2026-05" });
    expect(problem(() => publish(next("2026-01", "2026-06"), [later], other))).toMatchObject({
      code: "policy-overlap",
    });
  });

  it("leaves drafts and versions of other months alone", () => {
    const past = published({ version: "past", effectiveFrom: "2025-01", effectiveTo: "2025-12" });
    expect(displaced(next("2026-07"), past, { ...old, status: "draft" })).toEqual([]);
  });
});
