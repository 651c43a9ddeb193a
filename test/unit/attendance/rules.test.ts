import { describe, expect, it } from "vitest";
import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import type { InterpretOptions } from "../../../functions/attendance/reading/interpret.ts";
import { Roster, type RosterEntry } from "../../../functions/attendance/reading/match.ts";
import { explain } from "../../../functions/attendance/report/finding-line.ts";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";
import { explained, type RuleCode, rules } from "../../../functions/attendance/rules/index.ts";
import { VIOLATIONS } from "../../../functions/attendance/sheet.ts";
import { entry, interpreted, keyOf, PERIOD } from "./support.ts";

const ID = "411202200910150030";
const student = entry({ placementId: "A", name: "张小明", idNumber: ID, studentNo: "S1", employeeNo: "64" });
const fields = ["placementNo", "idNumber", "studentNo", "employeeNo", "account", "name", "date", "in", "out"];
const columns = Object.fromEntries(
  [...fields, "hours", "status", "shift", "punch", "overtime", "edited"].map((field, i) => [
    field,
    { letter: String.fromCharCode(65 + i), header: field },
  ]),
);

type Cells = RawRow["cells"];

const rowsOf = (cells: readonly Cells[]): RawRow[] =>
  cells.map((row, i) => ({
    sheet: "一",
    row: i + 2,
    cells: { studentNo: "S1", date: "2026-06-02", ...row },
    columns,
  }));

/** What rows about one student lead to; a row is on 2 June, and says who it is, unless it says otherwise. */
const told = (
  cells: readonly Cells[],
  { entries = [student], ...more }: Partial<InterpretOptions> & { entries?: RosterEntry[] } = {},
) => interpreted([rowsOf(cells)], new Roster(entries, PERIOD, keyOf), more);

const worked = { hours: "8" };
/** Workdays of a week, eight hours each. */
const week = (hours: string): Cells[] =>
  ["01", "02", "03", "04", "05"].map((day) => ({ date: `2026-06-${day}`, hours }));

type Case = [RuleCode, fires: Cells[], doesNot: Cells[]];

