import * as z from "zod/mini";
import { fen } from "../../../../shared/values/schemas.ts";
import { broken, type Finding, headRules, policyHead, type Rule, UNCONFIRMED } from "../scheme.ts";

/** 中级工、高级工、技师、高级技师, from the lowest. */
export const LEVELS = ["intermediate", "senior", "technician", "senior-technician"] as const;
export type Level = (typeof LEVELS)[number];

const rate = z.nullable(fen);

/** The policy document of 企业新型学徒制. */
export const apprenticeshipPolicy = z.strictObject({
  scheme: z.literal("apprenticeship"),
  ...policyHead,
  /** Per person and year of training; `null` where the level is not paid for. */
  ratesFen: z.strictObject({
    intermediate: rate,
    senior: rate,
    technician: rate,
    "senior-technician": rate,
  }),
  /** Of what the class would be worth if all passed, paid once it is approved. */
  advancePercent: z.int(),
  /** Of the rate, for whoever was trained and has no certificate. */
  withoutCertificatePercent: z.int(),
  /** Years of training that are paid for at most. */
  maxYears: z.int(),
  /** Nothing for a person whom an earlier class trained to the same or a higher level. */
  oncePerLevel: z.boolean(),
});
export type ApprenticeshipPolicy = z.infer<typeof apprenticeshipPolicy>;

/** Rates are those of 福建; every value here is the bureau's to confirm. */
export const defaultApprenticeshipPolicy: ApprenticeshipPolicy = {
  scheme: "apprenticeship",
  version: "2026-01",
  documentNo: UNCONFIRMED,
  effectiveFrom: "2026-01",
  effectiveTo: null,
  ratesFen: { intermediate: 500_000, senior: 600_000, technician: null, "senior-technician": null },
  advancePercent: 50,
  withoutCertificatePercent: 0,
  maxYears: 2,
  oncePerLevel: true,
  enterpriseCapFen: null,
  annualBudgetFen: null,
  publicityDays: 5,
  countFirstDay: false,
};

/** The national rule: at most half is paid before anybody has passed (人社部发〔2021〕39号). */
const MOST_IN_ADVANCE = 50;

export function examineApprenticeshipPolicy(policy: ApprenticeshipPolicy): Finding[] {
  const { advancePercent, withoutCertificatePercent, maxYears, ratesFen } = policy;
  const rates = LEVELS.map((level): Rule => {
    const rateFen = ratesFen[level];
    return [
      rateFen === null || rateFen > 0,
      `ratesFen/${level}`,
      "标准必须大于0，不补贴须为 null",
      "A rate must be above 0, or null",
    ];
  });
  return broken([
    ...rates,
    [
      LEVELS.some((level) => ratesFen[level] !== null),
      "ratesFen",
      "至少要有一个等级的标准",
      "At least one level needs a rate",
    ],
    [
      advancePercent >= 0 && advancePercent <= MOST_IN_ADVANCE,
      "advancePercent",
      "预拨比例必须在0至50之间",
      "The advance must be 0 to 50 percent",
    ],
    [
      withoutCertificatePercent >= 0 && withoutCertificatePercent <= 100,
      "withoutCertificatePercent",
      "未取证比例必须在0至100之间",
      "The percentage must be 0 to 100",
    ],
    [maxYears >= 1 && maxYears <= 3, "maxYears", "培训年限必须在1至3年之间", "Years must be 1 to 3"],
    ...headRules(policy),
  ]);
}
