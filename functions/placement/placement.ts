import { ageOn, birthDate, checkCitizenId, normaliseId } from "../../shared/values/identifiers.ts";
import { Problem } from "../../shared/values/problem.ts";

export type Scheme = "internship" | "apprenticeship";

/** What a person's other placements need to know of one: its line in the person's item. */
export interface PersonPlacement {
  placementId: string;
  uscc: string;
  scheme: Scheme;
  start: string;
  end: string;
  /** Where they are recorded. */
  grade?: number | undefined;
  insurance?: { from: string; to: string; premiumFen?: number | undefined } | undefined;
}

/** Two placements of one person whose days overlap. `keep` is the officer's word on it. */
export interface Conflict {
  id: string;
  placementIds: string[];
  from: string;
  to: string;
  keep: string | null;
  reason: string | null;
}

export interface Finding {
  code: string;
  zh: string;
  en: string;
}

export interface Applicant {
  scheme: Scheme;
  idNumber: string;
  start: string;
  end: string;
  grade?: number | undefined;
  insured?: boolean | undefined;
  paid?: boolean | undefined;
  employeeNo?: string | undefined;
}

const MINIMUM_AGE = 16;

/** @throws Problem 422 for what the law forbids whatever an officer says */
export function assertPlaceable({ scheme, idNumber, start, end, grade }: Applicant): void {
  const id = normaliseId(idNumber);
  const pointer = scheme === "internship" ? "/student/idNumber" : "/person/idNumber";
  if (!checkCitizenId(id).valid)
    throw refused(
      "invalid-id-number",
      "身份证号码不符合 GB 11643",
      "The identity number fails GB 11643",
      pointer,
    );
  if (end < start)
    throw refused("dates-reversed", "结束日期早于开始日期", "The last day is before the first", "/end");
  if (ageOn(birthDate(id), start) < MINIMUM_AGE) {
    throw refused(
      "under-sixteen",
      "开始当日未满16周岁，不得安排（禁止使用童工规定第4条）",
      "Under 16 on the first day",
      pointer,
    );
  }
  if (scheme === "internship" && grade !== undefined && grade < 2) {
    throw refused(
      "first-year-student",
      "一年级学生不得安排岗位实习（实习管理规定第16条）",
      "First-year students may not be placed",
      "/student/grade",
    );
  }
}

/** What is missing or unusual, for officers to see. */
export function warningsOf({ scheme, insured, paid, employeeNo }: Applicant): Finding[] {
  const warnings: Finding[] = [];
  if (scheme === "internship" && !insured) warnings.push(NO_INSURANCE);
  if (scheme === "internship" && !paid) warnings.push(NO_PAY);
  if (!employeeNo) warnings.push(NO_EMPLOYEE_NUMBER);
  return warnings;
}

export interface Overlap {
  other: PersonPlacement;
  from: string;
  to: string;
}

/**
 * The person's placements elsewhere in the same days.
 * @throws Problem 422 when one is with the same enterprise under the same scheme; its days stand in the problem
 */
export function overlapsOf(placement: PersonPlacement, others: readonly PersonPlacement[]): Overlap[] {
  const overlaps = others
    .map((other) => ({
      other,
      from: other.start > placement.start ? other.start : placement.start,
      to: other.end < placement.end ? other.end : placement.end,
    }))
    .filter(({ from, to }) => from <= to);
  const twice = overlaps.find(
    ({ other }) => other.uscc === placement.uscc && other.scheme === placement.scheme,
  );
  if (twice)
    throw refused(
      "already-placed",
      "该人员同期已在本企业安置",
      "Already placed with this enterprise in the same days",
      "/start",
      { placed: { start: twice.other.start, end: twice.other.end } },
    );
  return overlaps;
}

const refused = (code: string, zh: string, en: string, pointer: string, extra?: Record<string, unknown>) =>
  new Problem({ status: 422, code, zh, en, pointer, ...(extra ? { extra } : {}) });

export const NO_INSURANCE: Finding = {
  code: "no-insurance",
  zh: "未登记实习责任保险（实习管理规定要求全覆盖）",
  en: "No liability insurance is recorded; the regulation wants every intern covered",
};
const NO_PAY: Finding = {
  code: "no-pay",
  zh: "未登记实习报酬",
  en: "No pay is recorded",
};
const NO_EMPLOYEE_NUMBER: Finding = {
  code: "no-employee-number",
  zh: "未登记工号，考勤机导出文件只能按姓名匹配",
  en: "Without an employee number, clock exports can be matched by name only",
};