describe.each<Case>([
  ["missing-identity", [{ studentNo: undefined, ...worked }], [worked]],
  ["id-in-scientific-notation", [{ idNumber: "4.11202E+17", ...worked }], [{ idNumber: ID, ...worked }]],
  ["bad-date", [{ date: "6月31日", ...worked }], [{ date: "6月30日", ...worked }]],
  ["bad-time", [{ in: "8点70分", out: "17:00" }], [{ in: "8点05分", out: "24:00" }]],
  ["bad-hours", [{ hours: "八" }], [{ hours: "7小时30分" }]],
  ["bad-hours", [{ ...worked, overtime: "很多" }], [{ ...worked, overtime: "无" }]],
  ["hours-out-of-range", [{ hours: "24.5" }], [{ hours: "24" }]],
  ["hours-out-of-range", [{ ...worked, overtime: "-1" }], [{ ...worked, overtime: "0" }]],
  ["unknown-status", [{ status: "在家" }], [{ status: "√" }]],
  ["missing-punch", [{ in: "08:00" }], [{ in: "08:00", out: "17:00" }]],
  ["missing-punch", [{ punch: "08:00" }, { punch: "08:00" }], [{ punch: "08:00" }, { punch: "17:00" }]],
  ["nothing-stated", [{}], [{ status: "休息" }]],
  ["formula-not-calculated", [{ hours: "=E2-D2" }], [{ hours: "8" }]],
  ["formula-not-calculated", [{ date: "#REF!", ...worked }], [{ date: "6-2", ...worked }]],
  ["text-damaged", [{ status: "出\uFFFD" }], [{ status: "出勤" }]],
  ["text-damaged", [{ in: "08:00\uDC00", out: "17:00" }], [{ in: "08:00", out: "17:00" }]],
  ["cell-too-long", [{ hours: "8".repeat(61) }], [{ hours: "8" }]],
  ["cell-too-long", [{ status: "勤".repeat(301) }], [{ status: "正常\n".repeat(50) }]],
  ["unknown-student", [{ studentNo: "S9", ...worked }], [worked]],
  ["invalid-id-number", [{ studentNo: undefined, idNumber: `${ID}1`, ...worked }], [worked]],
  ["outside-period", [{ date: "2026-07-01", ...worked }], [worked]],
  ["identifiers-disagree", [{ name: "李芳", ...worked }], [{ name: "张 小明", ...worked }]],
  ["matched-by-name", [{ studentNo: undefined, name: "张小明", ...worked }], [{ name: "张小明", ...worked }]],
  ["worked-on-rest-day", [{ status: "休息并打卡" }], [{ status: "休息" }]],
  ["hand-edited-punch", [{ ...worked, edited: "忘打卡" }], [{ ...worked, edited: "否" }]],
  ["hand-edited-punch", [{ status: "管理员改为正常" }], [{ status: "正常" }]],
  ["exceeds-8-hours", [{ hours: "8.1" }], [{ hours: "8" }]],
  ["exceeds-8-hours", [{ in: "08:00", out: "17:01" }], [{ in: "08:00", out: "17:00" }]],
  ["exceeds-40-hours", week("8.1"), week("8")],
  ["statutory-holiday", [{ date: "2026-06-19", ...worked }], [{ date: "2026-06-20", ...worked }]],
  ["statutory-holiday", [{ date: "2026-06-19", ...worked }], [{ date: "2026-06-19", status: "休息" }]],
  ["night-shift", [{ in: "22:00", out: "次日06:00" }], [{ in: "14:00", out: "22:30" }]],
  ["night-shift", [{ in: "05:29", out: "12:00" }], [{ in: "05:30", out: "12:00" }]],
  ["night-shift", [{ in: "16:00", out: "24:00" }], [{ in: "16:00", out: "22:00" }]],
  [
    "night-shift",
    [{ punch: "20:00" }, { punch: "2026-06-03 04:00" }],
    [{ punch: "20:00" }, { punch: "22:10" }],
  ],
  ["night-shift", [{ ...worked, shift: "夜班" }], [{ ...worked, shift: "早班" }]],
  ["night-shift", [{ ...worked, shift: "C 20:00-次日08:00" }], [{ ...worked, shift: "夜班 13:00-22:00" }]],
  ["night-shift", [{ status: "出勤(20:00,04:30)" }], [{ status: "出勤(08:30,17:30)" }]],
  ["overtime-without-filing", [{ ...worked, overtime: "1.5" }], [{ ...worked, overtime: "0" }]],
  ["overtime-without-filing", [{ status: "休息加班3小时" }], [{ hours: "12" }]],
  ["duplicate-day", [worked, { hours: "7" }], [worked, { date: "2026-06-03", ...worked }]],
  [
    "duplicate-day",
    [worked, { punch: "08:00" }],
    [{ punch: "08:00" }, { punch: "12:00" }, { punch: "12:00" }],
  ],
])("%s", (code, fires, doesNot) => {
  it("is found", async () => {
    const { lines, counts } = await told(fires);
    expect(lines.map((line) => line.code)).toContain(code);
    expect(counts.get(code)).toBeGreaterThan(0);
  });

  it("is not found where there is nothing", async () => {
    expect([...(await told(doesNot)).counts.keys()]).not.toContain(code);
  });
});

describe("namesakes and shared numbers", () => {
  const other = entry({ placementId: "B", name: "张小明", employeeNo: "64", studentNo: "S2" });

  it("are refused with the candidates, masked", async () => {
    const cells = [
      { studentNo: undefined, name: "张小明", ...worked },
      { studentNo: undefined, employeeNo: "64", ...worked },
    ];
    const { lines } = await told(cells, { entries: [student, other] });
    expect(lines.map(({ code, found, other: candidates }) => [code, found, candidates])).toEqual([
      ["ambiguous-name", "张＊＊", "张＊＊ PL-A、张＊＊ PL-B"],
      ["ambiguous-number", "64", "张＊＊ PL-A、张＊＊ PL-B"],
    ]);
    expect((await told(cells)).codes).toEqual(["2 matched-by-name", "3 duplicate-day"]);
  });
});

