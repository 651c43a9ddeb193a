import { type Fen, yuan } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";

/** Why an amount is what it is: a stable code for programs, a sentence for people in either language. */
export interface Reason {
  code: string;
  zh: string;
  en: string;
}

/** What every sentence about money names: the rate and the policy it comes from. */
export interface PolicyWords {
  version: string;
  rateFen: Fen;
  /** The issuing document isn't known yet: the sentence says so. */
  unconfirmed: boolean;
}

export const rateZh = (policy: PolicyWords) =>
  `标准${yuan(policy.rateFen)}元，${policy.version}版${policy.unconfirmed ? "〔待确认〕" : ""}`;
export const rateEn = (policy: PolicyWords) =>
  `rate ${yuan(policy.rateFen)} yuan, policy ${policy.version}${policy.unconfirmed ? " (awaiting confirmation)" : ""}`;
const daysEn = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;

/* How a month was measured. */

export const fullMonth = (days: number, needed: number, policy: PolicyWords): Reason => ({
  code: "full-month",
  zh: `满月：出勤${days}天，达到${needed}天；${rateZh(policy)}`,
  en: `Full month: attended ${daysEn(days)}, ${needed} needed; ${rateEn(policy)}`,
});

export const tooFewDays = (days: number, needed: number, policy: PolicyWords): Reason => ({
  code: "too-few-days",
  zh: `不足月：出勤${days}天，未达到${needed}天；${rateZh(policy)}`,
  en: `Too few days: attended ${daysEn(days)}, ${needed} needed; ${rateEn(policy)}`,
});

export const prorated = (
  days: number,
  divisor: number,
  divisorName: Divisor,
  policy: PolicyWords,
): Reason => ({
  code: "prorated",
  zh: `按天折算：出勤${days}天，当月${DIVISORS[divisorName].zh}${divisor}天；${rateZh(policy)}`,
  en: `Prorated: attended ${daysEn(days)} of ${divisor} ${DIVISORS[divisorName].en}; ${rateEn(policy)}`,
});

export const tier = (days: number, tierDays: number, percent: number, policy: PolicyWords): Reason => ({
  code: "tier",
  zh: `分档：出勤${days}天，达到${tierDays}天一档，按${percent}%；${rateZh(policy)}`,
  en: `Tier: attended ${daysEn(days)}, tier from ${tierDays} days pays ${percent}%; ${rateEn(policy)}`,
});

export const noPolicy = (period: Period): Reason => ({
  code: "no-policy",
  zh: `${period}没有已发布的政策`,
  en: `No published policy covers ${period}`,
});

export type Divisor = "working-days" | "calendar-days" | "shift-days";
const DIVISORS: Record<Divisor, { zh: string; en: string }> = {
  "working-days": { zh: "工作日", en: "working days" },
  "calendar-days": { zh: "日历日", en: "calendar days" },
  "shift-days": { zh: "排班日", en: "shift days" },
};

/* Days that were attended and don't count. */

export const outsidePlacement = (days: number): Reason => ({
  code: "outside-placement",
  zh: `${days}天在安置起止日期之外，不计`,
  en: `${daysEn(days)} outside the dates of the placement not counted`,
});

export const notCertified = (days: number, kind: string): Reason => ({
  code: "not-certified",
  zh: `${days}天企业没有有效认定（${CERTIFICATIONS[kind] ?? kind}），不计`,
  en: `${daysEn(days)} without a valid certification (${kind}) of the enterprise not counted`,
});

export const lateDays = (days: number, lateMonths: number): Reason => ({
  code: "late-days",
  zh: `${days}天系超过${lateMonths}个月后才报送，不计`,
  en: `${daysEn(days)} announced more than ${lateMonths} months late not counted`,
});

export const sameDayElsewhere = (days: number): Reason => ({
  code: "same-day-elsewhere",
  zh: `${days}天已计入该学生的另一实习单位，不重复计`,
  en: `${daysEn(days)} already counted for another placement of the same person`,
});

export const tooShort = (days: number, minHours: number): Reason => ({
  code: "too-short",
  zh: `${days}天工时不足${minHours}小时，不计出勤`,
  en: `${daysEn(days)} shorter than ${minHours} hours not counted`,
});

const CERTIFICATIONS: Record<string, string> = {
  "internship-compliant": "实习实训规范",
  cultivated: "建设培育",
  certified: "产教融合型企业",
};

/* Limits that look at the whole person. */

export const excludedScheme = (scheme: string): Reason => ({
  code: "excluded-scheme",
  zh: `同月参加${SCHEMES[scheme]?.zh ?? scheme}，不重复享受`,
  en: `Takes part in ${SCHEMES[scheme]?.en ?? scheme} in the same month`,
});
const SCHEMES: Record<string, { zh: string; en: string }> = {
  internship: { zh: "岗位实习", en: "a post internship" },
  apprenticeship: { zh: "企业新型学徒制", en: "an enterprise apprenticeship" },
  traineeship: { zh: "就业见习", en: "a traineeship for the unemployed" },
};

export const gradeNotPaid = (grade: number | null, grades: readonly number[]): Reason => ({
  code: "grade-not-paid",
  zh: `${grade === null ? "未登记年级" : `${grade}年级`}，政策只补贴${grades.join("、")}年级`,
  en: `${grade === null ? "Year of study not recorded" : `Year of study ${grade}`}; the policy pays for ${grades.join(", ")}`,
});

export const monthCap = (rateFen: Fen): Reason => ({
  code: "month-cap",
  zh: `同一人当月合计不超过${yuan(rateFen)}元`,
  en: `All placements of one person together earn at most ${yuan(rateFen)} yuan a month`,
});

export const oncePerPerson = (firstPeriod: Period): Reason => ({
  code: "once-per-person",
  zh: `每人只享受一次，已由${firstPeriod}开始的另一次实习享受`,
  en: `Once per person: already used by the internship paid from ${firstPeriod} on`,
});

export const maxMonths = (limit: number): Reason => ({
  code: "max-months",
  zh: `累计已满${limit}个月上限`,
  en: `The limit of ${limit} months is used up`,
});

export const minTotalMonths = (months: number, needed: number): Reason => ({
  code: "min-total-months",
  zh: `累计${months}个月，未达到最低${needed}个月；达到后补计`,
  en: `${months} months so far, ${needed} needed; paid once they are reached`,
});

/* Violations of the internship rules. */

export const violationWarned = (codes: string[]): Reason => ({
  code: "violation-warned",
  zh: `有实习管理违规提示：${codes.join("、")}`,
  en: `Internship rules possibly broken: ${codes.join(", ")}`,
});

export const violationWithheld = (codes: string[]): Reason => ({
  code: "violation-withheld",
  zh: `有未处理的违规，暂不计发：${codes.join("、")}`,
  en: `Withheld until open violations are cleared: ${codes.join(", ")}`,
});

export const violationBlocked = (codes: string[]): Reason => ({
  code: "violation-blocked",
  zh: `有违规，当月不予计发：${codes.join("、")}`,
  en: `Not payable for this month because of violations: ${codes.join(", ")}`,
});

/* What the books say about an amount taken back. */

export const applicationRevoked = (): Reason => ({
  code: "application-revoked",
  zh: "批准已撤销，原计发金额冲回",
  en: "The approval was revoked; the amount booked before is taken back",
});

export const noLongerOwed = (): Reason => ({
  code: "no-longer-owed",
  zh: "当月已无有效考勤，原计发金额冲回",
  en: "No attendance stands for this month any more; the amount booked before is taken back",
});
