import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  daysOf,
  firstDay,
  isDate,
  isPeriod,
  lastDay,
  monthsBetween,
  periodOf,
  shanghaiDate,
  shanghaiTime,
  weekday,
} from "../../../shared/values/period.ts";

const period = fc
  .tuple(fc.integer({ min: 1950, max: 2080 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, "0")}`);
const date = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays("1960-01-01", days));

describe("what is a period and what is a date", () => {
  it.each(["2026-01", "2026-12", "1999-06"])("%s is a period", (text) => expect(isPeriod(text)).toBe(true));
  it.each([
    "2026-00",
    "2026-13",
    "2026-1",
    "26-01",
    "2026-01-01",
    " 2026-01",
    "2026-01\n",
    "2126-01",
    "2026/01",
  ])("%o is none", (text) => expect(isPeriod(text)).toBe(false));
  it.each(["2026-06-30", "2024-02-29", "2000-02-29", "1999-12-31", "1880-01-01"])("%s is a date", (text) =>
    expect(isDate(text)).toBe(true),
  );
  it.each([
    "2026-06-31",
    "2026-02-29",
    "1900-02-29",
    "2026-6-1",
    "2026-00-10",
    "2026-01-00",
    "2026-06-01T00:00",
    "",
  ])("%o is none", (text) => expect(isDate(text)).toBe(false));
});

describe("months", () => {
  it.each([
    ["2026-11", 2, "2027-01"],
    ["2026-01", -1, "2025-12"],
    ["2026-06", 0, "2026-06"],
    ["2026-12", 1, "2027-01"],
    ["2026-06", -30, "2023-12"],
    ["2026-06", 120, "2036-06"],
  ])("%s and %i more make %s", (from, months, to) => expect(addMonths(from, months)).toBe(to));

  it("can be taken back, and order as text", () => {
    fc.assert(
      fc.property(period, fc.integer({ min: 1, max: 200 }), (from, months) => {
        const to = addMonths(from, months);
        expect(addMonths(to, -months)).toBe(from);
        expect(to > from).toBe(true);
      }),
    );
  });

  it("between two periods include both, and are none when the last is earlier", () => {
    expect(monthsBetween("2026-11", "2027-02")).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
    expect(monthsBetween("2026-06", "2026-06")).toEqual(["2026-06"]);
    expect(monthsBetween("2026-06", "2026-05")).toEqual([]);
  });

  it("refuse what is no period", () => {
    expect(() => addMonths("2026-13", 1)).toThrow(RangeError);
    expect(() => daysOf("2026")).toThrow("Not a period");
  });

  it.each([
    ["2026-02", 28],
    ["2024-02", 29],
    ["2000-02", 29],
    ["1900-02", 28],
    ["2026-04", 30],
    ["2026-12", 31],
    ["2099-12", 31],
  ])("%s has %i days", (month, count) => {
    expect(daysOf(month)).toHaveLength(count);
    expect(daysOf(month).at(-1)).toBe(lastDay(month));
    expect(daysOf(month)[0]).toBe(firstDay(month));
  });

  it("hold their own days in order and no others", () => {
    fc.assert(
      fc.property(period, (month) => {
        const days = daysOf(month);
        expect(days.every((day) => isDate(day) && periodOf(day) === month)).toBe(true);
        expect(days).toEqual(days.toSorted());
        expect(periodOf(addDays(lastDay(month), 1))).toBe(addMonths(month, 1));
      }),
    );
  });
});

describe("days", () => {
  it.each([
    ["2026-06-30", 1, "2026-07-01"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2026-02-28", 1, "2026-03-01"],
    ["2026-01-01", -1, "2025-12-31"],
    ["2026-06-01", 0, "2026-06-01"],
  ])("%s and %i more make %s", (from, days, to) => expect(addDays(from, days)).toBe(to));

  it.each([
    ["2026-06-01", 1],
    ["2026-06-07", 7],
    ["2024-02-29", 4],
    ["2000-01-01", 6],
  ])("%s is weekday %i", (day, number) => expect(weekday(day)).toBe(number));

  it("go round the week", () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -500, max: 500 }), (day, more) => {
        expect(weekday(addDays(day, more))).toBe(((((weekday(day) - 1 + more) % 7) + 7) % 7) + 1);
        expect(addDays(addDays(day, more), -more)).toBe(day);
      }),
    );
  });
});

describe("the city's own day", () => {
  it.each([
    ["2026-06-30T15:59:59.999Z", "2026-06-30", "2026-06-30T23:59:59+08:00"],
    ["2026-06-30T16:00:00.000Z", "2026-07-01", "2026-07-01T00:00:00+08:00"],
    ["2026-07-01T00:00:00.000Z", "2026-07-01", "2026-07-01T08:00:00+08:00"],
    ["2025-12-31T23:59:59.999Z", "2026-01-01", "2026-01-01T07:59:59+08:00"],
    ["2024-02-28T16:00:00.000Z", "2024-02-29", "2024-02-29T00:00:00+08:00"],
  ])("at %s is %s", (instant, day, time) => {
    expect(shanghaiDate(new Date(instant))).toBe(day);
    expect(shanghaiTime(new Date(instant))).toBe(time);
  });

  it("is the one that the zone's own clock shows", () => {
    const zone = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });
    const instants = fc.date({
      min: new Date("1992-01-01"),
      max: new Date("2090-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (at) => {
        expect(shanghaiDate(at)).toBe(zone.format(at));
      }),
    );
  });

  it("names the instant it was made from", () => {
    const at = new Date("2026-07-05T02:00:00+08:00");
    expect(Date.parse(shanghaiTime(at))).toBe(at.getTime());
  });
});
