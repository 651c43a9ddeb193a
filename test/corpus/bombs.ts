import { accepted, type Case, casesOf, type Entry, refused } from "./case.ts";
import { utf8 } from "./encode.ts";
import { hugePart, PATHS, type Part, rowXml, sheetXml, workbookParts, zipOf } from "./zip.ts";

const HEAD = ["工号", "姓名", "日期", "工时", "状态", "备注"];
const GOOD = ["0064", "张小明", "2026-06-01", "8", "出勤", ""];
const ROWS = rowXml(HEAD) + rowXml(GOOD);
const [BEFORE = "", AFTER = ""] = sheetXml("|").split("|");
const one = { s64: "1:480" };

const withSheet = (sheet: Part): Uint8Array => zipOf(workbookParts({ sheet }));
const withTexts = (texts: Part): Uint8Array => zipOf(workbookParts({ sheet: sheetXml(ROWS), texts }));
const sheetOf = (repeated: string, times: number, before = ROWS, after = "") =>
  hugePart(PATHS.sheet, { before: BEFORE + before, repeated, times, after: after + AFTER });
const MILLION = 1_048_576;

/** Small files that unfold, and large ones that hold nothing. */
// biome-ignore format: a table is read by its columns
const BOMBS: readonly Entry[] = [
  ["declared", "声明展开后 4 GB", "declared to unfold to 4 GB", "考勤.xlsx", refused("file-too-large"), () => withSheet({ name: PATHS.sheet, data: sheetXml(ROWS), inflated: 4e9 })],
  ["declared-zip64", "zip64 声明展开后 9 PB", "declared to unfold to 9 PB in 64 bits", "考勤.xlsx", refused("file-too-large"), () => withSheet({ name: PATHS.sheet, data: sheetXml(ROWS), inflated: Number.MAX_SAFE_INTEGER, zip64: true })],
  ["undeclared", "声明 10 KB，实际 500 MB", "declared as 10 KB, unfolding to 500 MB", "考勤.xlsx", refused("file-damaged"), async () => withSheet({ ...(await sheetOf("<row/>", 83e6)), inflated: 10_000 })],
  ["undeclared-blanks", "声明 10 KB，实际 500 MB 空白", "declared as 10 KB, unfolding to 500 MB of blanks", "考勤.xlsx", refused("file-damaged"), async () => withSheet({ ...(await sheetOf(" ", 500e6)), inflated: 10_000 })],
  ["honest-rows", "如实声明的 600 MB 空行", "100 million empty rows, honestly declared", "考勤.xlsx", refused("too-many-rows"), async () => withSheet(await sheetOf("<row/>", 100e6))],
  ["honest-blanks", "如实声明的 600 MB 空白", "600 MB of blanks in one text, honestly declared", "考勤.xlsx", refused("file-damaged"), async () => withSheet(await sheetOf(" ", 600e6))],
  ["empty-rows", "一百万个空行", "a million empty rows", "考勤.xlsx", accepted(one), async () => withSheet(await sheetOf("<row/>", MILLION - 2))],
  ["empty-rows-first", "表头前一百万个空行", "a million empty rows before the last two", "考勤.xlsx", accepted(one), async () => withSheet(await sheetOf("<row/>", MILLION - 2, "", ROWS))],
  ["styled-rows", "一百万个只有格式的行", "a million rows of styled, empty cells", "考勤.xlsx", accepted(one), async () => withSheet(await sheetOf('<row s="1" ht="20"><c s="1"/><c s="1"/><c s="1"/></row>', MILLION - 2))],
  ["blank-text-rows", "一百万行只有空格", "a million rows of blanks", "考勤.xlsx", accepted(one), async () => withSheet(await sheetOf('<row><c t="inlineStr"><is><t> </t></is></c></row>', MILLION - 2))],
  ["texts-declared", "共享文本 500 MB", "500 MB of shared texts", "考勤.xlsx", refused("file-too-large"), async () => withTexts(await hugePart(PATHS.texts, { before: "<sst>", repeated: "<si><t>x</t></si>", times: 30e6, after: "</sst>" }))],
  ["texts-empty", "两千四百万个空的共享文本", "24 million empty shared texts", "考勤.xlsx", refused("file-too-large"), async () => withTexts(await hugePart(PATHS.texts, { before: "<sst>", repeated: "<si/>", times: 24e6, after: "</sst>" }))],
  ["texts-repeated", "同一长文本引用二十万次", "a text of 32,000 characters in 200,000 cells", "考勤.xlsx", accepted(one), async () => zipOf(workbookParts({ sheet: await sheetOf('<row><c/><c/><c/><c/><c/><c t="s"><v>0</v></c></row>', 200_000), texts: `<sst><si><t>${"长".repeat(32_000)}</t></si></sst>` }))],
  ["csv-rows", "一百一十万行空的 CSV", "1,100,000 rows of delimiters", "考勤.csv", refused("too-many-rows"), () => utf8(`${HEAD.join(",")}\n${GOOD.join(",")}\n${",,,,,\n".repeat(1_100_000)}`)],
  ["csv-101-mb", "101 MB 的 CSV", "a text of 101 MB", "考勤.csv", refused("file-too-large"), () => new Uint8Array(101e6).fill(0x2c)],
  ["csv-breaks", "三千万个换行", "30 million line ends", "考勤.csv", refused("too-many-rows"), () => utf8(`${HEAD.join(",")}\n${GOOD.join(",")}\n${"\n".repeat(30e6)}`)],
];

export const bombCases: readonly Case[] = casesOf("bomb", BOMBS, { bomb: true });
