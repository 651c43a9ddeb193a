import type { AttendanceDay, AttendanceStatus } from "../../../functions/subsidy/entitle.ts";
import { defaultPolicy, type Policy } from "../../../functions/subsidy/policy.ts";
import { isWorkingDay } from "../../../shared/values/calendar.ts";
import { fenFromYuan } from "../../../shared/values/money.ts";
import { daysOf, type LocalDate, type Period } from "../../../shared/values/period.ts";

export type Row = Record<string, string>;

const STATUSES: Record<string, AttendanceStatus> = {
  出勤: "present",
  迟到: "late",
  早退: "left-early",
  请假: "leave",
  缺勤: "absent",
  休息: "rest",
};

/** Rows of 学生, 出勤 and, where it matters, 工时, 打卡 and 状态; rows of one student add up. */
export function studentsOf(rows: readonly Row[], period: Period): Map<string, AttendanceDay[]> {
  const students = new Map<string, AttendanceDay[]>();
  for (const row of rows) {
    const student = row["学生"] ?? "";
    const days = datesOf(row["出勤"] ?? "", period).map((date) => dayOf(row, date));
    students.set(student, [...(students.get(student) ?? []), ...days]);
  }
  return students;
}

function dayOf(row: Row, date: LocalDate): AttendanceDay {
  const status = STATUSES[row["状态"] ?? "出勤"];
  if (!status) throw new Error(`Unknown status ${row["状态"]}`);
  if (row["打卡"]) return { date, basis: "punched", minutes: minutesOf(row["打卡"]), status };
  if (row["工时"]) return { date, basis: "stated", minutes: Number(row["工时"]) * 60, status };
  return { date, basis: "marked", minutes: 480, status };
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** `16天`: the month's first sixteen working days. `1-15日、20日`: those days. */
function datesOf(text: string, period: Period): LocalDate[] {
  const month = daysOf(period);
  const count = /^(\d+)天$/.exec(text);
  if (count)
    return [...month.filter(isWorkingDay), ...month.filter((date) => !isWorkingDay(date))].slice(
      0,
      Number(count[1]),
    );
  return text.split("、").flatMap((part) => {
    const range = /^(\d+)(?:-(\d+))?日$/.exec(part);
    if (!range) throw new Error(`Not days of a month: ${part}`);
    return month.slice(Number(range[1]) - 1, Number(range[2] ?? range[1]));
  });
}

/** The default policy with what a table of 项目 and 取值 says otherwise. */
export function policyOf(version: string, effectiveFrom: Period, rows: Row): Policy {
  let policy: Policy = { ...defaultPolicy, version, effectiveFrom };
  for (const [item, value] of Object.entries(rows)) {
    const read = ITEMS[item];
    if (!read) throw new Error(`Unknown policy item ${item}`);
    policy = { ...policy, ...read(value) };
  }
  return policy;
}

const ITEMS: Record<string, (value: string) => Partial<Policy>> = {
  每月标准: (value) => ({ rateFen: fenFromYuan(value.replace("元", "")) ?? 0 }),
  不足月: (value) => ({ partialMonth: partialMonthOf(value) }),
  文号: (value) => ({ documentNo: value }),
  止于: (value) => ({ effectiveTo: value }),
  企业认定: (value) => ({ requiresCertification: value === "不要求" ? null : "internship-compliant" }),
  每日最低工时: (value) => ({ minHoursPerDay: Number(value) }),
  打卡扣除休息: (value) => ({ breakMinutes: Number(value.replace("分钟", "")) }),
  补报期限: (value) => ({ lateMonths: Number(value.replace("个月", "")) }),
  最多月数: (value) => ({ maxMonths: Number(value) }),
  最低总月数: (value) => ({ minTotalMonths: Number(value) }),
  每人一次: (value) => ({ oncePerPerson: value === "是" }),
  互斥: (value) => ({ excludes: value === "无" ? [] : ["apprenticeship"] }),
  年度预算: (value) => ({ annualBudgetFen: limitOf(value) }),
  企业上限: (value) => ({ enterpriseCapFen: limitOf(value) }),
  违规: (value) => ({ violationEffect: value === "提示" ? "warn" : value === "暂缓" ? "withhold" : "block" }),
};

const limitOf = (value: string) => (value === "不限" ? null : fenFromYuan(value.replace("元", "")));

const DIVISORS = { 工作日: "working-days", 日历日: "calendar-days", 排班日: "shift-days" } as const;

/** `满15天计整月` · `按工作日折算` · `满5天50%、满15天100%` */
function partialMonthOf(text: string): Policy["partialMonth"] {
  const whole = /^满(\d+)天计整月$/.exec(text);
  if (whole) return { method: "whole-if-days-at-least", days: Number(whole[1]) };
  const prorate = /^按(工作日|日历日|排班日)折算$/.exec(text);
  if (prorate) return { method: "prorate", divisor: DIVISORS[prorate[1] as keyof typeof DIVISORS] };
  const tiers = [...text.matchAll(/满(\d+)天(\d+)%/g)];
  if (tiers.length === 0) throw new Error(`Not a way to pay part of a month: ${text}`);
  return {
    method: "tiers",
    tiers: tiers.map(([, days, percent]) => ({ days: Number(days), percent: Number(percent) })),
  };
}
