import { maskNumbers } from "../../../shared/values/mask.ts";
import { explain, type FindingLine } from "./finding-line.ts";
import { SEVERITY_WORDS, severityOf } from "./reasons.ts";

export const HEADINGS = [
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

const PIECE_CHARACTERS = 64 * 1024;

/** All findings as CSV for a spreadsheet: UTF-8 with byte order mark, and no cell that would be taken for a formula. */
export async function* reportCsv(lines: AsyncIterable<FindingLine>): AsyncGenerator<Uint8Array> {
  let pending = `\uFEFF${csvRow(HEADINGS)}`;
  for await (const line of lines) {
    pending += csvRow(cellsOf(line));
    if (pending.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(pending);
    pending = "";
  }
  yield Buffer.from(pending);
}

function cellsOf(line: FindingLine): string[] {
  const { zh, en } = explain(line);
  const { sheet, row, column, field, found, expected, code } = line;
  const place = [maskNumbers(sheet), row > 0 ? String(row) : "", column, maskNumbers(field)];
  return [...place, found, expected, code, SEVERITY_WORDS[severityOf(line)], zh, en];
}

const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

function csvCell(text: string): string {
  const safe = withoutFormula(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet runs what begins like this, spaces and width apart; an apostrophe makes it text. */
const withoutFormula = (text: string): string =>
  /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
