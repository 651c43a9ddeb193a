import { describe, expect, it } from "vitest";
import { entitle, type PersonFacts, type PlacementFacts } from "../../../functions/subsidy/entitle.ts";
import type { PolicyRecord } from "../../../functions/subsidy/policy.ts";
import { examinePolicy } from "../../../functions/subsidy/policy.ts";
import {
  defaultInsurancePolicy,
  type InsurancePolicy,
} from "../../../functions/subsidy/schemes/insurance/policy.ts";
import { day, person, placement, sheet } from "./builders.ts";

const policy = (change: Partial<InsurancePolicy> = {}): InsurancePolicy => ({
  ...defaultInsurancePolicy,
  documentNo: "示例2号",
  ...change,
});
const published = (change: Partial<InsurancePolicy>): PolicyRecord => ({
  policy: policy(change),
  status: "published",
  drafted: { by: "drafter", at: "2025-12-01T09:00:00+08:00" },
});

const cover = { from: "2026-01-01", to: "2026-12-31", premiumFen: 8_850 };
const insured = (facts: Partial<PlacementFacts> = {}) => placement({ insurance: cover, ...facts });

const worth = (facts: Partial<PersonFacts>, change: Partial<InsurancePolicy> = {}) =>
  entitle(person({ placements: [insured()], ...facts }), [published(change)])
    .filter(({ scheme }) => scheme === "insurance")
    .map((one) => [
      one.placementId,
      one.period,
      one.days,
      one.amountFen,
      one.reasons.map(({ code }) => code).join(" "),
    ]);

describe("the premium of an intern's insurance", () => {
  it("is earned in the first month that was attended while insured, and never again", () => {
    const sheets = [sheet("2026-04", 3), sheet("2026-05", 20), sheet("2026-03", 0)];
    expect(worth({ sheets })).toEqual([["P1", "2026-04", 3, 8_850, "insured"]]);
  });

  it("is the premium up to the rate, or the rate whatever the premium was", () => {
    const dear = [insured({ insurance: { ...cover, premiumFen: 12_000 } })];
    const sheets = [sheet("2026-04", 3)];
    expect(worth({ sheets, placements: dear })[0]?.[3]).toBe(10_000);
    expect(worth({ sheets }, { basis: "flat" })[0]?.[3]).toBe(10_000);
  });

  it.each<[string, PlacementFacts["insurance"]]>([
    ["not-insured", undefined],
    ["not-covered", { ...cover, to: "2026-03-31" }],
    ["premium-unknown", { from: cover.from, to: cover.to }],
  ])("is nothing, with the reason %s", (reason, insurance) => {
    expect(worth({ sheets: [sheet("2026-04", 3)], placements: [insured({ insurance })] })).toEqual([
      ["P1", "2026-04", 0, 0, reason],
    ]);
  });

  it("waits for the month in which the insurance has begun", () => {
    const placements = [insured({ insurance: { ...cover, from: "2026-05-10" } })];
    expect(worth({ placements, sheets: [sheet("2026-04", 3), sheet("2026-05", 12)] })).toEqual([
      ["P1", "2026-04", 0, 0, "not-covered"],
      ["P1", "2026-05", 3, 8_850, "insured"],
    ]);
  });

  it("asks for so many attended days, and counts neither leave nor days without hours nor days outside", () => {
    const days = [
      day("2026-04-01"),
      day("2026-04-02", { status: "leave" }),
      day("2026-04-03", { minutes: 0 }),
      day("2026-04-20"),
    ];
    const placements = [insured({ end: "2026-04-10" })];
    const sheets = [sheet("2026-04", 0, { days })];
    expect(worth({ placements, sheets })).toEqual([["P1", "2026-04", 1, 8_850, "insured"]]);
    expect(worth({ placements, sheets }, { minDays: 2 })).toEqual([
      ["P1", "2026-04", 0, 0, "too-few-insured-days"],
    ]);
  });

  it("counts the days on which the enterprise was certified, where the policy asks for it", () => {
    const uncertified = { certifications: [], sheets: [sheet("2026-04", 3)] };
    expect(worth(uncertified)).toEqual([["P1", "2026-04", 0, 0, "too-few-insured-days not-certified"]]);
    expect(worth(uncertified, { requiresCertification: null })[0]?.[3]).toBe(8_850);
  });

  it("is paid once a year for a person with two placements, or once for each, as the policy says", () => {
    const placements = [insured(), insured({ placementId: "P2", uscc: "B" })];
    const sheets = [sheet("2026-04", 3), sheet("2026-05", 3, { placementId: "P2" })];
    expect(worth({ placements, sheets })).toEqual([
      ["P1", "2026-04", 3, 8_850, "insured"],
      ["P2", "2026-05", 3, 0, "insured-before"],
    ]);
    expect(worth({ placements, sheets }, { oncePer: "placement" }).map(([, , , amount]) => amount)).toEqual([
      8_850, 8_850,
    ]);
  });

  it("is no apprentice's, and nothing where no policy is in force", () => {
    const sheets = [sheet("2026-04", 3)];
    expect(worth({ sheets, placements: [insured({ scheme: "apprenticeship" })] })).toEqual([]);
    expect(worth({ sheets }, { effectiveFrom: "2026-05" })).toEqual([]);
  });
});

describe("the policy document", () => {
  it("makes sense as it is shipped", () => {
    expect(examinePolicy(defaultInsurancePolicy)).toEqual([]);
  });

  it.each<[string, Partial<InsurancePolicy>]>([
    ["/rateFen", { rateFen: 0 }],
    ["/minDays", { minDays: 0 }],
    ["/minDays", { minDays: 32 }],
    ["/enterpriseCapFen", { enterpriseCapFen: 0 }],
    ["/annualBudgetFen", { annualBudgetFen: -1 }],
    ["/publicityDays", { publicityDays: 0 }],
    ["/effectiveTo", { effectiveTo: "2025-12" }],
  ])("finds fault with %s", (pointer, change) => {
    expect(examinePolicy(policy(change)).map((finding) => finding.pointer)).toEqual([pointer]);
  });
});
