import { describe, expect, it } from "vitest";
import { numberKind, numberText, serialDate } from "../../../functions/attendance/files/number-format.ts";
import {
  isScientific,
  parseDate,
  parseDateTime,
  parseHours,
  parseTime,
  plain,
} from "../../../functions/attendance/files/text.ts";
import { parseStatus } from "../../../functions/attendance/readers/status.ts";

describe("cells are cleaned", () => {
  it.each([
    ["４１１２０２", "411202"],
    ["Ｘ", "X"],
    ["'411202", "411202"],
    ["\u00a0张三\u3000", "张三"],
    ["8：05", "8:05"],
    ["\u200b出勤\ufeff", "出勤"],
    ["O'Neill", "O'Neill"],
    ["迟到15分钟\n外勤", "迟到15分钟\n外勤"],
  ])("%j → %j", (text, expected) => expect(plain(text)).toBe(expected));
});

describe("dates", () => {
  it.each([
    "2026-06-01",
    "2026/6/1",
    "2026.6.1",
    "2026年6月1日",
    "20260601",
    "6月1日",
    "6-1",
    "6/1",
    "06-01",
    "46174",
    "46174.0",
    "2026/06/01 星期一",
    "2026-06-01(周一)",
    "2026-06-01 00:00:00",
    "2026-06-01T00:00:00.000",
    "2026 - 6 - 1",
    "26-6-1",
    "26/06/01",
    "26-06-01 星期一",
    "260601",
    "2026–06–01",
    "2026年06月01号",
    "06.01",
    "6月1日(周一)",
    "星期一 6月1日",
    "1日",
    "1号",
    "六月一日",
    "二〇二六年六月一日",
    "二零二六年六月一日",
  ])("%s is 1 June 2026", (text) => expect(parseDate(text, "2026-06")).toBe("2026-06-01"));

  it.each([
    "2026-06-31",
    "2026-13-01",
    "6.1",
    "6.3",
    "1",
    "一",
    "32日",
    "202606",
    "2026-02-29",
    "六月三十一日",
    "",
    "明天",
    "2026-06-01 08:00",
    "02/30",
    "99999999",
    "6/1/2026",
  ])("%j is none", (text) => expect(parseDate(text, "2026-06")).toBeNull());

  it.each([
    ["6.10", "2026-06-10"],
    ["6.4", "2026-06-04"],
    ["六月十日", "2026-06-10"],
    ["六月二十一日", "2026-06-21"],
    ["二〇二四年二月二十九日", "2024-02-29"],
    ["12/31", "2026-12-31"],
    ["31日", null],
  ])("%s → %s", (text, date) => expect(parseDate(text, "2026-06")).toBe(date));

  it("counts serial days as spreadsheets do, with the leap day of 1900 that never was", () => {
    expect([1, 59, 60, 61, 46174].map((serial) => serialDate(serial))).toEqual([
      "1900-01-01",
      "1900-02-28",
      null,
      "1900-03-01",
      "2026-06-01",
    ]);
    expect(serialDate(44712, true)).toBe("2026-06-01");
  });
});

describe("times", () => {
  it.each([
    ["8:05", 485],
    ["08:05:30", 485],
    ["8点05分", 485],
    ["8时", 480],
    ["24:00", 1440],
    ["00:00", 0],
    ["次日02:00", 1560],
    ["02:00(次日)", 1560],
    ["0.5", 720],
    [".25", 360],
    ["1.0833333333", 1560],
    ["2026-06-01 08:05", 485],
    ["2026/6/2 02:00:00", 1560],
    ["24:01", 1441],
    ["26:30", 1590],
    ["(+1)02:00", 1560],
    ["+1 02:00", 1560],
    ["02:00+1", 1560],
    ["8点半", 510],
    ["08:05:30.500", 485],
    ["下午5:30", 1050],
    ["下午 5点30分", 1050],
    ["5:30 PM", 1050],
    ["12:30 pm", 750],
    ["上午12:30", 30],
    ["中午1:00", 780],
    ["晚上12:00", 1440],
    ["晚上1点", 1500],
    ["夜里2:30", 1590],
    ["晚8点", 1200],
    ["晚上10:15", 1335],
    ["晚上22:15", 1335],
    ["傍晚6点", 1080],
    ["凌晨1点", 60],
    ["2019/10/8 8:20", null],
    ["6月1日 星期一 8:20", 500],
    ["46174.347222222", 500],
    ["46175.083333333", 1560],
  ])("%s → %s", (text, minutes) => expect(parseTime(text, "2026-06-01")).toBe(minutes));

  it.each(["25:70", "36:00", "8:60", "8:", "abc", "", "2026-06-05 08:00", "08:00 09:00", "上午14:00"])(
    "%j is none",
    (text) => expect(parseTime(text, "2026-06-01")).toBeNull(),
  );
});

