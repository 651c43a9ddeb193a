import { writeXlsxStream } from "hucre/xlsx";
import { accepted, type Case, casesOf, type Entry, partly, refused } from "./case.ts";
import { PATHS, type Part, rowXml, sheetXml, workbookParts, zipOf } from "./zip.ts";

const HEAD = ["工号", "姓名", "日期", "工时", "状态", "备注"];
const GOOD = ["0064", "张小明", "2026-06-01", "8", "出勤", ""];
const ROWS = rowXml(HEAD) + rowXml(GOOD);
const SHEET = sheetXml(ROWS);
const one = { s64: "1:480" };
const FINE = accepted(one);
const DAMAGED = refused("file-damaged");

type Parts = Parameters<typeof workbookParts>[0];
/** A workbook of one good row, told otherwise in some of its parts. */
const workbook = (more: Parts = {}): Uint8Array => zipOf(workbookParts({ sheet: SHEET, ...more }));
const sheetPart = (more: Partial<Part>): Part => ({ name: PATHS.sheet, data: SHEET, ...more });
const withExtra = (...parts: Part[]): Uint8Array => zipOf([...workbookParts({ sheet: SHEET }), ...parts]);
const row = (...cells: string[]): string => `<row>${cells.join("")}</row>`;
const inline = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const named = (cell: string): string =>
  row(inline(""), cell, inline("2026-06-02"), inline("8"), inline("出勤"));

/** What the container says of its parts, and what they are. */
// biome-ignore format: a table is read by its columns
const CONTAINERS: readonly Entry[] = [
  ["stored", "不压缩的 xlsx", "parts that are stored, not deflated", "考勤.xlsx", FINE, () => zipOf(workbookParts({ sheet: SHEET }).map((part) => ({ ...part, method: 0 })))],
  ["zip64", "zip64 的 xlsx", "sizes in fields of 64 bits", "考勤.xlsx", FINE, () => zipOf(workbookParts({ sheet: SHEET }).map((part) => ({ ...part, zip64: true })))],
  ["zip64-written", "另一程序写的 zip64", "a zip64 workbook of another writer", "考勤.xlsx", FINE, async () => new Uint8Array(await new Response(writeXlsxStream([HEAD, GOOD], { name: "考勤", zip64: true })).arrayBuffer())],
  ["descriptors", "流式写出的 xlsx", "sizes behind the contents", "考勤.xlsx", FINE, () => zipOf(workbookParts({ sheet: SHEET }).map((part) => ({ ...part, descriptor: true })))],
  ["comment", "zip 注释里有假目录", "a comment that looks like the end of the zip", "考勤.xlsx", FINE, () => zipOf(workbookParts({ sheet: SHEET }), { comment: `PK\x05\x06${"\0".repeat(14)}` })],
  ["wrong-crc", "校验和不对", "a wrong checksum", "考勤.xlsx", DAMAGED, () => workbook({ sheet: sheetPart({ crc: 1 }) })],
  ["declared-smaller", "声明的大小偏小", "more content than declared", "考勤.xlsx", DAMAGED, () => workbook({ sheet: sheetPart({ inflated: 100 }) })],
  ["declared-larger", "声明的大小偏大", "less content than declared", "考勤.xlsx", DAMAGED, () => workbook({ sheet: sheetPart({ inflated: 100_000 }) })],
  ["broken-deflate", "压缩数据损坏", "a broken deflate stream", "考勤.xlsx", DAMAGED, () => workbook({ sheet: sheetPart({ packed: new Uint8Array(200).fill(0xff) }) })],
  ["unknown-method", "未知的压缩方法", "a compression that nobody knows", "考勤.xlsx", DAMAGED, () => workbook({ sheet: sheetPart({ method: 97 }) })],
  ["encrypted-entry", "zip 条目加密", "an encrypted entry", "考勤.xlsx", refused("file-encrypted"), () => workbook({ sheet: sheetPart({ flags: 1 }) })],
  ["no-directory", "没有目录", "no table of contents", "考勤.xlsx", DAMAGED, () => workbook().slice(0, -200)],
  ["one-byte-short", "少了最后一个字节", "the last byte is missing", "考勤.xlsx", DAMAGED, () => workbook().slice(0, -1)],
  ["four-bytes", "只有四个字节", "four bytes", "考勤.xlsx", DAMAGED, () => workbook().slice(0, 4)],
  ["traversal", "条目名 ../../etc/passwd", "an entry named ../../etc/passwd", "考勤.xlsx", FINE, () => withExtra({ name: "../../../etc/passwd", data: "root" }, { name: "..\\..\\windows\\win.ini", data: "" }, { name: "/etc/shadow", data: "" })],
  ["traversal-sheet", "工作表指向包外", "a sheet that points out of the package", "考勤.xlsx", refused("file-not-what-it-says"), () => workbook({ links: links("../../../../etc/passwd") })],
  ["external-sheet", "工作表指向网址", "a sheet that points to the net", "考勤.xlsx", refused("file-not-what-it-says"), () => workbook({ links: links("http://127.0.0.1/sheet.xml") })],
  ["same-entry-twice", "同名条目两份", "two entries of one name", "考勤.xlsx", DAMAGED, () => withExtra({ name: PATHS.sheet, data: sheetXml(rowXml(HEAD) + rowXml(["0064", "张小明", "2026-06-02", "8", "出勤"])) })],
  ["many-entries", "两万个条目", "20,000 entries", "考勤.xlsx", DAMAGED, () => withExtra(...Array.from({ length: 20_000 }, (_, i) => ({ name: `x${i}`, data: "", method: 0 })))],
  ["overlapping", "条目重叠", "entries that share one content", "考勤.xlsx", refused("file-too-large"), () => withExtra(...Array.from({ length: 2_000 }, (_, i) => ({ name: `y${i}`, data: "", offset: 0, inflated: 600_000 })))],
  ["self-link", "关系文件指向自己", "a part whose links lead to itself", "考勤.xlsx", refused("header-not-recognised"), () => workbook({ links: links("workbook.xml") })],
  ["one-part-many-sheets", "一百张工作表同一内容", "a hundred sheets that are one part", "考勤.xlsx", FINE, () => workbook({ workbook: `<workbook><sheets>${Array.from({ length: 100 }, (_, i) => `<sheet name="s${i}" sheetId="${i + 1}" r:id="r0"/>`).join("")}</sheets></workbook>` })],
  ["no-links", "缺少关系文件", "without its file of links", "考勤.xlsx", refused("file-not-what-it-says"), () => workbook({ links: null })],
  ["no-root", "缺少根关系", "without the root's links", "考勤.xlsx", FINE, () => workbook({ root: null })],
  ["no-texts", "缺少共享文本", "the part of shared texts is missing", "考勤.xlsx", FINE, () => workbook({ texts: null })],
];

