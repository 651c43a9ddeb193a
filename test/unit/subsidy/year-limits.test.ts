import { describe, expect, it } from "vitest";
import { defaultPolicy, type PolicyRecord } from "../../../functions/subsidy/policy.ts";
import { yearLimits } from "../../../functions/subsidy/year-limits.ts";

const version = (
  effectiveFrom: string,
  effectiveTo: string | null,
  annualBudgetFen: number | null,
  more: Partial<PolicyRecord> = {},
): PolicyRecord => ({
  policy: { ...defaultPolicy, version: effectiveFrom, effectiveFrom, effectiveTo, annualBudgetFen },
  status: "published",
  drafted: { by: "d", at: "" },
  ...more,
});
const budget = (policies: readonly PolicyRecord[], year: string, closing: string) =>
  yearLimits(policies, "internship", year, closing).budgetFen;

describe("the limits of a scheme's year", () => {
  const raised = [version("2026-01", "2026-07", 100), version("2026-08", null, 200)];

  it("are those in force in the month being closed", () => {
    expect(["2026-07", "2026-08", "2026-12"].map((closing) => budget(raised, "2026", closing))).toEqual([
      100, 200, 200,
    ]);
  });

  it("of a year gone by are those of its latest version, whatever the new year's say", () => {
    const next = [
      version("2026-01", "2026-06", 100),
      version("2026-07", "2026-12", 150),
      version("2027-01", null, 900),
    ];
    expect(budget(next, "2026", "2027-02")).toBe(150);
    expect(budget(next, "2027", "2027-02")).toBe(900);
  });

  it("are the latest that cover any of the year where none covers the month", () => {
    expect(budget([version("2026-02", "2026-04", 70)], "2026", "2026-09")).toBe(70);
    expect(budget([version("2025-02", "2025-12", 70)], "2026", "2026-09")).toBeNull();
  });

  it("leave drafts, superseded versions and other schemes aside", () => {
    const others = [
      version("2026-01", null, 1, { status: "draft" }),
      version("2026-01", null, 2, { status: "superseded" }),
    ];
    expect(budget(others, "2026", "2026-06")).toBeNull();
    expect(yearLimits(raised, "base-award", "2026", "2026-06")).toEqual({ budgetFen: null, capFen: null });
  });
});
