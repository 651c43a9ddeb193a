import { setting } from "../../shared/runtime/config.ts";
import type { Period } from "../../shared/values/period.ts";
import { type AttendanceQueries, attendanceQueries } from "../attendance/queries.ts";
import type { Account, Entry } from "./account.ts";
import { policyFor } from "./in-force.ts";
import type { Policy } from "./policy.ts";
import { type Judgement, rejudge } from "./rejudge.ts";
import { subsidyStore } from "./store.ts";

export type { Account, Entry, Judgement, Policy };

/**
 * What other contexts may read of the books.
 * @param attendance whose words decide when people are judged anew: the stored ones, unless somebody has others
 */
export function subsidyQueries(attendance: AttendanceQueries = attendanceQueries()) {
  const store = subsidyStore(setting("SUBSIDY_TABLE"));

  async function namedIn(uscc: string, period: Period): Promise<string[]> {
    const month = await attendance.month(uscc, period);
    if (!month) return [];
    const shards = Array.from({ length: month.shards }, (_, shard) => attendance.shard(month, shard));
    return (await Promise.all(shards)).flatMap(({ named }) => [...named.values()]);
  }

  return {
    /** Every account of one earned month in which the enterprise has or may have entries. */
    async accountsOf(uscc: string, period: Period): Promise<Account[]> {
      const pointed = (await store.pointers(uscc)).filter((pointer) => pointer.period === period);
      const subjects = new Set([
        ...(await namedIn(uscc, period)),
        ...pointed.map(({ subjectId }) => subjectId),
      ]);
      return store.accounts([...subjects].map((subjectId) => ({ subjectId, period })));
    },

    /**
     * Every account that closing the month may book for the enterprise: the month's own, whole earlier months that
     * no close of this enterprise has settled, and what came late to those that were.
     */
    async claimable(uscc: string, period: Period, settled: ReadonlySet<Period>): Promise<Account[]> {
      const months = (await attendance.months(uscc)).map((month) => month.period);
      const whole = [...new Set([...months.filter((one) => one < period && !settled.has(one)), period])];
      const pointers = await store.pointers(uscc);
      const late = pointers.filter((pointer) => pointer.period < period && !whole.includes(pointer.period));
      const own = await Promise.all(whole.map((month) => this.accountsOf(uscc, month)));
      return [...own.flat(), ...(await store.accounts(late))];
    },

    accounts: (keys: readonly { subjectId: string; period: Period }[]): Promise<Account[]> =>
      store.accounts(keys),

    /** Everybody of the enterprise judged anew, beside what the books say of the months that are wanted. */
    rejudged: (uscc: string, wanted: (period: Period) => boolean): AsyncGenerator<Judgement> =>
      rejudge(uscc, wanted, store, attendance),

    policyFor: async (scheme: string, period: Period): Promise<Policy | null> =>
      policyFor(await store.policies(), scheme, period),
  };
}

export type SubsidyQueries = ReturnType<typeof subsidyQueries>;
