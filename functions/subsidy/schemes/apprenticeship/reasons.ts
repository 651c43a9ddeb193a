import { type Fen, yuan } from "../../../../shared/values/money.ts";
import type { Reason } from "../../reason.ts";
import { awaitsConfirmation } from "../scheme.ts";
import type { ApprenticeshipPolicy, Level } from "./policy.ts";

const NAMES: Record<Level, string> = {
  intermediate: "中级工",
  senior: "高级工",
  technician: "技师",
  "senior-technician": "高级技师",
};

const rest = (policy: ApprenticeshipPolicy) => ({
  zh: `${policy.version}版${awaitsConfirmation(policy) ? "〔待确认〕" : ""}`,
  en: `policy ${policy.version}${awaitsConfirmation(policy) ? " (awaiting confirmation)" : ""}`,
});

export const classAdvance = (heads: number, perHeadFen: Fen, policy: ApprenticeshipPolicy): Reason => ({
  code: "class-advance",
  zh: `开班预拨：${heads}人×${yuan(perHeadFen)}元×${policy.advancePercent}%；${rest(policy).zh}`,
  en: `Advance: ${heads} × ${yuan(perHeadFen)} yuan × ${policy.advancePercent}%; ${rest(policy).en}`,
});

export const classResults = (
  heads: { passed: number; trained: number; left: number },
  entitledFen: Fen,
  advanceFen: Fen,
  policy: ApprenticeshipPolicy,
): Reason => ({
  code: "class-results",
  zh: `结业核定：取得证书${heads.passed}人，培训未取证${heads.trained}人，中途离开${heads.left}人，应补${yuan(entitledFen)}元，已预拨${yuan(advanceFen)}元；${rest(policy).zh}`,
  en: `Results: ${heads.passed} passed, ${heads.trained} trained without a certificate, ${heads.left} left; entitled ${yuan(entitledFen)} yuan, advanced ${yuan(advanceFen)} yuan; ${rest(policy).en}`,
});

export const shortfall = (amountFen: Fen): Reason => ({
  code: "class-shortfall",
  zh: `预拨多于应补，收回${yuan(amountFen)}元`,
  en: `More was advanced than is due: ${yuan(amountFen)} yuan to be given back`,
});

export const trainedBefore = (heads: number): Reason => ({
  code: "once-per-level",
  zh: `${heads}人的同等级或更高等级培训已享受补贴，不再计`,
  en: `${heads} already trained with a subsidy to the same or a higher level, not counted again`,
});

export const levelNotPaid = (level: Level, policy: ApprenticeshipPolicy): Reason => ({
  code: "level-not-paid",
  zh: `政策不补贴${NAMES[level]}；${rest(policy).zh}`,
  en: `The policy does not pay for ${level}; ${rest(policy).en}`,
});

export const yearsCapped = (years: number, maxYears: number): Reason => ({
  code: "years-capped",
  zh: `培训${years}年，按最多${maxYears}年计`,
  en: `${years} years of training, at most ${maxYears} are paid for`,
});
