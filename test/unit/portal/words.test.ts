import { expect, test } from "vitest";
import { clockText, money, monthName } from "../../../functions/portal/words.ts";

test("amounts have their thousands apart, whatever their sign", () => {
  expect([0, 5, 99_999, 123_456_789, -100_000].map(money)).toEqual([
    "0.00",
    "0.05",
    "999.99",
    "1,234,567.89",
    "-1,000.00",
  ]);
});

test("months have their names in both languages", () => {
  expect(monthName("2026-06")).toEqual({ zh: "2026年6月", en: "June 2026" });
});

test("times are told on the city's clock", () => {
  expect(clockText("2026-06-30T17:05:00Z")).toBe("2026-07-01 01:05");
  expect(clockText("2026-07-01T01:05:00+08:00")).toBe("2026-07-01 01:05");
});
