import { setting } from "../../../shared/runtime/config.ts";
import { ConditionFailed, inParallel, openTable } from "../../../shared/runtime/table.ts";
import { backlogKey } from "../keys.ts";
import { newStanding, type Parked, type Pending, type Standing } from "./backlog.ts";
import { DUE_LISTS, standingItem, standingKey } from "./due.ts";

/** Whatever is to be looked at: a subscription, or a host. */
export interface Due {
  host: string;
  subscriptionId?: string;
}

const pendingKey = (subscriptionId: string, place: string) => ({
  pk: backlogKey(subscriptionId),
  sk: `PENDING#${place}`,
});
const parkedKey = (subscriptionId: string, place: string) => ({
  pk: backlogKey(subscriptionId),
  sk: `PARKED#${place}`,
});

/** More than this many are not counted: nobody is helped by the exact number. */
const COUNTED = 10_000;
const PER_PAGE = 100;

/** What waits for each subscription, and how each one stands. */
export function backlogStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);

  async function count(subscriptionId: string, prefix: "PENDING#" | "PARKED#"): Promise<number> {
    let found = 0;
    const pages = table.pages({ pk: backlogKey(subscriptionId), prefix, fields: ["sk"], limit: 1_000 });
    for await (const items of pages) {
      found += items.length;
      if (found >= COUNTED) return COUNTED;
    }
    return found;
  }

  return {
    async standing(subscriptionId: string, host: string): Promise<Standing> {
      const known = await table.get<Standing>(standingKey(subscriptionId));
      return known ?? newStanding(subscriptionId, host);
    },

    /** As many standings as are known, of many subscriptions. */
    standings: (subscriptionIds: readonly string[]) =>
      table.batchGet<Standing>(subscriptionIds.map(standingKey)),

    /** The standing as it was changed, or null when somebody else was first. */
    async change(standing: Standing, changes: Partial<Standing>): Promise<Standing | null> {
      const { version } = standing;
      const next = { ...standing, ...changes, version: version + 1 };
      try {
        await table.put(standingItem(next), version === 0 ? "absent" : { version });
        return next;
      } catch (cause) {
        if (cause instanceof ConditionFailed) return null;
        throw cause;
      }
    },

    /** For subscriptions that have none yet. */
    begin: (standings: readonly Standing[]) =>
      table.batchInsert(standings.map((standing) => standingItem({ ...standing, version: 1 }))),

    async isEmpty(subscriptionId: string): Promise<boolean> {
      const query = { pk: backlogKey(subscriptionId), prefix: "PENDING#", fields: ["sk"], limit: 1 };
      return (await table.page(query)).items.length === 0;
    },

    pending: (subscriptionId: string) =>
      table.pages<Pending>({ pk: backlogKey(subscriptionId), prefix: "PENDING#", limit: PER_PAGE }),

    /** Each waits once: one that does already stays as it is. */
    add: (entries: readonly { subscriptionId: string; pending: Pending }[]) =>
      table.batchInsert(
        entries.map(({ subscriptionId, pending }) => ({
          ...pendingKey(subscriptionId, pending.place),
          ...pending,
        })),
      ),

    postpone: (subscriptionId: string, pending: Pending) =>
      table.put({ ...pendingKey(subscriptionId, pending.place), ...pending }),

    async delivered(subscriptionId: string, { place, replayed }: Pending): Promise<void> {
      await table.remove(pendingKey(subscriptionId, place));
      if (replayed) await table.remove(parkedKey(subscriptionId, place));
    },

    park: (subscriptionId: string, pending: Pending, now: Date) => {
      const { place } = pending;
      const parked: Parked = { ...pending, parkedAt: now.toISOString() };
      return table.transact([
        { put: { ...parked, ...parkedKey(subscriptionId, place) } },
        { remove: pendingKey(subscriptionId, place) },
      ]);
    },

    parked: (subscriptionId: string, limit: number, cursor?: string) =>
      table.page<Parked>({ pk: backlogKey(subscriptionId), prefix: "PARKED#", limit, cursor }),

    countPending: (subscriptionId: string) => count(subscriptionId, "PENDING#"),
    countParked: (subscriptionId: string) => count(subscriptionId, "PARKED#"),

    /** Forgets everything about a subscription that is no more. */
    async forget(subscriptionId: string): Promise<void> {
      for await (const items of table.pages({ pk: backlogKey(subscriptionId), fields: ["pk", "sk"] }))
        await inParallel(items, (key) => table.remove(key));
    },

    /** What is to be looked at by now, one list after another, the longest due first. */
    async *due(now: Date): AsyncGenerator<Due[]> {
      for (let list = 0; list < DUE_LISTS; list++) {
        const query = { pk: `DUE#${list}`, index: "gsi1", from: "0", to: `${now.toISOString()}$` } as const;
        yield* table.pages<Due>(query);
      }
    },
  };
}

export type BacklogStore = ReturnType<typeof backlogStore>;
