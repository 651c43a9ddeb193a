import { mask } from "../../../shared/values/mask.ts";
import { payeeQueries } from "../../registry/queries.ts";
import type { PaidTo } from "./payment.ts";

/** Why a payee is not paid; its amount stays in its balance. */
export interface Reason {
  code: string;
  zh: string;
  en: string;
}

type Payee = Awaited<ReturnType<ReturnType<typeof payeeQueries>["payee"]>>;

/** Each looks at a payee and answers a reason to hold its payment, or none. The first one counts. */
const CHECKS: readonly ((payee: Payee) => Reason | null)[] = [
  (payee) => (payee?.status === "registered" ? null : NOT_REGISTERED),
  (payee) => (payee && payee.blocks.length > 0 ? BLOCKED : null),
  (payee) => (payee && accountDigits(payee.account.accountNo).length <= LONGEST_ACCOUNT ? null : UNUSABLE),
];

/** Money goes to enterprises whose registration was verified, to the account that was confirmed, or is held. */
export async function payTo(uscc: string): Promise<{ to: PaidTo } | { held: Reason }> {
  const payee = await payeeQueries().payee(uscc);
  for (const check of CHECKS) {
    const held = check(payee);
    if (held) return { held };
  }
  const { sealed, account } = payee as NonNullable<Payee>;
  return {
    to: { account: sealed, accountMasked: mask(account.accountNo), bankCode: account.bankCode },
  };
}

/** What a bank takes for an account in a message (Max34Text). */
const LONGEST_ACCOUNT = 34;

/** An account as banks write it, without the spaces and dashes that people put in. */
export const accountDigits = (accountNo: string): string => accountNo.replace(/[ -]/g, "");

const NOT_REGISTERED: Reason = {
  code: "payee-not-registered",
  zh: "企业登记尚未核验通过，付款暂缓，金额留存余额",
  en: "The enterprise's registration is not verified; its payment is held and stays in its balance",
};

const BLOCKED: Reason = {
  code: "payee-blocked",
  zh: "企业因失信、安全事故或纳税信用被暂停付款，金额留存余额",
  en: "The enterprise is blocked by a credit listing, an accident or its tax grade; the amount stays in its balance",
};

const UNUSABLE: Reason = {
  code: "account-unusable",
  zh: "收款账号超过银行报文允许的34位，付款暂缓，金额留存余额",
  en: "The account is longer than the 34 digits a bank's message takes; its payment is held and stays in its balance",
};
