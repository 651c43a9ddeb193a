import { setting } from "../../shared/runtime/config.ts";
import type { Period } from "../../shared/values/period.ts";
import { type AttendanceQueries, attendanceQueries } from "../attendance/queries.ts";
import type { Account, Entry } from "./account.ts";
import { applicationStore } from "./application/application-store.ts";
import { policyFor } from "./in-force.ts";
import type { Policy } from "./policy.ts";
import { type Judgement, rejudge } from "./rejudge.ts";
import { statedIn } from "./statement.ts";
import { type Pointer, subsidyStore } from "./store.ts";
import { type YearLimits, yearLimits } from "./year-limits.ts";

export type { Account, Entry, Judgement, Policy, YearLimits };

/** What other contexts may read of the books. */
export function subsidyQueries() {
  const [tableName, attendance] = [setting("SUBSIDY_TABLE"), attendanceQueries()];
  const [store, applications] = [subsidyStore(tableName), applicationStore(tableName)];

  async function namedIn(uscc: string, period: Period): Promise<string[]> {
    const month = await attendance.month(uscc, period);
    if (!month) return [];
    const shards = Array.from({ length: month.shards }, (_, shard) => attendance.named(month, shard));
    return (await Promise.all(shards)).flatMap(({ named }) => [...named.values()]);
  }

  /** Those whom the month's files name, and those whom pointers lead to. */
  async function accountsOf(uscc: string, period: Period, pointers: readonly Pointer[]): Promise<Account[]> {
    const pointed = pointers.filter((pointer) => pointer.period === period);
    const subjects = new Set([
      ...(await namedIn(uscc, period)),
      ...pointed.map(({ subjectId }) => subjectId),
    ]);
    return store.accounts([...subjects].map((subjectId) => ({ subjectId, period })));
  }

  /** As stated when the month's close had everybody recomputed; what has left a pointer since is read anew. */
  async function statedAccounts(
    uscc: string,
    period: Period,
    pointers: readonly Pointer[],
  ): Promise<Account[] | null> {
    const stated = statedIn(await store.stated(uscc, period));
    if (!stated) return null;
    const pointed = pointers.filter((pointer) => pointer.period === period);
    const moved = new Set(pointed.map(({ subjectId }) => subjectId));
    return [...stated.filter(({ subjectId }) => !moved.has(subjectId)), ...(await store.accounts(pointed))];
  }

  return {
    /** Every account of one earned month in which the enterprise has or may have entries. */
    accountsOf: async (uscc: string, period: Period): Promise<Account[]> =>
      accountsOf(uscc, period, await store.pointers(uscc)),

    /**
     * Every account that closing the month may book for the enterprise: the month's own, whole earlier months that
     * no close of this enterprise has settled, and what came late to those that were.
     */
    async claimable(uscc: string, period: Period, settled: ReadonlySet<Period>): Promise<Account[]> {
      const [months, pointers] = await Promise.all([attendance.months(uscc), store.pointers(uscc)]);
      const whole = months.map((month) => month.period).filter((one) => one < period && !settled.has(one));
      const late = pointers.filter((pointer) => pointer.period < period && !whole.includes(pointer.period));
      const [own, earlier, later] = await Promise.all([
        statedAccounts(uscc, period, pointers),
        Promise.all(whole.map((month) => accountsOf(uscc, month, pointers))),
        store.accounts(late),
      ]);
      return [...(own ?? (await accountsOf(uscc, period, pointers))), ...earlier.flat(), ...later];
    },

    accounts: (keys: readonly { subjectId: string; period: Period }[]): Promise<Account[]> =>
      store.accounts(keys),

    /** Every enterprise that has ever applied for a class or an award. */
    applicants: (): Promise<string[]> => applications.applicants(),

    /** The policies that are in force for an earned month, of every scheme that has one. */
    async policiesFor(period: Period): Promise<Policy[]> {
      const policies = await store.policies();
      const schemes = new Set(policies.map(({ policy }) => policy.scheme));
      return [...schemes].map((id) => policyFor(policies, id, period)).filter((policy) => policy !== null);
    },

    /** Every version that was ever drafted, whatever has become of it. */
    policies: async (): Promise<Policy[]> => (await store.policies()).map(({ policy }) => policy),

    /** The budgets and caps that closing a month has to keep to, for any scheme and calendar year. */
    async yearLimits(closing: Period): Promise<(scheme: string, year: string) => YearLimits> {
      const policies = await store.policies();
      return (scheme, year) => yearLimits(policies, scheme, year, closing);
    },
  };
}

/**
 * Everybody of an enterprise and all that it has applied for judged anew, beside what the books say of the months that are wanted. A function of its
 * own, so that those who only read the books do not carry what judges them.
 * @param attendance whose words decide: the stored ones, unless an audit has read the files again
 */
export const judgedAnew = (
  uscc: string,
  wanted: (period: Period) => boolean,
  attendance: AttendanceQueries = attendanceQueries(),
): AsyncGenerator<Judgement> => {
  const tableName = setting("SUBSIDY_TABLE");
  const books = { store: subsidyStore(tableName), applications: applicationStore(tableName) };
  return rejudge(uscc, wanted, books, attendance);
};
