import { systemClock } from "../../../shared/runtime/clock.ts";
import type { BacklogStore } from "../delivery/backlog-store.ts";
import { sendTasks } from "../delivery/tasks.ts";
import type { SubscriberStore } from "../subscriber-store.ts";
import type { Subscription } from "../subscription.ts";
import type { LogStore } from "./log-store.ts";
import { pendingOf } from "./spread.ts";

interface Replaying {
  subscribers: SubscriberStore;
  backlog: BacklogStore;
  log: LogStore;
}

/** What of a replay is still to be done. */
export interface ReplayTask {
  subscriptionId: string;
  from: string;
  until: string;
  /** The day of the log that comes next, `YYYY-MM-DD` in UTC. */
  day: string;
  /** Found on the days before. */
  facts: number;
}

/**
 * Has what a subscription wants of the log wait for it once more, day by day. What is waiting already stays as it is.
 * @param deadline by `performance.now()`: no further day is begun afterwards
 * @returns what is left to be done, or null
 */
export async function replaySome(
  task: ReplayTask,
  deadline: number,
  parts: Replaying,
): Promise<ReplayTask | null> {
  const { subscriptionId, from, until } = task;
  const subscription = await parts.subscribers.subscription(subscriptionId);
  if (!subscription) return null;
  const lastDay = until.slice(0, 10);
  let { day, facts } = task;
  for (; day <= lastDay && performance.now() < deadline; day = dayAfter(day))
    facts += await replayDay(subscription, { ...task, day }, parts);
  const finished = day > lastDay;
  await parts.subscribers.noteReplay(subscriptionId, { from, until, facts, finished });
  if (finished) await wake(subscription, parts.backlog);
  return finished ? null : { ...task, day, facts };
}

async function replayDay(
  { id, types }: Subscription,
  { day, from, until }: ReplayTask,
  { log, backlog }: Replaying,
): Promise<number> {
  const since = systemClock.now();
  let found = 0;
  for await (const some of log.day(day, from)) {
    const wanted = some
      .map(({ envelope }) => envelope)
      .filter(({ type, time }) => types.includes(type) && time <= until);
    await backlog.add(
      wanted.map((envelope) => ({ subscriptionId: id, pending: pendingOf(envelope, since, true) })),
    );
    found += wanted.length;
  }
  return found;
}

/** Who asks for a replay is back: what was paused is not any more. */
async function wake({ id, host }: Subscription, backlog: BacklogStore): Promise<void> {
  const standing = await backlog.standing(id, host);
  if (standing.pausedUntil !== null) await backlog.change(standing, { pausedUntil: null });
  await sendTasks([{ host, subscriptions: [id] }]);
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