describe("days that are not the placement's", () => {
  const short = entry({ placementId: "A", studentNo: "S1", start: "2026-06-03", end: "2026-06-25" });

  it("are refused before and after it, and in the future unless nobody was there", async () => {
    const dates = ["02", "03", "25", "26"].map((day) => ({ date: `2026-06-${day}`, ...worked }));
    expect((await told(dates, { entries: [short] })).codes).toEqual([
      "2 outside-placement",
      "5 outside-placement",
    ]);
    const ahead = [
      { date: "2026-06-11", ...worked },
      { date: "2026-06-12", status: "请假" },
    ];
    expect((await told(ahead, { today: "2026-06-10" })).codes).toEqual(["2 future-day"]);
    expect((await told(ahead, { today: "2026-06-11" })).codes).toEqual([]);
  });
});

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
    const { codes } = await told([...night, ...week("12").slice(2)], { entries });
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
    { date: "2026-06-04", status: "请假" },
    { date: "2026-06-10", ...worked },
  ];

  it("is asked only for those who worked before their placement began, and told of each such day", async () => {
    const asked: (readonly string[])[] = [];
    const sixteenOn = async (ids: readonly string[]) => {
      asked.push(ids);
      return new Map([["person of A", "2026-06-03"]]);
    };
    const { codes, sheets, rows } = await told(cells, { entries: [later], sixteenOn });
    expect(asked).toEqual([["person of A"]]);
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

describe("what is told once", () => {
  it("of a student: who it is", async () => {
    const named = { studentNo: undefined, name: "张小明", ...worked };
    const { codes, counts } = await told([named, { ...named, date: "6-3" }, { ...named, date: "6-4" }]);
    expect(codes).toEqual(["2 matched-by-name"]);
    expect(counts.get("matched-by-name")).toBe(1);
    const wrong = { name: "李芳", ...worked };
    expect((await told([wrong, { ...wrong, date: "6-3", employeeNo: "65" }])).codes).toEqual([
      "2 identifiers-disagree",
      "3 identifiers-disagree",
    ]);
  });

  it("of a row that holds a month: who it is not", async () => {
    const month = rowsOf([{}, {}, {}]).map((row, day) => ({
      ...row,
      row: day < 2 ? 5 : 6,
      cells: { studentNo: "S9", date: `2026-06-0${day + 1}`, status: "√" },
    }));
    const { codes, counts } = await interpreted([month], new Roster([student], PERIOD, keyOf));
    expect(codes).toEqual(["5 unknown-student", "6 unknown-student"]);
    expect(counts.get("unknown-student")).toBe(3);
  });
});

describe("a file with several sheets", () => {
  const [row] = rowsOf([worked]) as [RawRow];
  const second = { ...row, sheet: "二", row: 9 };

  it("is told by sheet and row where a day stood before", async () => {
    const { lines } = await interpreted([[row], [second]], new Roster([student], PERIOD, keyOf));
    expect(lines).toMatchObject([{ sheet: "二", row: 9, code: "duplicate-day", other: "2（一）" }]);
    expect(lines.map((line) => explain(line).en)).toEqual([
      "The student's 2026-06-02 stands in row 2（一） already; the first one counts.",
    ]);
  });
});

describe("punches", () => {
  const punches = (...times: string[]): Cells[] => times.map((punch) => ({ punch }));

  it("make a day from the first to the last, in whatever order they come", async () => {
    for (const times of [
      ["08:00", "12:00", "13:00", "17:00"],
      ["17:00", "13:00", "08:00", "12:00", "08:00"],
      ["2026/6/2 星期二 8:00", "2026-06-02 17:00:30"],
    ]) {
      const { sheets, rows, codes } = await told(punches(...times));
      expect(sheets.get("A")?.days).toEqual([
        { date: "2026-06-02", basis: "punched", minutes: 540, status: "present" },
      ]);
      expect([rows.accepted, codes]).toEqual([times.length, []]);
    }
  });

  it("that stay alone are refused at their rows, with every row that told them", async () => {
    const { sheets, rows, lines } = await told([
      ...punches("08:00", "08:00"),
      { date: "2026-06-03", punch: "08:00" },
      { date: "2026-06-03", punch: "16:00" },
    ]);
    expect(rows).toEqual({ total: 4, accepted: 2, rejected: 2 });
    expect(lines).toMatchObject([{ row: 2, code: "missing-punch", field: "punch", found: "08:00" }]);
    expect(sheets.get("A")?.days.map(({ date }) => date)).toEqual(["2026-06-03"]);
  });

  it("are late or early when one of them is", async () => {
    const { sheets } = await told([
      { punch: "09:10", status: "迟到" },
      { punch: "17:00", status: "正常" },
    ]);
    expect(sheets.get("A")?.days).toMatchObject([{ status: "late", minutes: 470 }]);
  });

  it("never become part of a day that another row has told", async () => {
    const { sheets, codes } = await told([...punches("08:00", "12:00"), { hours: "9" }]);
    expect(codes).toEqual(["4 duplicate-day"]);
    expect(sheets.get("A")?.days.map(({ minutes }) => minutes)).toEqual([240]);
  });

  it("farther apart than a day are a mistake", async () => {
    const { rows, codes } = await told(punches("00:10", "次日 01:00"));
    expect([rows.rejected, codes]).toEqual([2, ["2 bad-time"]]);
  });
});

describe("weeks", () => {
  it("run from Monday to Sunday, are told at their last day with their sum, and end with the month", async () => {
    const days = ["06", "07", "08", "09", "29", "30"].map((day) => ({ date: `2026-06-${day}`, hours: "21" }));
    const { lines } = await told(days.toReversed());
    const weeks = lines.filter(({ code }) => code === "exceeds-40-hours");
    expect(weeks.map(({ row, found, other }) => [row, found, other])).toEqual([
      [2, "42", "2026-06-29 – 2026-06-30"],
      [4, "42", "2026-06-08 – 2026-06-14"],
      [6, "42", "2026-06-01 – 2026-06-07"],
    ]);
  });

  it("leave out breaks, leave and rest", async () => {
    const days = ["01", "02", "03", "04", "05"].map((day) => ({
      date: `6-${day}`,
      in: "08:00",
      out: "17:00",
    }));
    const saturday = { date: "6-6", status: "请假", in: "08:00", out: "12:00" };
    expect((await told([...days, saturday])).codes).toEqual([]);
    expect((await told([...days, { ...saturday, status: "出勤" }])).codes).toEqual(["7 exceeds-40-hours"]);
  });
});

describe("the rules themselves", () => {
  it("explain themselves in both languages, with nothing and with everything known", () => {
    for (const rule of rules.values()) {
      for (const about of [
        {},
        { found: "x", expected: "y", other: "z" },
        { found: "", expected: "", other: "" },
      ]) {
        expect(rule.zh(about)).toMatch(/[\u4e00-\u9fff]/);
        expect(rule.en(about)).toMatch(/^[^\u4e00-\u9fff]+$/);
        expect(rule.zh(about) + rule.en(about)).not.toContain("undefined");
      }
      for (const { zh, en } of [rule.title, rule.help]) {
        expect(zh).toMatch(/[\u4e00-\u9fff]/);
        expect(en).toMatch(/[a-z]{2}/);
        expect(zh + en).not.toContain("${");
      }
      expect(rule.source).not.toBe("");
    }
  });

  it("keep what only stays in a sheet and what breaks the internship rules in step", () => {
    const violations = explained.filter(({ severity }) => severity === "violation").map(({ code }) => code);
    expect(violations.sort()).toEqual([...VIOLATIONS].sort());
  });

  it("refuse whole files with a reason, and the headings where they were not known", () => {
    expect(new FileRefused("file-empty", {}).finding).toEqual({ code: "file-empty" });
    const refused = new FileRefused("header-not-recognised", { found: "甲", headings: ["甲", "乙"] });
    expect(refused.headings).toEqual(["甲", "乙"]);
    expect(refused.finding).toMatchObject({ found: "甲", expected: expect.stringContaining("身份证号") });
    expect(refused.finding).not.toHaveProperty("headings");
  });
});
