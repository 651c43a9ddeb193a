import { CALENDAR_DAYS, WORKING_DAYS } from "./days.ts";
import type { City, Enterprise, Placement } from "./model.ts";
import { type Truth, truth } from "./truth.ts";

/** How a month that was not worked whole is paid. */
export type PartialMonth =
  | { method: "whole-if-days-at-least"; days: number }
  | { method: "prorate"; divisor: "working-days" | "calendar-days" | "shift-days" }
  | { method: "tiers"; tiers: { days: number; percent: number }[] };

/** The part of an internship policy that decides a first month. */
export type OraclePolicy = {
  rateFen: number;
  requiresCertification: string | null;
  partialMonth: PartialMonth;
  minHoursPerDay: number;
  breakMinutes: number;
};

/** The city's default internship policy. */
export const DEFAULT_POLICY: OraclePolicy = {
  rateFen: 50000,
  requiresCertification: "internship-compliant",
  partialMonth: { method: "whole-if-days-at-least", days: 15 },
  minHoursPerDay: 4,
  breakMinutes: 60,
};

export type ExpectedPlacement = { days: number; shiftDays: number; amountFen: number };

export type ExpectedEnterprise = {
  amountFen: number;
  /** Students that its files name. */
  studentMonths: number;
  payableStudentMonths: number;
  /** By placement key. */
  byPlacement: Record<string, ExpectedPlacement>;
};

export type Expected = {
  /** By USCC; every enterprise of the city is in it. */
  byEnterprise: Record<string, ExpectedEnterprise>;
  totalFen: number;
  studentMonths: number;
  payableStudentMonths: number;
};

/**
 * What June 2026 is worth, worked out from what really happened in plain loops and with nothing of the product,
 * so that the product's own arithmetic can be held against it.
 * @param days other days than the truth, to ask what a wrong first file would have been worth
 */
export function expected(city: City, policy = DEFAULT_POLICY, days: Truth = truth(city)): Expected {
  const result: Expected = { byEnterprise: {}, totalFen: 0, studentMonths: 0, payableStudentMonths: 0 };
  for (const enterprise of city.enterprises) {
    const own: ExpectedEnterprise = {
      amountFen: 0,
      studentMonths: 0,
      payableStudentMonths: 0,
      byPlacement: {},
    };
    for (const placement of city.placements) {
      if (placement.uscc !== enterprise.uscc || !days.has(placement.key)) continue;
      const month = monthOf(enterprise, placement, days, policy);
      own.byPlacement[placement.key] = month;
      own.amountFen += month.amountFen;
      own.studentMonths += 1;
      if (month.amountFen > 0) own.payableStudentMonths += 1;
    }
    result.byEnterprise[enterprise.uscc] = own;
    result.totalFen += own.amountFen;
    result.studentMonths += own.studentMonths;
    result.payableStudentMonths += own.payableStudentMonths;
  }
  return result;
}

function monthOf(
  enterprise: Enterprise,
  placement: Placement,
  truth: Truth,
  policy: OraclePolicy,
): ExpectedPlacement {
  let days = 0;
  let shiftDays = 0;
  for (const day of truth.get(placement.key) ?? []) {
    if (day.status !== "休息") shiftDays += 1;
    if (day.status === "休息" || day.status === "请假" || day.status === "缺勤") continue;
    let minutes = day.minutes;
    if (day.basis === "clock" && minutes > 360) minutes -= policy.breakMinutes;
    if (minutes < policy.minHoursPerDay * 60) continue;
    if (day.date < placement.start || day.date > placement.end) continue;
    if (!certifiedOn(enterprise, day.date, policy.requiresCertification)) continue;
    days += 1;
  }
  return { days, shiftDays, amountFen: amountFor(days, shiftDays, policy) };
}

/** Whether an approved certification of that kind is valid on the day. */
function certifiedOn(enterprise: Enterprise, date: string, kind: string | null): boolean {
  if (kind === null) return true;
  for (const certification of enterprise.certifications) {
    if (certification.kind !== kind || certification.decision !== "approve") continue;
    if (date >= (certification.validFrom ?? "9") && date <= (certification.validTo ?? "")) return true;
  }
  return false;
}

/**
 * One student's month in fen, rounded half up once. A prorated month is never more than a whole one.
 * @param days days that count
 * @param shiftDays days on which the student was to come, whether or not he did
 */
export function amountFor(days: number, shiftDays: number, policy: OraclePolicy): number {
  const rule = policy.partialMonth;
  if (rule.method === "whole-if-days-at-least") return days >= rule.days ? policy.rateFen : 0;
  if (rule.method === "tiers") {
    let percent = 0;
    let reached = -1;
    for (const tier of rule.tiers) {
      if (days >= tier.days && tier.days > reached) {
        reached = tier.days;
        percent = tier.percent;
      }
    }
    return Math.floor((2 * policy.rateFen * percent + 100) / 200);
  }
  const divisor =
    rule.divisor === "working-days"
      ? WORKING_DAYS
      : rule.divisor === "calendar-days"
        ? CALENDAR_DAYS
        : shiftDays;
  if (divisor === 0) return 0;
  if (days >= divisor) return policy.rateFen;
  return Math.floor((2 * policy.rateFen * days + divisor) / (2 * divisor));
}
