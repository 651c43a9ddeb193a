import type { Envelope } from "../../../events/envelope.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { sha256 } from "../../../shared/values/canonical.ts";
import type { Pending } from "../delivery/backlog.ts";
import type { BacklogStore } from "../delivery/backlog-store.ts";
import { isOpen } from "../delivery/circuit.ts";
import type { HostStore } from "../delivery/host-store.ts";
import { rest } from "../delivery/rest.ts";
import { byCrowd, sendTasks, tasksFor } from "../delivery/tasks.ts";
import type { SubscriberStore } from "../subscriber-store.ts";
import type { Subscriber } from "../subscription.ts";
import type { LogStore } from "./log-store.ts";

interface Spreading {
  subscribers: SubscriberStore;
  backlog: BacklogStore;
  hosts: HostStore;
  log: LogStore;
}

/**
 * Logs a fact and has it wait for everybody who subscribed to it. Heard again, whoever has it waiting keeps it, and
 * once everybody has, nothing is done.
 */
export async function spread(envelope: Envelope, parts: Spreading): Promise<void> {
  const logged = await parts.log.log(envelope);
  if (logged.spread) return;
  const pending = pendingOf(logged.envelope, systemClock.now());
  let told = 0;
  const crowds: Subscriber[] = [];
  for await (const some of parts.subscribers.subscribersTo(envelope.type)) {
    told += some.length;
    const { few, many } = byCrowd(await addFor(some, pending, parts));
    await sendTasks(tasksFor(few));
    crowds.push(...many);
  }
  await sendTasks(tasksFor(crowds));
  if (told > 0) await parts.log.markSpread(logged);
}

/** @param since from when on its three days count */
export function pendingOf(envelope: Envelope, since: Date, replayed = false): Pending {
  const { source, id, type, subject, subjectversion, time } = envelope;
  const lane = sha256(`${source}\n${subject}`).slice(0, 16);
  const version = String(subjectversion).padStart(12, "0");
  return {
    place: `${lane}#${version}#${time}#${sha256(id).slice(0, 16)}`,
    source,
    id,
    type,
    subject,
    time,
    since: since.toISOString(),
    attempts: 0,
    dueAt: since.toISOString(),
    failure: null,
    replayed,
  };
}

/** @returns those whose host is not known to be dead */
async function addFor(
  subscribers: readonly Subscriber[],
  pending: Pending,
  { backlog, hosts }: Spreading,
): Promise<Subscriber[]> {
  await backlog.add(subscribers.map(({ subscriptionId }) => ({ subscriptionId, pending })));
  const circuits = await hosts.circuits([...new Set(subscribers.map(({ host }) => host))]);
  const dead = new Set(circuits.filter(isOpen).map(({ host }) => host));
  await rest(
    subscribers.filter(({ host }) => dead.has(host)),
    backlog,
  );
  return subscribers.filter(({ host }) => !dead.has(host));
}
