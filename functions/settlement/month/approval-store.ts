import { commit } from "../../../shared/runtime/commit.ts";
import type { Table } from "../../../shared/runtime/table.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { Check } from "./checks.ts";
import { type Thresholds, UNCONFIRMED_THRESHOLDS } from "./thresholds.ts";

/** What one attempt at an approval saw: it counts once the month names the attempt. */
export interface Seen {
  period: Period;
  attempt: string;
  checks: readonly Check[];
  /** Per enterprise, the fingerprint of the account confirmed at that instant. */
  accounts: ReadonlyMap<string, string>;
}

const approvalPk = (period: Period, attempt: string) => `APPROVAL#${period}#${attempt}`;
const THRESHOLDS = { pk: "SETTINGS#THRESHOLDS", sk: "HEAD" };

/** What approvals have seen, and the limits they are warned at. */
export function approvalStore(table: Table) {
  return {
    async writeSeen({ period, attempt, checks, accounts }: Seen): Promise<void> {
      const pk = approvalPk(period, attempt);
      await table.batchPut([
        { pk, sk: "CHECKS", checks },
        ...[...accounts].map(([uscc, account]) => ({ pk, sk: `ACCOUNT#${uscc}`, account })),
      ]);
    },

    seenChecks: async (period: Period, attempt: string): Promise<Check[]> =>
      (await table.get<{ checks: Check[] }>({ pk: approvalPk(period, attempt), sk: "CHECKS" }))?.checks ?? [],

    /** The fingerprint of the account as of approval; `undefined` for an enterprise that had none. */
    approvedAccount: async (period: Period, attempt: string, uscc: string): Promise<string | undefined> =>
      (await table.get<{ account: string }>({ pk: approvalPk(period, attempt), sk: `ACCOUNT#${uscc}` }))
        ?.account,

    thresholds: async (): Promise<Thresholds> =>
      (await table.get<Thresholds>(THRESHOLDS)) ?? UNCONFIRMED_THRESHOLDS,

    /** The next version; every version stays. @throws ConditionFailed when they were changed meanwhile */
    async changeThresholds(next: Thresholds, at: Date): Promise<void> {
      const kept = { pk: THRESHOLDS.pk, sk: `VERSION#${String(next.version).padStart(6, "0")}` };
      await commit(table, {
        writes: [
          {
            put: { ...THRESHOLDS, ...next },
            when: next.version === 1 ? "absent" : { version: next.version - 1 },
          },
          { put: { ...kept, ...next }, when: "absent" },
        ],
        changes: [
          {
            subject: "settings/thresholds",
            action: "thresholds.set",
            from: next.version - 1,
            to: next,
            why: next.documentNo,
          },
        ],
        at,
      });
    },
  };
}
