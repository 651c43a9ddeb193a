import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeViolations, encodeViolations, VIOLATIONS } from "../../../functions/attendance/sheet.ts";
import { daysOf } from "../../../shared/values/period.ts";
import { student, told, worked } from "./one-student.ts";
import { PERIOD } from "./support.ts";

describe("violations", () => {
  const violationsOf = async (...args: Parameters<typeof told>) =>
    (await told(...args)).sheets.get("A")?.violations.map(({ date, code }) => `${date} ${code}`);
  const night = [{ in: "21:00", out: "05:00" }];

  it("count as days and stand in the sheet", async () => {
    const { sheets, rows } = await told([{ date: "2026-06-19", in: "20:00", out: "04:00", overtime: "2" }]);
    expect(rows).toEqual({ total: 1, accepted: 1, rejected: 0 });
    expect(sheets.get("A")?.days).toHaveLength(1);
    expect(sheets.get("A")?.violations.map(({ code }) => code)).toEqual([
      "statutory-holiday",
      "night-shift",
      "overtime-without-filing",
    ]);
  });

  it("are none on days that were filed, each kind by itself", async () => {
    const filed = (kinds: ("night-shift" | "statutory-holiday" | "overtime")[], to = "2026-06-30") =>
      violationsOf([{ date: "2026-06-19", in: "20:00", out: "04:00", overtime: "2" }], {
        filings: [{ kinds, from: "2026-06-19", to }],
      });
    expect(await filed(["night-shift", "statutory-holiday", "overtime"])).toEqual([]);
    expect(await filed(["overtime"])).toEqual(["2026-06-19 statutory-holiday", "2026-06-19 night-shift"]);
    expect(
      await violationsOf(night, {
        filings: [{ kinds: ["night-shift"], from: "2026-06-03", to: "2026-06-30" }],
      }),
    ).toEqual(["2026-06-02 night-shift"]);
  });

  it("are of interns only: apprentices are employees", async () => {
    const entries = [{ ...student, scheme: "apprenticeship", grade: 1 }];
    const { codes } = await told(
      [...night, ...["03", "04", "05"].map((day) => ({ date: `2026-06-${day}`, hours: "14" }))],
      { entries },
    );
    expect(codes).toEqual([]);
  });

  it("of a first-year student are every day's, and told once", async () => {
    const days = [worked, { date: "2026-06-01", ...worked }, { date: "2026-06-03", status: "请假" }];
    const first = await told(days, { entries: [{ ...student, grade: 1 }] });
    expect(first.codes).toEqual(["2 first-year-student"]);
    expect(first.sheets.get("A")?.violations.map(({ date }) => date)).toEqual(["2026-06-01", "2026-06-02"]);
    expect((await told(days, { entries: [{ ...student, grade: 2 }] })).codes).toEqual([]);
  });

  it("of a refused row are none", async () => {
    const { sheets } = await told([worked, { in: "22:00", out: "06:00" }]);
    expect(sheets.get("A")?.violations).toEqual([]);
  });

  it("go by the standards that the caller gives", async () => {
    const standards = {
      night: { from: 20 * 60, to: 8 * 60, toleranceMinutes: 0 },
      hoursPerDay: 6,
      hoursPerWeek: 10,
      breakMinutes: 0,
    };
    const { lines } = await told(
      [
        { in: "13:00", out: "20:01" },
        { date: "2026-06-03", hours: "5" },
      ],
      { standards },
    );
    expect(lines.map(({ code, found, expected }) => [code, found, expected])).toEqual([
      ["exceeds-8-hours", "7.02", "6"],
      ["night-shift", "13:00–20:01", "20:00–08:00"],
      ["exceeds-40-hours", "12.02", "10"],
    ]);
  });
});

describe("under sixteen", () => {
  const later = { ...student, start: "2026-06-10" };
  const cells = [
    { date: "2026-06-02", ...worked },
    { date: "2026-06-03", ...worked },
    { date: "2026-06-01", status: "请假" },
    { date: "2026-06-10", ...worked },
  ];

  it("is asked only for those who worked before their placement began, and told of each such day", async () => {
    const asked: (readonly string[])[] = [];
    const sixteenOn = async (ids: readonly string[]) => {
      asked.push(ids);
      return new Map([["person of A", "2026-06-03"]]);
    };
    const { codes, sheets, rows, lines } = await told(cells, { entries: [later], sixteenOn });
    expect(asked).toEqual([["person of A"]]);
    // the birthday stays with the vault
    expect(JSON.stringify(lines.at(-1))).not.toContain("2026-06-03");
    expect(lines.at(-1)).toMatchObject({ code: "under-sixteen", found: "2026-06-02", expected: "" });
    expect(codes).toEqual([
      "2 outside-placement",
      "3 outside-placement",
      "4 outside-placement",
      "2 under-sixteen",
    ]);
    expect(sheets.get("A")?.violations).toEqual([{ date: "2026-06-02", code: "under-sixteen" }]);
    expect(rows).toEqual({ total: 4, accepted: 1, rejected: 3 });
    await told([worked], { sixteenOn });
    expect(asked).toHaveLength(1);
  });

  it("is kept where nothing else is", async () => {
    const sixteenOn = async () => new Map([["person of A", "2026-06-03"]]);
    const { sheets } = await told(cells.slice(0, 1), { entries: [later], sixteenOn });
    expect(sheets.mute).toEqual([
      {
        placementId: "A",
        personId: "person of A",
        violations: [{ date: "2026-06-02", code: "under-sixteen" }],
      },
    ]);
  });
});

describe("violations as text", () => {
  const violations = fc.uniqueArray(
    fc.record({ date: fc.constantFrom(...daysOf(PERIOD)), code: fc.constantFrom(...VIOLATIONS) }),
    { selector: ({ date, code }) => `${date} ${code}` },
  );

  it("read as documented, and are absent where there are none", () => {
    const text = "12,13 night-shift;19 statutory-holiday";
    expect(decodeViolations(text, PERIOD)).toEqual([
      { date: "2026-06-12", code: "night-shift" },
      { date: "2026-06-13", code: "night-shift" },
      { date: "2026-06-19", code: "statutory-holiday" },
    ]);
    expect(encodeViolations([])).toBeUndefined();
    expect(decodeViolations(undefined, PERIOD)).toEqual([]);
  });

  it("come back as they were, in one text whatever their order", () => {
    fc.assert(
      fc.property(violations, (told) => {
        const text = encodeViolations(told);
        const key = ({ date, code }: { date: string; code: string }) => `${code} ${date}`;
        expect(decodeViolations(text, PERIOD).map(key).sort()).toEqual(told.map(key).sort());
        expect(encodeViolations([...told].reverse())).toBe(text);
      }),
    );
  });

  it("refuse what they did not write", () => {
    for (const text of ["", "x", "12 theft", "night-shift", "12,night-shift", "12 night-shift;"])
      expect(() => decodeViolations(text, PERIOD)).toThrow(RangeError);
  });
});
