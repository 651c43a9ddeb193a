import { systemClock } from "../../../shared/runtime/clock.ts";
import { afterAnswer, type Circuit, isOpen, released } from "./circuit.ts";
import type { HostStore } from "./host-store.ts";
import { sendTasks, tasksFor } from "./tasks.ts";

/**
 * Finds out, with one delivery of one of its subscriptions, whether a dead host is back; if it is, all of them are
 * looked at. Where nothing is left to be delivered, the next attempt of any of them will tell.
 * @param attempt tries one delivery of a subscription, which the circuit learns of
 */
export async function probe(
  host: string,
  hosts: HostStore,
  attempt: (subscriptionId: string) => Promise<unknown>,
): Promise<void> {
  const before = await hosts.circuit(host);
  if (isRipe(before) && before.probe) await attempt(before.probe);
  const after = await hosts.change(host, (circuit) => (isRipe(circuit) ? afterAnswer(circuit) : circuit));
  if (after.releasing) await release(host, hosts);
}

/** Dead, and to be asked again by now. */
const isRipe = (circuit: Circuit): boolean =>
  isOpen(circuit) && (circuit.openUntil ?? "") <= systemClock.now().toISOString();

/** First tells all of them, then notes that they were told: killed in between, it tells them again. */
async function release(host: string, hosts: HostStore): Promise<void> {
  for await (const some of hosts.subscriptionsOf(host)) await sendTasks(tasksFor(some));
  await hosts.change(host, (circuit) => (circuit.releasing ? released(circuit) : circuit));
}