const links = (target: string): string =>
  `<Relationships><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="${target}"/></Relationships>`;

const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha">${"bcdefghij"
  .split("")
  .map((name, i) => `<!ENTITY ${name} "${`&${"abcdefghij"[i]};`.repeat(10)}">`)
  .join("")}]>`;

const shared = (...texts: string[]): string =>
  `<sst>${texts.map((text) => `<si><t>${text}</t></si>`).join("")}</sst>`;
const textCell = (index: number | string): string => `<c t="s"><v>${index}</v></c>`;

/** What the XML of the parts says. */
// biome-ignore format: a table is read by its columns
const MARKUP: readonly Entry[] = [
  ["billion-laughs", "十亿次大笑", "entities within entities", "考勤.xlsx", DAMAGED, () => workbook({ texts: `<?xml version="1.0"?>${LAUGHS}<sst><si><t>&j;</t></si></sst>` })],
  ["external-entity", "外部实体", "an entity of another file", "考勤.xlsx", DAMAGED, () => workbook({ sheet: `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sheetXml(rowXml(HEAD) + named(inline("&e;")))}` })],
  ["deep", "嵌套十万层", "elements nested 100,000 deep", "考勤.xlsx", FINE, () => workbook({ sheet: sheetXml(ROWS, { after: `<extLst>${"<ext>".repeat(100_000)}${"</ext>".repeat(100_000)}</extLst>` }) })],
  ["cut-tag", "XML 断在标签中间", "markup that ends within a tag", "考勤.xlsx", DAMAGED, () => workbook({ sheet: SHEET.slice(0, -5) })],
  ["long-attribute", "五百万字的属性", "an attribute of five million characters", "考勤.xlsx", DAMAGED, () => workbook({ sheet: sheetXml(`<row spans="${"1".repeat(5e6)}"/>${ROWS}`) })],
  ["comment", "注释里有标签", "rows within a comment", "考勤.xlsx", FINE, () => workbook({ sheet: sheetXml(`${ROWS}<!-- ${rowXml(["0064", "张小明", "2026-06-02", "8", "出勤"])} -->`) })],
  ["prefixed", "元素都带前缀", "every element prefixed", "考勤.xlsx", FINE, () => workbook({ sheet: SHEET.replace(/<(\/?)([a-zA-Z])/g, "<$1x:$2").replace("xmlns=", "xmlns:x=") })],
  ["strict", "Strict OOXML", "the strict form of the standard", "考勤.xlsx", FINE, () => zipOf(workbookParts({ sheet: SHEET }).map((part) => ({ ...part, data: String(part.data).replaceAll("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships").replaceAll("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main") })))],
  ["says-gbk", "XML 声明 GBK，实为 UTF-8", "markup that says GBK and is UTF-8", "考勤.xlsx", FINE, () => workbook({ sheet: `<?xml version="1.0" encoding="GBK"?>${SHEET}` })],
  ["not-utf8", "XML 不是合法 UTF-8", "markup that is no UTF-8", "考勤.xlsx", partly(one, ["text-damaged"]), () => workbook({ sheet: { name: PATHS.sheet, data: latin1(sheetXml(ROWS + named(inline("@@")))) } })],
  ["texts-out-of-range", "共享文本序号越界", "a shared text that isn't there", "考勤.xlsx", partly(one, ["text-damaged"]), () => workbook({ texts: shared("张小明"), sheet: sheetXml(ROWS + named(textCell(99))) })],
  ["texts-negative", "共享文本序号为负", "a shared text before the first", "考勤.xlsx", partly(one, ["text-damaged"]), () => workbook({ texts: shared("张小明"), sheet: sheetXml(ROWS + named(textCell(-1))) })],
  ["texts-cyclic", "共享文本指向工作表", "shared texts that are the sheet itself", "考勤.xlsx", FINE, () => workbook({ links: `${links("worksheets/sheet1.xml").replace("</Relationships>", "")}<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="worksheets/sheet1.xml"/></Relationships>` })],
  ["surrogate-escape", "姓名里有 _xD800_", "a lone surrogate as _xD800_", "考勤.xlsx", partly(one, ["text-damaged"]), () => workbook({ sheet: sheetXml(ROWS + named(inline("张_xD800_明"))) })],
  ["surrogate-reference", "姓名里有 &#xD800;", "a lone surrogate as a reference", "考勤.xlsx", partly(one, ["text-damaged"]), () => workbook({ sheet: sheetXml(ROWS + named(inline("张&#xD800;明"))) })],
  ["long-cell", "十万字的单元格", "a cell of 100,000 characters", "考勤.xlsx", partly(one, ["cell-too-long"]), () => workbook({ sheet: sheetXml(ROWS + named(inline("长".repeat(100_000)))) })],
  ["formula", "姓名是公式 cmd", "a formula =cmd|… for a name", "考勤.xlsx", partly(one, ["formula-not-calculated"]), () => workbook({ sheet: sheetXml(ROWS + named("<c><f>cmd|' /C calc'!A0</f></c>")) })],
  ["error-values", "单元格是 #REF!", "a cell of #REF!", "考勤.xlsx", partly(one, ["formula-not-calculated"]), () => workbook({ sheet: sheetXml(ROWS + row(inline("0064"), inline(""), '<c t="e"><v>#REF!</v></c>', inline("8"), inline("出勤"))) })],
  ["infinite-number", "日期是 1e999", "a date of 1e999", "考勤.xlsx", partly(one, ["bad-date"]), () => workbook({ sheet: sheetXml(ROWS + row(inline("0064"), inline(""), "<c><v>1e999</v></c>", inline("8"), inline("出勤"))) })],
  ["negative-number", "日期是 -1", "a date of -1", "考勤.xlsx", partly(one, ["bad-date"]), () => workbook({ sheet: sheetXml(ROWS + row(inline("0064"), inline(""), "<c><v>-1</v></c>", inline("8"), inline("出勤"))) })],
  ["absurd-references", "单元格引用荒唐", "cell references beyond any sheet", "考勤.xlsx", DAMAGED, () => workbook({ sheet: sheetXml(`${ROWS}<row r="3"><c r="ZZZZZZ99999999999"><v>1</v></c><c r=""><v>1</v></c><c r="-1"><v>2</v></c></row>`) })],
  ["widest-column", "每行都有 XFD 列", "16,384 columns in every row", "考勤.xlsx", FINE, () => workbook({ sheet: sheetXml([HEAD, GOOD].map((cells, i) => rowXml(cells).replace("</row>", `<c r="XFD${i + 1}"><v>1</v></c></row>`)).join("")) })],
  ["all-columns", "一行 16,384 个单元格", "a row of 16,384 cells", "考勤.xlsx", FINE, () => workbook({ sheet: sheetXml(`${ROWS}<row><c/><c/><c/><c/><c/>${"<c><v>1</v></c>".repeat(16_379)}</row>`) })],
  ["merged-everything", "整张表合并", "the whole sheet merged", "考勤.xlsx", FINE, () => workbook({ sheet: sheetXml(ROWS, { after: '<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>' }) })],
  ["many-merges", "三十万处合并", "300,000 merged ranges", "考勤.xlsx", FINE, () => workbook({ sheet: sheetXml(ROWS, { after: `<mergeCells>${Array.from({ length: 300_000 }, (_, i) => `<mergeCell ref="A${i + 3}:B${i + 4}"/>`).join("")}</mergeCells>` }) })],
  ["row-beyond", "行号超过 1,048,576", "a row beyond the last one", "考勤.xlsx", refused("too-many-rows"), () => workbook({ sheet: sheetXml(`${ROWS}${rowXml(["0064", "张小明", "2026-06-02", "8", "出勤"], ' r="1048577"')}`) })],
  ["rows-backwards", "行号倒序", "rows in reverse order", "考勤.xlsx", FINE, () => workbook({ sheet: sheetXml(`${rowXml(HEAD, ' r="5"')}${rowXml(GOOD, ' r="4"')}`) })],
];

const latin1 = (xml: string): Uint8Array => {
  const bytes = Buffer.from(xml);
  const at = bytes.indexOf("@@");
  bytes.set([0xc3, 0x28], at);
  return new Uint8Array(bytes);
};

export const packageCases: readonly Case[] = [...casesOf("zip", CONTAINERS), ...casesOf("markup", MARKUP)];
