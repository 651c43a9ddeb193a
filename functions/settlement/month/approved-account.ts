import { accountFingerprint } from "../../registry/queries.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import type { SettlementStore } from "../store.ts";

/** Why a payee's account may not be paid to, or null: money goes where whoever approved it knew it to go. */
export async function accountObstacle(
  { uscc, period }: Manifest,
  sealedAccount: string,
  store: SettlementStore,
): Promise<typeof ACCOUNT_CHANGED | null> {
  const { approval } = await store.period(period);
  if (!approval) return null;
  const approved = await store.approvedAccount(period, approval.attempt, uscc);
  return approved === accountFingerprint(sealedAccount) ? null : ACCOUNT_CHANGED;
}

const ACCOUNT_CHANGED = {
  code: "account-changed-since-approval",
  zh: "收款账户在批准后有变更，付款暂缓，金额留存余额，随下一个批准的月份拨付",
  en: "The account was changed after the approval; the payment is held and goes with the next approved month",
};
