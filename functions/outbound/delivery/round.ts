import type { Envelope } from "../../../events/envelope.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { inParallel } from "../../../shared/runtime/parallel.ts";
import type { LogStore } from "../telling/log-store.ts";
import { messageOf } from "../telling/message.ts";
import { attempt } from "./attempt.ts";
import { laneOf, lanesOf, type Pending } from "./backlog.ts";
import type { BacklogStore } from "./backlog-store.ts";
import type { HostWatch } from "./host-watch.ts";
import { FAILURES_BEFORE_PAUSE, isExpired, later, waitAfter } from "./retry.ts";

/** What a round is about and how far it may go. */
export interface Round {
  subscriptionId: string;
  url: URL;
  secret: string;
  /** Whether any address will do. */
  open: boolean;
  /** In a row, before this round. */
  failuresInRow: number;
  /** By `performance.now()`: nothing is begun afterwards. */
  deadline: number;
  /** One attempt, to find out whether the host is back. */
  probing: boolean;
}

/** Why a round ended before everything had its turn. */
export type Stop = "time" | "failures" | "host-dead" | "probed";

export interface RoundResult {
  stopped: Stop | null;
  failuresInRow: number;
  succeeded: boolean;
  failure: string | null;
  /** When the first of those is due that failed or wait for their time; null when none does. */
  nextDue: string | null;
}

interface Parts {
  backlog: BacklogStore;
  log: LogStore;
  watch: HostWatch;
}

/** Subjects of one subscription that are told at the same time. */
const WIDTH = 8;

/** Tells what waits for one subscription: subject by subject, each in its order, until all had their turn. */
export async function goRound(round: Round, { backlog, log, watch }: Parts): Promise<RoundResult> {
  const { subscriptionId, probing } = round;
  const result: RoundResult = {
    stopped: null,
    failuresInRow: round.failuresInRow,
    succeeded: false,
    failure: null,
    nextDue: null,
  };
  const blocked = new Set<string>();
  let failuresHere = 0;

  for await (const page of backlog.pending(subscriptionId)) {
    const lanes = lanesOf(page).filter(isOpenLane);
    const facts = await factsOf(lanes);
    await inParallel(lanes, (lane) => tellInOrder(lane, facts), probing ? 1 : WIDTH);
    if (result.stopped) break;
  }
  return result;

  function isOpenLane([head]: Pending[]): boolean {
    if (!head || blocked.has(laneOf(head))) return false;
    // the wait of one delivery says nothing about its host
    return probing || isDue(head) || wait(head);
  }

  /** Whoever comes behind it waits too. */
  function wait(pending: Pending): false {
    blocked.add(laneOf(pending));
    if (result.nextDue === null || pending.dueAt < result.nextDue) result.nextDue = pending.dueAt;
    return false;
  }

  async function factsOf(lanes: readonly Pending[][]): Promise<Map<string, Envelope>> {
    const envelopes = await log.facts(lanes.flat());
    return new Map(envelopes.map((envelope) => [nameOf(envelope), envelope]));
  }

  async function tellInOrder(lane: readonly Pending[], facts: Map<string, Envelope>): Promise<void> {
    for (const pending of lane) {
      if (!result.stopped && performance.now() > round.deadline) result.stopped = "time";
      if (result.stopped) return;
      const fact = facts.get(nameOf(pending));
      if (!fact) throw new Error(`The log does not hold ${pending.type}`);
      if (!(await tell(pending, fact))) return;
      if (probing) result.stopped ??= "probed";
    }
  }

  /** Answers whether the next of the same subject may follow. */
  async function tell(pending: Pending, fact: Envelope): Promise<boolean> {
    const { url, secret, open } = round;
    const outcome = await attempt({ url, secret, open, message: messageOf(fact), at: systemClock.now() });
    if (await watch.learn(outcome, subscriptionId, probing)) result.stopped = "host-dead";
    else if (probing) result.stopped = "probed";
    return outcome.kind === "delivered" ? delivered(pending) : failed(pending, outcome.failure);
  }

  async function delivered(pending: Pending): Promise<true> {
    await backlog.delivered(subscriptionId, pending);
    Object.assign(result, { succeeded: true, failuresInRow: 0 });
    failuresHere = 0;
    return true;
  }

  async function failed(pending: Pending, failure: string): Promise<boolean> {
    const now = systemClock.now();
    Object.assign(result, { failure, failuresInRow: result.failuresInRow + 1 });
    failuresHere += 1;
    if (failuresHere >= FAILURES_BEFORE_PAUSE) result.stopped ??= "failures";
    const attempts = pending.attempts + 1;
    const tried = { ...pending, attempts, failure, dueAt: later(now, waitAfter(attempts, Math.random())) };
    if (isExpired(pending.since, now)) {
      await backlog.park(subscriptionId, tried, now);
      return true;
    }
    await backlog.postpone(subscriptionId, tried);
    return wait(tried);
  }
}

const isDue = ({ dueAt }: Pending): boolean => dueAt <= systemClock.now().toISOString();

const nameOf = ({ source, id }: { source: string; id: string }): string => `${source}\n${id}`;
