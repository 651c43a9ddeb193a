import { describe, expect, it } from "vitest";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";
import { explained, type RuleCode, rules } from "../../../functions/attendance/rules/index.ts";
import { VIOLATIONS } from "../../../functions/attendance/sheet.ts";
import { type Cells, ID, student, told, worked } from "./one-student.ts";
import { entry } from "./support.ts";

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
  ["night-shift", [{ status: "夜" }], [{ status: "√" }]],
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
