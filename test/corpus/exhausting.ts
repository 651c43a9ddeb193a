import { accepted, type Case, casesOf, type Entry, noneGood, partly, refused } from "./case.ts";
import { utf8 } from "./encode.ts";
import { hugePart, PATHS, rowXml, sheetXml, workbookParts, zipOf } from "./zip.ts";

const HEAD = "工号,姓名,日期,工时,状态,备注";
const GOOD = "0064,张小明,2026-06-01,8,出勤,";
const DAYS = "工号,姓名,时段,1日,2日,3日,4日,5日";
const one = { s64: "1:480" };
const [XLS, XLSX] = ["考勤.xls", "考勤.xlsx"] as const;

const text = (...rows: string[]): string => `${rows.join("\n")}\n`;
const page = (rows: string): Uint8Array =>
  utf8(`<html><table>${tableRow(HEAD)}${tableRow(GOOD)}</table><table>${rows}</table></html>`);
const tableRow = (row: string): string => `<tr>${row.replace(/[^,]*,?/g, (cell) => cellOf(cell))}</tr>`;
const cellOf = (cell: string): string => (cell === "" ? "" : `<td>${cell.replace(",", "")}</td>`);

/** A workbook of the given first rows and many like the next, which may use the one shared text. */
async function workbook(
  rows: readonly string[],
  repeated: string,
  times: number,
  { after = "", shared = "" } = {},
) {
  const [before = "", end = ""] = sheetXml("|", { after: MERGED }).split("|");
  const first = rows.map((row) => rowXml(row.split(","))).join("");
  const sheet = await hugePart(PATHS.sheet, { before: before + first, repeated, times, after: after + end });
  return zipOf(workbookParts({ sheet, texts: `<sst><si><t>${shared}</t></si></sst>` }));
}

const MERGED = '<mergeCells><mergeCell ref="A2:A1000000"/><mergeCell ref="B2:B1000000"/></mergeCells>';
const SHARED = '<c t="s"><v>0</v></c>';
const MARKED = '<row><c/><c/><c/><c t="inlineStr"><is><t>√</t></is></c></row>';
const MORNING = MARKED.replace("<c/><c/><c/>", '<c/><c/><c t="inlineStr"><is><t>上午</t></is></c>');

const manySheets = (count: number): Uint8Array => {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
  const sheets = numbers.map((i) => `<sheet name="${i}" r:id="r${i}"/>`).join("");
  const links = numbers.map((i) => `<Relationship Id="r${i}" Type="${type}" Target="worksheets/s${i}.xml"/>`);
  const parts = workbookParts({
    sheet: null,
    workbook: `<workbook><sheets>${sheets}</sheets></workbook>`,
    links: `<Relationships>${links.join("")}</Relationships>`,
  });
  const rows = sheetXml(rowXml(HEAD.split(",")) + rowXml(GOOD.split(",")));
  return zipOf([...parts, ...numbers.map((i) => ({ name: `xl/worksheets/s${i}.xml`, data: rows }))]);
};

const xml2003 = (sheets: string): Uint8Array =>
  utf8(
    `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">${sheets}</Workbook>`,
  );
const xmlSheet = (rows: string, name = "考勤"): string =>
  `<Worksheet ss:Name="${name}"><Table>${rows}</Table></Worksheet>`;

/** What would keep a careless reader busy for ever: each is small, or says the same again and again. */
// biome-ignore format: a table is read by its columns
const EXHAUSTING: readonly Entry[] = [
  ["hyphens-in-title", "标题日期后面 60 个连字符", "a date and 60 hyphens above the headings", "考勤.csv", accepted(one), () => utf8(text(`2026-06-01${"-".repeat(60)}`, HEAD, GOOD))],
  ["hyphens-in-cell", "单元格里 40 个连字符", "a time, 40 hyphens and a word in a cell", "考勤.csv", partly(one, ["unknown-status"]), () => utf8(text(DAYS, `0064,张小明,,8,08:30${"-".repeat(40)}请假,,,`))],
  ["legends", "二十万行三万字的备注", "200,000 rows of a note of 30,000 characters", XLSX, accepted(one), () => workbook([DAYS, "0064,张小明,,√"], `<row>${SHARED}</row>`, 200_000, { shared: `备注：${"长".repeat(30_000)}` })],
  ["clock-rows", "一个人四十万行刷卡", "400,000 rows of punches of one person", XLSX, noneGood("cell-too-long"), () => workbook(["刷卡记录 2026-06", "1,2,3,4,5,6,7", "工号:,0064,姓名:,张小明"], `<row>${SHARED}</row>`, 400_000, { shared: "08:30 ".repeat(300) })],
  ["matrix-rows", "一个人二十万行", "200,000 rows of one person", XLSX, partly(one, ["missing-identity"]), () => workbook([DAYS, "0064,张小明,,√"], MARKED, 100_000, { after: MORNING.repeat(100_000) })],
  ["workbook-part", "工作簿目录 20 MB", "a list of sheets of 20 MB", XLSX, refused("file-too-large"), async () => zipOf(workbookParts({ workbook: await hugePart(PATHS.workbook, { before: "<workbook><sheets>", repeated: '<sheet name="x"/>', times: 1.2e6, after: "</sheets></workbook>" }) }))],
  ["sheets", "201 张工作表", "201 sheets", XLSX, refused("file-too-large"), () => manySheets(201)],
  ["html-tables", "网页里 201 个表格", "a web page of 201 tables", XLS, refused("file-too-large"), () => utf8(`<html>${`<table>${tableRow(HEAD)}</table>`.repeat(201)}</html>`)],
  ["html-padding", "网页里用 colspan 撑开的单元格", "a web page whose cells stand far to the right", XLS, refused("file-too-large"), () => page("<tr><td colspan=511></td><td>x</td></tr>".repeat(10_000))],
  ["html-merged", "网页里五十万个合并单元格", "a web page of 500,000 merged cells", XLS, refused("file-too-large"), () => page("<tr><td rowspan=2>".repeat(500_001))],
  ["html-blanks", "网页单元格里上万个空格", "a web page with thousands of blanks in each cell", XLS, accepted(one, [], ["extension-differs"]), () => page(`<tr><td>x${"&#32;".repeat(12_000)}y`.repeat(250))],
  ["xml-padding", "XML 表格里用 ss:Index 撑开的单元格", "an XML spreadsheet whose cells stand far to the right", XLS, refused("file-too-large"), () => xml2003(xmlSheet('<Row><Cell ss:Index="512"><Data>x</Data></Cell></Row>'.repeat(10_000)))],
  ["xml-sheets", "XML 表格里 201 张工作表", "an XML spreadsheet of 201 sheets", XLS, refused("file-too-large"), () => xml2003(Array.from({ length: 201 }, (_, i) => xmlSheet("<Row/>", `${i}`)).join(""))],
  ["xls-four-bytes", "只有四个字节的 xls", "an old workbook of four bytes", XLS, refused("file-damaged"), () => Uint8Array.of(9, 8, 0, 0)],
];

export const exhaustingCases: readonly Case[] = casesOf("exhausting", EXHAUSTING, { bomb: true });
