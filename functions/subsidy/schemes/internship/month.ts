import { workingDays } from "../../../../shared/values/calendar.ts";
import { type Fen, roundHalfUp } from "../../../../shared/values/money.ts";
import { daysOf } from "../../../../shared/values/period.ts";
import {
  type Divisor,
  fullMonth,
  type PolicyWords,
  prorated,
  type Reason,
  tier,
  tooFewDays,
} from "../../reason.ts";
import { awaitsConfirmation } from "../scheme.ts";
import { type CountedMonth, shiftDays } from "./days.ts";
import type { InternshipPolicy } from "./policy.ts";

/** What a month's days are worth before any limit on the person; rounded here and nowhere else. */
export function measure(month: CountedMonth): { amountFen: Fen; reason: Reason } {
  const { policy } = month;
  const days = month.days.size;
  const words = wordsOf(policy);
  const method = policy.partialMonth;
  switch (method.method) {
    case "whole-if-days-at-least":
      return days >= method.days
        ? { amountFen: policy.rateFen, reason: fullMonth(days, method.days, words) }
        : { amountFen: 0, reason: tooFewDays(days, method.days, words) };
    case "prorate": {
      const divisor = divisorOf(method.divisor, month);
      const paidDays = Math.min(days, divisor);
      const amountFen = divisor === 0 ? 0 : roundHalfUp(policy.rateFen * paidDays, divisor);
      return { amountFen, reason: prorated(days, divisor, method.divisor, words) };
    }
    case "tiers": {
      const [lowest] = method.tiers.toSorted((a, b) => a.days - b.days);
      const reached = method.tiers.filter((one) => days >= one.days).toSorted((a, b) => b.days - a.days)[0];
      return reached
        ? {
            amountFen: roundHalfUp(policy.rateFen * reached.percent, 100),
            reason: tier(days, reached.days, reached.percent, words),
          }
        : { amountFen: 0, reason: tooFewDays(days, lowest?.days ?? 1, words) };
    }
  }
}

function divisorOf(divisor: Divisor, { sheet }: CountedMonth): number {
  if (divisor === "working-days") return workingDays(sheet.period);
  if (divisor === "calendar-days") return daysOf(sheet.period).length;
  return shiftDays(sheet);
}

const wordsOf = (policy: InternshipPolicy): PolicyWords => ({
  version: policy.version,
  rateFen: policy.rateFen,
  unconfirmed: awaitsConfirmation(policy),
});
