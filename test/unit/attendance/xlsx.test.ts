import ExcelJS from "exceljs";
import fc from "fast-check";
import { readXlsx, writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../../functions/attendance/files/bytes.ts";
import { openWorkbook } from "../../../functions/attendance/files/xlsx.ts";
import { gridOf, outcome, valuesOf } from "./grid.ts";
import { sheetOf, workbook, zip } from "./support.ts";

const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const book = (rows: string, more?: Parameters<typeof workbook>[1]) =>
  zip(workbook({ 考勤: sheet(rows) }, more));
const STYLES =
  '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>';

describe("what two independent readers read", () => {
  const cells = fc.oneof(
    fc.constantFrom("姓名", "张三", "", " 前后 ", "a\nb", "<&>\"'", "😀㛃", "08:00", "=1+1", "NULL"),
    fc
      .string({ unit: "grapheme", maxLength: 12 })
      .filter((text) => !/[\p{Cc}\p{Co}\p{Cn}\ufffe\uffff\r]|_x/u.test(text)),
    fc.integer({ min: -99_999, max: 999_999_999 }),
    fc.integer({ min: 1, max: 99_999 }).map((cents) => cents / 100),
    fc.boolean(),
    fc.constant(null),
  );
  const tables = fc.array(fc.array(cells, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 });
  const text = (value: unknown): string =>
    value === null || value === undefined
      ? ""
      : typeof value === "boolean"
        ? String(value).toUpperCase()
        : String(value);
  const trimmed = (values: string[]): string[] =>
    values.slice(0, values.findLastIndex((value) => value !== "") + 1);

  it("is what is read here, whoever wrote it", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (rows) => {
        const other = new ExcelJS.Workbook();
        other.addWorksheet("考勤").addRows(rows);
        const written = [
          await writeXlsx({ sheets: [{ name: "考勤", rows }] }),
          await other.xlsx.writeBuffer(),
        ];
        for (const content of written.map((bytes) => new Uint8Array(bytes))) {
          const hucre = (await readXlsx(content)).sheets[0]?.rows ?? [];
          const exceljs = new ExcelJS.Workbook();
          await exceljs.xlsx.load(content.buffer);
          const byExceljs: string[][] = [];
          exceljs.worksheets[0]?.eachRow({ includeEmpty: true }, (row) => {
            byExceljs.push(Array.from({ length: row.cellCount }, (_, i) => text(row.getCell(i + 1).value)));
          });
          const grid = (await gridOf(content))[0]?.rows ?? [];
          const own = rows.map((_, i) => grid.find(({ row }) => row === i + 1)?.values ?? []);
          expect(own).toEqual(rows.map((row) => trimmed(row.map(text))));
          expect(own).toEqual(own.map((_, i) => trimmed((hucre[i] ?? []).map(text))));
          expect(own).toEqual(own.map((_, i) => trimmed(byExceljs[i] ?? [])));
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("whatever programs write into a sheet", () => {
  it.each([
    [
      "attributes in any order and quote",
      `<row r='1'><c t='s' s="0" r='B1' foo="t='n'"><v>1</v></c></row>`,
      ["", "二"],
    ],
    [
      "line breaks between attributes",
      `<row\n r="1" ><c\tr = "B1"\n t\n=\n"s" ><v>1</v></c ></row >`,
      ["", "二"],
    ],
    ["rows and cells without places", "<row><c t='s'><v>0</v></c><c/><c><v>3</v></c></row>", ["一", "", "3"]],
    [
      "comments, instructions and CDATA",
      "<!-- <c> --><row><?x <c>?><c><!-- - --><v>1<!-- > -->2</v></c><c t='inlineStr'><is><t>a<![CDATA[<&b]]>c</t></is></c></row>",
      ["12", "a<&bc"],
    ],
    [
      "rich texts and reading aids",
      "<row><c t='inlineStr'><is><r><rPr><b/></rPr><t>张</t></r><r><t xml:space='preserve'> 三</t></r><rPh sb='0' eb='1'><t>zhang</t></rPh></is></c></row>",
      ["张 三"],
    ],
    [
      "entities and escapes",
      "<row><c t='str'><v>&lt;&#x4E2D;&#25991;&amp;_x000A_&unknown;</v></c></row>",
      ["<中文&\n&unknown;"],
    ],
    [
      "truth and errors",
      "<row><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c t='e'><v>#N/A</v></c></row>",
      ["TRUE", "FALSE", "#N/A"],
    ],
    [
      "numbers in every spelling",
      "<row><c><v>1E3</v></c><c><v>-0.50</v></c><c><v>4.11202200910150E+17</v></c><c><v>007</v></c><c><v> 8 </v></c><c><v>0</v></c></row>",
      ["1000", "-0.5", "4.1120220091015E+17", "7", "8", "0"],
    ],
    ["what is no number", "<row><c><v>八</v></c></row>", ["八"]],
    [
      "dates and times by style",
      "<row><c s='1'><v>46174</v></c><c s='2'><v>0.3368</v></c><c t='d' s='1'><v>2026-06-01</v></c></row>",
      ["2026-06-01", "08:05", "2026-06-01"],
    ],
    [
      "formulas that were calculated",
      "<row><c t='str'><f>A1</f><v></v></c><c><f>1+1</f><v>2</v></c><c t='str'><f/><v>是</v></c></row>",
      ["", "2", "是"],
    ],
    [
      "formulas that were not",
      "<row><c><f>SUM(A1:&quot;B&quot;)</f></c><c><f t='shared' si='0'/></c><c><f>A1</f><v></v></c><c><f>B1</f><v/></c></row>",
      ['=SUM(A1:"B")', "=", "=A1", "=B1"],
    ],
    [
      "shared texts that don't exist",
      "<row><c t='s'><v>99</v></c><c t='s'><v>-1</v></c><c t='s'><v>1e9</v></c><c t='s'><v>一</v></c></row>",
      ["\ufffd", "\ufffd", "\ufffd", "\ufffd"],
    ],
    [
      "rows that go back",
      "<row r='7'><c r='A7'><v>1</v></c></row><row r='3'><c r='A3'><v>2</v></c></row>",
      ["1"],
    ],
  ])("%s", async (_, rows, expected) => {
    const texts = "<sst><si><t>一</t></si><si><t>二</t></si></sst>";
    expect((await valuesOf(book(rows, { texts, styles: STYLES })))[0]).toEqual(expected);
  });

  it("is read alike however the bytes are torn", async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) =>
        `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>${i % 3}</v></c><!-- ] --><c r="C${i + 1}" t="inlineStr"><is><t>张&amp;三${i}</t></is></c></row>`,
    );
    const texts = "<sst><si><t>一</t></si><si><r><t>二</t></r><r><t>&lt;三</t></r></si><si/></sst>";
    const whole = book(rows.join(""), { texts });
    const expected = await gridOf(whole);
    expect(expected[0]?.rows[1]?.values).toEqual(["二<三", "", "张&三1"]);
    for (const size of [1, 2, 3, 7, 64]) {
      const sheets = await openWorkbook(storedIn(workbook({ 考勤: sheet(rows.join("")) }, { texts }), size));
      expect((await Array.fromAsync(sheets[0]?.rows() ?? [])).flat()).toEqual(expected[0]?.rows);
    }
  });

  it("tells hidden rows and sheets, and merged cells behind the rows", async () => {
    const rows =
      '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" ht="9" hidden="0"><c r="A2"><v>2</v></c></row>';
    const parts = workbook({
      考勤: `<worksheet><sheetData>${rows}</sheetData><mergeCells><mergeCell ref="A1:B3"/><x:mergeCell ref='$AA$9'/></mergeCells></worksheet>`,
      隐藏: sheetOf([["x"]]),
    });
    const [first, second] = await gridOf(zip(parts));
    expect(first?.rows.map(({ row, hidden }) => [row, hidden ?? false])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(first?.merged).toEqual([
      { top: 1, bottom: 3, left: 0, right: 1 },
      { top: 9, bottom: 9, left: 26, right: 26 },
    ]);
    expect([first?.hidden, second?.hidden]).toEqual([false, true]);
  });

  it("may be UTF-16", async () => {
    const xml = Buffer.from(`\ufeff${sheet("<row><c t='str'><v>张三</v></c></row>")}`, "utf16le");
    expect(await valuesOf(zip({ ...workbook({ 考勤: "" }), "xl/worksheets/s0.xml": xml }))).toEqual([
      ["张三"],
    ]);
  });
});

/** A workbook without compression, given out so many bytes at a time. */
function storedIn(parts: Record<string, string>, size: number): ByteSource {
  const whole = Buffer.from(zip(parts, {}, 0));
  return {
    size: whole.length,
    read: async (from, to) => whole.subarray(from, to),
    async *stream(from, to) {
      for (let at = from; at < to; at += size) yield whole.subarray(at, Math.min(to, at + size));
    },
  };
}

describe("bounds", () => {
  it("passes over a million empty rows", async () => {
    const empty = Array.from({ length: 1_000_000 }, (_, i) => `<row r="${i + 2}"/>`).join("");
    const start = performance.now();
    const rows = (await gridOf(book(`<row><c><v>1</v></c></row>${empty}<row><c><v>2</v></c></row>`)))[0]
      ?.rows;
    expect(rows?.map(({ row }) => row)).toEqual([1, 1_000_002]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("cuts a cell where a spreadsheet program would", async () => {
    const long = "长".repeat(100_000);
    const texts = `<sst><si><t>${long}</t></si></sst>`;
    const [values] = await valuesOf(
      book(
        `<row><c t="s"><v>0</v></c><c t="str"><v>${long}</v></c><c t="inlineStr"><is><t>${long}</t></is></c></row>`,
        { texts },
      ),
    );
    expect(values?.map(({ length }) => length)).toEqual([32_767, 32_767, 32_767]);
  });

  it.each([
    ["a row beyond the last one", '<row r="1048577"><c><v>1</v></c></row>', "too-many-rows"],
    ["a column beyond the last one", '<row><c r="XFE1"><v>1</v></c></row>', "file-damaged"],
    ["a sheet that ends within a row", "<row><c><v>1</v></c>", "file-damaged"],
    ["a text without end", `<row><c t="str"><v>${"x".repeat(3_000_000)}`, "file-damaged"],
    ["a document type", "<!DOCTYPE a><row/>", "file-damaged"],
  ])("refuses %s", async (_, rows, code) => expect(await outcome(book(rows))).toBe(code));
});
