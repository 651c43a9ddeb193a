import { readXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { fileLine, maskedValue } from "../../../functions/attendance/report/finding-line.ts";
import {
  Report,
  reportCsv,
  reportOfRefusal,
  reportXlsx,
} from "../../../functions/attendance/report/report.ts";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";
import { entry, read } from "./support.ts";

const ID = "411202200910150030";
const NAME = "张小明";
const csv = `身份证号,姓名,日期,工时,状态,备注\n${ID},${NAME},6-31,8,出勤,=HYPERLINK("x")\n${ID.slice(0, 17)}1,${NAME},${ID},8,出勤,${ID}\n,${NAME},6-3,12,@SUM(1),\n${ID},${NAME},6-4,9,出勤,\n`;
const made = await read(csv.replaceAll('=HYPERLINK("x")', '"=HYPERLINK(""x"")"'), [
  entry({ placementId: "A", name: NAME, idNumber: ID }),
]);
const whole = new Report();
for (const line of made.lines) whole.add(line);
whole.counts = made.counts;
const summary = { filename: "六月.csv", uscc: "91411200MA9TE0T007", period: "2026-06", rows: made.rows };

describe("the report", () => {
  it("says where, what, and why", () => {
    expect(whole.lines).toMatchObject([
      {
        sheet: "CSV",
        row: 2,
        column: "C",
        field: "日期",
        found: "6-31",
        expected: "2026-06-01",
        code: "bad-date",
        severity: "reject",
      },
      { row: 3, column: "A", field: "身份证号", found: "****************31", code: "invalid-id-number" },
      { row: 4, column: "E", found: "@SUM(1)", code: "unknown-status" },
      { row: 5, column: "D", found: "9", code: "exceeds-8-hours", severity: "warn" },
    ]);
    expect(made.rows).toEqual({ total: 4, accepted: 1, rejected: 3 });
  });

  it("shows no identity, wherever it stands", async () => {
    const xlsx = Buffer.from(await reportXlsx(whole, summary));
    const workbook = await readXlsx(xlsx);
    for (const text of [reportCsv(whole.lines), JSON.stringify(workbook), JSON.stringify(whole.lines)]) {
      expect(text).not.toContain(NAME);
      expect(text).not.toContain(ID.slice(0, 12));
    }
  });

  it("is CSV that runs nothing", () => {
    const text = reportCsv([
      ...whole.lines,
      ...reportOfRefusal(new FileRefused("file-damaged", { found: '=1+1,"a"' })).lines,
    ]);
    expect(text.startsWith("\uFEFF工作表 Sheet,")).toBe(true);
    expect(text).toContain(",'@SUM(1),");
    expect(text).toContain(`"'=1+1,""a"""`);
    expect(text.split("\r\n")).toHaveLength(7);
  });

  it("is a workbook with the rows as they were and the offending cell coloured", async () => {
    const workbook = await readXlsx(Buffer.from(await reportXlsx(whole, summary)), {
      readStyles: true,
    });
    const [first, rows] = workbook.sheets;
    expect(first?.rows.slice(4, 7).map((row) => row[1])).toEqual([4, 1, 3]);
    expect(rows?.rows.map((row) => row[3])).toEqual(["代码 Code", ...whole.lines.map(({ code }) => code)]);
    const colour = (row: number, column: number) => rows?.cells?.get(`${row},${column}`)?.style?.fill;
    expect(colour(1, 3)).toMatchObject({ pattern: "solid" });
    expect(colour(4, 3)).not.toEqual(colour(1, 3));
    expect(colour(1, 4)).toBeUndefined();
  });

  it("survives characters that no workbook can hold", async () => {
    const report = new Report();
    report.add(fileLine({ code: "unknown-status", field: "status", found: "\u0000\u0008\ud800" }));
    const workbook = await readXlsx(Buffer.from(await reportXlsx(report, summary)));
    expect(workbook.sheets[1]?.rows).toHaveLength(2);
  });
});

it("stays bounded whatever is wrong", () => {
  const report = new Report();
  for (let row = 1; row <= 20_100; row++) report.add(fileLine({ code: "bad-date", found: "x".repeat(1000) }));
  expect([report.lines.length, report.omitted, report.lines[0]?.found.length]).toEqual([20_000, 100, 81]);
});

it("masks by field, and what looks like an identity number anywhere", () => {
  expect(maskedValue("studentNo", "S2024001")).toBe("******01");
  expect(maskedValue("placementNo", "PL-1")).toBe("PL-1");
  expect(maskedValue("date", ID)).toBe("****************30");
});
