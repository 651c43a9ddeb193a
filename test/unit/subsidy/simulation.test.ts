import { describe, expect, it } from "vitest";
import { policyFor } from "../../../functions/subsidy/in-force.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { costOf, tableOf, totalsOf, withDraft } from "../../../functions/subsidy/simulation/cost.ts";
import { person, placement, policy, published, sheet } from "./builders.ts";

const drafted = (facts: Partial<InternshipPolicy> = {}) => ({
  policy: policy({ version: "draft", ...facts }),
  status: "draft" as const,
  drafted: { by: "drafter", at: "2026-07-01T09:00:00+08:00" },
});
const trial = (facts: Partial<InternshipPolicy>, periods: string[] = ["2026-06"]) => ({
  draft: drafted(facts),
  published: [published()],
  periods,
});

describe("the versions as they would be with a draft", () => {
  const versionsOf = (old: Partial<InternshipPolicy>, draft: Partial<InternshipPolicy>, months: string[]) => {
    const records = withDraft({ draft: drafted(draft), published: [published(old)], periods: [] });
    return months.map((month) => policyFor(records, "internship", month)?.version ?? null);
  };

  it("have the draft in its months and the others around it", () => {
    const hole = { effectiveFrom: "2026-03", effectiveTo: "2026-04" };
    expect(versionsOf({}, hole, ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"])).toEqual([
      "2026-01",
      "2026-01",
      "draft",
      "draft",
      "2026-01",
    ]);
  });

  it("end where the draft begins, and leave a version of other months alone", () => {
    expect(versionsOf({}, { effectiveFrom: "2026-06" }, ["2026-05", "2026-06"])).toEqual([
      "2026-01",
      "draft",
    ]);
    expect(versionsOf({}, { effectiveFrom: "2026-01" }, ["2025-12", "2026-01"])).toEqual([null, "draft"]);
    const past = { effectiveFrom: "2025-01", effectiveTo: "2025-12" };
    expect(versionsOf(past, { effectiveFrom: "2026-01" }, ["2025-12", "2026-01"])).toEqual([
      "2026-01",
      "draft",
    ]);
  });
});

describe("what a draft would have cost", () => {
  const twoMonths = { sheets: [sheet("2026-05", 20), sheet("2026-06", 20)] };
  const own = new Set(["P1"]);

  it("is told beside what the versions in force make of the same sheets", () => {
    expect(costOf([person(twoMonths)], own, trial({ rateFen: 80_000 }))).toEqual([
      { period: "2026-06", nowFen: 50_000, draftFen: 80_000, studentMonths: 1, paidNow: 1, paidByDraft: 1 },
    ]);
  });

  it("counts the months that get nothing any more", () => {
    const stricter = trial({ partialMonth: { method: "whole-if-days-at-least", days: 21 } });
    expect(costOf([person(twoMonths)], own, stricter)).toMatchObject([
      { nowFen: 50_000, draftFen: 0, studentMonths: 1, paidNow: 1, paidByDraft: 0 },
    ]);
  });

  it("judges all of a person's months, though only some are asked for", () => {
    const onlyOne = trial({ maxMonths: 1 }, ["2026-05", "2026-06"]);
    expect(costOf([person(twoMonths)], own, onlyOne).map(({ draftFen }) => draftFen)).toEqual([50_000, 0]);
    expect(costOf([person(twoMonths)], own, trial({ maxMonths: 1 }))).toMatchObject([{ draftFen: 0 }]);
  });

  it("counts each placement where it belongs, whoever else looks at the person", () => {
    const placements = [placement(), placement({ placementId: "P2", uscc: "B" })];
    const sheets = [sheet("2026-05", 20), sheet("2026-06", 20, { placementId: "P2" })];
    const both = trial({ rateFen: 60_000 }, ["2026-05", "2026-06"]);
    const costs = ["P1", "P2"].map((id) => costOf([person({ placements, sheets })], new Set([id]), both));
    expect(costs.map((months) => months.map(({ draftFen }) => draftFen))).toEqual([
      [60_000, 0],
      [0, 60_000],
    ]);
  });
});

describe("the table and the totals", () => {
  const month = (period: string, draftFen: number) => ({
    period,
    nowFen: 100,
    draftFen,
    studentMonths: 1,
    paidNow: 1,
    paidByDraft: 1,
  });
  const parts = [
    { uscc: "B", months: [month("2026-06", 7)] },
    { uscc: "A", months: [month("2026-06", 1), month("2026-05", 2)] },
    { uscc: "A", months: [month("2026-06", 4), { ...month("2026-04", 0), nowFen: 0, studentMonths: 0 }] },
  ];

  it("add up the parts of an enterprise, in one order whatever theirs", () => {
    const rows = tableOf(parts);
    expect(
      rows.map(({ uscc, period, draftFen, studentMonths }) => [uscc, period, draftFen, studentMonths]),
    ).toEqual([
      ["A", "2026-05", 2, 1],
      ["A", "2026-06", 5, 2],
      ["B", "2026-06", 7, 1],
    ]);
    expect(tableOf(parts.toReversed())).toEqual(rows);
  });

  it("say for each asked month and in all what the difference is", () => {
    const totals = totalsOf(trial({}, ["2026-05", "2026-06", "2026-07"]), tableOf(parts));
    expect(totals).toMatchObject({
      scheme: "internship",
      version: "draft",
      nowFen: 400,
      draftFen: 14,
      differenceFen: -386,
    });
    expect(totals.months).toMatchObject([
      { period: "2026-05", differenceFen: -98, enterprises: 1, studentMonths: 1 },
      { period: "2026-06", differenceFen: -288, enterprises: 2, studentMonths: 3 },
      { period: "2026-07", differenceFen: 0, enterprises: 0, studentMonths: 0 },
    ]);
  });
});
