import { describe, expect, it } from "vitest";
import { lastPublicDay, type PublicityRule } from "../../../functions/settlement/publicity/duration.ts";
import { UnknownYear } from "../../../shared/values/calendar.ts";

const rule = (publicityDays: number, countFirstDay = false): PublicityRule => ({
  publicityDays,
  countFirstDay,
});

describe("the last day of a month's publicity", () => {
  it.each<[string, string, PublicityRule[], string]>([
    ["as 福建 announced it: five working days with the first", "2023-08-17", [rule(5, true)], "2023-08-23"],
    ["a day later without the first", "2023-08-17", [rule(5)], "2023-08-24"],
    ["of the longest scheme", "2023-08-17", [rule(5, true), rule(7, true), rule(3)], "2023-08-25"],
    ["of the later end where the lengths are equal", "2023-08-17", [rule(5, true), rule(5)], "2023-08-24"],
    ["over a holiday week and its make-up Saturday", "2026-09-30", [rule(3)], "2026-10-10"],
    ["the day itself where no scheme asks for any", "2026-07-05", [], "2026-07-05"],
    ["the day itself for none", "2026-07-05", [rule(0)], "2026-07-05"],
  ])("is %s", (_, published, rules, last) => {
    expect(lastPublicDay(published, rules)).toBe(last);
  });

  it("is not guessed for a year whose notice is not loaded", () => {
    expect(() => lastPublicDay("2026-12-30", [rule(1), rule(5)])).toThrow(UnknownYear);
    expect(lastPublicDay("2026-12-30", [rule(1)])).toBe("2026-12-31");
  });
});
