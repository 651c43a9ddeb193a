import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "../../../shared/values/gb18030.ts";
import { gridOf, outcome, valuesOf } from "./grid.ts";
import { bytes } from "./support.ts";

const PAGE =
  '<html><head><meta charset="gb2312"><style>td { color: red }</style><script>"<table><tr><td>x"</script></head><body>';
const table = (rows: string) => `${PAGE}<table border=1>${rows}</table></body></html>`;
const html = (rows: string) => valuesOf(bytes(table(rows)), "a.xls");

describe("web pages under the name .xls", () => {
  it.each([
    ["UTF-8", bytes(table("<tr><td>姓名"))],
    ["GBK", encodeGb18030(table("<tr><td>姓名"))],
    ["UTF-16", Buffer.from(`\ufeff${table("<tr><td>姓名")}`, "utf16le")],
    [
      "plain ASCII for a long while, then GBK",
      encodeGb18030(table(`<!--${"-".repeat(70_000)}--><tr><td>姓名`)),
    ],
  ])("in %s", async (_, content) => expect(await valuesOf(content, "a.xls")).toEqual([["姓名"]]));

  it.each([
    [
      "without closing tags",
      "<TR><TH>姓名<TH>日期<tr><td>张三<td>6-1",
      [
        ["姓名", "日期"],
        ["张三", "6-1"],
      ],
    ],
    [
      "line breaks, blocks, inner tags",
      "<tr><td>08:00<br>17:00<td><p>a</p><p>b</p><td> <b>张</b>\n <font color='>'>三</font>",
      [["08:00\n17:00", "a\nb", "张 三"]],
    ],
    [
      "entities",
      "<tr><td>&#24352;&#x4E09;&nbsp;<td>&radic;<td>&lt;a&amp;b&gt;<td>&what;",
      [["张三", "√", "<a&b>", "&what;"]],
    ],
    [
      "merged cells",
      "<tr><td rowspan=2>甲<td colspan='2'>乙<td>丙<tr><td>丁<td rowspan=2>戊<td>己<tr><td>庚<td>辛<td>壬",
      [
        ["甲", "乙", "", "丙"],
        ["", "丁", "戊", "己"],
        ["庚", "辛", "", "壬"],
      ],
    ],
    ["comments and less-than signs", "<!-- <tr><td>x --><tr><td>1 < 2<td><!---->a", [["1 < 2", "a"]]],
    ["empty cells and rows", "<tr><td></td><td>a</td></tr><tr><td>&nbsp;</td></tr>", [["", "a"]]],
  ])("%s", async (_, rows, expected) => expect(await html(rows)).toEqual(expected));

  it("tells hidden rows and merged cells by their place", async () => {
    const [grid] = await gridOf(
      bytes(
        table(
          "<tr><td colspan=3 rowspan=2>题<tr style='DISPLAY: none'><td>a<tr hidden><td>b<tr style='overflow:hidden'><td>c",
        ),
      ),
      "a.xls",
    );
    expect(grid?.rows).toEqual([
      { row: 1, values: ["题"] },
      { row: 2, values: ["", "", "", "a"], hidden: true },
      { row: 3, values: ["b"], hidden: true },
      { row: 4, values: ["c"] },
    ]);
    expect(grid?.merged).toEqual([{ top: 1, bottom: 2, left: 0, right: 2 }]);
  });

  it("takes each table for a sheet, also those inside others", async () => {
    const grids = await gridOf(
      bytes(`${PAGE}<table><tr><td>外<table><tr><td>内</table>面</table><table></table><table><tr><td>二`),
      "a.xls",
    );
    expect(grids.map(({ name, rows }) => [name, rows[0]?.values])).toEqual([
      ["Sheet1", ["外面"]],
      ["Sheet2", ["内"]],
      ["Sheet3", ["二"]],
    ]);
  });

  it("stays quick and small whatever the page does", async () => {
    const start = performance.now();
    const texts = [
      "<table>".repeat(200_000),
      `<table><tr>${"<td colspan=9999 rowspan=9999>a".repeat(2000)}`,
      `<table><tr><td>${"<".repeat(1e6)}`,
      `<table><tr><td>${"&".repeat(1e6)}`,
      `<table><!--${"x".repeat(2e6)}`,
      `<table><tr><td a="${"x".repeat(2e6)}`,
    ];
    const outcomes = await Promise.all(texts.map((text) => outcome(bytes(text), "a.xls")));
    expect(outcomes.map((result) => (typeof result === "string" ? result : "read"))).toEqual([
      "file-damaged",
      "read",
      "read",
      "read",
      "file-damaged",
      "file-damaged",
    ]);
    expect(await outcome(bytes(`<table><tr><td>${"x".repeat(32e6)}`), "a.xls")).toBe("file-too-large");
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

describe("XML spreadsheets of 2003", () => {
  const xml = (rows: string, more = "") =>
    bytes(
      `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="考勤"><Table>${rows}</Table>${more}</Worksheet></Workbook>`,
    );

  it("are read with their places, types, merged cells and hidden rows", async () => {
    const rows = `<Row ss:Index="3"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">张&amp;<B>三</B></Data></Cell><Cell><Data ss:Type="Number">8.50</Data></Cell></Row>
      <Row ss:Hidden="1"><Cell ss:Index="3"><Data ss:Type="DateTime">2026-06-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="DateTime">1899-12-31T08:05:00.000</Data></Cell><Cell><Data ss:Type="DateTime">2026-06-01T17:30:00.000</Data></Cell><Cell ss:Formula="=A1"/><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>`;
    const [grid] = await gridOf(
      xml(rows, "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"),
      "a.xls",
    );
    expect(grid).toEqual({
      name: "考勤",
      hidden: true,
      rows: [
        { row: 3, values: ["张&三", "", "8.5"] },
        { row: 4, values: ["", "", "2026-06-01", "08:05", "2026-06-01 17:30", "=A1", "TRUE"], hidden: true },
      ],
      merged: [{ top: 3, bottom: 4, left: 0, right: 1 }],
    });
  });

  it("are refused beyond the last row, or when they break off", async () => {
    expect(await outcome(xml('<Row ss:Index="2000000"/>'), "a.xls")).toBe("too-many-rows");
    expect(await outcome(xml("<Row/>").subarray(0, -30), "a.xls")).toBe("file-damaged");
  });
});
