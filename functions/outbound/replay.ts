import * as z from "zod/mini";
import { sendWork } from "../../shared/runtime/queue.ts";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { backlogStore } from "./delivery/backlog-store.ts";
import { subscriberStore } from "./subscriber-store.ts";
import { logStore } from "./telling/log-store.ts";
import { replaySome } from "./telling/replay.ts";

const stores = { subscribers: subscriberStore(), backlog: backlogStore(), log: logStore() };

const task = z.object({
  subscriptionId: z.string(),
  from: z.string(),
  until: z.string(),
  day: z.string(),
  facts: z.int(),
});

const BEGUN_WITHIN_MS = 30_000;

/** Has a subscription hear again what the log holds from some instant on. */
export const handler = taskWorker(task, async (asked) => {
  const left = await replaySome(asked, performance.now() + BEGUN_WITHIN_MS, stores);
  if (left) await sendWork("REPLAYS_QUEUE_URL", [left]);
});
