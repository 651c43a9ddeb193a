import { checkUscc } from "../../shared/values/identifiers.ts";

export type EnterpriseStatus = "pending" | "registered" | "review" | "rejected";

/** Why an officer has to look at a registration, in both languages. */
export interface Finding {
  code: string;
  zh: string;
  en: string;
}

export interface Account {
  bankName: string;
  bankCode: string;
  accountName: string;
  accountNo: string;
}

export interface Contact {
  name: string;
  phone: string;
}

/** What the background verification looks at. */
export interface Registration {
  uscc: string;
  name: string;
  districtCode: string;
  industryCode: string;
  account: Account;
}

/** The findings of a registration; none means it is registered without an officer. */
export function verify(registration: Registration, knownDistricts: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  const { problems } = checkUscc(registration.uscc);
  if (problems.includes("form")) findings.push(USCC_FORM);
  else if (problems.length > 0) findings.push(USCC_CHECK);
  if (!knownDistricts.has(registration.districtCode)) findings.push(UNKNOWN_DISTRICT);
  if (registration.account.accountName !== registration.name) findings.push(ACCOUNT_NAME);
  return findings;
}

/** How a registration stands once it was verified. */
export const statusAfter = (findings: readonly Finding[]): EnterpriseStatus =>
  findings.length === 0 ? "registered" : "review";

const USCC_FORM: Finding = {
  code: "uscc-form",
  zh: "统一社会信用代码含有不允许的字符（GB 32100-2015）",
  en: "The unified social credit code has characters the standard does not allow (GB 32100-2015)",
};
const USCC_CHECK: Finding = {
  code: "uscc-check-digit",
  zh: "统一社会信用代码校验位不符，请人工核对证照",
  en: "The check digit of the unified social credit code fails; compare it with the licence",
};
const UNKNOWN_DISTRICT: Finding = {
  code: "unknown-district",
  zh: "所属县（市、区）或功能区未登记",
  en: "The district or functional zone is not registered",
};
const ACCOUNT_NAME: Finding = {
  code: "account-name-differs",
  zh: "收款户名与企业名称不一致",
  en: "The account's name differs from the enterprise's",
};