it("takes a day and a time out of one cell", () => {
  const at = (text: string) => parseDateTime(text, "2019-10");
  expect(at("2019/10/8 星期二 8:20")).toEqual({ date: "2019-10-08", minutes: 500 });
  expect(at("10-8 20:05:59")).toEqual({ date: "2019-10-08", minutes: 1205 });
  expect(at("2019年10月8日8点20分")).toEqual({ date: "2019-10-08", minutes: 500 });
  expect(at("2019-10-08T08:20:00")).toEqual({ date: "2019-10-08", minutes: 500 });
  expect([at("2019/10/8"), at("8:20"), at("2019/10/32 8:20"), at("2019/10/8 8:70")]).toEqual(
    Array(4).fill(null),
  );
});

describe("hours", () => {
  it.each([
    ["8", 480],
    ["7.5", 450],
    ["7,5", 450],
    ["8小时", 480],
    ["8 h", 480],
    ["7小时30分", 450],
    ["7:30", 450],
    ["450分钟", 450],
    ["450min", 450],
    ["7h30m", 450],
    ["7小时30分钟", 450],
    ["8个小时", 480],
    ["26", 1560],
    ["-1", -60],
    ["0", 0],
  ])("%s → %d minutes", (text, minutes) => expect(parseHours(text)).toBe(minutes));

  it.each(["八", "8天", "1e3", "", "8.5.1"])("%j is none", (text) => expect(parseHours(text)).toBeNull());
});

it("recognises a number that a spreadsheet has rounded away", () => {
  expect(["4.112E+17", "4.11202200910150E+17", "4e17"].every(isScientific)).toBe(true);
  expect(["411202200910150030", "2E", "E17", "PL-1E5"].some(isScientific)).toBe(false);
});

describe("what numbers in cells mean", () => {
  it.each([
    [14, undefined, "date"],
    [20, undefined, "time"],
    [22, undefined, "date-time"],
    [31, undefined, "date"],
    [0, undefined, "number"],
    [164, 'yyyy"年"m"月"d"日"', "date"],
    [165, "[$-804]h:mm;@", "time"],
    [166, "[h]:mm", "time"],
    [167, "m/d", "date"],
    [168, "0.00_);[Red](0.00)", "number"],
    [169, "yyyy-mm-dd hh:mm", "date-time"],
    [170, "General", "number"],
    [171, "mm:ss.0", "time"],
  ])("format %d %s is a %s", (id, code, kind) => expect(numberKind(id, code)).toBe(kind));

  it.each([
    [46174, "date", "2026-06-01"],
    [46174.336805, "date-time", "2026-06-01 08:05"],
    [0.336805555, "time", "08:05"],
    [1, "time", "24:00"],
    [0.1 + 0.2, "number", "0.3"],
    [202401010123, "number", "202401010123"],
    [411202200910150000, "number", "4.1120220091015E+17"],
  ] as const)("%d as %s reads %s", (value, kind, text) => expect(numberText(value, kind, false)).toBe(text));
});

describe("status words", () => {
  it.each([
    ["出勤", { status: "present" }],
    ["正常", { status: "present" }],
    ["A班次:正常", { status: "present" }],
    ["√", { status: "present" }],
    ["迟到15分钟\n外勤", { status: "late" }],
    ["上班迟到3分钟", { status: "late" }],
    ["早退", { status: "left-early" }],
    ["请假", { status: "leave" }],
    ["事假06-03 08:30到06-03 17:00 1天", { status: "leave" }],
    ["事假06-03 13:00到06-03 17:00 0.5天", { status: "present", minutes: 240 }],
    ["病假3小时", { status: "present", minutes: 300 }],
    ["旷工", { status: "absent" }],
    ["上班缺卡\n下班缺卡", { status: "absent" }],
    ["下班缺卡", { status: "present", missingPunch: true }],
    ["迟到9分钟,下班缺卡", { status: "late", missingPunch: true }],
    ["休息", { status: "rest" }],
    ["休息并打卡", { status: "rest", restPunch: true }],
    ["休息并打卡(08:00,12:00)", { status: "present", times: { came: 480, went: 720 } }],
    ["出勤(20:00,04:30)", { status: "present", times: { came: 1200, went: 1710 } }],
    ["休息加班3小时", { status: "present", minutes: 180, overtime: true }],
    ["加班", { status: "present", overtime: true }],
    ["正常\n加班2小时", { status: "present", overtime: true }],
    ["休息\n加班2小时", { status: "present", minutes: 120, overtime: true }],
    ["正常\n事假06-03 08:30到06-03 12:00 0.5天", { status: "present", minutes: 240 }],
    ["迟到10分钟\n事假 4小时", { status: "late", minutes: 240 }],
    ["管理员改为正常", { status: "present", edited: true }],
    ["迟到(管理员修改)", { status: "late", edited: true }],
    ["事", { status: "leave" }],
    ["旷", { status: "absent" }],
    ["x", { status: "absent" }],
    ["迟", { status: "late" }],
    ["早", { status: "left-early" }],
    ["夜班", { status: "present" }],
    ["迟到旷工", { status: "absent" }],
    ["病假半天", { status: "present", minutes: 240 }],
  ])("%j", (text, mark) => expect(parseStatus(text)).toEqual(mark));

  it.each(["在家", "", "\n", "y", "正常\n不知道"])("%j is unknown", (text) =>
    expect(parseStatus(text)).toBeNull(),
  );
});
