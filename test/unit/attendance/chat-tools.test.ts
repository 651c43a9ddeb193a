import { describe, expect, it } from "vitest";
import { rawRows, refusal, sheetOf, workbook, zip } from "./support.ts";

describe("钉钉 月度汇总", () => {
  const labels = Array.from({ length: 30 }, (_, i) => ["六", "日"][(i % 7) - 5] ?? String(i + 1));
  const grid = (title: string) =>
    sheetOf([
      [title],
      ["报表生成时间：2026-07-01"],
      ["姓名", "工号", "请假", "", "考勤结果"],
      ["", "", "事假(天)", "病假(天)", ...labels],
      ["张三", "A1", "0", "0", "正常", "", "旷工"],
      ["合计", "", "0", "0", "1"],
    ]);

  it("takes the dates from the title, else from the period", async () => {
    for (const title of ["月度汇总 统计日期：2026-06-01 至 2026-06-30", "月度汇总"]) {
      const rows = await rawRows(zip(workbook({ 月度汇总: grid(title) })), "a.xlsx");
      expect(rows.map(({ row, cells, columns }) => [row, columns.status?.letter, cells])).toEqual([
        [5, "E", { name: "张三", employeeNo: "A1", date: "2026-06-01", status: "正常" }],
        [5, "G", { name: "张三", employeeNo: "A1", date: "2026-06-03", status: "旷工" }],
      ]);
    }
  });

  it("refuses day columns of another month", async () => {
    const content = zip(workbook({ 月度汇总: grid("月度汇总") }));
    expect((await refusal(content, "a.xlsx", "2026-07")).code).toBe("day-columns-differ");
  });
});

describe("企业微信 日报", () => {
  const top = ["时间", "姓名", "账号", "考勤概况", "", "", "", "", "上班1", "", "下班1", "", "上班2"];
  const below = [
    "",
    "",
    "",
    "班次",
    "标准工作时长(小时)",
    "实际工作时长(小时)",
    "假勤申请",
    "考勤结果",
    "打卡时间",
    "打卡状态",
    "打卡时间",
    "打卡状态",
    "打卡时间",
  ];
  const day = (
    shift: string,
    planned: string,
    hours: string,
    leave: string,
    result: string,
    came: string,
    went: string,
    again = "--",
  ) => [
    "2026/06/07 星期日",
    "张三",
    "zs",
    shift,
    planned,
    hours,
    leave,
    result,
    came,
    "正常",
    went,
    "正常",
    again,
  ];

  it.each([
    [
      "punches",
      day("白班", "8", "7.5", "--", "正常", "08:00", "16:30"),
      { in: "08:00", out: "16:30", status: "正常" },
    ],
    [
      "two pairs",
      day("白班", "8", "7.5", "--", "正常", "08:00", "12:00", "13:00"),
      { in: "08:00", out: "12:00", hours: "7.5", status: "正常" },
    ],
    ["leave", day("白班", "8", "--", "事假 1天", "--", "--", "--"), { status: "请假" }],
    ["rest", day("休息", "--", "--", "--", "--", "--", "未打卡"), { status: "休息" }],
    ["absence", day("白班", "8", "--", "--", "--", "--", "--"), { status: "缺勤" }],
  ])("%s", async (_, row, cells) => {
    const punches = sheetOf([
      ["日期", "姓名", "实际打卡时间", "打卡状态"],
      ["2026/06/07", "张三", "08:00", "正常"],
    ]);
    const content = zip(
      workbook({
        概况统计与打卡明细: sheetOf([["概况统计与打卡明细"], ["统计时间"], top, below, row]),
        打卡详情: punches,
      }),
    );
    const rows = await rawRows(content, "a.xlsx");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.cells).toMatchObject({
      date: "2026/06/07 星期日",
      name: "张三",
      account: "zs",
      ...cells,
    });
    expect(rows[0]?.cells.in === undefined).toBe(!("in" in cells));
  });
});
