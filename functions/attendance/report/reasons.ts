import type { CellStyleName, WriterCell } from "../../../shared/xlsx/workbook.ts";
import { ruleOf, type Severity } from "../rules/index.ts";
import { explain, type FindingLine } from "./finding-line.ts";

export const SEVERITY_WORDS: Record<Severity, string> = {
  reject: "拒收 refused",
  warn: "提示 warning",
  violation: "违规 violation",
};

export const SEVERITY_STYLES: Record<Severity, CellStyleName> = {
  reject: "refused",
  warn: "warned",
  violation: "violation",
};

/** The gravest first. */
const BY_WEIGHT: readonly Severity[] = ["reject", "violation", "warn"];

export const severityOf = ({ code }: FindingLine): Severity => ruleOf(code).severity;

export const gravest = (lines: readonly FindingLine[]): Severity =>
  BY_WEIGHT.find((severity) => lines.some((line) => severityOf(line) === severity)) ?? "warn";

export const REASON_HEADINGS = ["处理 Severity", "代码 Code", "说明", "Explanation"];
export const REASON_WIDTHS = [14, 26, 60, 60];

/** A row that holds a whole month may have a reason a day; nobody reads more of them in one cell. */
const MOST_REASONS = 40;

/** The cells that say what became of a row, and why. Several reasons stand under each other in one cell. */
export function reasonCells(lines: readonly FindingLine[]): WriterCell[] {
  const told = [...new Map(lines.map((line) => [wordsOf(line).join("\n"), line])).values()];
  const shown = told.slice(0, MOST_REASONS);
  const columns = shown.length > 1;
  const words = shown.map((line) => wordsOf(line, columns));
  if (told.length > shown.length) words.push(Array(REASON_HEADINGS.length).fill(`… ${told.length}`));
  const style = SEVERITY_STYLES[gravest(lines)];
  const [severities, ...others] = REASON_HEADINGS.map((_, index) => words.map((one) => one[index] ?? ""));
  return [
    { value: [...new Set(severities)].join("\n"), style },
    ...others.map((texts): WriterCell => texts.join("\n")),
  ];
}

/** Severity, code and explanations, which name the column where a row has several. */
function wordsOf(line: FindingLine, withColumn = false): string[] {
  const { zh, en } = explain(line);
  const column = withColumn && line.column !== "" ? `${line.column}: ` : "";
  return [SEVERITY_WORDS[severityOf(line)], line.code, column + zh, column + en];
}
