import { setting } from "../../shared/runtime/config.ts";
import { openTable } from "../../shared/runtime/table.ts";
import type { Replay } from "./delivery/backlog.ts";
import { replayKey, subscriptionKey, typeKey } from "./keys.ts";
import type { Subscriber, Subscription } from "./subscription.ts";

const PER_PAGE = 500;

/** What the machinery needs to know of subscriptions; only people make and delete them (`store.ts`). */
export function subscriberStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    subscription: (id: string) => table.get<Subscription>(subscriptionKey(id)),

    /** Who hears facts of a type, page by page. */
    subscribersTo: (type: string) => table.pages<Subscriber>({ pk: typeKey(type), limit: PER_PAGE }),

    noteReplay: (id: string, replay: Replay) => table.put({ ...replayKey(id), ...replay }),
  };
}

export type SubscriberStore = ReturnType<typeof subscriberStore>;
