import ExcelJS from "exceljs";
import { writeXlsx, writeXlsxStream } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import { encodeGb18030 } from "../../../shared/values/gb18030.ts";
import { bytes, PERIOD, rawRows, refusal, sheetOf, workbook, zip } from "./support.ts";

const CSV = "姓名,日期,状态\r\n张三,2026-06-01,出勤\r\n㛃堃,2026-06-02,请假\r\n";
const ROWS = [
  { name: "张三", date: "2026-06-01", status: "出勤" },
  { name: "㛃堃", date: "2026-06-02", status: "请假" },
];

const code = async (content: Uint8Array, filename?: string) => (await refusal(content, filename)).code;

const warnings = async (content: Uint8Array, filename: string) =>
  (await readFile(bytesSource(content), { filename, period: PERIOD })).warnings.map(
    (warning) => warning.code,
  );

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const content = new Uint8Array(text.length * 2 + 2);
  const view = new DataView(content.buffer);
  for (const [i, unit] of [0xfeff, ...Array.from(text, (_, i) => text.charCodeAt(i))].entries()) {
    view.setUint16(i * 2, unit, littleEndian);
  }
  return content;
}

describe("delimited text in any encoding", () => {
  it.each([
    ["UTF-8", bytes(CSV)],
    ["UTF-8 with byte order mark", bytes(`\uFEFF${CSV}`)],
    ["GB18030", encodeGb18030(CSV)],
    ["UTF-16 LE", utf16(CSV, true)],
    ["UTF-16 BE", utf16(CSV, false)],
    ["semicolons", bytes(CSV.replaceAll(",", ";"))],
    ["tabs", bytes(CSV.replaceAll(",", "\t"))],
    ["declared delimiter", bytes(`sep=;\r\n${CSV.replaceAll(",", ";")}`)],
    ["old Macintosh line ends", bytes(CSV.replaceAll("\r\n", "\r"))],
    ["quoted", bytes(CSV.replaceAll(/[^,\r\n]+/g, '"$&"'))],
  ])("%s", async (_, content) => {
    expect((await rawRows(content)).map(({ cells }) => cells)).toEqual(ROWS);
  });

  it("numbers rows as a spreadsheet does, with empty lines and line breaks within quotes", async () => {
    const rows = await rawRows(
      bytes('实习考勤\n\n姓名,日期,状态,备注\n张三,6-1,出勤,"a\n""b"""\n\n李四,6-2,出勤,\n'),
    );
    expect(rows.map(({ row, cells }) => [row, cells.note])).toEqual([
      [4, 'a\n"b"'],
      [6, undefined],
    ]);
  });

  it("ignores sums, empty rows and headings repeated on every page", async () => {
    const rows = await rawRows(bytes(`${CSV},,\n姓名,日期,状态\n合 计,,2人次\n制表人：王五,,\n总计,2,\n`));
    expect(rows.map(({ row }) => row)).toEqual([2, 3]);
  });

  it("takes headings in any order, decorated, in other words", async () => {
    const [row] = await rawRows(
      bytes("*考勤状态,工时（小时）, 学 号 ,考勤日期(YYYY-MM-DD),手机\n出勤,8,S1,6-1,139\n"),
    );
    expect(row?.cells).toEqual({ status: "出勤", hours: "8", studentNo: "S1", date: "6-1" });
    expect(row?.columns.date).toEqual({ letter: "D", header: "考勤日期(YYYY-MM-DD)" });
  });
});

describe("files are what their bytes say", () => {
  it.each([
    ["nothing", new Uint8Array(), "file-empty"],
    ["blanks", bytes(" \r\n "), "file-empty"],
    ["a picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), "file-not-what-it-says"],
    ["a PDF", bytes("%PDF-1.7"), "file-not-what-it-says"],
    ["a web page", bytes("<html><p>姓名"), "file-not-what-it-says"],
    ["noise", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251), "file-not-what-it-says"],
    ["another zip", zip({ "readme.txt": "x" }), "file-not-what-it-says"],
    ["a document", zip({ ...workbook({}), "xl/workbook.xml": "<document/>" }), "file-not-what-it-says"],
    ["prose", bytes("今天天气很好，没有考勤。\n第二行"), "header-not-recognised"],
    ["a summary without days", bytes("姓名,出勤天数(标准/实际)\n张三,16/2\n"), "summary-only"],
  ])("%s", async (_, content, expected) => expect(await code(content)).toBe(expected));

  it("names what was found and what is expected", async () => {
    const { finding } = await refusal(bytes("姓名,日期,部门\n张三,6-1,一车间\n"));
    expect(finding.found).toBe("姓名, 日期, 部门");
    expect(finding.expected).toContain("工时 / 上班时间 / 下班时间 / 状态");
  });

  it("reads a file under a wrong name, and says so", async () => {
    expect(await warnings(bytes(CSV), "a.xlsx")).toEqual(["extension-differs"]);
    expect(await warnings(zip(workbook({ 考勤: sheetOf([["姓名", "日期", "状态"]]) })), "a.csv")).toEqual([
      "extension-differs",
    ]);
    expect(await warnings(bytes(CSV), "A.CSV")).toEqual([]);
  });
});

const HEADING = ["姓名", "日期", "上班时间", "下班时间", "状态"];

