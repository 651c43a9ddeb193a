import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calendarYears,
  dayClass,
  isWorkingDay,
  publicityEnd,
  UnknownYear,
  workingDays,
  workingDaysAfter,
} from "../../../shared/values/calendar.ts";
import { addDays, daysOf, monthsBetween, weekday } from "../../../shared/values/period.ts";

const path = createRequire(import.meta.url).resolve("chinese-days/dist/chinese-days.json");
const published = JSON.parse(readFileSync(path, "utf8")) as Record<
  "holidays" | "workdays",
  Record<string, string>
>;
const months = (year: number) => monthsBetween(`${year}-01`, `${year}-12`);

describe("the working days of 2026", () => {
  it("are those of the notice, month by month", () => {
    expect(months(2026).map(workingDays)).toEqual([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
  });

  it("include the six make-up days, all of them weekends", () => {
    const days = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
    expect(
      months(2026)
        .flatMap(daysOf)
        .filter((date) => dayClass(date) === "make-up-workday"),
    ).toEqual(days);
    expect(days.every((date) => weekday(date) > 5 && isWorkingDay(date))).toBe(true);
  });

  it("leave out the day before a holiday week that was only moved there", () => {
    expect(dayClass("2026-10-01")).toBe("statutory-holiday");
    expect(dayClass("2026-10-03")).toBe("statutory-holiday");
    expect(dayClass("2026-10-04")).toBe("rest-day");
    expect(dayClass("2026-10-06")).toBe("shifted-rest-day");
    expect(dayClass("2026-10-08")).toBe("workday");
    expect(isWorkingDay("2026-10-06")).toBe(false);
  });
});

describe("statutory holidays", () => {
  it.each([
    [2023, 11],
    [2024, 11],
    [2025, 13],
    [2026, 13],
  ])("%i has %i, as the decree of its time says", (year, count) => {
    const found = months(year)
      .flatMap(daysOf)
      .filter((date) => dayClass(date) === "statutory-holiday");
    expect(found).toHaveLength(count);
  });
});

describe("every year that is loaded", () => {
  it.each(calendarYears)("agrees with the data chinese-days publishes: $year", ({ year }) => {
    for (const date of months(year).flatMap(daysOf)) {
      const off = date in published.holidays || (weekday(date) > 5 && !(date in published.workdays));
      expect([date, isWorkingDay(date)]).toEqual([date, !off]);
    }
  });

  it.each(calendarYears)("names each day once, and shifts only weekdays: $year", (year) => {
    const named = [...year.statutoryHolidays, ...year.shiftedRestDays, ...year.makeUpWorkdays];
    expect(new Set(named).size).toBe(named.length);
    expect(named.every((date) => date.startsWith(`${year.year}-`))).toBe(true);
    expect(year.shiftedRestDays.every((date) => weekday(date) <= 5)).toBe(true);
    expect(year.makeUpWorkdays.every((date) => weekday(date) >= 6)).toBe(true);
    expect(year.notice.documentNo).toMatch(/^国办发明电〔\d{4}〕\d+号$/);
  });
});

describe("a year without a notice", () => {
  it("is refused, not guessed", () => {
    expect(() => dayClass("2027-01-04")).toThrow(UnknownYear);
    expect(() => workingDays("2022-12")).toThrow("No holiday notice is loaded for 2022");
    expect(() => publicityEnd("2026-12-30", 5, false)).toThrow(UnknownYear);
  });
});

describe("counting working days", () => {
  it("ends a publicity of five days as 福建 announced it in August 2023, first day counted", () => {
    expect(publicityEnd("2023-08-17", 5, true)).toBe("2023-08-23");
    expect(publicityEnd("2023-08-17", 5, false)).toBe("2023-08-24");
  });

  it("skips a holiday week and counts its make-up Saturday", () => {
    expect(workingDaysAfter("2026-09-30", 3, false)).toBe("2026-10-10");
    expect(workingDaysAfter("2026-10-03", 1, true)).toBe("2026-10-08");
  });

  it("of no days is the day itself", () => {
    expect(workingDaysAfter("2026-06-06", 0, true)).toBe("2026-06-06");
    expect(() => workingDaysAfter("2026-06-06", -1, true)).toThrow(RangeError);
  });

  it("always ends on a working day with exactly that many in between", () => {
    const start = fc.integer({ min: 0, max: 1000 }).map((days) => addDays("2023-01-01", days));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 30 }), fc.boolean(), (from, count, first) => {
        const end = workingDaysAfter(from, count, first);
        let counted = 0;
        for (let day = first ? from : addDays(from, 1); day <= end; day = addDays(day, 1)) {
          if (isWorkingDay(day)) counted += 1;
        }
        expect([isWorkingDay(end), counted]).toEqual([true, count]);
      }),
    );
  });
});
