import { describe, expect, it } from "vitest";
import { entitle, type PersonFacts } from "../../../functions/subsidy/entitle.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { UnknownYear } from "../../../shared/values/calendar.ts";
import { day, person, placement, published, sheet } from "./builders.ts";

const byCalendarDays: Partial<InternshipPolicy> = {
  partialMonth: { method: "prorate", divisor: "calendar-days" },
};
const worth = (facts: Partial<PersonFacts>, change: Partial<InternshipPolicy> = {}) =>
  entitle(person(facts), [published(change)]).map(({ period, days, amountFen, reasons }) => [
    period,
    days,
    amountFen,
    reasons.map(({ code }) => code).join(" "),
  ]);

describe("the answer", () => {
  it("says all a booking needs", () => {
    expect(entitle(person({ sheets: [sheet("2026-06", 17, { sequence: 4 })] }), [published()])).toEqual([
      {
        scheme: "internship",
        placementId: "P1",
        uscc: "A",
        period: "2026-06",
        days: 17,
        amountFen: 50000,
        policyVersion: "2026-01",
        sequence: 4,
        reasons: [
          {
            code: "full-month",
            zh: "满月：出勤17天，达到15天；标准500.00元，2026-01版",
            en: "Full month: attended 17 days, 15 needed; rate 500.00 yuan, policy 2026-01",
          },
        ],
      },
    ]);
  });

  it("shows 待确认 while the policy rests on no document", () => {
    const [answer] = entitle(person({ sheets: [sheet("2026-06", 1)] }), [
      published({ documentNo: "待确认" }),
    ]);
    expect(answer?.reasons[0]?.zh).toBe("不足月：出勤1天，未达到15天；标准500.00元，2026-01版〔待确认〕");
    expect(answer?.reasons[0]?.en).toContain(
      "attended 1 day, 15 needed; rate 500.00 yuan, policy 2026-01 (awaiting confirmation)",
    );
  });

  it("is empty for a person without sheets, and for schemes nobody has", () => {
    expect(worth({})).toEqual([]);
    const apprentice = [placement({ scheme: "apprenticeship" })];
    expect(worth({ placements: apprentice, sheets: [sheet("2026-06", 20)] })).toEqual([]);
  });

  it("refuses a sheet that belongs to no placement of the person", () => {
    expect(() => worth({ sheets: [sheet("2026-06", 20, { placementId: "P9" })] })).toThrow("P9");
  });

  it("lists a month without policy, and one policy's months beside it", () => {
    const sheets = [sheet("2025-12", 20), sheet("2026-01", 20)];
    const placements = [placement({ start: "2025-12-01" })];
    expect(worth({ sheets, placements }, { requiresCertification: null })).toEqual([
      ["2025-12", 0, 0, "no-policy"],
      ["2026-01", 20, 50000, "full-month"],
    ]);
  });
});

describe("the divisor", () => {
  it("of working days needs the year's notice", () => {
    const policy: Partial<InternshipPolicy> = {
      partialMonth: { method: "prorate", divisor: "working-days" },
      requiresCertification: null,
    };
    const placements = [placement({ end: "2027-12-31" })];
    expect(() => worth({ sheets: [sheet("2027-01", 10)], placements }, policy)).toThrow(UnknownYear);
  });

  it("of shift days leaves out rest and keeps days that don't count", () => {
    const policy: Partial<InternshipPolicy> = { partialMonth: { method: "prorate", divisor: "shift-days" } };
    const days = [
      day("2026-06-01"),
      day("2026-06-02", { status: "leave" }),
      day("2026-06-03", { minutes: 10, basis: "stated" }),
      day("2026-06-04", { status: "rest", minutes: 0 }),
    ];
    expect(worth({ sheets: [sheet("2026-06", 0, { days })] }, policy)).toEqual([
      ["2026-06", 1, 16667, "prorated too-short"],
    ]);
    expect(worth({ sheets: [sheet("2026-06", 0)] }, policy)).toEqual([["2026-06", 0, 0, "prorated"]]);
  });
});

