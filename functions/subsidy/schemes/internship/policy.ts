import * as z from "zod/mini";
import { fen } from "../../../../shared/values/schemas.ts";
import { type Finding, policyHead, UNCONFIRMED } from "../scheme.ts";

const partialMonth = z.discriminatedUnion("method", [
  /** The whole rate from so many days on, else nothing. */
  z.strictObject({ method: z.literal("whole-if-days-at-least"), days: z.int() }),
  /** Rate × days ÷ divisor, never more than the rate. */
  z.strictObject({
    method: z.literal("prorate"),
    divisor: z.enum(["working-days", "calendar-days", "shift-days"]),
  }),
  /** The percentage of the highest tier reached. */
  z.strictObject({
    method: z.literal("tiers"),
    tiers: z.array(z.strictObject({ days: z.int(), percent: z.int() })),
  }),
]);
export type PartialMonth = z.infer<typeof partialMonth>;

/** The policy document of 岗位实习补贴. Amounts in fen, months in whole months. */
export const internshipPolicy = z.strictObject({
  scheme: z.literal("internship"),
  ...policyHead,
  rateFen: fen,
  /** The certification the enterprise must hold on the day, or `null` for none. */
  requiresCertification: z.nullable(z.enum(["internship-compliant", "cultivated", "certified"])),
  partialMonth,
  /** A shorter day isn't attended. */
  minHoursPerDay: z.number(),
  /** Taken off punched times longer than six hours. */
  breakMinutes: z.int(),
  /** Files announced later than so many months after the earned month add no days. */
  lateMonths: z.int(),
  /** Paid months per person, for life. */
  maxMonths: z.int(),
  /** Nothing is paid before so many months have been earned; then all of them are. */
  minTotalMonths: z.int(),
  /** Only the first internship that earns anything is paid. */
  oncePerPerson: z.boolean(),
  /** Schemes that rule this one out in any month the person takes part in them. */
  excludes: z.array(z.string()),
  enterpriseCapFen: z._default(z.nullable(fen), null),
  annualBudgetFen: z._default(z.nullable(fen), null),
  violationEffect: z.enum(["warn", "withhold", "block"]),
  /** Working days of publicity (公示). */
  publicityDays: z.int(),
  countFirstDay: z.boolean(),
});
export type InternshipPolicy = z.infer<typeof internshipPolicy>;

/** No public rule fixes these values; the bureau in charge has to, and cities differ widely. */
export const defaultInternshipPolicy: InternshipPolicy = {
  scheme: "internship",
  version: "2026-01",
  documentNo: UNCONFIRMED,
  effectiveFrom: "2026-01",
  effectiveTo: null,
  rateFen: 50000,
  requiresCertification: "internship-compliant",
  partialMonth: { method: "whole-if-days-at-least", days: 15 },
  minHoursPerDay: 4,
  breakMinutes: 60,
  lateMonths: 3,
  maxMonths: 6,
  minTotalMonths: 0,
  oncePerPerson: false,
  excludes: ["apprenticeship"],
  enterpriseCapFen: null,
  annualBudgetFen: null,
  violationEffect: "withhold",
  publicityDays: 5,
  countFirstDay: false,
};

/** Each value in the document that makes no sense, at its own pointer; empty when all do. */
export function examineInternshipPolicy(policy: InternshipPolicy): Finding[] {
  const findings: Finding[] = [];
  const require = (holds: boolean, field: string, zh: string, en: string) => {
    if (!holds) findings.push({ pointer: `/${field}`, code: "policy-value", zh, en });
  };

  require(policy.rateFen > 0, "rateFen", "标准必须大于0", "The rate must be above 0");
  require(policy.minHoursPerDay > 0 &&
    policy.minHoursPerDay <=
      24, "minHoursPerDay", "每日最低工时必须在0至24小时之间", "Minimum hours must be above 0 and at most 24");
  require(policy.breakMinutes >= 0 &&
    policy.breakMinutes <=
      360, "breakMinutes", "休息时间必须在0至360分钟之间", "The break must be 0 to 360 minutes");
  require(policy.lateMonths >= 0, "lateMonths", "补报月数不能为负", "Late months can't be negative");
  require(policy.maxMonths > 0, "maxMonths", "最多月数必须大于0", "The maximum of months must be above 0");
  require(policy.minTotalMonths >=
    0, "minTotalMonths", "最低总月数不能为负", "The minimum of months can't be negative");
  require(!policy.excludes.includes(
    policy.scheme,
  ), "excludes", "不能与自身互斥", "A scheme can't exclude itself");
  const positive = (limit: number | null) => limit === null || limit > 0;
  require(positive(
    policy.enterpriseCapFen,
  ), "enterpriseCapFen", "企业年度上限必须大于0，不设上限为 null", "The cap must be above 0, or null for none");
  require(positive(
    policy.annualBudgetFen,
  ), "annualBudgetFen", "年度预算必须大于0，不设预算为 null", "The budget must be above 0, or null for none");
  require(policy.publicityDays >
    0, "publicityDays", "公示期必须大于0天", "Publicity must last at least a day");
  return [...findings, ...examinePartialMonth(policy.partialMonth)];
}

function examinePartialMonth(method: PartialMonth): Finding[] {
  const finding = (pointer: string, zh: string, en: string): Finding => ({
    pointer: `/partialMonth/${pointer}`,
    code: "policy-value",
    zh,
    en,
  });
  const daysFit = (days: number) => days >= 1 && days <= 31;
  if (method.method === "prorate") return [];
  if (method.method === "whole-if-days-at-least") {
    return daysFit(method.days) ? [] : [finding("days", "天数必须在1至31之间", "Days must be 1 to 31")];
  }
  if (method.tiers.length === 0) return [finding("tiers", "至少要有一档", "At least one tier is needed")];
  return method.tiers.flatMap((tier, index) => {
    const before = method.tiers[index - 1];
    const rises = before === undefined || (tier.days > before.days && tier.percent >= before.percent);
    return [
      ...(daysFit(tier.days)
        ? []
        : [finding(`tiers/${index}/days`, "天数必须在1至31之间", "Days must be 1 to 31")]),
      ...(tier.percent >= 1 && tier.percent <= 100
        ? []
        : [finding(`tiers/${index}/percent`, "比例必须在1至100之间", "The percentage must be 1 to 100")]),
      ...(rises
        ? []
        : [
            finding(
              `tiers/${index}`,
              "各档须按天数递增，比例不得下降",
              "Tiers must rise in days and not fall in percentage",
            ),
          ]),
    ];
  });
}
