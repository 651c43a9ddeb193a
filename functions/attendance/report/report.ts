import { type Cell, type CellStyle, writeXlsx } from "hucre/xlsx";
import type { FileRefused } from "../rules/file-refused.ts";
import { type RuleCode, ruleOf, type Severity } from "../rules/index.ts";
import { explain, type FindingLine, fileLine } from "./finding-line.ts";

/** One finding, as the uploader reads it. Identities and names are masked. */
export interface ReportLine {
  /** Empty, with row 0, for a finding about the file as a whole. */
  sheet: string;
  /** 1-based, as in the file. */
  row: number;
  /** Letter of the offending column, or empty. */
  column: string;
  /** Its heading in the file. */
  field: string;
  found: string;
  expected: string;
  code: RuleCode;
  severity: Severity;
  zh: string;
  en: string;
  /** The row's own cells by heading, masked. */
  original: Record<string, string>;
}

/** So many lines are kept word for word; the rest are counted. A file with as many mistakes has one mistake. */
const MOST_LINES = 20_000;

/** Collects the findings of a file. */
export class Report {
  readonly lines: ReportLine[] = [];
  counts: ReadonlyMap<RuleCode, number> = new Map();
  /** Findings that are counted, but not kept as lines. */
  omitted = 0;

  add(line: FindingLine): void {
    if (this.lines.length < MOST_LINES) this.lines.push(reportLine(line));
    else this.omitted += 1;
  }
}

/** The report of a file that couldn't be read at all: one line that says why. */
export function reportOfRefusal(refused: FileRefused): Report {
  const report = new Report();
  report.add(fileLine(refused.finding));
  report.counts = new Map([[refused.code, 1]]);
  return report;
}

const reportLine = (line: FindingLine): ReportLine => ({
  ...line,
  ...explain(line),
  severity: ruleOf(line.code).severity,
  original: line.field === "" ? {} : { [line.field]: line.found },
});

const CSV_HEADINGS = [
  "工作表 Sheet",
  "行 Row",
  "列 Column",
  "栏目 Field",
  "原值 Found",
  "应为 Expected",
  "代码 Code",
  "处理 Severity",
  "说明",
  "Explanation",
];

/** The report as CSV for a spreadsheet: UTF-8 with byte order mark, and no cell that would be taken for a formula. */
export function reportCsv(lines: readonly ReportLine[]): string {
  const rows = [CSV_HEADINGS, ...lines.map(csvRow)];
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

const csvRow = (line: ReportLine): string[] => [
  line.sheet,
  line.row > 0 ? String(line.row) : "",
  line.column,
  line.field,
  line.found,
  line.expected,
  line.code,
  SEVERITY_WORDS[line.severity],
  line.zh,
  line.en,
];

const SEVERITY_WORDS: Record<Severity, string> = {
  reject: "拒收 refused",
  warn: "提示 warning",
  violation: "违规 violation",
};

function csvCell(text: string): string {
  const safe = withoutFormula(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet runs what begins like this; an apostrophe makes it text. */
export const withoutFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** What the first sheet of the report tells. */
export interface ReportSummary {
  filename: string;
  uscc: string;
  period: string;
  rows: { total: number; accepted: number; rejected: number };
}

const fill = (rgb: string): CellStyle => ({ fill: { type: "pattern", pattern: "solid", fgColor: { rgb } } });
const HEADING: CellStyle = { ...fill("FFD9E1F2"), font: { bold: true } };
const REFUSED = fill("FFFFC7CE");
const WARNED = fill("FFFFEB9C");

/**
 * The report as a workbook: a summary, and the rows that were refused or warned about as the file had them, masked,
 * with the reason beside and the offending cell coloured (red: refused, yellow: counted with a warning).
 */
export async function reportXlsx(report: Report, summary: ReportSummary): Promise<Uint8Array> {
  return writeXlsx({ sheets: [summarySheet(report, summary), rowsSheet(report.lines)] });
}

type Sheet = NonNullable<Parameters<typeof writeXlsx>[0]["sheets"]>[number];

function summarySheet(report: Report, { filename, uscc, period, rows }: ReportSummary): Sheet {
  const facts: (string | number)[][] = [
    ["考勤文件处理报告 Attendance file report"],
    ["文件 File", filename],
    ["统一社会信用代码 USCC", uscc],
    ["月份 Month", period],
    ["学生日合计 Student-days", rows.total],
    ["接受 Accepted", rows.accepted],
    ["拒收 Refused", rows.rejected],
    [],
    ["代码 Code", "次数 Count", "处理 Severity", "依据 Source"],
  ];
  const counts = [...report.counts].sort(([, a], [, b]) => b - a);
  const broken = counts.map(([code, count]) => {
    const { severity, source } = ruleOf(code);
    return [code, count, SEVERITY_WORDS[severity], source];
  });
  const omitted = [[], [`另有 ${report.omitted} 条未逐条列出 ${report.omitted} more are counted only`]];
  const heading = facts.length - 1;
  const cells = new Map<string, Partial<Cell>>([["0,0", { style: { font: { bold: true, size: 14 } } }]]);
  for (let column = 0; column < 4; column++) cells.set(`${heading},${column}`, { style: HEADING });
  return {
    name: "汇总 Summary",
    columns: [{ width: 34 }, { width: 30 }, { width: 16 }, { width: 60 }],
    rows: [...facts, ...broken, ...(report.omitted > 0 ? omitted : [])],
    cells,
  };
}

const REASON_HEADINGS = ["工作表 Sheet", "行 Row", "处理 Severity", "代码 Code", "说明", "Explanation"];

function rowsSheet(lines: readonly ReportLine[]): Sheet {
  const headings = [...new Set(lines.flatMap(({ original }) => Object.keys(original)))];
  const cells = new Map<string, Partial<Cell>>();
  const rows: (string | number)[][] = [[...REASON_HEADINGS, ...headings]];
  for (let column = 0; column < REASON_HEADINGS.length + headings.length; column++) {
    cells.set(`0,${column}`, { style: HEADING });
  }
  for (const [index, line] of lines.entries()) {
    const style = line.severity === "reject" ? REFUSED : WARNED;
    const own = headings.map((heading) => line.original[heading] ?? "");
    const row = line.row > 0 ? line.row : "";
    rows.push([line.sheet, row, SEVERITY_WORDS[line.severity], line.code, line.zh, line.en, ...own]);
    const offending = headings.indexOf(line.field);
    cells.set(`${index + 1},3`, { style });
    if (offending >= 0) cells.set(`${index + 1},${REASON_HEADINGS.length + offending}`, { style });
  }
  return {
    name: "明细 Rows",
    columns: [{ width: 16 }, { width: 8 }, { width: 14 }, { width: 26 }, { width: 60 }, { width: 60 }],
    rows,
    cells,
    freezePane: { rows: 1 },
  };
}
