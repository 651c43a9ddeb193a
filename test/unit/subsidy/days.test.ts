import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workedMinutes } from "../../../functions/attendance/sheet.ts";
import { type AttendanceDay, entitle, type PersonFacts } from "../../../functions/subsidy/entitle.ts";
import { workedMinutes as paidMinutes } from "../../../functions/subsidy/schemes/internship/days.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { day, person, policy, published, sheet } from "./builders.ts";

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

describe("a day in a sheet", () => {
  const one = (facts: Partial<AttendanceDay>, policy: Partial<InternshipPolicy> = {}) =>
    worth(
      { sheets: [sheet("2026-06", 0, { days: [day("2026-06-08", facts)] })] },
      { ...byCalendarDays, ...policy },
    );

  it.each<[Partial<AttendanceDay>, number]>([
    [{ basis: "stated", minutes: 240 }, 1],
    [{ basis: "stated", minutes: 239 }, 0],
    [{ basis: "punched", minutes: 360 }, 1],
    [{ basis: "punched", minutes: 0 }, 0],
    [{ basis: "marked", minutes: 480 }, 1],
    [{ status: "leave" }, 0],
    [{ status: "absent" }, 0],
    [{ status: "rest" }, 0],
    [{ status: "late" }, 1],
    [{ status: "left-early" }, 1],
  ])("counts or not: %o", (facts, days) => {
    expect(one(facts)[0]?.[1]).toBe(days);
  });

  it("loses the break only when punched and longer than six hours", () => {
    const sixHours = { minHoursPerDay: 6 };
    const days = (facts: Partial<AttendanceDay>) => one(facts, sixHours)[0]?.[1];
    expect(days({ basis: "punched", minutes: 360 })).toBe(1);
    expect(days({ basis: "punched", minutes: 361 })).toBe(0);
    expect(days({ basis: "punched", minutes: 420 })).toBe(1);
    expect(days({ basis: "stated", minutes: 361 })).toBe(1);
  });

  it("takes half hours as a minimum", () => {
    expect(one({ basis: "stated", minutes: 449 }, { minHoursPerDay: 7.5 })[0]?.[1]).toBe(0);
    expect(one({ basis: "stated", minutes: 450 }, { minHoursPerDay: 7.5 })[0]?.[1]).toBe(1);
    // 1.1 × 60 is a little more than 66 in floating point
    expect(one({ basis: "stated", minutes: 66 }, { minHoursPerDay: 1.1 })[0]?.[1]).toBe(1);
    expect(one({ basis: "stated", minutes: 65 }, { minHoursPerDay: 1.1 })[0]?.[1]).toBe(0);
  });

  it("counts once though the sheet has it twice, and never for another month", () => {
    const days = [day("2026-06-08"), day("2026-06-08"), day("2026-07-08")];
    expect(worth({ sheets: [sheet("2026-06", 0, { days })] }, byCalendarDays)).toEqual([
      ["2026-06", 1, 1667, "prorated"],
    ]);
  });
});

describe("the minutes that attendance warns about", () => {
  const days = fc.record({
    date: fc.constant("2026-06-08"),
    basis: fc.constantFrom("stated" as const, "punched" as const, "marked" as const),
    minutes: fc.integer({ min: 0, max: 1440 }),
    status: fc.constant("present" as const),
  });

  it("are those that are paid for", () => {
    const rules = fc.integer({ min: 0, max: 360 }).map((breakMinutes) => ({ breakMinutes }));
    fc.assert(
      fc.property(days, rules, (day, rule) => paidMinutes(day, policy(rule)) === workedMinutes(day, rule)),
    );
  });
});

describe("a certification", () => {
  const held = (facts: Partial<PersonFacts["certifications"][number]>) =>
    worth({
      sheets: [sheet("2026-06", 30)],
      certifications: [
        {
          uscc: "A",
          kind: "internship-compliant",
          status: "approved",
          validFrom: "2026-06-01",
          validTo: "2026-06-20",
          ...facts,
        },
      ],
    })[0]?.[1];

  it("counts on the days it holds, both ends included", () => {
    expect(held({})).toBe(20);
    expect(held({ validFrom: "2026-06-20", validTo: "2026-07-01" })).toBe(11);
  });

  it("that was revoked held until its last day, or never", () => {
    expect(held({ status: "revoked", validTo: "2026-06-05" })).toBe(5);
    expect(held({ status: "revoked", validFrom: null, validTo: null })).toBe(0);
  });

  it("of another kind or enterprise, applied for or rejected, holds nothing", () => {
    expect(held({ kind: "cultivated" })).toBe(0);
    expect(held({ uscc: "B" })).toBe(0);
    expect(held({ status: "applied" })).toBe(0);
    expect(held({ status: "rejected" })).toBe(0);
  });

  it("may follow another without a gap", () => {
    const certifications = [
      {
        uscc: "A",
        kind: "internship-compliant",
        status: "approved",
        validFrom: "2026-01-01",
        validTo: "2026-06-10",
      },
      {
        uscc: "A",
        kind: "internship-compliant",
        status: "approved",
        validFrom: "2026-06-11",
        validTo: "2026-12-31",
      },
    ];
    expect(worth({ sheets: [sheet("2026-06", 30)], certifications })[0]?.[1]).toBe(30);
  });
});
