import { systemClock } from "../../../shared/runtime/clock.ts";
import { inParallel } from "../../../shared/runtime/parallel.ts";
import type { Subscriber } from "../subscription.ts";
import { newStanding } from "./backlog.ts";
import type { BacklogStore } from "./backlog-store.ts";
import { LOOKED_AT_EVERY_MS, later } from "./retry.ts";

/**
 * Leaves subscriptions of dead hosts alone, whatever waits for them: no attempt, and for most not even a write. Each
 * will be looked at some time, for nothing that waits is ever forgotten.
 * @returns those that are to be looked at now: something of theirs may have waited for too long
 */
export async function rest(subscribers: readonly Subscriber[], backlog: BacklogStore): Promise<string[]> {
  const now = systemClock.now();
  const known = await backlog.standings(subscribers.map(({ subscriptionId }) => subscriptionId));
  const names = new Set(known.map(({ subscriptionId }) => subscriptionId));
  const dueAt = later(now, LOOKED_AT_EVERY_MS);
  const unknown = subscribers.filter(({ subscriptionId }) => !names.has(subscriptionId));
  await backlog.begin(
    unknown.map(({ subscriptionId, host }) => ({ ...newStanding(subscriptionId, host), dueAt })),
  );
  // whoever changes one at this moment looks whether anything waits before it lets go
  const idle = known.filter((standing) => standing.dueAt === null);
  await inParallel(idle, (standing) => backlog.change(standing, { dueAt }));
  return known
    .filter((standing) => standing.dueAt !== null && standing.dueAt <= now.toISOString())
    .map(({ subscriptionId }) => subscriptionId);
}
