import { roundHalfUp, sumFen } from "../../../../shared/values/money.ts";
import type { Period } from "../../../../shared/values/period.ts";
import type { ApplicationFacts, Entitlement } from "../../facts.ts";
import { inItsMonths, type Part, withoutMoney } from "../parts.ts";
import type { ApplicationScheme } from "../scheme.ts";
import { type AwardForm, awardForm, examineAward, invoicesOf } from "./form.ts";
import {
  type BaseAwardPolicy,
  baseAwardPolicy,
  defaultBaseAwardPolicy,
  examineBaseAwardPolicy,
} from "./policy.ts";
import { award, awardCap, belowMinimum } from "./reasons.ts";

/** 实训基地以奖代补: a share of what an enterprise itself has invested, earned in the month of approval. */
export const baseAward: ApplicationScheme<
  BaseAwardPolicy,
  typeof baseAwardPolicy,
  AwardForm,
  typeof awardForm
> = {
  id: "base-award",
  subject: "application",
  name: { zh: "实训基地以奖代补", en: "Training base award" },
  document: baseAwardPolicy,
  examine: examineBaseAwardPolicy,
  defaultPolicy: defaultBaseAwardPolicy,
  form: awardForm,
  examineForm: examineAward,
  placementsOf: () => [],
  supportsOf: invoicesOf,
  // nobody is paid for an invoice again that was untrue once
  releasedWhenRevoked: false,
  supportsOfResults: () => [],
  examineResults: null,
  entitle: entitleAward,
};

function entitleAward(
  application: ApplicationFacts<AwardForm>,
  policyOf: (period: Period) => BaseAwardPolicy | null,
): Entitlement[] {
  const { approved, form } = application;
  if (approved === null) return [];
  const policy = policyOf(approved.period);
  const nothing = withoutMoney(application, policy);
  if (policy === null || nothing.length > 0) return nothing;
  return inItsMonths(application, policy, [{ period: approved.period, ...worthOf(form, policy) }]);
}

/** Fiscal money is no investment of the enterprise; the sum is rounded once. */
function worthOf({ invoices }: AwardForm, policy: BaseAwardPolicy): Omit<Part, "period"> {
  const investment = sumFen(invoices.map(({ amountFen, fiscalFen }) => amountFen - fiscalFen));
  if (investment < policy.minimumInvestmentFen)
    return { amountFen: 0, reasons: [belowMinimum(investment, policy)] };
  const share = roundHalfUp(investment * policy.percent, 100);
  if (policy.capFen === null || share <= policy.capFen)
    return { amountFen: share, reasons: [award(investment, policy)] };
  return { amountFen: policy.capFen, reasons: [award(investment, policy), awardCap(policy.capFen)] };
}
