import { PolicyPublished } from "../../events/subsidy.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { inParallel, openTable, type Write } from "../../shared/runtime/table.ts";
import type { Period } from "../../shared/values/period.ts";
import { type Account, append, type Entry } from "./account.ts";
import type { PolicyRecord } from "./policy.ts";

interface StoredPolicy extends PolicyRecord {
  version: number;
}

/** That an account of a month already closing has entries of this enterprise. */
export interface Pointer {
  uscc: string;
  period: Period;
  personId: string;
}

const accountKey = (personId: string, period: Period) => ({
  pk: `PERSON#${personId}`,
  sk: `ACCOUNT#${period}`,
});
const policyKey = (scheme: string, version: string) => ({ pk: "POLICIES", sk: `${scheme}#${version}` });
const runKey = (runId: string, uscc: string) => `RUN#${runId}#${uscc}`;

export function subsidyStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);

  /** One publication of a scheme at a time: two that do not see each other would overlap. */
  async function schemeHead(scheme: string): Promise<Write> {
    const key = { pk: "POLICYHEADS", sk: scheme };
    const version = (await table.get<{ version: number }>(key))?.version ?? 0;
    return { put: { ...key, version: version + 1 }, when: version === 0 ? "absent" : { version } };
  }

  return {
    policies: () => table.all<StoredPolicy>({ pk: "POLICIES" }),
    policy: (scheme: string, version: string) => table.get<StoredPolicy>(policyKey(scheme, version)),

    /** @throws ConditionFailed when the version was published or rewritten meanwhile */
    async saveDraft(record: PolicyRecord, before: StoredPolicy | null, at: Date): Promise<void> {
      const { scheme, version } = record.policy;
      await commit(table, {
        writes: [policyWrite(record, before)],
        changes: [{ subject: `policy/${scheme}/${version}`, action: "policy.drafted", to: record.policy }],
        at,
      });
    },

    /** The published version and those that gave way to it, in one write. @throws ConditionFailed */
    async publish(
      records: readonly PolicyRecord[],
      before: readonly StoredPolicy[],
      at: Date,
    ): Promise<void> {
      const [published] = records as [PolicyRecord];
      const { scheme, version, effectiveFrom, effectiveTo } = published.policy;
      const id = `${scheme}-${version}`;
      const data = { scheme, version, effectiveFrom, effectiveTo };
      await commit(table, {
        writes: [
          await schemeHead(scheme),
          ...records.map((record) => policyWrite(record, before.find(same(record)) ?? null)),
        ],
        changes: records.map(({ policy, status }) => ({
          subject: `policy/${policy.scheme}/${policy.version}`,
          action: `policy.${status}`,
          to: status,
        })),
        tell: [fact({ event: PolicyPublished, id, subject: id, subjectVersion: 1, data, at })],
        at,
      });
    },

    /** All accounts of these people, by person. */
    async accountsOf(personIds: readonly string[]): Promise<Map<string, Account[]>> {
      const read = (personId: string) => table.all<Account>({ pk: `PERSON#${personId}`, prefix: "ACCOUNT#" });
      const found = await inParallel(personIds, read, 16);
      return new Map(personIds.map((personId, index) => [personId, found[index] ?? []]));
    },

    accounts: (keys: readonly { personId: string; period: Period }[]) =>
      table.batchGet<Account>(keys.map(({ personId, period }) => accountKey(personId, period))),

    /** @throws ConditionFailed when somebody else has booked to the account meanwhile */
    async book(account: Account, entries: readonly Entry[]): Promise<void> {
      const next = append(account, entries);
      const when = account.version === 0 ? "absent" : { version: account.version };
      await table.put({ ...accountKey(account.personId, account.period), ...next }, when);
    },

    pointers: (uscc: string) => table.all<Pointer>({ pk: `POINTERS#${uscc}` }),

    writePointers: (pointers: readonly Pointer[]) =>
      table.batchPut(
        pointers.map((pointer) => ({
          pk: `POINTERS#${pointer.uscc}`,
          sk: `${pointer.period}#${pointer.personId}`,
          ...pointer,
        })),
      ),

    /** From here on, entries earned in the month leave a pointer. */
    beginClosing: (period: Period) => table.put({ pk: "CALENDAR", sk: period, period }),

    /** The months that have begun to close. */
    closing: async (): Promise<Set<Period>> =>
      new Set((await table.all<{ period: Period }>({ pk: "CALENDAR" })).map(({ period }) => period)),

    /** Notes that a part of a recomputation is done and answers how many are. */
    async partDone(runId: string, uscc: string, part: string): Promise<number> {
      await table.put({ pk: runKey(runId, uscc), sk: `PART#${part}` });
      return (await table.all({ pk: runKey(runId, uscc), prefix: "PART#" })).length;
    },

    /** Runs the work with bounded concurrency; accounts are written one by one under their version. */
    each: <T>(items: readonly T[], work: (item: T) => Promise<void>) => inParallel(items, work, 16),
  };
}

export type SubsidyStore = ReturnType<typeof subsidyStore>;

const same = (a: PolicyRecord) => (b: PolicyRecord) =>
  a.policy.scheme === b.policy.scheme && a.policy.version === b.policy.version;

const policyWrite = (record: PolicyRecord, before: StoredPolicy | null): Write => ({
  put: {
    ...policyKey(record.policy.scheme, record.policy.version),
    ...record,
    version: (before?.version ?? 0) + 1,
  },
  when: before ? { version: before.version } : "absent",
});
