import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import { bytes, PERIOD, rawRows, refusal } from "./support.ts";

type Grid = (string | number | null)[][];

const book = (sheets: Record<string, Grid>): Promise<Uint8Array> =>
  writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) });
const csv = (rows: Grid): Uint8Array =>
  bytes(rows.map((row) => row.map((cell) => `"${cell ?? ""}"`).join(",")).join("\n"));
const cellsOf = async (content: Uint8Array, period?: string) =>
  (await rawRows(content, "a.xlsx", period)).map(({ row, cells }) => ({ row, ...cells }));
const open = (content: Uint8Array, period = PERIOD) =>
  readFile(bytesSource(content), { filename: "a.xlsx", period });

describe("a fingerprint clock", () => {
  const days = Array.from({ length: 31 }, (_, i) => i + 1);
  const period = [
    "考勤日期 : ",
    "",
    "2026/06/01 ~ 06/22 (某公司)",
    ...Array(20).fill(""),
    "制表时间 : ",
    "",
    "2026/06/22",
  ];
  const person = (no: string, name: string) => [
    "工 号：",
    "",
    no,
    "",
    "",
    "",
    "",
    "",
    "姓 名:",
    "",
    name,
    "",
    "",
    "部 门:",
    "",
    "一车间",
  ];
  const cards = [
    ["刷卡记录表"],
    period,
    days,
    person("64", "张三"),
    ["08:01\n17:32\n", "08:0212:0017:33", "19:06\n", "", "08:05 17:30"],
    person("65", "李四"),
    ["", "", "08:00\n08:00\n"],
    person("66", "王五"),
    [],
  ];
  const summary: Grid = [
    ["考 勤 汇 总 表"],
    ["考勤日期 : ", "2026/06/01 ~ 06/22 (某公司)"],
    ["工号", "姓名", "部门", "工作时数", "", "出勤天数\n(标准/实际)"],
    ["", "", "", "标准", "实际", ""],
    [64, "张三", "", 128, 9.3, "16/2"],
  ];
  const others: Record<string, Grid> = {
    考勤汇总表: summary,
    排班信息: [
      ["排 班 信 息 表"],
      period.slice(0, 3),
      ["工号", "姓名", "部门", ...days],
      [64, "张三", "", 1, 1, 1, 1, 1],
    ],
    异常统计: [
      ["异常统计表"],
      ["考勤日期 : ", "2026/06/01 ~ 06/22"],
      ["工号", "姓名", "部门", "日期", "上午", "", "下午", ""],
      ["", "", "", "", "上班", "下班", "上班", "下班"],
      [64, "张三", "", "2026/06/01", "19:06", "", "", ""],
    ],
    "64.65.66": [
      ["考 勤 卡 表"],
      ["考勤日期 : ", "", "2026/06/01 ~ 06/22"],
      ["部门", "", "姓名", "张三"],
      ["日期", "2026/06/01 ~ 06/22", "工号", 64],
      ["01 一", "08:01", "17:32"],
    ],
  };

  it("reads the first and last punch of each day under each person", async () => {
    expect(await cellsOf(await book({ 刷卡记录: cards }))).toEqual([
      { row: 5, employeeNo: "64", name: "张三", date: "2026-06-01", in: "08:01", out: "17:32" },
      { row: 5, employeeNo: "64", name: "张三", date: "2026-06-02", in: "08:02", out: "17:33" },
      { row: 5, employeeNo: "64", name: "张三", date: "2026-06-03", in: "19:06" },
      { row: 5, employeeNo: "64", name: "张三", date: "2026-06-05", in: "08:05", out: "17:30" },
      { row: 7, employeeNo: "65", name: "李四", date: "2026-06-03", in: "08:00" },
    ]);
  });

  it("tells its days once, though the workbook holds sums, plans and cards of the same days", async () => {
    const { sheets, warnings, rows } = await open(await book({ ...others, 刷卡记录: cards }));
    expect(sheets.map(({ sheet, reading }) => [sheet.name, reading.shape])).toEqual([
      ["刷卡记录", "clock-cards"],
    ]);
    expect((await Array.fromAsync(rows)).flat()).toHaveLength(5);
    expect(warnings).toEqual([]);
  });

  it("says where identities stand, which is not in columns", async () => {
    const { sheets } = await open(await book({ 刷卡记录: cards }));
    const reading = sheets[0]?.reading;
    expect([...(reading?.personal ?? [])]).toEqual([
      [2, "employeeNo"],
      [10, "name"],
    ]);
    const of = (values: string[]) => [...(reading?.personalOf?.({ row: 9, values }) ?? [])];
    expect(of(["工 号：", "64", "姓 名:", "张三"])).toEqual([
      [1, "employeeNo"],
      [3, "name"],
    ]);
    expect(of(["08:01\n17:32", "19:06"])).toEqual([]);
  });

  it("reads persons in one cell, days under each of them, and several rows of punches", async () => {
    const grid = [
      ["员工刷卡记录表"],
      ["统计日期：2026-06-01 至 2026-06-30"],
      ["工号：0064  姓名：张三  部门：一车间"],
      days,
      ["08:00", "08:01"],
      ["17:00", "17:01"],
      ["工号：0065  姓名：李四  部门："],
      days,
      ["", "", "20:00 23:59"],
    ];
    expect(await cellsOf(csv(grid))).toEqual([
      { row: 5, employeeNo: "0064", name: "张三", date: "2026-06-01", in: "08:00", out: "17:00" },
      { row: 5, employeeNo: "0064", name: "张三", date: "2026-06-02", in: "08:01", out: "17:01" },
      { row: 9, employeeNo: "0065", name: "李四", date: "2026-06-03", in: "20:00", out: "23:59" },
    ]);
  });

  it("refuses another month, and a workbook of sums alone, naming the sheet that is needed", async () => {
    expect((await refusal(await book({ 刷卡记录: cards }), "a.xls", "2026-07")).code).toBe("period-differs");
    for (const [name, grid] of Object.entries(others)) {
      const { code, finding } = await refusal(await book({ [name]: grid }));
      expect([code, finding.expected], name).toEqual(["summary-only", "刷卡记录"]);
    }
    expect(
      (
        await refusal(
          csv([
            ["姓名", "UserId", "出勤天数", "迟到次数"],
            ["张三", "u1", 20, 1],
          ]),
        )
      ).finding,
    ).toMatchObject({
      code: "summary-only",
      found: "出勤天数, 迟到次数",
      expected: "钉钉 每日统计 / 原始记录",
    });
  });
});

