import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mask, maskName, maskNumbers } from "../../../shared/values/mask.ts";

describe("the mask", () => {
  it.each([
    ["411202200910150030", "****************30"],
    ["41128120091220005X", "****************5X"],
    ["6222 0212 3456 789", "**** **** **** *89"],
    ["13800138000", "*********00"],
    ["张小明", "*小明"],
    ["４１１２", "**１２"],
    ["ab", "ab"],
    ["", ""],
  ])("%s shows as %s", (text, masked) => expect(mask(text)).toBe(masked));

  it("keeps the length, and never more than the last two characters of what it hides", () => {
    const printable = fc.string({ unit: "grapheme-ascii", minLength: 3 });
    fc.assert(
      fc.property(printable, (text) => {
        const masked = mask(text);
        expect(masked).toHaveLength(text.length);
        expect(masked.slice(0, -2)).not.toMatch(/[\p{L}\p{N}]/u);
        expect(mask(masked)).toBe(masked);
      }),
    );
  });

  it.each([
    ["张小明", "张＊＊"],
    [" 欧阳 ", "欧＊"],
    ["𠮷野家", "𠮷＊＊"],
    ["王", "王"],
    ["", ""],
  ])("of the name %o is %s", (name, masked) => expect(maskName(name)).toBe(masked));
});

describe("numbers inside a longer text", () => {
  it.each([
    ["student 411202200910150030 was refused", "student ****************30 was refused"],
    ["id:41128120091220005x!", "id:****************5x!"],
    ["G411202200910150030", "G****************30"],
    ["call 13800138000 or 138 0013 8000", "call *********00 or *** **** **00"],
    ["account 6222021234567890123", "account *****************23"],
    ["４１１２０２２００９１０１５００３０", "****************３０"],
    ["４１１２８１２００９１２２０００５Ｘ", "****************５Ｘ"],
    ["2026-06 has 21 days, upload 000003", "2026-06 has 21 days, upload 000003"],
    ["91411200MA9TE0T007", "91411200MA9TE0T007"],
  ])("%s", (text, masked) => expect(maskNumbers(text)).toBe(masked));

  it("never leave eleven digits together", () => {
    const digits = fc.array(fc.constantFrom(..."0123456789"), { minLength: 11, maxLength: 30 });
    fc.assert(
      fc.property(fc.string(), digits, fc.string(), (before, number, after) => {
        expect(maskNumbers(`${before}${number.join("")}${after}`)).not.toMatch(/\d{11}/);
      }),
    );
  });
});
