import { type Fen, yuan } from "../../../../shared/values/money.ts";
import { type PolicyWords, type Reason, rateEn, rateZh } from "../../reason.ts";

const daysEn = (days: number) => `${days} ${days === 1 ? "day" : "days"}`;

export const insuredFlat = (days: number, policy: PolicyWords): Reason => ({
  code: "insured",
  zh: `投保期内出勤${days}天，按定额；${rateZh(policy)}`,
  en: `Attended ${daysEn(days)} while insured, paid flat; ${rateEn(policy)}`,
});

export const insuredActual = (days: number, premiumFen: Fen, policy: PolicyWords): Reason => ({
  code: "insured",
  zh: `投保期内出勤${days}天，实缴保费${yuan(premiumFen)}元，在限额内据实；${rateZh(policy)}`,
  en: `Attended ${daysEn(days)} while insured, premium ${yuan(premiumFen)} yuan, paid up to the rate; ${rateEn(policy)}`,
});

export const notInsured = (): Reason => ({
  code: "not-insured",
  zh: "未登记实习责任保险",
  en: "No liability insurance is recorded",
});

export const notCovered = (from: string, to: string): Reason => ({
  code: "not-covered",
  zh: `保险期${from}至${to}，不含当月的出勤日`,
  en: `The insurance from ${from} to ${to} covers no attended day of the month`,
});

export const premiumUnknown = (): Reason => ({
  code: "premium-unknown",
  zh: "未登记保费，不能据实补贴",
  en: "The premium is not recorded, so it cannot be refunded",
});

export const tooFewInsuredDays = (days: number, needed: number): Reason => ({
  code: "too-few-insured-days",
  zh: `投保期内出勤${days}天，未达到${needed}天`,
  en: `Attended ${daysEn(days)} while insured, ${needed} needed`,
});

export const insuredBefore = (year: string): Reason => ({
  code: "insured-before",
  zh: `该学生${year}年已在另一实习单位享受保险补贴`,
  en: `The insurance of this person was already paid for in ${year}, for another placement`,
});
