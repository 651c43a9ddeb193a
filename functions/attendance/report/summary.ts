import { maskNumbers } from "../../../shared/values/mask.ts";
import type { CellStyleName, WriterCell, WriterRow, WriterSheet } from "../../../shared/xlsx/workbook.ts";
import { ruleOf } from "../rules/index.ts";
import { explain, type FindingLine } from "./finding-line.ts";
import { SEVERITY_STYLES, SEVERITY_WORDS } from "./reasons.ts";
import type { Survey } from "./survey.ts";

/** The upload that a report is about. */
export interface AboutUpload {
  filename: string;
  uscc: string;
  period: string;
  status: string;
  rows: { total: number; accepted: number; rejected: number };
}

const STATUS_WORDS: Record<string, string> = {
  accepted: "全部接受 accepted",
  "partly-accepted": "部分接受 partly accepted",
  rejected: "拒收 refused",
};

const TITLE = "考勤文件处理报告 Attendance file report";
const RULE_HEADINGS = [
  "代码 Code",
  "次数 Count",
  "处理 Severity",
  "规则 Rule",
  "依据 Source",
  "怎么办 What to do",
];
const FILE_HEADINGS = ["代码 Code", "", "处理 Severity", "说明", "Explanation"];

const CORRECTION = [
  "请在自己的原文件中更正标色的单元格，再以同一月份上传整份文件：文件中写到的学生当月以新文件为准，未写到的学生不变。",
  "Correct the coloured cells in your own file and upload the whole file for the same month: it replaces the month of every student whom it names and leaves the others as they are.",
  "本报告中的号码和姓名已遮盖，不能作为考勤文件上传。黄色为提示，已计入；橙色为违反实习管理规定；红色未计入。",
  "Numbers and names are masked here, so this report can't be uploaded as attendance. Yellow: counted, with a warning. Orange: against the internship rules. Red: not counted.",
];

const TOO_LARGE =
  "原表格内容过大，未在本文件中列出；逐行结果请下载 CSV 报告。 The sheets are too large to be given back here; the CSV report tells what became of each row.";

/**
 * The first sheet: which file, what became of it, which rules it broke and what to do about that. Sheets that were not
 * read are among the findings about the file as a whole.
 * @param tooLarge the file's own sheets are left out, since together they would be too large
 */
export function summarySheet(about: AboutUpload, survey: Survey, tooLarge: boolean): WriterSheet {
  const cells = [
    ...factRows(about),
    ...(tooLarge ? [[], [styled(TOO_LARGE, "refused")]] : []),
    ...ruleRows(survey),
    ...fileRows(survey),
    [],
    [styled("更正 How to correct", "heading")],
    ...CORRECTION.map((text) => [text]),
  ];
  return {
    name: "汇总 Summary",
    widths: [34, 14, 16, 44, 44, 90],
    rows: [cells.map((row): WriterRow => ({ cells: row }))],
  };
}

const styled = (value: string, style: CellStyleName): WriterCell => ({
  value,
  style,
});
const headings = (texts: readonly string[]): WriterCell[] => texts.map((text) => styled(text, "heading"));

const factRows = ({ filename, uscc, period, status, rows }: AboutUpload): WriterCell[][] => [
  [styled(TITLE, "title")],
  ["文件 File", maskNumbers(filename)],
  ["统一社会信用代码 USCC", uscc],
  ["月份 Month", period],
  ["结果 Result", STATUS_WORDS[status] ?? status],
  ["学生日合计 Student-days", rows.total],
  ["接受 Accepted", rows.accepted],
  ["拒收 Refused", rows.rejected],
];

function ruleRows({ counts }: Survey): WriterCell[][] {
  if (counts.size === 0) return [];
  const rows = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]): WriterCell[] => {
      const { severity, source, title, help } = ruleOf(code);
      const word = styled(SEVERITY_WORDS[severity], SEVERITY_STYLES[severity]);
      return [code, count, word, `${title.zh} ${title.en}`, source, `${help.zh} ${help.en}`];
    });
  return [[], headings(RULE_HEADINGS), ...rows];
}

function fileRows({ ofFile, omitted }: Survey): WriterCell[][] {
  if (ofFile.length === 0) return [];
  const more = omitted > 0 ? [[`另有 ${omitted} 条，见 CSV ${omitted} more in the CSV`]] : [];
  return [
    [],
    [styled("整个文件 The file as a whole", "heading")],
    headings(FILE_HEADINGS),
    ...ofFile.map(fileRow),
    ...more,
  ];
}

function fileRow(line: FindingLine): WriterCell[] {
  const { severity } = ruleOf(line.code);
  const { zh, en } = explain(line);
  return [line.code, "", styled(SEVERITY_WORDS[severity], SEVERITY_STYLES[severity]), zh, en];
}
