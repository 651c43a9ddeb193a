import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fenFromYuan, roundHalfUp, sumFen, yuan } from "../../../shared/values/money.ts";

const integer = fc.maxSafeInteger();
const divisor = fc.integer({ min: 1, max: 1_000_000 });

describe("rounding half up", () => {
  it.each([
    [500_00 * 15, 21, 357_14],
    [1, 2, 1],
    [-1, 2, -1],
    [3, 2, 2],
    [-3, 2, -2],
    [1, 3, 0],
    [2, 3, 1],
    [-1, 3, 0],
    [49, 100, 0],
    [50, 100, 1],
    [0, 7, 0],
    [Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER],
    [Number.MAX_SAFE_INTEGER, 2, 4_503_599_627_370_496],
    [-Number.MAX_SAFE_INTEGER, 2, -4_503_599_627_370_496],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 1],
  ])("%i / %i is %i", (numerator, denominator, rounded) => {
    expect(roundHalfUp(numerator, denominator)).toBe(rounded);
  });

  it("is off by half a fen at most, and away from zero when it is exactly half", () => {
    fc.assert(
      fc.property(integer, divisor, (numerator, denominator) => {
        const excess = BigInt(roundHalfUp(numerator, denominator)) * BigInt(denominator) - BigInt(numerator);
        const twice = (numerator < 0 ? -excess : excess) * 2n;
        expect(twice > -BigInt(denominator) && twice <= BigInt(denominator)).toBe(true);
      }),
    );
  });

  it("treats what is owed and what is taken back alike", () => {
    fc.assert(
      fc.property(integer, divisor, (numerator, denominator) => {
        expect(roundHalfUp(-numerator, denominator) + roundHalfUp(numerator, denominator)).toBe(0);
      }),
    );
  });

  it.each([
    [0.5, 2],
    [1, 0],
    [1, -2],
    [1, 1.5],
    [Number.MAX_SAFE_INTEGER + 1, 2],
    [Number.NaN, 2],
  ])("refuses %d / %d, which has no exact answer", (numerator, denominator) => {
    expect(() => roundHalfUp(numerator, denominator)).toThrow(RangeError);
  });
});

describe("an amount as text", () => {
  it.each([
    [35714, "357.14"],
    [5, "0.05"],
    [-5, "-0.05"],
    [0, "0.00"],
    [-0, "0.00"],
    [100, "1.00"],
    [-123456, "-1234.56"],
    [Number.MAX_SAFE_INTEGER, "90071992547409.91"],
  ])("%i fen reads %s", (fen, text) => expect(yuan(fen)).toBe(text));

  it.each([
    ["357.14", 35714],
    ["1,357.1", 135710],
    [" 12 ", 1200],
    ["-0.05", -5],
    ["-0", 0],
    ["1,234,567.89", 123456789],
    ["0007", 700],
    ["90071992547409.91", Number.MAX_SAFE_INTEGER],
  ])("%s is read as %i fen", (text, fen) => expect(fenFromYuan(text)).toBe(fen));

  it.each([
    "",
    "1.234",
    "1,23",
    "12,34.5",
    "1e3",
    ".5",
    "1.",
    "+1",
    "--1",
    "￥1",
    "1 000",
    "90071992547409.92",
  ])("%o is no amount", (text) => expect(fenFromYuan(text)).toBeNull());

  it("comes back as it was written", () => {
    fc.assert(
      fc.property(integer, (fen) => {
        expect(fenFromYuan(yuan(fen))).toBe(fen);
      }),
    );
  });
});

describe("a sum", () => {
  it("is of integers, in any order", () => {
    const amounts = fc.array(fc.integer());
    fc.assert(
      fc.property(amounts, (list) => {
        expect(sumFen(list)).toBe(sumFen(list.toReversed()));
        expect(Number.isSafeInteger(sumFen(list))).toBe(true);
      }),
    );
    expect(sumFen([])).toBe(0);
    expect(sumFen(new Set([1, -3]))).toBe(-2);
  });
});
