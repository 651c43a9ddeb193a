import { readXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { type CityFile, filesFor } from "../../city/files.ts";
import { buildCity, type Shape } from "../../city/model.ts";

const city = buildCity({ scale: "small" });
const files = await filesFor(city);
const full = await filesFor(buildCity());

const fileOf = (shape: Shape, upload = 1): CityFile =>
  files.find((file) => file.shape === shape && file.upload === upload) as CityFile;

/** The rows as a person sees them: every cell as text, the first row of the file first. */
async function rowsOf(file: CityFile): Promise<string[][]> {
  if (file.shape.endsWith("csv")) {
    const text = new TextDecoder(file.shape === "gb18030-csv" ? "gb18030" : "utf-8").decode(file.bytes);
    return text
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
  }
  const { sheets } = await readXlsx(file.bytes);
  return (sheets[0]?.rows ?? []).map((row) =>
    row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ""))),
  );
}

describe.each(["gb18030-csv", "wecom-daily", "dingtalk-month", "utf8-csv", "template-xlsx"] as const)(
  "%s",
  (shape) => {
    const file = fileOf(shape);
    const firstRow = shape === "wecom-daily" || shape === "dingtalk-month" ? 5 : 2;

    test("has its rows, and a totals row under them", async () => {
      const rows = await rowsOf(file);
      expect(rows).toHaveLength(firstRow - 1 + file.rows.total + 1);
      expect(rows.at(-1)?.[0]).toBe("合计");
    });

    test("the refused rows are where they are said to be", async () => {
      const rows = await rowsOf(file);
      for (const { row, column, code } of file.rows.refused) {
        const cells = rows[row - 1] ?? [];
        const text = cells.join("|");
        if (code === "bad-time") expect(text).toContain("25:70");
        if (code === "bad-date") expect(text).toMatch(/2026[-./]0?6[-./]31/);
        if (code === "outside-period") expect(text).toMatch(/2026[-./]0?7[-./]0?1/);
        if (code === "hours-out-of-range") expect(cells).toContain("26");
        if (code === "unknown-student") expect(text).toContain("郗");
        if (code === "missing-identity") expect(text).not.toMatch(/SX\d|19990|411200/);
        if (column) expect(cells[column - 1]).toBe("正常");
      }
    });
  },
);

test("every code of refusal occurs in the full city", () => {
  const codes = new Set(full.flatMap(({ rows }) => rows.refused.map(({ code }) => code)));
  expect([...codes].sort()).toEqual([
    "ambiguous-name",
    "bad-date",
    "bad-time",
    "duplicate-day",
    "hours-out-of-range",
    "missing-identity",
    "outside-period",
    "outside-placement",
    "unknown-student",
  ]);
});

test("two firms correct their first file and one sends it again", () => {
  const again = full.filter(({ upload }) => upload === 2);
  expect(full).toHaveLength(43);
  expect(again.map(({ mode, shape }) => [shape, mode])).toEqual([
    ["wecom-daily", "merge"],
    ["utf8-csv", "replace-month"],
    ["wecom-daily", "merge"],
  ]);
  const [same] = again;
  expect(full.find(({ uscc, upload }) => uscc === same?.uscc && upload === 1)?.bytes).toEqual(same?.bytes);
  expect(again[2]?.says.size).toBe(10);
});

test("a month of 钉钉 has thirty day columns and no identity number", async () => {
  const rows = await rowsOf(fileOf("dingtalk-month"));
  expect(rows[0]?.[0]).toBe("月度汇总 统计日期：2026-06-01 至 2026-06-30");
  expect(rows[2]?.indexOf("考勤结果")).toBe(14);
  expect(rows[3]?.slice(14)).toHaveLength(30);
  expect(rows[3]?.slice(14, 22)).toEqual(["1", "2", "3", "4", "5", "六", "日", "8"]);
  expect(rows.flat().filter((cell) => /^\d{17}[\dX]$/.test(cell))).toEqual([]);
});

test("a day of 企业微信 has its two rows of headings and two sheets", async () => {
  const { sheets } = await readXlsx(fileOf("wecom-daily").bytes);
  expect(sheets.map(({ name }) => name)).toEqual(["概况统计与打卡明细", "打卡详情"]);
  const [, , groups, headings, first] = await rowsOf(fileOf("wecom-daily"));
  expect(groups?.indexOf("下班1")).toBe(16);
  expect(headings?.slice(14)).toEqual(["打卡时间", "打卡状态", "打卡时间", "打卡状态"]);
  expect(first?.[0]).toMatch(/^2026\/06\/\d\d 星期[一二三四五六日]$/);
});

test("the template carries placement numbers when they are known", async () => {
  const template = city.enterprises.findIndex(({ shape }) => shape === "template-xlsx");
  const placement = city.placements.find(({ uscc }) => uscc === city.enterprises[template]?.uscc);
  const named = await filesFor(city, new Map([[placement?.key ?? "", "AZ-0001"]]));
  const file = named.find(({ shape }) => shape === "template-xlsx") as CityFile;
  expect((await rowsOf(file)).flat()).toContain("AZ-0001");
});

test("an evening shift ends on the next day", async () => {
  const evening = full.filter(({ bytes, shape }) => {
    return shape === "utf8-csv" && new TextDecoder().decode(bytes).includes("晚班");
  });
  expect(evening.length).toBeGreaterThan(0);
});
