import { describe, expect, test } from "vitest";
import { filesFor } from "../../city/files.ts";
import { buildCity, placementsOf } from "../../city/model.ts";
import {
  amountFor,
  DEFAULT_POLICY,
  expected,
  type OraclePolicy,
  type PartialMonth,
} from "../../city/oracle.ts";
import { type Truth, truth } from "../../city/truth.ts";

const paying = (partialMonth: PartialMonth): OraclePolicy => ({ ...DEFAULT_POLICY, partialMonth });
const prorate = (divisor: "working-days" | "calendar-days" | "shift-days") =>
  paying({ method: "prorate", divisor });

describe("amounts by hand", () => {
  test("fifteen days are a month, fourteen are nothing", () => {
    expect(amountFor(15, 21, DEFAULT_POLICY)).toBe(50000);
    expect(amountFor(14, 21, DEFAULT_POLICY)).toBe(0);
    expect(amountFor(15, 21, paying({ method: "whole-if-days-at-least", days: 16 }))).toBe(0);
  });

  test("prorated by working days, calendar days and shift days, rounded half up", () => {
    expect(amountFor(15, 25, prorate("working-days"))).toBe(35714);
    expect(amountFor(15, 25, prorate("calendar-days"))).toBe(25000);
    expect(amountFor(15, 25, prorate("shift-days"))).toBe(30000);
    expect(amountFor(1, 16, prorate("shift-days"))).toBe(3125);
    expect(amountFor(25, 25, prorate("working-days"))).toBe(50000);
    expect(amountFor(0, 0, prorate("shift-days"))).toBe(0);
  });

  test("the highest tier that is reached", () => {
    const tiers = paying({
      method: "tiers",
      tiers: [
        { days: 10, percent: 50 },
        { days: 20, percent: 100 },
      ],
    });
    expect([9, 10, 19, 20].map((days) => amountFor(days, 21, tiers))).toEqual([0, 25000, 25000, 50000]);
  });
});

describe("the month of the city", () => {
  const city = buildCity();
  const result = expected(city);

  test("every firm's sums add up", () => {
    const firms = Object.values(result.byEnterprise);
    expect(firms).toHaveLength(40);
    expect(firms.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(result.totalFen);
    expect(result.totalFen).toBe(result.payableStudentMonths * 50000);
    expect(result.studentMonths).toBe(2998);
  });

  test("in an ordinary firm the cast of students gets what the rules say", () => {
    const own = placementsOf(city, city.enterprises[5]?.uscc ?? "");
    const months = own.map(({ key, uscc }) => result.byEnterprise[uscc]?.byPlacement[key]);
    expect([months[1]?.days, months[1]?.amountFen]).toEqual([15, 50000]);
    expect([months[2]?.days, months[2]?.amountFen]).toEqual([14, 0]);
    expect(months[3]?.amountFen).toBe(0);
    expect(months[10]).toEqual({ days: 0, shiftDays: 21, amountFen: 0 });
  });

  test("days without a valid certification are worth nothing", () => {
    const [none, late, early] = [12, 24, 7].map(
      (place) => result.byEnterprise[city.enterprises[place]?.uscc ?? ""],
    );
    expect([none?.amountFen, late?.amountFen]).toEqual([0, 0]);
    expect(Math.max(...Object.values(late?.byPlacement ?? {}).map(({ days }) => days))).toBeLessThan(15);
    const days = Object.values(early?.byPlacement ?? {}).map((month) => month.days);
    expect(Math.max(...days)).toBe(17);
    const open = expected(city, { ...DEFAULT_POLICY, requiresCertification: null });
    expect(open.byEnterprise[city.enterprises[12]?.uscc ?? ""]?.amountFen).toBeGreaterThan(0);
  });

  test("a short day is no day, and punches lose the break", () => {
    const [first] = city.enterprises;
    const [placement] = placementsOf(city, city.enterprises[1]?.uscc ?? "");
    if (!first || !placement) throw new Error("The city is empty");
    const daysOf = (minutes: number, basis: "clock" | "stated", policy = DEFAULT_POLICY) => {
      const days: Truth = new Map([
        [placement.key, [{ date: "2026-06-02", status: "出勤", basis, minutes }]],
      ]);
      return expected(city, policy, days).byEnterprise[placement.uscc]?.byPlacement[placement.key]?.days;
    };
    expect([daysOf(239, "clock"), daysOf(240, "clock")]).toEqual([0, 1]);
    const long = { ...DEFAULT_POLICY, minHoursPerDay: 6 };
    expect([daysOf(360, "clock", long), daysOf(361, "clock", long), daysOf(361, "stated", long)]).toEqual([
      1, 0, 1,
    ]);
  });

  test("after the last file of every firm the files say the truth", async () => {
    const real = truth(city);
    const standing = new Map<string, unknown>();
    for (const { says } of await filesFor(city)) for (const [key, days] of says) standing.set(key, days);
    expect(standing).toEqual(new Map(real));
  });

  test("a wrong first file is worth less than the truth", async () => {
    const files = (await filesFor(buildCity({ scale: "small" }))).filter(({ shape }) => shape === "utf8-csv");
    const small = buildCity({ scale: "small" });
    const worth = files.map(
      ({ says, uscc }) => expected(small, DEFAULT_POLICY, says).byEnterprise[uscc]?.amountFen,
    );
    expect(worth).toEqual([50000, 100000]);
  });
});
