import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import { bytes, PERIOD, rawRows, refusal } from "./support.ts";

type Grid = (string | number)[][];

const csv = (rows: Grid): Uint8Array =>
  bytes(rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n"));
const cells = async (rows: Grid) => (await rawRows(csv(rows))).map((row) => row.cells);

describe("钉钉 原始记录", () => {
  const heading = [
    ...["姓名", "考勤组", "部门", "工号", "职位", "UserId", "考勤日期", "考勤时间", "打卡时间", "打卡结果"],
    ...["打卡地址", "打卡备注", "异常打卡原因", "打卡设备", "管理员修改备注", "管理员修改备注图片1"],
  ];
  const punch = (time: string, result: string, edited = "") => [
    ...["张三", "实习", "一车间", "A1", "", "u1", "26-06-01 星期一", "2026-06-01 08:30", time, result],
    ...["某路1号", "", "", "", edited, ""],
  ];
  const who = { name: "张三", employeeNo: "A1", account: "u1", date: "26-06-01 星期一" };

  it("gives a row a punch, and what an administrator wrote", async () => {
    const rows = await cells([
      ["原始记录表 统计日期：2026-06-01 至 2026-06-30"],
      ["报表生成时间：2026-07-01 09:00"],
      heading,
      punch("2026-06-01 08:29", "正常"),
      punch("2026-06-01 17:31", "早退", "补签"),
      punch("2026-06-01 18:00", "范围外打卡"),
      punch("2026-06-01 18:01", "补卡申请"),
      punch("2026-06-01 18:02", "外勤"),
    ]);
    expect(rows).toEqual([
      { ...who, punch: "2026-06-01 08:29" },
      { ...who, punch: "2026-06-01 17:31", edited: "补签" },
      { ...who, punch: "2026-06-01 18:00" },
      { ...who, punch: "2026-06-01 18:01" },
      { ...who, punch: "2026-06-01 18:02" },
    ]);
  });

  it("passes over what is no punch", async () => {
    const none = [
      punch("", "缺卡"),
      punch("--", "缺卡"),
      punch("", "请假"),
      punch("2026-06-01 08:29", "打卡无效：此记录已被更新"),
    ];
    expect(await cells([heading, ...none, punch("2026-06-01 08:30", "迟到")])).toHaveLength(1);
  });
});

describe("钉钉 每日统计", () => {
  const pair = (n: number) => [
    `上班打卡时间(${n})`,
    `打卡结果(${n})`,
    `下班打卡时间(${n})`,
    `打卡结果(${n})`,
  ];
  const numbered = [...pair(1), ...pair(2), ...pair(3)];
  const sums = ["加班时长(min)", "出勤天数", "出勤班次", "休息天数", "工作时长(min)", "旷工天数"];
  const heading = ["姓名", "部门", "日期", ...numbered, ...sums];
  const day = (times: string[], more: (string | number)[] = ["", 1, "白班", 0, 450, 0]) => [
    "张三",
    "",
    "26-06-01 星期一",
    ...[...times, ...Array(12).fill("")].slice(0, 12),
    ...more,
  ];
  const own = { name: "张三", date: "26-06-01 星期一" };

  it.each<[string, (string | number)[], object]>([
    ["one pair", day(["08:30", "正常", "17:30", "正常"]), { in: "08:30", out: "17:30", shift: "白班" }],
    [
      "late, and away early",
      day(["08:45", "迟到", "17:00", "早退"]),
      { in: "08:45", out: "17:00", status: "迟到", shift: "白班" },
    ],
    [
      "the next day",
      day(["20:00", "正常", "次日 04:30", "正常"]),
      { in: "20:00", out: "次日 04:30", shift: "白班" },
    ],
    [
      "two pairs count by the tool's minutes",
      day(["08:00", "正常", "12:00", "正常", "13:00", "正常", "17:00", "正常"]),
      { in: "08:00", out: "17:00", hours: "450分钟", shift: "白班" },
    ],
    [
      "two pairs of which the middle is missing are one",
      day(["08:00", "正常", "", "缺卡", "", "缺卡", "17:00", "正常"]),
      { in: "08:00", out: "17:00", shift: "白班" },
    ],
    ["a lone punch", day(["08:30", "正常", "", "缺卡"]), { in: "08:30", shift: "白班" }],
    [
      "overtime",
      day(["08:30", "正常", "20:30", "正常"], [120, 1, "白班", 0, 450, 0]),
      { in: "08:30", out: "20:30", overtime: "120分钟", shift: "白班" },
    ],
    ["leave", day(["", "请假", "", "请假"]), { status: "请假", shift: "白班" }],
    ["absence", day(["", "旷工", "", "旷工"], ["", 0, "白班", 0, 0, 1]), { status: "旷工", shift: "白班" }],
    ["nothing on a working day", day(["", "缺卡", "", "缺卡"]), { status: "缺勤", shift: "白班" }],
    ["rest", day([], ["", 0, "休息", 1, 0, 0]), { status: "休息", shift: "休息" }],
    ["no shift", day([], ["", 0, "", 0, 0, 0]), { status: "休息" }],
  ])("%s", async (_, row, expected) => {
    expect(await cells([["每日统计"], ["报表生成时间：2026-07-01"], heading, row])).toEqual([
      { ...own, ...expected },
    ]);
  });

  it("reads the same under other headings: 上班1打卡时间, and two rows", async () => {
    const row = ["张三", "u1", "2026-06-01", "08:30", "正常", "17:30", "迟到"];
    const expected = [
      { name: "张三", account: "u1", date: "2026-06-01", in: "08:30", out: "17:30", status: "迟到" },
    ];
    const flat = ["上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果"];
    expect(await cells([["姓名", "UserId", "日期", ...flat], row])).toEqual(expected);
    const groups = ["姓名", "UserId", "日期", "上班1", "", "下班1", ""];
    expect(await cells([groups, ["", "", "", "打卡时间", "打卡结果", "打卡时间", "打卡结果"], row])).toEqual(
      expected,
    );
  });
});

describe("钉钉, everything in one workbook", () => {
  const days = Array.from({ length: 30 }, (_, i) => i + 1);
  const sheets: Record<string, Grid> = {
    月度汇总: [
      ["姓名", "UserId", "考勤结果"],
      ["", "", ...days],
      ["张三", "u1", "正常"],
    ],
    打卡时间: [
      ["打卡时间表 统计日期：2026-06-01 至 2026-06-30"],
      ["姓名", "考勤组", "UserId", ...days.map((day) => ["六", "日"][((day - 1) % 7) - 5] ?? day)],
      ["张三", "实习", "u1", "08:30\n17:30"],
    ],
    原始记录: [
      ["姓名", "UserId", "考勤日期", "打卡时间", "打卡结果"],
      ["张三", "u1", "26-06-01", "2026-06-01 08:30", "正常"],
    ],
    每日统计: [
      ["姓名", "日期", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果"],
      ["张三", "26-06-01", "08:30", "正常", "17:30", "正常"],
    ],
  };
  const shapesOf = async (names: string[]) => {
    const content = await writeXlsx({ sheets: names.map((name) => ({ name, rows: sheets[name] ?? [] })) });
    const file = await readFile(bytesSource(content), { filename: "a.xlsx", period: PERIOD });
    return [file.shape, (await Array.fromAsync(file.rows)).flat().length, file.warnings.length];
  };

  it("counts a day once, by the sheet that tells most", async () => {
    const names = ["月度汇总", "打卡时间", "原始记录", "每日统计"];
    expect(await shapesOf(names)).toEqual(["dingtalk-day", 1, 0]);
    expect(await shapesOf(names.slice(0, 3))).toEqual(["dingtalk-punches", 1, 0]);
    expect(await shapesOf(names.slice(0, 2))).toEqual(["dingtalk-times", 1, 0]);
    expect(await shapesOf(names.slice(0, 1))).toEqual(["dingtalk-month", 1, 0]);
  });

  it("refuses a month that is not the one announced", async () => {
    const content = await writeXlsx({ sheets: [{ name: "打卡时间", rows: sheets["打卡时间"] ?? [] }] });
    const { code, finding } = await refusal(content, "a.xlsx", "2026-07");
    expect([code, finding.expected]).toEqual(["period-differs", "2026-07"]);
  });
});

it("企业微信 打卡详情 alone is a list of punches", async () => {
  const heading = [
    "日期",
    "姓名",
    "账号",
    "部门",
    "工号",
    "打卡类型",
    "应打卡时间",
    "实际打卡时间",
    "打卡状态",
  ];
  const punch = (kind: string, time: string, status: string) => [
    "2026/06/01 星期一",
    "张三",
    "zs",
    "实习生",
    "A1",
    kind,
    "08:30",
    time,
    status,
  ];
  const title = "统计时间:2026-06-01 ～ 2026-06-30     制表时间:2026-07-01 09:00(UTC+8)";
  const rows = await cells([
    ["打卡详情"],
    [title],
    heading,
    punch("上班1", "08:31", "迟到1分钟"),
    punch("下班1", "次日 02:00", "正常"),
    punch("上班2", "未打卡", "缺卡"),
    punch("下班2", "--", "--"),
  ]);
  const who = { name: "张三", account: "zs", employeeNo: "A1", date: "2026/06/01 星期一" };
  expect(rows).toEqual([
    { ...who, punch: "08:31" },
    { ...who, punch: "次日 02:00" },
  ]);
});
