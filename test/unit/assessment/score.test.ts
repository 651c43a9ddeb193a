import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halfUp, hundredths, millionths } from "../../../functions/assessment/decimal.ts";
import type { Indicator, Kind } from "../../../functions/assessment/indicator.ts";
import { MEASURED } from "../../../functions/assessment/indicator.ts";
import { defaultRules } from "../../../functions/assessment/rules.ts";
import { score } from "../../../functions/assessment/score.ts";
import {
  STRAIGHT_LINE_PLAN,
  STRAIGHT_LINE_POINTS,
  STRAIGHT_LINE_TOTAL,
  WORKED_LINES,
  WORKED_TOTAL,
} from "../../city/worked-example.ts";
import { actual, indicator, judged, june, straightLine } from "./records.ts";

const plannedForJune = (planned: number): number[] =>
  Array.from({ length: 12 }, (_, i) => (i < 5 ? 0 : planned));

describe("the worked example of a June score", () => {
  const indicators = WORKED_LINES.map(({ code, kind, weight, target, planned }) =>
    kind === "qualitative"
      ? judged(code, kind, weight)
      : indicator(code, { kind, weight, target, curve: plannedForJune(planned) }),
  );
  const outside = [judged("award", "bonus"), judged("late", "deduction"), judged("overdue", "deduction")];
  const values = {
    ...Object.fromEntries(WORKED_LINES.map((line) => [line.code, line.actual])),
    award: 1,
    late: 1,
    overdue: 1,
  };

  it("comes to 86.25, line by line", () => {
    const { lines, base, bonus, deductions, total, grade } = june([...indicators, ...outside], values);
    expect(lines.map(({ points }) => points)).toEqual([
      ...WORKED_LINES.map(({ points }) => points / 100),
      1,
      -1,
      -1,
    ]);
    expect(lines.map(({ ratio }) => ratio)).toEqual([0.8333, 1.1, 0.875, 0.75, 0.85, null, null, null]);
    expect({ base, bonus, deductions, total }).toEqual({
      base: 87.25,
      bonus: 1,
      deductions: 2,
      total: 86.25,
    });
    expect(total * 100).toBe(WORKED_TOTAL);
    expect(grade).toBe("良");
  });

  it("comes to 83.25 with a straight-line plan", () => {
    const straight = indicators.map((one) =>
      one.code === "intern-person-months" ? { ...one, curve: straightLine(6000) } : one,
    );
    const { lines, total } = june([...straight, ...outside], values);
    expect(lines[1]).toMatchObject({ planned: STRAIGHT_LINE_PLAN, points: STRAIGHT_LINE_POINTS / 100 });
    expect(total * 100).toBe(STRAIGHT_LINE_TOTAL);
  });
});

describe("a measured line", () => {
  const points = (kind: Kind, planned: number, value?: number, weight = 40): number => {
    const one = indicator("x", { kind, weight, curve: plannedForJune(planned) });
    return june([one], value === undefined ? {} : { x: value }).lines[0]?.points ?? -1;
  };

  it.each([
    ["quantitative", 600, 300, 20],
    ["higher-is-better", 600, 300, 20],
    ["higher-is-better", 600, 601, 40],
    ["higher-is-better", 600, 0, 0],
    ["higher-is-better", 3, 1, 13.33],
    ["higher-is-better", 3, 2, 26.67],
    ["higher-is-better", 0, 0, 40],
    ["higher-is-better", 0, 7, 40],
    ["lower-is-better", 10, 20, 20],
    ["lower-is-better", 10, 5, 40],
    ["lower-is-better", 10, 0, 40],
    ["lower-is-better", 0, 0, 40],
    ["lower-is-better", 0, 1, 0],
    ["must-reach", 100, 99.99, 0],
    ["must-reach", 100, 100, 40],
    ["must-reach", 0, 0, 40],
  ] as const)("%s, planned %d, actual %d: %d points", (kind, planned, value, expected) => {
    expect(points(kind, planned, value)).toBe(expected);
  });

  it("earns nothing unreported, except where nothing was planned", () => {
    for (const kind of MEASURED) expect(points(kind, 10)).toBe(0);
    expect(points("higher-is-better", 0)).toBe(40);
    expect(points("must-reach", 0)).toBe(40);
    expect(points("lower-is-better", 0)).toBe(0);
    expect(june([indicator("x")], {}).lines[0]).toMatchObject({ actual: null, ratio: null });
  });

  it("is rounded half up to the hundredth, exactly", () => {
    expect(points("higher-is-better", 8, 1, 1)).toBe(0.13);
    expect(points("higher-is-better", 1000, 5, 1)).toBe(0.01);
    expect(points("higher-is-better", 1000, 4.999999, 1)).toBe(0);
    expect(points("higher-is-better", 1.005, 1, 1.01)).toBe(1);
    expect(points("higher-is-better", 0.3, 0.1, 30)).toBe(10);
  });

  it("looks at the curve of its own month", () => {
    const one = indicator("x", { curve: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] });
    const planned = [1, 6, 12].map(
      (month) => score([one], month, { x: actual(3) }, defaultRules).lines[0]?.planned,
    );
    expect(planned).toEqual([1, 6, 12]);
  });
});

