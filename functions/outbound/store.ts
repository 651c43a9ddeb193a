import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { openTable, type Write } from "../../shared/runtime/table.ts";
import type { Replay } from "./delivery/backlog.ts";
import { hostKey, replayKey, subscriptionKey, typeKey } from "./keys.ts";
import type { Subscriber, Subscription } from "./subscription.ts";

const LIST = "SUBSCRIPTIONS";
/** Encoded, no owner's name can begin as another's does. */
const ownedBy = (owner: string): string => `${encodeURIComponent(owner)}#`;

/** Subscriptions as people make, see and delete them. */
export function outboundStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    subscription: (id: string) => table.get<Subscription>(subscriptionKey(id)),

    /** Everybody's, unless an owner is named. */
    page: (owner: string | undefined, limit: number, cursor?: string) =>
      table.page<Subscription>({
        pk: LIST,
        index: "gsi1",
        ...(owner === undefined ? {} : { prefix: ownedBy(owner) }),
        limit,
        cursor,
      }),

    async add(subscription: Subscription, at: Date): Promise<void> {
      const { id, owner, types } = subscription;
      const listed = { gsi1pk: LIST, gsi1sk: `${ownedBy(owner)}${id}` };
      await commit(table, {
        writes: [
          { put: { ...subscriptionKey(id), ...subscription, ...listed }, when: "absent" },
          ...placesOf(subscription).map(({ key, subscriber }): Write => ({ put: { ...key, ...subscriber } })),
        ],
        changes: [{ subject: `subscription/${id}`, action: "subscription.made", to: types }],
        at,
      });
    },

    /** What waits for it is thrown away by whoever looks at it next. */
    async remove(subscription: Subscription, at: Date): Promise<void> {
      const { id, types } = subscription;
      await commit(table, {
        writes: [
          { remove: subscriptionKey(id) },
          ...placesOf(subscription).map(({ key }): Write => ({ remove: key })),
        ],
        changes: [{ subject: `subscription/${id}`, action: "subscription.deleted", from: types }],
        at,
      });
    },

    /** The latest one; an earlier one that has not ended goes on. */
    replay: (id: string) => table.get<Replay>(replayKey(id)),

    async beginReplay(id: string, replay: Replay, at: Date): Promise<void> {
      await commit(table, {
        writes: [{ put: { ...replayKey(id), ...replay } }],
        changes: [{ subject: `subscription/${id}`, action: "subscription.replayed", to: replay.from }],
        at,
      });
    },
  };
}

/** Where else a subscription stands, so that it is found by its types and by its host. */
function placesOf({ id, host, types }: Subscription) {
  const subscriber: Subscriber = { subscriptionId: id, host };
  const places = [...types.map(typeKey), hostKey(host)];
  return places.map((pk) => ({ key: { pk, sk: `SUBSCRIPTION#${id}` }, subscriber }));
}
