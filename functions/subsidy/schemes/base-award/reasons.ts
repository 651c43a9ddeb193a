import { type Fen, yuan } from "../../../../shared/values/money.ts";
import type { Reason } from "../../reason.ts";
import { awaitsConfirmation } from "../scheme.ts";
import type { BaseAwardPolicy } from "./policy.ts";

export const award = (investmentFen: Fen, policy: BaseAwardPolicy): Reason => ({
  code: "award",
  zh: `非财政投入${yuan(investmentFen)}元×${policy.percent}%；${policy.version}版${awaitsConfirmation(policy) ? "〔待确认〕" : ""}`,
  en: `Non-fiscal investment ${yuan(investmentFen)} yuan × ${policy.percent}%; policy ${policy.version}${awaitsConfirmation(policy) ? " (awaiting confirmation)" : ""}`,
});

export const belowMinimum = (investmentFen: Fen, policy: BaseAwardPolicy): Reason => ({
  code: "below-minimum-investment",
  zh: `非财政投入${yuan(investmentFen)}元，未达到${yuan(policy.minimumInvestmentFen)}元；${policy.version}版${awaitsConfirmation(policy) ? "〔待确认〕" : ""}`,
  en: `Non-fiscal investment ${yuan(investmentFen)} yuan, ${yuan(policy.minimumInvestmentFen)} needed; policy ${policy.version}${awaitsConfirmation(policy) ? " (awaiting confirmation)" : ""}`,
});

export const awardCap = (capFen: Fen): Reason => ({
  code: "award-cap",
  zh: `单项奖补不超过${yuan(capFen)}元`,
  en: `One award is at most ${yuan(capFen)} yuan`,
});
