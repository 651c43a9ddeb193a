import { type LocalDate, type Period, periodOf } from "../../shared/values/period.ts";
import { Problem } from "../../shared/values/problem.ts";
import { BOOK_CODES } from "./books.ts";
import { millionths } from "./decimal.ts";
import { type Actual, fits, GRADES, type Grade, type Indicator, type Kind } from "./indicator.ts";
import type { Targets } from "./target.ts";

/** A figure as a unit states it: its total since January by the end of the month. */
export interface ReportForm {
  unitId: string;
  period: Period;
  code: string;
  value: number | Grade;
  evidence: string[];
}

export interface Report extends ReportForm {
  /** Counts up with every correction; the last one stands. */
  version: number;
  reportedBy: string;
  /** ISO 8601. */
  reportedAt: string;
  /** `null` until somebody outside the unit has checked it. */
  checkedBy: string | null;
}

/**
 * Examines a report against the year's targets.
 * @param today the city's day: a month that hasn't begun can't be reported
 * @throws Problem 422 naming the field
 */
export function assertReportable(form: ReportForm, targets: Targets | undefined, today: LocalDate): void {
  const { unitId, period, code, value, evidence } = form;
  if (period > periodOf(today)) throw refused(NOT_BEGUN);
  const unit = targets?.units.find((one) => one.unitId === unitId);
  if (!unit) throw refused(NO_TARGETS);
  const indicator = unit.indicators.find((one) => one.code === code);
  if (!indicator) throw refused(UNKNOWN_INDICATOR);
  if (BOOK_CODES.has(code)) throw refused(FROM_BOOKS);
  if (NOT_BY_ITSELF.has(indicator.kind)) throw refused(JUDGED_BY_OTHERS);
  assertValue(value, indicator);
  if (evidence.length === 0) throw refused(NO_EVIDENCE);
}

/** A unit doesn't report against itself: such figures come from those who inspect it. */
const NOT_BY_ITSELF: ReadonlySet<Kind> = new Set<Kind>(["deduction", "veto"]);

function assertValue(value: number | Grade, { kind }: Indicator): void {
  if (!fits(value, kind)) throw refused(kind === "qualitative" ? NOT_A_GRADE : NOT_A_NUMBER);
  if (typeof value === "string") return;
  if (value < 0) throw refused(NEGATIVE);
  if (millionths(value) === null) throw refused(TOO_LARGE);
}

/** The next version of a report, or the standing one when nothing is different. */
export function nextReport(form: ReportForm, standing: Report | undefined, by: string, at: string): Report {
  const same =
    standing &&
    standing.value === form.value &&
    JSON.stringify(standing.evidence) === JSON.stringify(form.evidence);
  if (same) return standing;
  return { ...form, version: (standing?.version ?? 0) + 1, reportedBy: by, reportedAt: at, checkedBy: null };
}

/** A report as what was reached, with itself as the source. */
export function actualOf({ unitId, period, code, version, ...report }: Report): Actual {
  const { value, evidence, reportedBy, checkedBy } = report;
  const id = `${unitId}/${code}/${period}/${version}`;
  const number = typeof value === "number" ? value : null;
  return { value, sources: [{ kind: "report", id, value: number, evidence, reportedBy, checkedBy }] };
}

type Refusal = [code: string, pointer: string, zh: string, en: string];

const NOT_BEGUN: Refusal = ["period-not-begun", "/period", "该月尚未开始", "The month has not begun"];
const NO_TARGETS: Refusal = [
  "unknown-unit",
  "/unitId",
  "该年度没有下达此单位的目标",
  "The unit has no targets for that year",
];
const UNKNOWN_INDICATOR: Refusal = [
  "unknown-indicator",
  "/code",
  "此单位没有这项指标",
  "The unit has no such indicator",
];
const FROM_BOOKS: Refusal = [
  "from-the-books",
  "/code",
  "此指标由台账自动取数，无需填报",
  "This indicator is counted from the books and cannot be reported",
];
const JUDGED_BY_OTHERS: Refusal = [
  "judged-by-others",
  "/code",
  "扣分和否决事项不由本单位填报",
  "Deductions and vetoes are not reported by the unit itself",
];
const NOT_A_NUMBER: Refusal = ["invalid-value", "/value", "此指标应填数值", "This indicator takes a number"];
const NOT_A_GRADE: Refusal = [
  "invalid-value",
  "/value",
  `此指标应填等次：${GRADES.join("、")}`,
  `This indicator takes a grade: ${GRADES.join(", ")}`,
];
const TOO_LARGE: Refusal = ["invalid-value", "/value", "数值过大", "The value is too large"];
const NEGATIVE: Refusal = ["negative-value", "/value", "数值不能为负", "The value must not be negative"];
const NO_EVIDENCE: Refusal = [
  "evidence-missing",
  "/evidence",
  "填报须附佐证材料",
  "A report needs its evidence",
];

const refused = ([code, pointer, zh, en]: Refusal) => new Problem({ status: 422, code, zh, en, pointer });
