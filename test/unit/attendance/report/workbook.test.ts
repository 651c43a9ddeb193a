import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../../functions/attendance/readers/read.ts";
import { type FindingLine, fileLine } from "../../../../functions/attendance/report/finding-line.ts";
import { entry, PERIOD, workbook as partsOf, sheetOf, zip } from "../support.ts";
import { ABOUT, colourOf, drawn, drawnFrom, ORANGE, RED, workbookOf, YELLOW } from "./support.ts";

const ID = "411202200910150030";
const NAME = "张小明";
const people = [entry({ placementId: "A", name: NAME, idNumber: ID })];
const HEADINGS = ["身份证号", "姓名", "日期", "工时", "状态", "备注", "家长姓名", "联系电话"];

const MONTH = await workbookOf({
  六月考勤: [
    ["崤函实业 2026年6月考勤 制表：王小二 13800001234"],
    [],
    HEADINGS,
    [ID, NAME, "6-31", "8", "出勤", '=HYPERLINK("x")', "张大明", "13912345678"],
    [`${ID.slice(0, 17)}1`, NAME, ID, "8", "出勤", `${NAME}证号${ID}`],
    ["", NAME, "6-3", "12", "@SUM(1)"],
    [],
    [ID, NAME, "6-4", "9", "出勤", "ok"],
    [ID, NAME, "6-5", "8", "出勤", "", "", "", "", "看这里"],
    [ID, NAME, "6-19", "8", "出勤"],
  ],
  说明: [["这张表没有考勤"]],
});

const report = await drawnFrom(MONTH, "六月.xlsx", people);
const [summary, sheet, ...others] = report.workbook.sheets;
const row = (number: number) => sheet?.rows[number - 1] ?? [];

describe("the file back", () => {
  it("has every cell where it stood, and the reasons to the right of the last used column", () => {
    expect(others).toEqual([]);
    expect(sheet?.name).toBe("六月考勤");
    expect(row(3).slice(0, 8)).toEqual(HEADINGS);
    expect(row(3).slice(10)).toEqual(["处理 Severity", "代码 Code", "说明", "Explanation"]);
    expect(row(4).slice(2, 6)).toEqual(["6-31", "8", "出勤", '=HYPERLINK("x")']);
    expect(row(4).slice(10, 12)).toEqual(["拒收 refused", "bad-date"]);
    expect(row(4)[12]).toContain("6-31");
    expect(row(8).slice(2, 6)).toEqual(["6-4", "9", "出勤", "ok"]);
    expect(row(9)[9]).toBe("看这里");
    expect(row(9).slice(10).join("")).toBe("");
  });

  it("colours the offending cell and the verdict by severity, and nothing else", () => {
    expect([colourOf(sheet, 4, 2), colourOf(sheet, 4, 10)]).toEqual([RED, RED]);
    expect([colourOf(sheet, 8, 3), colourOf(sheet, 8, 10)]).toEqual([YELLOW, YELLOW]);
    expect([colourOf(sheet, 10, 2), colourOf(sheet, 10, 10)]).toEqual([ORANGE, ORANGE]);
    expect(colourOf(sheet, 4, 3)).toBeUndefined();
    expect(colourOf(sheet, 9, 2)).toBeUndefined();
  });

  it("shows nobody's number or name, wherever it stands", () => {
    expect(row(1)[0]).toBe("崤函实业 2026年6月考勤 制表：王＊＊ *********34");
    expect(row(4).slice(0, 2)).toEqual(["****************30", "张＊＊"]);
    expect(row(4).slice(6, 8)).toEqual(["张＊＊", "*********78"]);
    expect(row(5)[5]).toBe("张＊＊证号****************30");
    for (const text of [JSON.stringify(report.workbook), report.csv]) {
      expect(text).not.toContain(NAME);
      expect(text).not.toContain(ID.slice(0, 12));
    }
  });

  it("is a file that another program opens, and in which nothing calculates", async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(report.xlsx as unknown as ArrayBuffer);
    const cell = book.getWorksheet("六月考勤")?.getCell("F4");
    expect(cell?.value).toBe('=HYPERLINK("x")');
    expect(cell?.formula).toBeUndefined();
    expect(book.getWorksheet("六月考勤")?.getCell("C4").fill).toMatchObject({
      fgColor: { argb: `FF${RED}` },
    });
  });

  it("begins with what became of the file, which rules were broken and what to do", () => {
    const texts = summary?.rows.map((cells) => cells.join("|")) ?? [];
    expect(texts.slice(1, 8)).toEqual(
      [
        "文件 File|六月.xlsx",
        `统一社会信用代码 USCC|${ABOUT.uscc}`,
        "月份 Month|2026-06",
        "结果 Result|部分接受 partly accepted",
        "学生日合计 Student-days|6",
        "接受 Accepted|3",
        "拒收 Refused|3",
      ].map((text) => expect.stringContaining(text)),
    );
    expect(texts.find((text) => text.startsWith("bad-date|1|拒收 refused|"))).toContain("2026-06-01");
  });

  it("is the same when it is drawn twice", async () => {
    expect((await drawnFrom(MONTH, "六月.xlsx", people)).xlsx).toEqual(report.xlsx);
  });
});

