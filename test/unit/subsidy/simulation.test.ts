import { describe, expect, it } from "vitest";
import { factsOf } from "../../../functions/subsidy/application/application.ts";
import { policyFor } from "../../../functions/subsidy/in-force.ts";
import { defaultApprenticeshipPolicy } from "../../../functions/subsidy/schemes/apprenticeship/policy.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import {
  costOf,
  judgeApplications,
  judgePeople,
  type Line,
  linesOf,
  type Trial,
  tableOf,
  totalsOf,
  withDraft,
} from "../../../functions/subsidy/simulation/cost.ts";
import { countedPeriods, waitingAfter } from "../../../functions/subsidy/simulation/limits.ts";
import * as applications from "./applications.ts";
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
  const costs = (people: Parameters<typeof judgePeople>[0], ids: ReadonlySet<string>, tried: Trial) =>
    costOf(judgePeople(people, ids, tried), tried.periods);

  it("is told beside what the versions in force make of the same sheets", () => {
    expect(costs([person(twoMonths)], own, trial({ rateFen: 80_000 }))).toEqual([
      { period: "2026-06", nowFen: 50_000, draftFen: 80_000, studentMonths: 1, paidNow: 1, paidByDraft: 1 },
    ]);
  });

  it("counts the months that get nothing any more", () => {
    const stricter = trial({ partialMonth: { method: "whole-if-days-at-least", days: 21 } });
    expect(costs([person(twoMonths)], own, stricter)).toMatchObject([
      { nowFen: 50_000, draftFen: 0, studentMonths: 1, paidNow: 1, paidByDraft: 0 },
    ]);
  });

  it("judges all of a person's months, though only some are asked for", () => {
    const onlyOne = trial({ maxMonths: 1 }, ["2026-05", "2026-06"]);
    expect(costs([person(twoMonths)], own, onlyOne).map(({ draftFen }) => draftFen)).toEqual([50_000, 0]);
    expect(costs([person(twoMonths)], own, trial({ maxMonths: 1 }))).toMatchObject([{ draftFen: 0 }]);
  });

  it("counts each placement where it belongs, whoever else looks at the person", () => {
    const placements = [placement(), placement({ placementId: "P2", uscc: "B" })];
    const sheets = [sheet("2026-05", 20), sheet("2026-06", 20, { placementId: "P2" })];
    const tried = trial({ rateFen: 60_000 }, ["2026-05", "2026-06"]);
    const both = ["P1", "P2"].map((id) => costs([person({ placements, sheets })], new Set([id]), tried));
    expect(both.map((months) => months.map(({ draftFen }) => draftFen))).toEqual([
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
    const rows = tableOf(trial({}, ["2026-05", "2026-06"]), parts);
    expect(
      rows.map(({ uscc, period, draftFen, studentMonths }) => [uscc, period, draftFen, studentMonths]),
    ).toEqual([
      ["A", "2026-05", 2, 1],
      ["A", "2026-06", 5, 2],
      ["B", "2026-06", 7, 1],
    ]);
    expect(tableOf(trial({}, ["2026-05", "2026-06"]), parts.toReversed())).toEqual(rows);
  });

  it("say for each asked month and in all what the difference is", () => {
    const tried = trial({}, ["2026-05", "2026-06", "2026-07"]);
    const totals = totalsOf(tried, tableOf(tried, parts));
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

describe("a draft within limits", () => {
  const limited = (facts: Partial<InternshipPolicy>, periods = ["2026-03"]) => trial(facts, periods);

  it("looks at the whole year so far, since what was earned earlier is paid first", () => {
    expect(countedPeriods(limited({}))).toEqual(["2026-03"]);
    const months = ["2025-11", "2026-02"];
    const year2025 = Array.from({ length: 11 }, (_, i) => `2025-${String(i + 1).padStart(2, "0")}`);
    expect(countedPeriods(limited({ annualBudgetFen: 1 }, months))).toEqual([
      ...year2025,
      "2026-01",
      "2026-02",
    ]);
  });

  /** So many students of one enterprise, each in their turn, who earn the same in every month from January to March. */
  const earning = (firms: Record<string, number>, nowFen: number, draftFen: number) => async () =>
    new Map(
      Object.entries(firms).map(([uscc, heads]) => {
        const lines = (fen: number) => Array.from({ length: heads }, (_, n): Line => [`${uscc}${n}`, n, fen]);
        return [uscc, { now: lines(nowFen), draft: lines(draftFen) }];
      }),
    );

  it("pays what the year's budget still has, to the fen, in the order of a close", async () => {
    const tried = limited({ annualBudgetFen: 150 });
    const waiting = await waitingAfter(tried, earning({ A: 1, B: 1 }, 10, 30));
    // 60 in January and in February, so March finds 30: both came by the same file, and A by its number first
    expect(Object.fromEntries(waiting)).toEqual({ "B#2026-03": { now: 0, draft: 30 } });
    const short = await waitingAfter(limited({ annualBudgetFen: 145 }), earning({ A: 1, B: 1 }, 10, 30));
    expect(Object.fromEntries(short)).toEqual({
      "A#2026-03": { now: 0, draft: 5 },
      "B#2026-03": { now: 0, draft: 30 },
    });
  });

  it("pays no enterprise more than its cap, and both sides each by their own limits", async () => {
    const tried = { ...limited({ enterpriseCapFen: 200 }), published: [published({ enterpriseCapFen: 50 })] };
    const waiting = await waitingAfter(tried, earning({ A: 2, B: 1 }, 10, 50));
    expect(Object.fromEntries(waiting)).toEqual({
      "A#2026-03": { now: 10, draft: 100 },
    });
  });

  it("gives what came back to those who wait", async () => {
    const lines: Record<string, Line[]> = { "2026-01": [["A1", 1, 100]], "2026-02": [["B1", 2, 80]] };
    lines["2026-03"] = [["A2", 3, -60]];
    const both = (list: Line[] = []) => ({ now: list, draft: list });
    const linesOf = async (period: string) => new Map([["A", both(lines[period])]]);
    const waiting = await waitingAfter(limited({ annualBudgetFen: 110 }), linesOf);
    expect(Object.fromEntries(waiting)).toEqual({ "A#2026-02": { now: 0, draft: 10 } });
  });

  it("is paid less in the table, and says what waits", () => {
    const [tried, earned] = [limited({}), judgePeople([person()], new Set(), limited({}))];
    const month = { ...costOf(earned, ["2026-03"])[0], nowFen: 50, draftFen: 80, studentMonths: 1 } as never;
    const waiting = new Map([["A#2026-03", { now: 0, draft: 30 }]]);
    const table = tableOf(tried, [{ uscc: "A", months: [month] }], waiting);
    expect(table).toMatchObject([{ nowFen: 50, draftFen: 50, nowWaitingFen: 0, draftWaitingFen: 30 }]);
    expect(totalsOf(tried, table)).toMatchObject({ draftFen: 50, differenceFen: 0, draftWaitingFen: 30 });
  });

  it("leaves out months that were only looked at for what they took of the budget", () => {
    const months = ["2026-02", "2026-03"].map((period) => ({ ...monthOf(period), studentMonths: 1 }));
    expect(tableOf(limited({}), [{ uscc: "A", months }]).map(({ period }) => period)).toEqual(["2026-03"]);
  });

  const monthOf = (period: string) => ({ period, nowFen: 1, draftFen: 1, paidNow: 1, paidByDraft: 1 });
});

describe("a draft of a scheme that is applied for", () => {
  const drafted = {
    ...applications.published(defaultApprenticeshipPolicy),
    policy: { ...defaultApprenticeshipPolicy, version: "draft", advancePercent: 100 },
    status: "draft" as const,
  };
  const published = [applications.published(defaultApprenticeshipPolicy)];
  const tried: Trial = { draft: drafted, published, periods: ["2026-03"] };

  it("judges the approved applications by both", () => {
    const open = applications.approved(applications.classForm(2));
    const pending = applications.application(applications.classForm(1, {}, "Q"), 2);
    const award = applications.approved(applications.awardForm([100, 0]), "2026-03-10", 3);
    const judged = judgeApplications(
      [open, pending, award].map((one) => factsOf(one, [])),
      tried,
    );
    expect(costOf(judged, tried.periods)).toMatchObject([
      { studentMonths: 1, nowFen: 500_000, draftFen: 1_000_000, paidNow: 1, paidByDraft: 1 },
    ]);
    expect(linesOf(judged, "2026-03")).toMatchObject({
      now: [[open.id, expect.any(Number), 500_000]],
      draft: [[open.id, expect.any(Number), 1_000_000]],
    });
  });
});
