import { setting } from "../../shared/runtime/config.ts";
import { inParallel } from "../../shared/runtime/parallel.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { backlogStore } from "./delivery/backlog-store.ts";
import { isOpen } from "./delivery/circuit.ts";
import { hostStore } from "./delivery/host-store.ts";
import { type Passing, pass } from "./delivery/pass.ts";
import { probe } from "./delivery/probe.ts";
import { rest } from "./delivery/rest.ts";
import { deliveryTask, sendTasks } from "./delivery/tasks.ts";
import { subscriberStore } from "./subscriber-store.ts";
import { logStore } from "./telling/log-store.ts";

const stores = {
  subscribers: subscriberStore(),
  backlog: backlogStore(),
  hosts: hostStore(),
  log: logStore(),
};
const open = setting("WEBHOOK_TARGETS") === "any";

/** Nothing is begun after so long; what was begun then has time to end. */
const BEGUN_WITHIN_MS = 25_000;
const AT_ONCE = 8;

/** Takes a look at some subscriptions of a host and tells them what waits; or finds out whether the host is back. */
export const handler = taskWorker(deliveryTask, async ({ host, subscriptions }) => {
  const deadline = performance.now() + BEGUN_WITHIN_MS;
  const parts: Passing = { ...stores, vault: await openVault(), open };
  if (subscriptions.length === 0)
    return probe(host, stores.hosts, (id) => pass(id, { deadline, probing: true }, parts));
  const unfinished = await inParallel(
    await lookedAt(host, subscriptions),
    async (id) => ((await pass(id, { deadline, probing: false }, parts)) ? [id] : []),
    AT_ONCE,
  );
  if (unfinished.flat().length > 0) await sendTasks([{ host, subscriptions: unfinished.flat() }]);
});

async function lookedAt(host: string, subscriptions: readonly string[]): Promise<readonly string[]> {
  if (!isOpen(await stores.hosts.circuit(host))) return subscriptions;
  return rest(
    subscriptions.map((subscriptionId) => ({ subscriptionId, host })),
    stores.backlog,
  );
}