const openedMonth = await readFile(bytesSource(MONTH), { filename: "六月.xlsx", period: PERIOD });
const found = (row: number, more: Partial<FindingLine> = {}): FindingLine => ({
  sheet: "六月考勤",
  row,
  column: "C",
  field: "日期",
  found: "6-5",
  expected: "2026-06",
  code: "outside-period",
  ...more,
});

describe("the drawing", () => {
  it("puts several reasons of a row under each other, each once and with its column", async () => {
    const lines = [found(9), found(9), found(9, { column: "D", code: "exceeds-8-hours", found: "9" })];
    const [, back] = (await drawn({ ...openedMonth, size: MONTH.length }, lines)).workbook.sheets;
    expect(back?.rows[8]?.slice(10, 12)).toEqual([
      "拒收 refused\n提示 warning",
      "outside-period\nexceeds-8-hours",
    ]);
    expect(String(back?.rows[8]?.[12])).toMatch(/^C: .*\nD: .*9 小时/);
    expect([colourOf(back, 9, 2), colourOf(back, 9, 3), colourOf(back, 9, 10)]).toEqual([RED, YELLOW, RED]);
  });

  it("tells a reason of a row that holds nothing, between the rows and behind the last", async () => {
    const lines = [found(7), found(40)];
    const [, back] = (await drawn({ ...openedMonth, size: MONTH.length }, lines)).workbook.sheets;
    expect([back?.rows[6]?.[11], back?.rows[39]?.[11]]).toEqual(["outside-period", "outside-period"]);
  });

  it("shows a hidden row that has something to say, and keeps the others hidden", async () => {
    const rows = [HEADINGS.slice(0, 5), [ID, NAME, "6-31", "8", "出勤"], [ID, NAME, "6-8", "8", "出勤"]];
    const xml = sheetOf(rows).replaceAll("<row>", '<row hidden="1">');
    const { xlsx } = await drawnFrom(zip(partsOf({ 六月: xml })), "a.xlsx", people);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(xlsx as unknown as ArrayBuffer);
    const back = book.getWorksheet("六月");
    expect([back?.getRow(2).hidden, back?.getRow(3).hidden]).toEqual([false, true]);
  });

  const grid = (...batches: string[][][]) => {
    const rows = async function* () {
      let row = 0;
      for (const some of batches) yield some.map((values) => ({ row: ++row, values }));
    };
    const sheet = { name: "六月考勤", hidden: false, merged: async () => [], rows };
    return { sheets: [{ sheet, reading: { headingRow: 1, personal: new Map() } }], size: 1 };
  };

  it("makes room for a row that is wider than those before it, however late it comes", async () => {
    const late = grid([["日期", "工时"]], [["6-5", "8"]], [["6-6", "8", "", "远处"]]);
    const [, back] = (await drawn(late, [found(2)])).workbook.sheets;
    expect(back?.rows[0]?.[4]).toBe("处理 Severity");
    expect(back?.rows[1]?.slice(4, 6)).toEqual(["拒收 refused", "outside-period"]);
    expect(back?.rows[2]?.[3]).toBe("远处");
  });

  it("leaves the sheets out where they would be larger than any workbook, and says so", async () => {
    const huge = grid(Array(50_000).fill(["x".repeat(30_000)]));
    const { workbook } = await drawn(huge, [found(2)]);
    expect(workbook.sheets.map(({ name }) => name)).toEqual(["汇总 Summary"]);
    expect(JSON.stringify(workbook.sheets[0]?.rows)).toContain("CSV");
  });

  it("of a file that was refused as a whole is its summary alone", async () => {
    const lines = [fileLine({ code: "file-damaged", found: "xl/workbook.xml" })];
    const { workbook } = await drawn({ ...openedMonth, size: 1 }, lines);
    expect(workbook.sheets).toHaveLength(1);
    const told = workbook.sheets[0]?.rows.map((cells) => cells.join("|")) ?? [];
    expect(told.find((text) => text.startsWith("file-damaged||拒收 refused|"))).toContain("xl/workbook.xml");
  });

  it("ends with what became known later, day by day", async () => {
    const notice = { placementNo: "PL-1", name: "张＊＊", dates: ["2026-06-03", "2026-06-04"], kept: false };
    const notices = [{ ...notice, code: "same-day-elsewhere" as const }];
    const { workbook } = await drawn({ ...openedMonth, size: MONTH.length, notices }, []);
    const last = workbook.sheets.at(-1);
    expect(last?.name).toBe("后续提示 Notices");
    expect(last?.rows).toHaveLength(3);
    expect(last?.rows[2]?.slice(0, 5)).toEqual([
      "PL-1",
      "张＊＊",
      "2026-06-04",
      "提示 warning",
      "same-day-elsewhere",
    ]);
    expect(last?.rows[2]?.[7]).toContain("does not count");
  });
});
