import type { Period } from "../../shared/values/period.ts";
import { type Account, emptyAccount } from "./account.ts";
import type { SubsidyStore } from "./store.ts";

/** Where an account lies: its subject and earned month. */
export type AccountKey = Pick<Account, "subjectId" | "period">;

/** The accounts that were looked at so far, those among them that are not there, and what was written to them since. */
export function knownAccounts(store: Pick<SubsidyStore, "accounts">) {
  const known = new Map<string, Map<Period, Account>>();

  function keep(account: Account): void {
    const own = known.get(account.subjectId) ?? new Map<Period, Account>();
    known.set(account.subjectId, own.set(account.period, account));
  }

  return {
    /** Reads these accounts. */
    async look(keys: readonly AccountKey[]): Promise<void> {
      const found = await store.accounts(keys);
      for (const { subjectId, period } of keys) keep(emptyAccount(subjectId, period));
      for (const account of found) keep(account);
    },

    /** Those of a subject that are there. */
    of: (subjectId: string): Account[] =>
      [...(known.get(subjectId)?.values() ?? [])].filter(({ version }) => version > 0),

    /** The months of a subject that nobody has looked at. */
    unread: (subjectId: string, periods: readonly Period[]): AccountKey[] =>
      periods.filter((period) => !known.get(subjectId)?.has(period)).map((period) => ({ subjectId, period })),

    /** A write that succeeded tells as much as a reading: at that instant the account was what was written. */
    keep,

    /** Of somebody else's booking nothing is known, so all of the subject is forgotten. @returns what to look at again */
    forget(subjectId: string): AccountKey[] {
      const periods = [...(known.get(subjectId)?.keys() ?? [])];
      known.delete(subjectId);
      return periods.map((period) => ({ subjectId, period }));
    },
  };
}
