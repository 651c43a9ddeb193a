import { describe, expect, it } from "vitest";
import { entitle, type PersonFacts } from "../../../functions/subsidy/entitle.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { day, person, placement, published, sheet } from "./builders.ts";

/** Every sentence about the last of the person's months, in Chinese. */
const saidOf = (facts: Partial<PersonFacts>, change: Partial<InternshipPolicy> = {}): string[] =>
  entitle(person(facts), [published(change)])
    .at(-1)
    ?.reasons.map(({ zh }) => zh) ?? [];

const byCalendar: Partial<InternshipPolicy> = {
  partialMonth: { method: "prorate", divisor: "calendar-days" },
};
const RATE = "标准500.00元，2026-01版";
const found = (...codes: string[]) => codes.map((code) => ({ date: "2026-06-08", code, cleared: false }));
const withViolations = (...codes: string[]) => ({
  sheets: [sheet("2026-06", 20, { violations: found(...codes) })],
});

describe("the sentences name the numbers that decided", () => {
  it("of a month that was measured", () => {
    const june = { sheets: [sheet("2026-06", 12)] };
    expect(saidOf(june)).toEqual([`不足月：出勤12天，未达到15天；${RATE}`]);
    const halves: Partial<InternshipPolicy> = {
      partialMonth: {
        method: "tiers",
        tiers: [
          { days: 5, percent: 30 },
          { days: 10, percent: 50 },
          { days: 20, percent: 100 },
        ],
      },
    };
    expect(saidOf(june, halves)).toEqual([`分档：出勤12天，达到10天一档，按50%；${RATE}`]);
    expect(saidOf({ sheets: [sheet("2026-06", 4)] }, halves)).toEqual([
      `不足月：出勤4天，未达到5天；${RATE}`,
    ]);
    expect(saidOf(june, { partialMonth: { method: "prorate", divisor: "working-days" } })).toEqual([
      `按天折算：出勤12天，当月工作日21天；${RATE}`,
    ]);
  });

  it("of days that did not count, each kind by itself", () => {
    const facts = {
      placements: [placement({ start: "2026-06-04" })],
      certifications: [
        {
          uscc: "A",
          kind: "internship-compliant",
          status: "approved",
          validFrom: "2026-06-06",
          validTo: "2026-12-31",
        },
      ],
      sheets: [
        sheet("2026-06", 0, {
          days: [
            ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((date) => day(`2026-06-0${date}`)),
            day("2026-06-10", { basis: "stated", minutes: 60 }),
          ],
        }),
      ],
    };
    expect(saidOf(facts, byCalendar)).toEqual([
      `按天折算：出勤4天，当月日历日30天；${RATE}`,
      "1天工时不足4小时，不计出勤",
      "3天在安置起止日期之外，不计",
      "2天企业没有有效认定（实习实训规范），不计",
    ]);
  });

  it("of files that came too late", () => {
    const late = { sheets: [sheet("2026-06", 20, { announcedOn: "2026-10-01" })] };
    expect(saidOf(late)).toContain("20天系超过3个月后才报送，不计");
  });

  it("of limits of a life", () => {
    const two = { sheets: [sheet("2026-05", 20), sheet("2026-06", 20)] };
    expect(saidOf(two, { maxMonths: 1 })).toContain("累计已满1个月上限");
    expect(saidOf(two, { minTotalMonths: 3 })).toContain("累计2个月，未达到最低3个月；达到后补计");
    const elsewhere = {
      placements: [placement(), placement({ placementId: "P2", uscc: "B" })],
      sheets: [sheet("2026-05", 20), sheet("2026-06", 20, { placementId: "P2" })],
    };
    expect(saidOf(elsewhere, { oncePerPerson: true })).toContain(
      "每人只享受一次，已由2026-05开始的另一次实习享受",
    );
  });

  it("of a month shared by two enterprises", () => {
    const shared = {
      placements: [placement(), placement({ placementId: "P2", uscc: "B" })],
      sheets: [sheet("2026-06", 20), sheet("2026-06", 25, { placementId: "P2" })],
    };
    expect(saidOf(shared, byCalendar)).toContain("20天已计入该学生的另一实习单位，不重复计");
  });

  it.each<[InternshipPolicy["violationEffect"], string]>([
    ["warn", "有实习管理违规提示：加班、夜班"],
    ["withhold", "有未处理的违规，暂不计发：加班、夜班"],
    ["block", "有违规，当月不予计发：加班、夜班"],
  ])("of violations, each once and in one order: %s", (violationEffect, sentence) => {
    const facts = withViolations("夜班", "加班", "夜班");
    expect(saidOf(facts, { violationEffect })).toContain(sentence);
  });
});
