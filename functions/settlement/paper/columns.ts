import { yuan } from "../../../shared/values/money.ts";
import type { WriterCell } from "../../../shared/xlsx/workbook.ts";
import type { PaperLine } from "./paper-line.ts";

/** A column of lines: `yuan` is given fen and shows yuan with two decimals, `count` is a whole number. */
interface Column {
  title: string;
  /** In characters. */
  width: number;
  kind: "text" | "count" | "yuan";
  of: (line: PaperLine) => string | number;
}

const text = (title: string, width: number, of: (line: PaperLine) => string): Column => ({
  title,
  width,
  kind: "text",
  of,
});
const number = (title: string, kind: "count" | "yuan", of: (line: PaperLine) => number): Column => ({
  title,
  width: kind === "yuan" ? 16 : 12,
  kind,
  of,
});

const LINE = text("行号 Line", 33, ({ lineId }) => lineId);
const USCC = text("统一社会信用代码 USCC", 24, ({ uscc }) => uscc);
const ENTERPRISE = text("企业 Enterprise", 36, ({ enterprise }) => enterprise);
const PLACEMENT = text("安置编号 Placement", 20, ({ placementNo }) => placementNo);
const NAME = text("姓名 Name", 12, ({ name }) => name);
const SCHOOL = text("院校代码 School", 16, ({ schoolCode }) => schoolCode);
const SCHEME = text("方案 Scheme", 16, ({ scheme }) => scheme);
const EARNED = text("所属月 Earned", 14, ({ earnedPeriod }) => earnedPeriod);
const BOOKED = text("入账月 Booked", 14, ({ bookedPeriod }) => bookedPeriod);
const DAYS = number("天数 Days", "count", ({ days }) => days);
const AMOUNT = number("金额(元) Amount", "yuan", ({ payableFen }) => payableFen);
const OWED = number("应付(元) Owed", "yuan", ({ owedFen }) => owedFen);
const WAITING = number("等待(元) Waiting", "yuan", ({ waitingFen }) => waitingFen);
const POLICY = text("政策版本 Policy", 16, ({ policyVersion }) => policyVersion ?? "");
const REASONS = text("理由 Reasons", 60, ({ reasons }) => reasons);

/** 明细: every line of the month. What programs know by its place stays there; what is new comes last. */
export const LINE_COLUMNS: readonly Column[] = [
  LINE,
  USCC,
  ENTERPRISE,
  PLACEMENT,
  NAME,
  SCHEME,
  EARNED,
  BOOKED,
  DAYS,
  AMOUNT,
  POLICY,
  REASONS,
  OWED,
  WAITING,
];

/** 调整: the month that earned it beside the month that books it, and why. */
export const ADJUSTMENT_COLUMNS: readonly Column[] = [
  LINE,
  USCC,
  ENTERPRISE,
  PLACEMENT,
  NAME,
  SCHEME,
  EARNED,
  BOOKED,
  DAYS,
  OWED,
  WAITING,
  AMOUNT,
  REASONS,
  POLICY,
];

/** 公示: what everybody may see of a line, and nothing else (PIPL 55). */
export const PUBLICITY_COLUMNS: readonly Column[] = [LINE, NAME, SCHOOL, ENTERPRISE, EARNED, AMOUNT];

/** Where among the lines' columns those stand that sums are taken of: the lines themselves, amount, owed, waiting. */
export const SUMMED: readonly number[] = [LINE, AMOUNT, OWED, WAITING].map((one) =>
  LINE_COLUMNS.indexOf(one),
);

export const titles = (columns: readonly Column[]): string[] => columns.map(({ title }) => title);

/** A line as typed cells: amounts are numbers that Excel can add. */
export const cellsOf = (columns: readonly Column[], line: PaperLine): WriterCell[] =>
  columns.map(({ kind, of }) => {
    const value = of(line);
    if (kind === "text") return value;
    return { value: kind === "yuan" ? Number(value) / 100 : value, style: kind };
  });

/** A line as texts: amounts exact to the fen. */
export const textsOf = (columns: readonly Column[], line: PaperLine): string[] =>
  columns.map(({ kind, of }) => (kind === "yuan" ? yuan(Number(of(line))) : String(of(line))));
