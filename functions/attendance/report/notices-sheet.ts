import type { WriterCell, WriterSheet } from "../../../shared/xlsx/workbook.ts";
import { type RuleCode, ruleOf } from "../rules/index.ts";
import type { FindingLine } from "./finding-line.ts";
import { SEVERITY_STYLES, SEVERITY_WORDS } from "./reasons.ts";

/** What became known about a placement of the file after its rows were read. */
export interface LaterNotice {
  placementNo: string;
  /** Masked. */
  name: string;
  code: RuleCode;
  dates: readonly string[];
  /** Whether the days count here; null where nobody has to decide that. */
  kept: boolean | null;
}

/** The same for the list of all findings, where they stand under their placement instead of a cell. */
export const noticeLines = (notices: readonly LaterNotice[]): FindingLine[] =>
  notices.flatMap(({ placementNo, code, dates }) =>
    dates.map((found) => ({ sheet: "", row: 0, column: "", field: placementNo, found, expected: "", code })),
  );

const HEADINGS = [
  "安置编号 Placement",
  "姓名 Name",
  "日期 Date",
  "处理 Severity",
  "代码 Code",
  "说明",
  "Explanation",
  "认定 Decision",
];

/** What came later, day by day. */
export function noticesSheet(notices: readonly LaterNotice[]): WriterSheet {
  return {
    name: "后续提示 Notices",
    widths: [22, 12, 14, 14, 26, 60, 60, 24],
    frozenRows: 1,
    rows: [
      [
        { cells: HEADINGS.map((value): WriterCell => ({ value, style: "heading" })) },
        ...notices.flatMap(noticeRows),
      ],
    ],
  };
}

function noticeRows({ placementNo, name, code, dates, kept }: LaterNotice): { cells: WriterCell[] }[] {
  const { severity, zh, en } = ruleOf(code);
  const decision = kept === null ? "" : kept ? "本处计入 counts here" : "本处不计 does not count here";
  return dates.map((found) => ({
    cells: [
      placementNo,
      name,
      found,
      { value: SEVERITY_WORDS[severity], style: SEVERITY_STYLES[severity] },
      code,
      zh({ found }),
      en({ found }),
      decision,
    ],
  }));
}
