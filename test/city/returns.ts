import type { Account, City } from "./model.ts";
import { accountNumber } from "./numbers.ts";
import { expected } from "./oracle.ts";

/** A payment that the bank sends back, and the account that the firm gives in its place. */
export type BankReturn = { uscc: string; amountFen: number; reason: string; newAccount: Account };

const REASONS = ["账户已冻结", "账户已销户"];

/**
 * Two firms whose payment for June 2026 comes back (支付退票): the second and the third largest of those that are
 * owed anything.
 */
export function bankReturns(city: City): BankReturn[] {
  const { byEnterprise } = expected(city);
  const owed = city.enterprises.filter(({ uscc }) => (byEnterprise[uscc]?.amountFen ?? 0) > 0);
  return owed.slice(1, 3).map((enterprise, i) => ({
    uscc: enterprise.uscc,
    amountFen: byEnterprise[enterprise.uscc]?.amountFen ?? 0,
    reason: REASONS[i] as string,
    newAccount: {
      ...enterprise.account,
      bankName: "崤函城市商业银行",
      bankCode: `31350500${2000 + i}`,
      accountNo: accountNumber(880_000_000 + i),
    },
  }));
}
