import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import type { GridRow, GridSheet } from "../../../functions/attendance/files/grid.ts";
import { headingsIn } from "../../../functions/attendance/readers/head.ts";
import type { ColumnMap } from "../../../functions/attendance/readers/mapped.ts";
import { readFile, readSheets } from "../../../functions/attendance/readers/read.ts";
import { bytes, PERIOD, rawRows, refusal } from "./support.ts";

type Grid = (string | number | null)[][];
interface Written {
  name: string;
  rows: Grid;
  merges?: { startRow: number; startCol: number; endRow: number; endCol: number }[];
}

const open = async (...sheets: Written[]) => {
  const file = await readFile(bytesSource(await writeXlsx({ sheets })), {
    filename: "a.xlsx",
    period: PERIOD,
  });
  return { ...file, rows: (await Array.fromAsync(file.rows)).flat() };
};

const LONG: Grid = [
  ["姓名", "日期", "状态"],
  ["张三", "6-1", "出勤"],
];

describe("a workbook of several sheets", () => {
  it("reads each that it knows, whatever its kind, and tells which it doesn't know", async () => {
    const days = Array.from({ length: 30 }, (_, i) => i + 1);
    const { rows, warnings, shape } = await open(
      {
        name: "填写说明",
        rows: [
          ["栏目", "说明", "示例"],
          ["日期", "当天", "2026-06-01"],
          ["工时", "小时数", "8"],
        ],
      },
      { name: "一车间", rows: LONG },
      {
        name: "二车间",
        rows: [
          ["姓名", ...days],
          ["李四", "√"],
        ],
      },
      {
        name: "三车间",
        rows: [
          ["编号", "甲", "乙"],
          [1, "6-1", "8"],
          [2, "6-2", "8"],
        ],
      },
      {
        name: "汇总",
        rows: [
          ["姓名", "出勤天数"],
          ["张三", 20],
        ],
      },
      { name: "空", rows: [] },
      {
        name: "5月",
        rows: [
          ["姓名", ...days],
          ["李四", "√"],
        ],
      },
    );
    expect([shape, rows.map(({ sheet, cells }) => [sheet, cells.name])]).toEqual([
      "long",
      [
        ["一车间", "张三"],
        ["二车间", "李四"],
      ],
    ]);
    expect(warnings).toEqual([
      { code: "sheet-not-recognised", found: "三车间" },
      { code: "sheet-of-another-month", found: "5月", expected: "2026-06" },
    ]);
  });

  it("counts hidden rows and reads them", async () => {
    const grid: GridRow[] = [
      { row: 1, values: ["姓名", "日期", "状态"] },
      { row: 2, values: ["张三", "6-1", "出勤"], hidden: true },
      { row: 3, values: ["张三", "6-2", "出勤"] },
      { row: 4, values: ["张三", "6-3", "出勤"], hidden: true },
    ];
    const sheet: GridSheet = {
      name: "考勤",
      hidden: false,
      rows: async function* () {
        yield grid;
      },
      merged: async () => [],
    };
    const { rows, warnings } = await readSheets([sheet], { period: PERIOD });
    expect(warnings).toEqual([]);
    expect((await Array.fromAsync(rows)).flat().map(({ row }) => row)).toEqual([2, 3, 4]);
    expect(warnings).toEqual([{ code: "hidden-rows", found: "2", other: "考勤" }]);
  });

  it("says of each sheet which columns tell who somebody is", async () => {
    const { sheets } = await open({
      name: "考勤",
      rows: [
        ["日期", "姓名", "工号", "状态"],
        ["6-1", "张三", "A1", "出勤"],
      ],
    });
    expect([...(sheets[0]?.reading.personal ?? [])]).toEqual([
      [2, "employeeNo"],
      [1, "name"],
    ]);
  });
});

