import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ageOn,
  birthDate,
  birthdayOf,
  checkCitizenId,
  checkUscc,
  citizenIdWithCheckDigit,
  normaliseId,
  normaliseName,
  normaliseUscc,
  organisationCheck,
  usccWithCheckDigit,
} from "../../../shared/values/identifiers.ts";
import { addDays } from "../../../shared/values/period.ts";

const ALPHABET = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"];
const charsOf = (chars: string[], length: number) =>
  fc.array(fc.constantFrom(...chars), { minLength: length, maxLength: length }).map((list) => list.join(""));
const uscc = fc
  .tuple(charsOf(ALPHABET, 8), charsOf(ALPHABET, 8))
  .map(([head, organisation]) => usccWithCheckDigit(head + organisation + organisationCheck(organisation)));
const born = fc.integer({ min: 0, max: 73_000 }).map((days) => addDays("1880-01-01", days));
const citizenId = fc
  .tuple(fc.integer({ min: 110000, max: 829999 }), born, charsOf([..."0123456789"], 3))
  .map(([region, date, sequence]) => citizenIdWithCheckDigit(region + date.replaceAll("-", "") + sequence));
const changedAt = (text: string, at: number, char: string) => text.slice(0, at) + char + text.slice(at + 1);

describe("a unified social credit code", () => {
  it.each([
    "91411200MA9TE0T007",
    "91411224MA9TE5T12B",
    "91411200MA9T001300",
    "91411282MA9T0000XR",
    "12411200419000018F",
  ])("%s is valid", (code) => {
    expect(checkUscc(code)).toEqual({ valid: true, problems: [] });
    expect(usccWithCheckDigit(code.slice(0, 17))).toBe(code);
  });

  it.each([
    ["91411200MA9TE0T008", ["check"]],
    ["91411200MA9TE0T017", ["organisation-check", "check"]],
    ["91411200MA9TE0I007", ["form"]],
    ["91411200MA9TE0O007", ["form"]],
    ["91411200MA9TE0S007", ["form"]],
    ["91411200MA9TE0V007", ["form"]],
    ["91411200MA9TE0Z007", ["form"]],
    ["91411200ma9te0t007", ["form"]],
    ["91411200MA9TE0T00", ["form"]],
    ["91411200MA9TE0T0077", ["form"]],
    ["91411200MA9TE0T007\n", ["form"]],
    ["", ["form"]],
  ])("%o is not, and says why", (code, problems) => {
    expect(checkUscc(code)).toEqual({ valid: false, problems });
  });

  it("is read from what keyboards and files make of it", () => {
    for (const written of [
      "91411200ma9te0t007",
      " 9141 1200 MA9T E0T007\t",
      "'91411200MA9TE0T007",
      "９１４１１２００ＭＡ９ＴＥ０Ｔ００７",
      "\uFEFF91411200MA9TE0T007\u00A0",
    ])
      expect(normaliseUscc(written)).toBe("91411200MA9TE0T007");
  });

  it("is valid once its check characters are completed, with any one other character it is not", () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 17 }), fc.constantFrom(...ALPHABET));
    fc.assert(
      fc.property(uscc, change, (code, [at, char]) => {
        expect(checkUscc(code).valid).toBe(true);
        expect(checkUscc(changedAt(code, at, char)).valid).toBe(code[at] === char);
      }),
    );
  });
});

describe("a citizen identity number", () => {
  it.each([
    "411202200910150030",
    "411221200802290043",
    "411282201006011151",
    "41128120091220005X",
    "11010519491231002X",
    "440524188001010014",
    "411222199001010014",
  ])("%s is valid", (id) => expect(checkCitizenId(id)).toEqual({ valid: true }));

  it.each([
    ["411202200910150031", "check"],
    ["411281200912200050", "check"],
    ["41128120091220005x", "form"],
    ["011202200910150030", "form"],
    ["41120220091015003", "form"],
    ["4112022009101500300", "form"],
    ["X11202200910150030", "form"],
    ["130503670401001", "form"],
    [citizenIdWithCheckDigit("41120220090229003"), "birth-date"],
    [citizenIdWithCheckDigit("41120220091315003"), "birth-date"],
    [citizenIdWithCheckDigit("41120220090631003"), "birth-date"],
    [citizenIdWithCheckDigit("41120219000229003"), "birth-date"],
    [citizenIdWithCheckDigit("41120217991231003"), "birth-date"],
  ])("%s is not: %s", (id, problem) => expect(checkCitizenId(id)).toEqual({ valid: false, problem }));

  it("is read from what keyboards and files make of it", () => {
    for (const written of [
      "41128120091220005x",
      "４１１２８１２００９１２２０００５Ｘ",
      "'41128120091220005X ",
      "’411281 20091220 005ｘ",
      "41128120091220005X\u00A0",
    ])
      expect(normaliseId(written)).toBe("41128120091220005X");
  });

  it("carries its birth date", () => {
    expect(birthDate("411221200802290043")).toBe("2008-02-29");
  });

  it("is valid once its check character is completed, with any one other character it is not", () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 17 }), fc.constantFrom(..."0123456789X"));
    fc.assert(
      fc.property(citizenId, change, (id, [at, char]) => {
        expect(checkCitizenId(id)).toEqual({ valid: true });
        expect(checkCitizenId(changedAt(id, at, char)).valid).toBe(id[at] === char);
      }),
    );
  });
});

describe("age", () => {
  it.each([
    ["2009-10-15", "2025-10-14", 15],
    ["2009-10-15", "2025-10-15", 16],
    ["2009-10-15", "2026-10-15", 17],
    ["2010-06-01", "2026-05-31", 15],
    ["2010-06-01", "2026-06-01", 16],
    ["2008-02-29", "2024-02-28", 15],
    ["2008-02-29", "2024-02-29", 16],
    ["2008-02-29", "2026-02-28", 17],
    ["2008-02-29", "2026-03-01", 18],
    ["2009-12-31", "2026-01-01", 16],
  ])("born %s, on %s: %i", (birth, date, years) => expect(ageOn(birth, date)).toBe(years));

  it("grows by one a year, on the same day", () => {
    fc.assert(
      fc.property(born, fc.integer({ min: 1, max: 90 }), (birth, years) => {
        const birthday = `${Number(birth.slice(0, 4)) + years}${birth.slice(4)}`;
        expect(ageOn(birth, birthday)).toBe(years);
        expect(ageOn(birth, addDays(birth, 0))).toBe(0);
        if (!birth.endsWith("-02-29")) expect(ageOn(birth, addDays(birthday, -1))).toBe(years - 1);
        const day = birthdayOf(birth, years);
        expect([ageOn(birth, addDays(day, -1)), ageOn(birth, day)]).toEqual([years - 1, years]);
      }),
    );
  });
});

it("someone born on 29 February comes of age on 1 March in a common year", () => {
  expect([birthdayOf("2008-02-29", 16), birthdayOf("2008-02-29", 18)]).toEqual(["2024-02-29", "2026-03-01"]);
});

describe("a name", () => {
  it.each([
    [" 张 小明 ", "张小明"],
    ["阿依古丽•买买提", "阿依古丽·买买提"],
    ["阿依古丽・买买提", "阿依古丽·买买提"],
    ["阿依古丽.买买提", "阿依古丽·买买提"],
    ["ＬＩ\u3000明", "LI明"],
  ])("%o is %s", (written, name) => expect(normaliseName(written)).toBe(name));
});
