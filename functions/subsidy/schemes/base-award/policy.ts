import * as z from "zod/mini";
import { fen } from "../../../../shared/values/schemas.ts";
import { broken, type Finding, headRules, policyHead, UNCONFIRMED } from "../scheme.ts";

/** The policy document of 实训基地以奖代补. */
export const baseAwardPolicy = z.strictObject({
  scheme: z.literal("base-award"),
  ...policyHead,
  /** Of the investment that is not fiscal money. */
  percent: z.int(),
  /** Below it there is no award. */
  minimumInvestmentFen: fen,
  /** The most per award. */
  capFen: z.nullable(fen),
});
export type BaseAwardPolicy = z.infer<typeof baseAwardPolicy>;

/** The values are one city's (威海); every one here is the bureau's to confirm. */
export const defaultBaseAwardPolicy: BaseAwardPolicy = {
  scheme: "base-award",
  version: "2026-01",
  documentNo: UNCONFIRMED,
  effectiveFrom: "2026-01",
  effectiveTo: null,
  percent: 10,
  minimumInvestmentFen: 100_000_000,
  capFen: 30_000_000,
  enterpriseCapFen: null,
  annualBudgetFen: null,
  publicityDays: 5,
  countFirstDay: false,
};

export const examineBaseAwardPolicy = (policy: BaseAwardPolicy): Finding[] =>
  broken([
    [
      policy.percent >= 1 && policy.percent <= 100,
      "percent",
      "比例必须在1至100之间",
      "The percentage must be 1 to 100",
    ],
    [
      policy.minimumInvestmentFen >= 0,
      "minimumInvestmentFen",
      "最低投入不能为负",
      "The minimum can't be negative",
    ],
    [policy.capFen === null || policy.capFen > 0, "capFen", "单项上限必须大于0", "The cap must be above 0"],
    ...headRules(policy),
  ]);