describe("the long form", () => {
  it("lets a merged name or date stand for its rows, and leaves a blank one blank", async () => {
    const { rows } = await open({
      name: "考勤",
      rows: [
        ["姓名", "日期", "状态"],
        ["张三", "6-1", "出勤"],
        [null, "6-2", "迟到"],
        ["李四", "6-3", "出勤"],
        ["王五", null, "出勤"],
        [null, "6-4", "出勤"],
      ],
      merges: [
        { startRow: 1, startCol: 0, endRow: 2, endCol: 0 },
        { startRow: 3, startCol: 1, endRow: 4, endCol: 1 },
      ],
    });
    expect(rows.map(({ cells }) => [cells.name, cells.date])).toEqual([
      ["张三", "6-1"],
      ["张三", "6-2"],
      ["李四", "6-3"],
      ["王五", "6-3"],
      [undefined, "6-4"],
    ]);
  });

  it("reads minutes where the heading says minutes, and overtime", async () => {
    const [row] = await rawRows(bytes("工号,日期,工作时长(分钟),加班时长(小时)\n7,6-1,450,1.5\n"));
    expect(row?.cells).toEqual({ employeeNo: "7", date: "6-1", hours: "450分钟", overtime: "1.5" });
  });

  it("prefers the usual heading where two stand for one field", async () => {
    const [row] = await rawRows(bytes("员工编号,工号,打卡日期,日期,状态\nX,7,5-1,6-1,出勤\n"));
    expect(row?.cells).toEqual({ employeeNo: "7", date: "6-1", status: "出勤" });
  });

  it("passes over signatures and legends", async () => {
    const rows = await rawRows(
      bytes("姓名,日期,状态\n张三,6-1,出勤\n制表人：王五,6-30,\n说明：√出勤,,√\n 备 注 ,,见附页\n合 计,,1\n"),
    );
    expect(rows.map(({ row }) => row)).toEqual([2]);
  });
});

describe("columns that a firm explains", () => {
  const maps: ColumnMap[] = [
    { columns: { 谁: "name", 哪天: "date", 几点来: "in", 几点走: "out" } },
    { columns: { 牌号: "employeeNo", 何时: "punch" } },
    { columns: { 牌号: "employeeNo" } },
  ];
  const read = async (csv: string) => {
    const file = await readFile(bytesSource(bytes(csv)), { filename: "a.csv", period: PERIOD, maps });
    return (await Array.fromAsync(file.rows))
      .flat()
      .map(({ cells, columns }) => ({ ...cells, at: columns.date?.header }));
  };

  it("are read like a long form or a list of punches", async () => {
    expect(await read("考勤\n*谁,哪天(必填),部门,几点来,几点走\n张三,6-1,,8:00,17:00\n")).toEqual([
      { name: "张三", date: "6-1", in: "8:00", out: "17:00", at: "哪天(必填)" },
    ]);
    expect(await read("牌号,何时\n7,2026-06-01 8:00\n")).toEqual([
      { employeeNo: "7", date: "2026-06-01", punch: "2026-06-01 8:00", at: "何时" },
    ]);
  });

  it("count only where all of them stand", async () => {
    await expect(read("谁,哪天,几点来\n张三,6-1,8:00\n")).rejects.toMatchObject({
      code: "header-not-recognised",
    });
    await expect(read("牌号,哪天,几点来\n7,6-1,8:00\n")).rejects.toMatchObject({
      code: "header-not-recognised",
    });
  });

  it("are offered when nothing was recognised: the headings, and nobody's data", async () => {
    const { finding, headings } = await refusal(
      bytes("某厂考勤\n谁,哪天,几点来,几点走\n张三,6-1,8:00,17:00\n李四,6-1,8:10,17:30\n"),
    );
    expect(headings).toEqual(["谁", "哪天", "几点来", "几点走"]);
    expect(finding.found).toBe("谁, 哪天, 几点来, 几点走");
    for (const csv of [
      "张三,6-1,8:00\n李四,6-2,8:00\n",
      "张三,一车间,来了\n李四,二车间,没来\n",
      "张三,13800000000\n李四,13800000001\n",
      "411202200910150030\n",
    ]) {
      const refused = await refusal(bytes(csv));
      expect(refused.headings).toEqual([]);
      expect(refused.finding.found).toMatch(/^\d × \?$/);
    }
  });

  it("knows headings from what stands below them", () => {
    const head = (rows: string[][]) => headingsIn(rows.map((values, index) => ({ row: index + 1, values })));
    expect(
      head([
        ["姓名", "日期", "部门"],
        ["张三", "李四", "王五"],
      ]),
    ).toEqual(["姓名", "日期", "部门"]);
    expect(head([["2026年6月"], ["谁", "哪天", "几时"], ["张三", "6-1", "8:00"]])).toEqual([
      "谁",
      "哪天",
      "几时",
    ]);
  });
});