describe("two placements on one day", () => {
  const placements = [placement(), placement({ placementId: "P2", uscc: "B" })];
  const split = (facts: Partial<PersonFacts>) =>
    entitle(person(facts), [published(byCalendarDays)]).map(({ placementId, days }) => [placementId, days]);

  it("fall to the lower placement when one upload names both", () => {
    const sheets = ["P2", "P1"].map((placementId) => sheet("2026-06", 10, { placementId, sequence: 7 }));
    expect(split({ placements, sheets })).toEqual([
      ["P1", 10],
      ["P2", 0],
    ]);
  });

  it("go by the officer even when the other kept none", () => {
    const sheets = [sheet("2026-06", 10), sheet("2026-06", 20, { placementId: "P2" })];
    const kept = [placement(), placement({ placementId: "P2", uscc: "B", keptOver: ["P1"] })];
    expect(split({ placements: kept, sheets })).toEqual([
      ["P1", 0],
      ["P2", 20],
    ]);
  });

  it("go by announcement when decisions run in a circle", () => {
    const circle = [
      placement({ keptOver: ["P2"] }),
      placement({ placementId: "P2", uscc: "B", keptOver: ["P1"] }),
    ];
    const sheets = [sheet("2026-06", 10, { placementId: "P2" }), sheet("2026-06", 10)];
    expect(split({ placements: circle, sheets })).toEqual([
      ["P2", 10],
      ["P1", 0],
    ]);
  });

  it("only count against each other where both days would count", () => {
    const sheets = [sheet("2026-06", 10), sheet("2026-06", 10, { placementId: "P2" })];
    const certifications = person().certifications.filter(({ uscc }) => uscc === "B");
    expect(split({ placements, sheets, certifications })).toEqual([
      ["P1", 0],
      ["P2", 10],
    ]);
  });
});

describe("limits", () => {
  it("pay one month at two enterprises as one month of the maximum", () => {
    const placements = [placement(), placement({ placementId: "P2", uscc: "B" })];
    const days = [day("2026-05-30"), day("2026-05-31")];
    const sheets = [
      sheet("2026-05", 10),
      sheet("2026-05", 0, { placementId: "P2", days }),
      sheet("2026-06", 30),
    ];
    expect(worth({ placements, sheets }, { ...byCalendarDays, maxMonths: 1 })).toEqual([
      ["2026-05", 10, 16129, "prorated"],
      ["2026-05", 2, 3226, "prorated"],
      ["2026-06", 30, 0, "prorated max-months"],
    ]);
  });

  it("of the month's own policy apply", () => {
    const policies = [
      published({ version: "v1", effectiveTo: "2026-04", maxMonths: 1 }),
      published({ version: "v2", effectiveFrom: "2026-05", maxMonths: 3 }),
    ];
    const months = ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07"];
    const answers = entitle(person({ sheets: months.map((period) => sheet(period, 20)) }), policies);
    expect(answers.map(({ amountFen }) => amountFen)).toEqual([50000, 0, 50000, 50000, 0]);
  });

  it("exclude a month in which an excluded scheme has a single day, and no other", () => {
    const apprenticeship = placement({
      placementId: "P2",
      scheme: "apprenticeship",
      start: "2026-06-30",
      end: "2026-07-01",
    });
    const sheets = ["2026-05", "2026-06", "2026-07", "2026-08"].map((period) => sheet(period, 20));
    const amounts = worth({ placements: [placement(), apprenticeship], sheets }).map(
      ([, , amount]) => amount,
    );
    expect(amounts).toEqual([50000, 0, 0, 50000]);
  });

  it("don't see an excluded placement that ended before it began", () => {
    const cancelled = placement({
      placementId: "P2",
      scheme: "apprenticeship",
      start: "2026-06-10",
      end: "2026-06-09",
    });
    expect(worth({ placements: [placement(), cancelled], sheets: [sheet("2026-06", 20)] })[0]?.[2]).toBe(
      50000,
    );
  });
});