describe("workbooks", () => {
  it("reads what three other writers write", async () => {
    const rows = [HEADING, ["张三", new Date("2026-06-01T00:00:00Z"), "08:00", "17:00", null]];
    const columns = HEADING.map((heading) => (heading === "日期" ? { numFmt: "yyyy/m/d" } : {}));
    const whole = await writeXlsx({ sheets: [{ name: "考勤", columns, rows }] });
    const streamed = writeXlsxStream([HEADING, ["张三", "2026-06-01", "08:00", "17:00", null]], {
      name: "考勤",
      zip64: true,
    });
    const book = new ExcelJS.Workbook();
    book.addWorksheet("考勤").addRows(rows);
    const contents = [whole, await new Response(streamed).arrayBuffer(), await book.xlsx.writeBuffer()];
    for (const content of contents.map((content) => new Uint8Array(content))) {
      const [row] = await rawRows(content, "a.xlsx");
      expect(row).toMatchObject({ sheet: "考勤", row: 2 });
      expect(row?.cells).toEqual({ name: "张三", date: "2026-06-01", in: "08:00", out: "17:00" });
    }
  });

  it("reads prefixed elements, shared and rich texts, cells without references, formulas, errors", async () => {
    const texts = `<x:sst>${HEADING.map((text) => `<x:si><x:t>${text}</x:t></x:si>`).join("")}<x:si><x:r><x:t>张</x:t></x:r><x:r><x:t>三&amp;_x0041_</x:t></x:r><x:rPh><x:t>zhang</x:t></x:rPh></x:si></x:sst>`;
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[&gt;1]yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>';
    const heading = HEADING.map((_, i) => `<x:c t="s"><x:v>${i}</x:v></x:c>`).join("");
    const sheet = `<?xml version="1.0"?><x:worksheet><!-- <row> --><x:sheetData><x:row>${heading}</x:row><x:row r="7"><x:c r="A7" t="s"><x:v>5</x:v></x:c><x:c r="B7" s="1"><x:v>46174</x:v></x:c><x:c r="C7" s="2"><x:v>0.33333333333</x:v></x:c><x:c r="D7"><x:f>C7+A$1&lt;2</x:f></x:c><x:c r="E7" t="e"><x:v>#N/A</x:v></x:c><x:c r="XFD7"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const [row] = await rawRows(zip(workbook({ 考勤: sheet }, { texts, styles })), "a.xlsx");
    expect(row?.row).toBe(7);
    expect(row?.cells).toEqual({
      name: "张三&A",
      date: "2026-06-01",
      in: "08:00",
      out: "=C7+A$1<2",
      status: "#N/A",
    });
  });

  it("counts days from 1904 where the workbook does", async () => {
    const styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>';
    const heading = `<row>${HEADING.map((text) => `<c t="str"><v>${text}</v></c>`).join("")}</row>`;
    const sheet = `<worksheet><sheetData>${heading}<row><c/><c s="0"><v>44712</v></c><c t="str"><v>8:00</v></c></row></sheetData></worksheet>`;
    const [row] = await rawRows(zip(workbook({ 考勤: sheet }, { styles, since1904: true })), "a.xlsx");
    expect(row?.cells.date).toBe("2026-06-01");
  });

  it("reads every sheet of the same kind, passes over notes, and tells of hidden ones", async () => {
    const week = (date: string) => sheetOf([HEADING, ["张三", date, "8:00", "17:00", ""]]);
    const content = zip(
      workbook({
        说明: sheetOf([["请按模板填写"]]),
        第一周: week("6-1"),
        第二周: week("6-8"),
        隐藏: week("6-9"),
      }),
    );
    const rows = await rawRows(content, "a.xlsx");
    expect(rows.map(({ sheet, cells }) => [sheet, cells.date])).toEqual([
      ["第一周", "6-1"],
      ["第二周", "6-8"],
    ]);
    expect(await warnings(content, "a.xlsx")).toEqual(["hidden-sheet"]);
  });

  it("refuses a workbook that was cut off anywhere", async () => {
    const whole = zip(
      workbook({
        考勤: sheetOf([
          HEADING,
          ...Array.from({ length: 300 }, (_, i) => ["张三", `6-${i}`, "8:00", "9:00", ""]),
        ]),
      }),
    );
    for (const part of [5, 40, 0.3 * whole.length, 0.6 * whole.length, whole.length - 1]) {
      expect(await code(whole.subarray(0, part))).toBe("file-damaged");
    }
  });

  it("refuses content that differs from its checksum or its declared size", async () => {
    const parts = workbook({ 考勤: sheetOf([HEADING, ["张三", "6-1", "8:00", "9:00", ""]]) });
    const broken = zip(parts);
    const at = Buffer.from(broken).indexOf("xl/worksheets/s0.xml") + 60;
    broken[at] = (broken[at] ?? 0) ^ 0xff;
    expect(await code(broken)).toBe("file-damaged");
    expect(await code(zip(parts, { "xl/worksheets/s0.xml": 100 }))).toBe("file-damaged");
  });

  it("refuses by declared size, before anything is inflated", async () => {
    expect(await code(zip(workbook({ 考勤: "<worksheet/>" }), { "xl/worksheets/s0.xml": 1.2e9 }))).toBe(
      "file-too-large",
    );
    expect(await code(zip(workbook({ 考勤: "<worksheet/>" }), { "xl/texts.xml": 2e8 }))).toBe(
      "file-too-large",
    );
  });

  it("expands no entities", async () => {
    const sheet = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${sheetOf([HEADING])}`;
    expect(await code(zip(workbook({ 考勤: sheet })))).toBe("file-damaged");
  });
});
