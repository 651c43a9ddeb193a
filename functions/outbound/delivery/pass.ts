import { systemClock } from "../../../shared/runtime/clock.ts";
import { inParallel } from "../../../shared/runtime/parallel.ts";
import type { Vault } from "../../../shared/runtime/vault.ts";
import type { SubscriberStore } from "../subscriber-store.ts";
import { type Subscription, secretPlace } from "../subscription.ts";
import type { LogStore } from "../telling/log-store.ts";
import { isAsleep, isLeased, type Standing } from "./backlog.ts";
import type { BacklogStore } from "./backlog-store.ts";
import type { HostStore } from "./host-store.ts";
import { watchHost } from "./host-watch.ts";
import { isExpired, LOOKED_AT_EVERY_MS, later, waitAfter } from "./retry.ts";
import { goRound, type RoundResult } from "./round.ts";

export interface Passing {
  subscribers: SubscriberStore;
  backlog: BacklogStore;
  hosts: HostStore;
  log: LogStore;
  vault: Vault;
  /** Whether any address will do. */
  open: boolean;
}

interface Limits {
  deadline: number;
  probing: boolean;
}

/** Longer than an invocation lives: whoever has not given it back by then was killed. */
const LEASE_MS = 90_000;

/**
 * Looks at one subscription: tells what is due, and says when it is to be looked at next. Two at once do not meet: the
 * second leaves, and the first looks again before it ends.
 * @returns whether something is left that can be told at once
 */
export async function pass(id: string, limits: Limits, parts: Passing): Promise<boolean> {
  const { subscribers, backlog, hosts } = parts;
  const subscription = await subscribers.subscription(id);
  if (!subscription) {
    await backlog.forget(id);
    return false;
  }
  const watch = await watchHost(subscription.host, hosts);
  const leaveAlone = watch.isDead && !limits.probing;
  const standing = await lease(subscription, leaveAlone, limits, backlog);
  if (!standing) return false;
  const result = leaveAlone ? untried(standing) : await goRound(roundOf(), { ...parts, watch });
  if (result.stopped === "host-dead" || result.stopped === "failures") await parkExpired(id, backlog);
  const released = await release(standing, result, backlog);
  return result.stopped === "time" || (released?.dueAt === null && !(await backlog.isEmpty(id)));

  function roundOf() {
    const { url, secret } = subscription as Subscription;
    const { failuresInRow } = standing as Standing;
    const opened = parts.vault.open(secret, secretPlace(id));
    return {
      subscriptionId: id,
      url: new URL(url),
      secret: opened,
      open: parts.open,
      failuresInRow,
      ...limits,
    };
  }
}

/** Takes the subscription for itself; null when there is nothing to do or somebody else does it. */
async function lease(
  { id, host }: Subscription,
  hostIsDead: boolean,
  { probing }: Limits,
  backlog: BacklogStore,
): Promise<Standing | null> {
  for (;;) {
    const now = systemClock.now();
    const standing = await backlog.standing(id, host);
    if (isLeased(standing, now) || (!probing && isAsleep(standing, hostIsDead, now))) return null;
    if (standing.dueAt === null && (await backlog.isEmpty(id))) return null;
    // a killed worker's subscription is due again when its lease is over
    const until = later(now, LEASE_MS);
    const taken = await backlog.change(standing, { leasedUntil: until, dueAt: until });
    if (taken) return taken;
  }
}

/** Gives it back, with what was learnt. Null when the lease was over and somebody else has it. */
async function release(
  taken: Standing,
  result: RoundResult,
  backlog: BacklogStore,
): Promise<Standing | null> {
  for (let standing = taken; ; standing = await backlog.standing(taken.subscriptionId, taken.host)) {
    if (standing.leasedUntil !== taken.leasedUntil) return null;
    const changed = await backlog.change(standing, afterwards(standing, result, systemClock.now()));
    if (changed) return changed;
  }
}

function afterwards(standing: Standing, result: RoundResult, now: Date): Partial<Standing> {
  const at = now.toISOString();
  const paused = result.stopped === "failures";
  const pauses = paused ? standing.pauses + 1 : result.succeeded ? 0 : standing.pauses;
  const pausedUntil = paused ? later(now, waitAfter(pauses, Math.random())) : null;
  return {
    leasedUntil: null,
    pausedUntil,
    pauses,
    failuresInRow: result.failuresInRow,
    ...(result.succeeded ? { lastSuccessAt: at } : {}),
    ...(result.failure ? { lastFailureAt: at, lastFailure: result.failure } : {}),
    dueAt: pausedUntil ?? dueAfter(result, now),
  };
}

function dueAfter({ stopped, nextDue }: RoundResult, now: Date): string | null {
  if (stopped === "host-dead") return later(now, LOOKED_AT_EVERY_MS);
  return stopped === null ? nextDue : now.toISOString();
}

/** A dead host is not asked again on behalf of one that was tried, or waited for its turn, for three days. */
async function parkExpired(id: string, backlog: BacklogStore): Promise<void> {
  const now = systemClock.now();
  for await (const page of backlog.pending(id)) {
    const expired = page.filter(({ since }) => isExpired(since, now));
    await inParallel(expired, (pending) => backlog.park(id, pending, now));
  }
}

const untried = ({ failuresInRow }: Standing): RoundResult => ({
  stopped: "host-dead",
  failuresInRow,
  succeeded: false,
  failure: null,
  nextDue: null,
});