describe("what is no part of the hundred", () => {
  const whole = indicator("x", { curve: plannedForJune(1) });

  it("caps all bonuses together", () => {
    const score = june([whole, judged("a", "bonus"), judged("b", "bonus")], { x: 1, a: 3, b: 4 });
    expect(score).toMatchObject({ base: 100, bonus: 5, total: 105 });
    expect(score.lines.map(({ points }) => points)).toEqual([100, 3, 4]);
  });

  it("never takes a total below zero", () => {
    expect(june([whole, judged("d", "deduction")], { x: 0.1, d: 11 })).toMatchObject({
      deductions: 11,
      total: 0,
    });
  });

  it("forces the grade down by a veto, and shows the score", () => {
    const veto = judged("fraud", "veto");
    expect(june([whole, veto], { x: 1, fraud: 1 })).toMatchObject({ total: 100, vetoed: true, grade: "差" });
    expect(june([whole, veto], { x: 1, fraud: 0 })).toMatchObject({ total: 100, vetoed: false, grade: "优" });
    expect(june([whole, veto], { x: 1 })).toMatchObject({ vetoed: false });
  });

  it("grades totals by the rules, the boundary included", () => {
    const grade = (value: number) => june([whole], { x: value }).grade;
    expect([0.9, 0.8999, 0.8, 0.6, 0.5999].map(grade)).toEqual(["优", "良", "良", "中", "差"]);
  });

  it.each([
    ["优", 10],
    ["良", 8.5],
    ["中", 7],
    ["差", 5],
  ] as const)("gives a qualitative line with %s %d of ten points", (grade, expected) => {
    expect(june([judged("q", "qualitative", 10)], { q: grade }).lines[0]?.points).toBe(expected);
  });
});

describe("decimals", () => {
  it("are taken as they were written", () => {
    expect([0.1, 12.5, -3, 0, 1e12, 0.1 + 0.2].map(millionths)).toEqual([
      100_000n,
      12_500_000n,
      -3_000_000n,
      0n,
      10n ** 18n,
      300_000n,
    ]);
    expect([100 / 12, 0.0000005, 0.0000004, 1e-20, 2.0000005].map(millionths)).toEqual([
      8_333_333n,
      1n,
      0n,
      0n,
      2_000_001n,
    ]);
    expect([1e13, Number.NaN, Number.POSITIVE_INFINITY].map(millionths)).toEqual(Array(3).fill(null));
    expect(hundredths(1.005)).toBe(101n);
    expect([halfUp(1n, 2n), halfUp(49n, 100n), halfUp(5n, 10n)]).toEqual([1n, 0n, 1n]);
    expect(() => halfUp(1n, 0n)).toThrow(RangeError);
    expect(() => hundredths(Number.NaN)).toThrow(RangeError);
  });
});

describe("whatever the figures", () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_000 }).map((n) => n / 1000);
  const weight = fc.integer({ min: 1, max: 10_000 }).map((n) => n / 100);
  const kind = fc.constantFrom(...MEASURED);
  const measured = fc
    .record({ kind, weight, planned: amount })
    .map(({ planned, ...more }): Indicator => indicator("x", { ...more, curve: plannedForJune(planned) }));
  const pointsOf = (one: Indicator, value: number) => june([one], { x: value }).lines[0]?.points ?? -1;

  it("points lie between nothing and the weight, in hundredths", () => {
    fc.assert(
      fc.property(measured, amount, (one, value) => {
        const points = pointsOf(one, value);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(one.weight);
        expect(Math.round(points * 100) / 100).toBe(points);
      }),
    );
  });

  it("more of a good thing never lowers a line, more of a bad thing never raises it", () => {
    fc.assert(
      fc.property(measured, amount, amount, (one, a, b) => {
        const [less, more] = [pointsOf(one, Math.min(a, b)), pointsOf(one, Math.max(a, b))];
        if (one.kind === "lower-is-better") expect(more).toBeLessThanOrEqual(less);
        else expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });

  it("the total is what a reader adds up", () => {
    const lines = fc.array(fc.record({ one: measured, value: amount }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, (list) => {
        const indicators = list.map(({ one }, index) => ({ ...one, code: `c${index}`, weight: 100 / 25 }));
        const values = Object.fromEntries(list.map(({ value }, index) => [`c${index}`, value]));
        const { lines: scored, base, total } = june(indicators, values);
        const sum = scored.reduce((all, { points }) => all + Math.round(points * 100), 0);
        expect([Math.round(base * 100), Math.round(total * 100)]).toEqual([sum, sum]);
      }),
    );
  });

  it("the total stays within zero and a hundred plus the cap", () => {
    const values = fc.record({ x: amount, bonus: amount, deduction: amount });
    fc.assert(
      fc.property(values, (given) => {
        const { total } = june(
          [indicator("x"), judged("bonus", "bonus"), judged("deduction", "deduction")],
          given,
        );
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(105);
      }),
    );
  });
});
