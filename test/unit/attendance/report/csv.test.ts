import { parseCsv } from "hucre/csv";
import { expect, it } from "vitest";
import { reportCsv } from "../../../../functions/attendance/report/csv.ts";
import { type FindingLine, fileLine } from "../../../../functions/attendance/report/finding-line.ts";
import { joined, streamed } from "./support.ts";

const line = (found: string, more: Partial<FindingLine> = {}): FindingLine => ({
  sheet: "六月",
  row: 3,
  column: "E",
  field: "状态",
  found,
  expected: "出勤",
  code: "unknown-status",
  ...more,
});

const csvOf = async (lines: FindingLine[]): Promise<string> =>
  (await joined(reportCsv(streamed(lines)))).toString();

it("is UTF-8 for a spreadsheet, a line for each finding, in both languages", async () => {
  const text = await csvOf([line("缺?"), fileLine({ code: "hidden-sheet", found: "旧" })]);
  expect(text.startsWith("\uFEFF工作表 Sheet,行 Row,")).toBe(true);
  const [, first, ofFile] = parseCsv(text.slice(1));
  expect(first?.slice(0, 8)).toEqual([
    "六月",
    "3",
    "E",
    "状态",
    "缺?",
    "出勤",
    "unknown-status",
    "拒收 refused",
  ]);
  expect(first?.[8]).toContain("缺?");
  expect(ofFile?.slice(0, 8)).toEqual(["", "", "", "", "旧", "", "hidden-sheet", "提示 warning"]);
});

it.each(["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\r=1", "＝1+1", "\u200b=1"])(
  "runs nothing: %j",
  async (text) => {
    const [, row] = parseCsv((await csvOf([line(text)])).slice(1));
    expect(String(row?.[4]).startsWith("'")).toBe(true);
  },
);

it("keeps quotes, commas and line breaks within their cell", async () => {
  const [, row, ...more] = parseCsv((await csvOf([line('=1+1,"a"\nb')])).slice(1));
  expect(row?.[4]).toBe('\'=1+1,"a"\nb');
  expect(more).toEqual([]);
});

it("comes in pieces, however many lines there are", async () => {
  let pieces = 0;
  for await (const piece of reportCsv(streamed(Array(20_000).fill(line("x"))))) {
    expect(piece.length).toBeLessThan(1_000_000);
    pieces += 1;
  }
  expect(pieces).toBeGreaterThan(10);
});
