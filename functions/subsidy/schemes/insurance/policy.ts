import * as z from "zod/mini";
import { fen } from "../../../../shared/values/schemas.ts";
import {
  broken,
  type Finding,
  headRules,
  policyHead,
  requiredCertification,
  UNCONFIRMED,
} from "../scheme.ts";

/** The policy document of 实习责任保险补贴. */
export const insurancePolicy = z.strictObject({
  scheme: z.literal("insurance"),
  ...policyHead,
  /** The most per intern. */
  rateFen: fen,
  /** `flat`: the rate whatever the premium was; `actual`: the premium, up to the rate. */
  basis: z.enum(["flat", "actual"]),
  requiresCertification: requiredCertification,
  /** Attended and insured days that the month must have. */
  minDays: z.int(),
  /** How often it is paid: once in a placement, or once per person in a calendar year, wherever placed. */
  oncePer: z.enum(["placement", "person-year"]),
});
export type InsurancePolicy = z.infer<typeof insurancePolicy>;

/** The amount is one city's (金华); every value here is the bureau's to confirm. */
export const defaultInsurancePolicy: InsurancePolicy = {
  scheme: "insurance",
  version: "2026-01",
  documentNo: UNCONFIRMED,
  effectiveFrom: "2026-01",
  effectiveTo: null,
  rateFen: 10_000,
  basis: "actual",
  requiresCertification: "internship-compliant",
  minDays: 1,
  oncePer: "person-year",
  enterpriseCapFen: null,
  annualBudgetFen: null,
  publicityDays: 5,
  countFirstDay: false,
};

export const examineInsurancePolicy = (policy: InsurancePolicy): Finding[] =>
  broken([
    [policy.rateFen > 0, "rateFen", "标准必须大于0", "The rate must be above 0"],
    [policy.minDays >= 1 && policy.minDays <= 31, "minDays", "天数必须在1至31之间", "Days must be 1 to 31"],
    ...headRules(policy),
  ]);