describe("lists of punches", () => {
  it.each<[string, Grid, object[]]>([
    [
      "date and time in one column",
      [
        ["登记号码", "姓名", "出勤时间"],
        [64, "张三", "2026/6/1 星期一 8:20"],
        [64, "张三", "2026/6/1 星期一 17:31:05"],
      ],
      [
        { employeeNo: "64", name: "张三", date: "2026-06-01", punch: "2026/6/1 星期一 8:20" },
        { employeeNo: "64", name: "张三", date: "2026-06-01", punch: "2026/6/1 星期一 17:31:05" },
      ],
    ],
    [
      "columns for both",
      [
        ["工号", "姓名", "日期", "时间"],
        ["A1", "张三", "6-1", "8:20"],
      ],
      [{ employeeNo: "A1", name: "张三", date: "6-1", punch: "8:20" }],
    ],
    [
      "several punches in a cell",
      [
        ["考勤号码", "姓名", "日期", "刷卡时间"],
        ["A1", "张三", "2026-06-01", "08:01 12:00 17:32"],
        ["A1", "张三", "2026-06-02", "08:0117:32"],
      ],
      [
        { employeeNo: "A1", name: "张三", date: "2026-06-01", in: "08:01", out: "17:32" },
        { employeeNo: "A1", name: "张三", date: "2026-06-02", in: "08:01", out: "17:32" },
      ],
    ],
    [
      "spreadsheet numbers",
      [
        ["姓名", "日期时间"],
        ["张三", "46174.347222222"],
      ],
      [{ name: "张三", date: "2026-06-01", punch: "46174.347222222" }],
    ],
    [
      "nonsense, which the row must be told of",
      [
        ["姓名", "打卡时间"],
        ["张三", "昨天"],
        ["张三", "2026-06-31 08:00"],
      ],
      [
        { name: "张三", date: "昨天", punch: "昨天" },
        { name: "张三", date: "2026-06-31 08:00", punch: "2026-06-31 08:00" },
      ],
    ],
    [
      "totals, repeated headings and empty lines",
      [
        ["姓名", "日期", "打卡时间"],
        ["姓名", "日期", "打卡时间"],
        ["张三", "6-1", "8:00"],
        ["", "", ""],
        ["合计", "", "1"],
      ],
      [{ name: "张三", date: "6-1", punch: "8:00" }],
    ],
    [
      "a day without a punch",
      [
        ["姓名", "日期", "打卡时间"],
        ["张三", "6-1", ""],
      ],
      [{ name: "张三", date: "6-1" }],
    ],
  ])("%s", async (_, grid, expected) => {
    expect((await rawRows(csv(grid))).map(({ cells }) => cells)).toEqual(expected);
  });

  it("names the column of the punch for the day as well, where there is no other", async () => {
    const [row] = await rawRows(
      csv([
        ["姓名", "打卡时间"],
        ["张三", "2026-06-01 8:00"],
      ]),
    );
    expect(row?.columns).toMatchObject({
      punch: { letter: "B", header: "打卡时间" },
      date: { letter: "B", header: "打卡时间" },
    });
  });
});
