import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { openWorkbook } from "../../../functions/attendance/files/xlsx.ts";
import { partOf, wholeDay } from "../../../functions/attendance/readers/cell.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import { parseStatus } from "../../../functions/attendance/readers/status.ts";
import { Roster } from "../../../functions/attendance/reading/match.ts";
import { MARKS } from "../../../functions/attendance/template/instructions.ts";
import { templateFor } from "../../../functions/attendance/template/template.ts";
import { writeWorkbook } from "../../../shared/xlsx/workbook.ts";
import { entry, keyOf, PERIOD } from "./support.ts";

const placements = [
  entry({ placementId: "1", placementNo: "AZ1", name: "张小明", employeeNo: "E1" }),
  entry({
    placementId: "2",
    placementNo: "AZ2",
    name: "李四",
    employeeNo: "007",
    start: "2026-06-10",
    end: "2026-06-20",
  }),
];
const lines = placements.map((one) => ({ ...one, employeeNo: one.employeeNo ?? null }));

/** The sheets of a template as texts. */
async function cellsOf(template: AsyncIterable<Uint8Array>): Promise<{ name: string; rows: string[][] }[]> {
  const source = bytesSource(Buffer.concat(await Array.fromAsync(template)));
  const sheets = await openWorkbook(source);
  return Promise.all(
    sheets.map(async ({ name, rows }) => ({
      name,
      rows: (await Array.fromAsync(rows())).flat().map(({ values }) => values),
    })),
  );
}

/** Fills in cells (row and column from 0) of the first sheet and reads the file back. */
async function filled(form: "matrix" | "long", cells: Record<string, string>) {
  const sheets = await cellsOf(templateFor(lines, PERIOD, form));
  for (const [place, text] of Object.entries(cells)) {
    const [row = 0, column = 0] = place.split(",").map(Number);
    (sheets[0]?.rows[row] as string[])[column] = text;
  }
  const written = writeWorkbook(
    sheets.map(({ name, rows }) => ({
      name,
      rows: [rows.map((row) => ({ cells: Array.from(row, (cell) => cell ?? "") }))],
    })),
  );
  const bytes = Buffer.concat(await Array.fromAsync(written));
  const file = await readFile(bytesSource(bytes), { filename: "a.xlsx", period: PERIOD });
  const rows = (await Array.fromAsync(file.rows)).flat();
  return { file, rows: rows.map(({ cells: told }) => told) };
}

describe("the matrix", () => {
  it("has a row a placement and a column a day, marks days outside, and tells how it is filled in", async () => {
    const [sheet, help] = await cellsOf(templateFor(lines, PERIOD, "matrix"));
    expect(sheet?.rows[2]?.slice(0, 4)).toEqual(["安置编号", "工号", "姓名", "1"]);
    expect(sheet?.rows[2]).toHaveLength(33);
    expect(sheet?.rows[3]?.slice(3, 10).join("")).toBe("一二三四五六日");
    expect(sheet?.rows[4]?.slice(0, 3)).toEqual(["AZ1", "E1", "张＊＊"]);
    expect(sheet?.rows[5]?.slice(1, 4)).toEqual(["007", "李＊", "—"]);
    expect(sheet?.rows[5]?.[12]).toBe("");
    expect(help?.name).toBe("填写说明 Instructions");
  });

  it("is read back by the placement number, without a warning, and says nothing of what was left empty", async () => {
    const { file, rows } = await filled("matrix", { "4,3": "√", "4,4": "7.5", "5,12": "08:30-17:30" });
    expect(file.warnings).toEqual([]);
    expect(file.shape).toBe("month-matrix");
    expect(rows).toMatchObject([
      { placementNo: "AZ1", date: "2026-06-01", status: "√" },
      { placementNo: "AZ1", date: "2026-06-02", hours: "7.5" },
      { placementNo: "AZ2", date: "2026-06-10", in: "08:30", out: "17:30" },
    ]);
    const roster = new Roster(placements, PERIOD, keyOf);
    for (const cells of rows) expect(roster.find(cells)).toMatchObject({ by: "placementNo", warnings: [] });
  });

  it("of another month is refused", async () => {
    const bytes = Buffer.concat(await Array.fromAsync(templateFor(lines, "2026-05", "matrix")));
    const reading = readFile(bytesSource(bytes), { filename: "a.xlsx", period: PERIOD });
    await expect(reading).rejects.toMatchObject({ code: "period-differs" });
  });
});

describe("the long form", () => {
  it("has the twelve columns and a row for each placement and working day", async () => {
    const [sheet] = await cellsOf(templateFor(lines, PERIOD, "long"));
    const headings = "安置编号,身份证号,学号,工号,姓名,日期,上班时间,下班时间,工时,状态,班次,备注";
    expect(sheet?.rows[0]?.join(",")).toBe(headings);
    // June 2026 has 21 working days, and seven of them from the 10th to the 20th: the 19th is the Dragon Boat Festival
    expect(sheet?.rows).toHaveLength(1 + 21 + 7);
    expect(sheet?.rows[1]).toEqual(["AZ1", "", "", "E1", "张＊＊", "2026-06-01"]);
  });

  it("is read back without a warning, and rows that were left as they came are no rows", async () => {
    const { file, rows } = await filled("long", { "1,8": "8", "2,9": "请假", "3,11": "换班" });
    expect(file.warnings).toEqual([]);
    expect(rows).toMatchObject([
      { placementNo: "AZ1", date: "2026-06-01", hours: "8" },
      { date: "2026-06-02", status: "请假" },
      { date: "2026-06-03", note: "换班" },
    ]);
    const roster = new Roster(placements, PERIOD, keyOf);
    for (const cells of rows) expect(roster.find(cells)).toMatchObject({ by: "placementNo", warnings: [] });
  });

  it("is not made where nobody would fill it in", () => {
    const many = Array.from({ length: 2_500 }, (_, index) => ({
      ...lines[0],
      placementNo: `AZ${index}`,
    })) as typeof lines;
    expect(() => templateFor(many, PERIOD, "long")).toThrow("template-too-long");
    expect(() => templateFor(many, PERIOD, "matrix")).not.toThrow();
  });
});

describe("instructions", () => {
  it.each(MARKS.map(([mark]) => mark))("the mark %s is one that is read", (mark) => {
    const cells = wholeDay(partOf(mark));
    const isKnown = cells.status === undefined || parseStatus(cells.status) !== null;
    expect(isKnown && Object.keys(cells).length > 0).toBe(true);
  });

  it("say so when nobody is placed, and when the year's holidays are not known yet", async () => {
    const [sheet, help] = await cellsOf(templateFor([], "2031-06", "matrix"));
    expect(sheet?.rows).toHaveLength(4);
    const text = help?.rows.flat().join("\n") ?? "";
    expect(text).toContain("没有实习安置");
    expect(text).toContain("放假通知尚未发布");
    const [, usual] = await cellsOf(templateFor(lines, PERIOD, "long"));
    expect(usual?.rows.flat().join("\n")).not.toMatch(/没有实习安置|尚未发布/);
  });
});

it("a masked name stands for nobody else, but another name is told", () => {
  const roster = new Roster(placements, PERIOD, keyOf);
  expect(roster.find({ placementNo: "AZ1", name: "张＊＊" })).toMatchObject({ warnings: [] });
  expect(roster.find({ placementNo: "AZ1", name: "王＊＊" })).toMatchObject({
    warnings: [{ code: "identifiers-disagree" }],
  });
});
