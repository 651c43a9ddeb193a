import { describe, expect, it } from "vitest";
import {
  awaitsConfirmation,
  defaultPolicies,
  defaultPolicy,
  examinePolicy,
  policyDocument,
  unconfirmedFields,
} from "../../../functions/subsidy/policy.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { policy } from "./builders.ts";

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
      grades: null,
      enterpriseCapFen: null,
      annualBudgetFen: null,
      violationEffect: "withhold",
      publicityDays: 5,
      countFirstDay: false,
      recovery: "net",
    };
    expect(policyDocument.parse(contract)).toEqual(contract);
    expect(Object.keys(defaultPolicy).toSorted()).toEqual(Object.keys(contract).toSorted());
  });

  it.each([
    ["an unknown field", { unknown: 1 }],
    ["a rate with fractions of a fen", { rateFen: 0.5 }],
    ["a rate that is no number", { rateFen: Number.NaN }],
    ["a rate without end", { rateFen: Number.POSITIVE_INFINITY }],
    ["a rate in words", { rateFen: "50000" }],
    ["a rate that no integer holds exactly", { rateFen: 2 ** 53 }],
    ["hours that are no number", { minHoursPerDay: Number.NaN }],
    ["half a month", { maxMonths: 0.5 }],
    ["another scheme", { scheme: "lottery" }],
    ["a month that is none", { effectiveFrom: "2026-13" }],
    ["a method that is none", { partialMonth: { method: "generous" } }],
    ["tiers without a percentage", { partialMonth: { method: "tiers", tiers: [{ days: 1 }] } }],
  ])("refuses %s", (_what, change) => {
    expect(policyDocument.safeParse({ ...defaultPolicy, ...change }).success).toBe(false);
  });

  it("takes an open end, no cap, no budget and every grade for granted", () => {
    const { effectiveTo, enterpriseCapFen, annualBudgetFen, grades, ...rest } = defaultPolicy;
    expect(policyDocument.parse(rest)).toEqual(defaultPolicy);
  });
});

describe("the default policies", () => {
  it.each(defaultPolicies.map((one) => [one.scheme, one] as const))(
    "of %s is a document of its scheme, open-ended and unconfirmed",
    (_scheme, shipped) => {
      expect(policyDocument.parse(JSON.parse(JSON.stringify(shipped)))).toEqual(shipped);
      expect(awaitsConfirmation(shipped)).toBe(true);
      expect(shipped).toMatchObject({ effectiveTo: null, enterpriseCapFen: null, annualBudgetFen: null });
    },
  );

  it("are of four schemes, each with an id of its own", () => {
    expect(defaultPolicies.map(({ scheme }) => scheme)).toEqual([
      "internship",
      "insurance",
      "apprenticeship",
      "base-award",
    ]);
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
  const tiers = (...pairs: [number, number][]): InternshipPolicy["partialMonth"] => ({
    method: "tiers",
    tiers: pairs.map(([days, percent]) => ({ days, percent })),
  });

  it("takes a budget and a cap above nothing", () => {
    expect(examinePolicy(policy({ annualBudgetFen: 1, enterpriseCapFen: 1 }))).toEqual([]);
  });

  it.each<[string, Partial<InternshipPolicy>]>([
    ["/effectiveTo", { effectiveFrom: "2026-05", effectiveTo: "2026-04" }],
    ["/rateFen", { rateFen: 0 }],
    ["/rateFen", { rateFen: 100_000_001 }],
    ["/minHoursPerDay", { minHoursPerDay: 25 }],
    ["/minHoursPerDay", { minHoursPerDay: 0 }],
    ["/minHoursPerDay", { minHoursPerDay: 7.99 }],
    ["/breakMinutes", { breakMinutes: 361 }],
    ["/lateMonths", { lateMonths: 121 }],
    ["/maxMonths", { maxMonths: 121 }],
    ["/minTotalMonths", { minTotalMonths: 121 }],
    ["/publicityDays", { publicityDays: 251 }],
    ["/breakMinutes", { breakMinutes: -1 }],
    ["/lateMonths", { lateMonths: -1 }],
    ["/maxMonths", { maxMonths: 0 }],
    ["/minTotalMonths", { minTotalMonths: -1 }],
    ["/excludes", { excludes: ["internship"] }],
    ["/grades", { grades: [] }],
    ["/enterpriseCapFen", { enterpriseCapFen: 0 }],
    ["/annualBudgetFen", { annualBudgetFen: -1 }],
    ["/publicityDays", { publicityDays: 0 }],
    ["/partialMonth/days", { partialMonth: { method: "whole-if-days-at-least", days: 32 } }],
    ["/partialMonth/tiers", { partialMonth: tiers() }],
    ["/partialMonth/tiers/0/days", { partialMonth: tiers([0, 50]) }],
    ["/partialMonth/tiers/1/percent", { partialMonth: tiers([5, 50], [10, 101]) }],
    ["/partialMonth/tiers/1", { partialMonth: tiers([10, 50], [5, 100]) }],
    ["/partialMonth/tiers/1", { partialMonth: tiers([10, 50], [10, 100]) }],
    ["/partialMonth/tiers/0/percent", { partialMonth: tiers([10, 0]) }],
    ["/partialMonth/tiers/1/days", { partialMonth: tiers([10, 50], [32, 60]) }],
    ["/partialMonth/days", { partialMonth: { method: "whole-if-days-at-least", days: 0 } }],
    ["/partialMonth/tiers/1", { partialMonth: tiers([5, 60], [10, 50]) }],
  ])("finds fault with %s", (pointer, change) => {
    const findings = examinePolicy(policy(change));
    expect(findings.map((finding) => finding.pointer)).toEqual([pointer]);
    expect(findings).toMatchObject([
      { code: "policy-value", zh: expect.stringMatching(/[一-鿿]/), en: expect.stringMatching(/[a-z]/) },
    ]);
  });

  it.each<[string, Partial<InternshipPolicy>]>([
    [
      "the least of everything",
      { rateFen: 1, breakMinutes: 0, lateMonths: 0, maxMonths: 1, minTotalMonths: 0, publicityDays: 1 },
    ],
    [
      "the most of everything",
      {
        rateFen: 100_000_000,
        minHoursPerDay: 24,
        breakMinutes: 360,
        lateMonths: 120,
        maxMonths: 120,
        minTotalMonths: 120,
        publicityDays: 250,
      },
    ],
    ["a single month", { effectiveFrom: "2026-05", effectiveTo: "2026-05" }],
    ["one day for a whole month", { partialMonth: { method: "whole-if-days-at-least", days: 1 } }],
    ["every day for a whole month", { partialMonth: { method: "whole-if-days-at-least", days: 31 } }],
    ["tiers from end to end, some alike", { partialMonth: tiers([1, 1], [2, 1], [31, 100]) }],
  ])("finds no fault with %s", (_what, change) => {
    expect(examinePolicy(policy(change))).toEqual([]);
  });

  it("takes hours that come to whole minutes", () => {
    for (const minHoursPerDay of [0.5, 1.1, 3.9, 7.25, 24]) {
      expect(examinePolicy(policy({ minHoursPerDay }))).toEqual([]);
    }
  });

  it("lists everything that is wrong, in both languages", () => {
    const findings = examinePolicy(policy({ rateFen: 0, maxMonths: 0 }));
    expect(findings.map(({ pointer }) => pointer)).toEqual(["/rateFen", "/maxMonths"]);
    expect(findings.every(({ zh, en }) => /[一-鿿]/.test(zh) && /[a-z]/.test(en))).toBe(true);
  });
});
