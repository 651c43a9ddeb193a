import { PolicyPublished } from "../../events/subsidy.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { wasFirst } from "../../shared/runtime/conflicts.ts";
import { packed, unpacked } from "../../shared/runtime/packed.ts";
import { type Item, inParallel, openTable, type Write } from "../../shared/runtime/table.ts";
import type { Period } from "../../shared/values/period.ts";
import { type Account, append, type Entry } from "./account.ts";
import type { PolicyRecord } from "./policy.ts";
import { simulationStore } from "./simulation/simulation-store.ts";
import type { Statement } from "./statement.ts";

interface StoredPolicy extends PolicyRecord {
  version: number;
}

/** That an account of a month already closing has entries of this enterprise. */
export interface Pointer {
  uscc: string;
  period: Period;
  subjectId: string;
}

/** An account, and what is appended to it. */
interface Appended {
  account: Account;
  entries: readonly Entry[];
}

const accountKey = (subjectId: string, period: Period) => ({
  pk: `SUBJECT#${subjectId}`,
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

  const appendTo = ({ account, entries }: Appended): Promise<boolean> =>
    wasFirst(table.put(accountItem({ account, entries }), { version: account.version }));

  return {
    simulations: simulationStore(table),

    policies: () => table.all<StoredPolicy>({ pk: "POLICIES" }),
    policy: (scheme: string, version: string) => table.get<StoredPolicy>(policyKey(scheme, version)),

    /** @throws ConditionFailed when the version was published or rewritten meanwhile */
    async saveDraft(record: PolicyRecord, before: StoredPolicy | null, at: Date): Promise<void> {
      await commit(table, {
        writes: [policyWrite(record, before)],
        changes: [{ subject: subjectOf(record), action: "policy.drafted", to: record.policy }],
        at,
      });
    },

    /** @throws ConditionFailed when the draft was rewritten or published meanwhile */
    saveReview: (record: PolicyRecord, before: StoredPolicy, at: Date): Promise<void> =>
      commit(table, {
        writes: [policyWrite(record, before)],
        changes: [
          { subject: subjectOf(record), action: "policy.reviewed", from: before.status, to: record.status },
        ],
        at,
      }),

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
        changes: records.map((record) => ({ subject: subjectOf(record), ...changeOf(record) })),
        tell: [fact({ event: PolicyPublished, id, subject: id, subjectVersion: 1, data, at })],
        at,
      });
    },

    accounts: (keys: readonly { subjectId: string; period: Period }[]) =>
      table.batchGet<Account>(keys.map(({ subjectId, period }) => accountKey(subjectId, period))),

    /**
     * Appends to accounts, each under the version it is known in; answers for each whether it was booked, or somebody
     * else has booked to it meanwhile. What is new, as most of a month is, goes many a call.
     */
    async book(plans: readonly Appended[]): Promise<boolean[]> {
      const fresh = plans.filter(({ account }) => account.version === 0);
      const inserted = await table.batchInsert(fresh.map(accountItem));
      const changed = plans.filter(({ account }) => account.version > 0);
      const updated = await inParallel(changed, appendTo, 16);
      const written = new Map([...zip(fresh, inserted), ...zip(changed, updated)]);
      return plans.map((plan) => written.get(plan) ?? false);
    },

    pointers: (uscc: string) => table.all<Pointer>({ pk: `POINTERS#${uscc}` }),

    writePointers: (pointers: readonly Pointer[]) =>
      table.batchPut(
        pointers.map((pointer) => ({
          pk: `POINTERS#${pointer.uscc}`,
          sk: `${pointer.period}#${pointer.subjectId}`,
          ...pointer,
        })),
      ),

    /** From here on, entries earned in the month leave a pointer. */
    beginClosing: (period: Period) => table.put({ pk: "CALENDAR", sk: period, period }),

    /** The months that have begun to close. */
    closing: async (): Promise<Set<Period>> =>
      new Set((await table.all<{ period: Period }>({ pk: "CALENDAR" })).map(({ period }) => period)),

    /** Notes that a part of a recomputation is done and answers how many of that division are. */
    async partDone(runId: string, uscc: string, part: number, parts: number): Promise<number> {
      const prefix = `PART#${parts}#`;
      await table.put({ pk: runKey(runId, uscc), sk: `${prefix}${part}` });
      return (await table.all({ pk: runKey(runId, uscc), prefix })).length;
    },

    /** Whatever they replace was as true, and what it lacked has left pointers. */
    state: (statements: readonly Statement[]) =>
      table.batchPut(
        statements.map(({ accounts, ...about }) => ({
          pk: `STATED#${about.uscc}`,
          sk: `${about.period}#${about.part}#${about.piece}`,
          ...about,
          accounts: packed(accounts),
        })),
      ),

    async stated(uscc: string, period: Period): Promise<Statement[]> {
      type Stored = Omit<Statement, "accounts"> & { accounts: string };
      const found = await table.all<Stored>({ pk: `STATED#${uscc}`, prefix: `${period}#` });
      return found.map(({ accounts, ...about }) => ({ ...about, accounts: unpacked<Account[]>(accounts) }));
    },
  };
}

const accountItem = ({ account, entries }: Appended): Item => ({
  ...accountKey(account.subjectId, account.period),
  ...append(account, entries),
});

const zip = <A, B>(left: readonly A[], right: readonly B[]): [A, B][] =>
  left.map((one, index) => [one, right[index] as B]);

export type SubsidyStore = ReturnType<typeof subsidyStore>;

const subjectOf = ({ policy: { scheme, version } }: PolicyRecord): string => `policy/${scheme}/${version}`;

const changeOf = ({ status, inForceUntil }: PolicyRecord) =>
  status === "published" && inForceUntil
    ? { action: "policy.continued", to: { inForceUntil } }
    : { action: `policy.${status}`, to: status };

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
