import * as z from "zod/mini";
import { chunk } from "../../../shared/runtime/parallel.ts";
import { sendWork } from "../../../shared/runtime/queue.ts";
import type { Subscriber } from "../subscription.ts";

/** Looks to be taken at subscriptions of one host; or one at the host itself, whether it is back. */
export const deliveryTask = z.object({ host: z.string(), subscriptions: z.array(z.string()) });
export type DeliveryTask = z.infer<typeof deliveryTask>;

/** So many passes fit into one invocation, most of which find little to do. */
const TOGETHER = 25;

/** Tasks for many subscriptions; none holds those of two hosts. */
export const tasksFor = (subscribers: readonly Subscriber[]): DeliveryTask[] =>
  [...Map.groupBy(subscribers, ({ host }) => host)].flatMap(([host, own]) => {
    const ids = [...new Set(own.map(({ subscriptionId }) => subscriptionId))];
    return chunk(ids, TOGETHER).map((subscriptions) => ({ host, subscriptions }));
  });

/** Who shares a host with a crowd waits for it; those with few beside them go first and wait for nobody. */
export function byCrowd(subscribers: readonly Subscriber[]): { few: Subscriber[]; many: Subscriber[] } {
  const hosts = [...Map.groupBy(subscribers, ({ host }) => host).values()];
  const isCrowd = (own: Subscriber[]): boolean => own.length > TOGETHER;
  return { few: hosts.filter((own) => !isCrowd(own)).flat(), many: hosts.filter(isCrowd).flat() };
}

/** Nobody's deliveries in particular: find out whether the host is back. */
export const probeOf = (host: string): DeliveryTask => ({ host, subscriptions: [] });

export const sendTasks = (tasks: readonly DeliveryTask[]): Promise<void> =>
  sendWork("DELIVERIES_QUEUE_URL", tasks);
