import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fenFromYuan, inChineseCapitals, roundHalfUp, sumFen, yuan } from "../../../shared/values/money.ts";

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

describe("an amount in Chinese capitals", () => {
  // most of them are the examples of the rules for bills themselves
  it.each([
    ["12345.67", "壹万贰仟叁佰肆拾伍元陆角柒分"],
    ["1409.50", "壹仟肆佰零玖元伍角整"],
    ["6007.14", "陆仟零柒元壹角肆分"],
    ["1680.32", "壹仟陆佰捌拾元零叁角贰分"],
    ["107000.53", "壹拾万柒仟元零伍角叁分"],
    ["16409.02", "壹万陆仟肆佰零玖元零贰分"],
    ["325.04", "叁佰贰拾伍元零肆分"],
    ["0.00", "零元整"],
    ["0.05", "伍分"],
    ["0.50", "伍角整"],
    ["10.00", "壹拾元整"],
    ["10001.00", "壹万零壹元整"],
    ["100010000.00", "壹亿零壹万元整"],
    ["1200003000.00", "壹拾贰亿零叁仟元整"],
    ["1234500000000.00", "壹万贰仟叁佰肆拾伍亿元整"],
    ["90071992547409.91", "玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分"],
    ["-357.14", "负叁佰伍拾柒元壹角肆分"],
  ])("%s is 人民币%s", (figures, words) => {
    expect(inChineseCapitals(fenFromYuan(figures) as number)).toBe(`人民币${words}`);
  });

  it("says each amount in a way of its own, never with two noughts side by side", () => {
    fc.assert(
      fc.property(integer, (fen) => {
        const words = inChineseCapitals(fen);
        expect(fenFromWords(words)).toBe(fen);
        expect(words).not.toMatch(/零零|零[拾佰仟万亿]/);
      }),
    );
  });
});

const DIGITS = "零壹贰叁肆伍陆柒捌玖";

/** Reads capitals from the left, as a cashier does: a digit waits for its unit. */
function fenFromWords(words: string): number {
  const [, sign, whole = "", jiao = "零", fen = "零"] =
    /^人民币(负?)(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?$/.exec(words) ?? [];
  const magnitude = yuansFromWords(whole) * 100n + BigInt(DIGITS.indexOf(jiao) * 10 + DIGITS.indexOf(fen));
  return Number(sign ? -magnitude : magnitude);
}

function yuansFromWords(words: string): bigint {
  for (const [unit, size] of [
    ["亿", 100_000_000n],
    ["万", 10_000n],
    ["仟", 1000n],
    ["佰", 100n],
    ["拾", 10n],
  ] as const) {
    const at = words.lastIndexOf(unit);
    if (at < 0) continue;
    return yuansFromWords(words.slice(0, at)) * size + yuansFromWords(words.slice(at + 1));
  }
  return BigInt(Math.max(0, DIGITS.indexOf(words.replace(/^零(?=.)/, "") || "零")));
}
