import { systemClock } from "../../shared/runtime/clock.ts";
import type { BacklogStore } from "./delivery/backlog-store.ts";
import { isOpen } from "./delivery/circuit.ts";
import type { HostStore } from "./delivery/host-store.ts";
import type { outboundStore } from "./store.ts";
import type { Subscription } from "./subscription.ts";

interface Parts {
  store: ReturnType<typeof outboundStore>;
  backlog: BacklogStore;
  hosts: HostStore;
}

/** How deliveries to a subscription fare. */
export async function healthOf({ id, host }: Subscription, { store, backlog, hosts }: Parts) {
  const [standing, circuit, waiting, parked, replay] = await Promise.all([
    backlog.standing(id, host),
    hosts.circuit(host),
    backlog.countPending(id),
    backlog.countParked(id),
    store.replay(id),
  ]);
  const { lastSuccessAt, lastFailureAt, lastFailure, failuresInRow, dueAt } = standing;
  const status = isOpen(circuit) ? "unreachable" : failuresInRow > 0 ? "failing" : "healthy";
  const nextTryAt = waiting > 0 ? (circuit.openUntil ?? dueAt ?? systemClock.now().toISOString()) : null;
  return {
    id,
    status,
    lastSuccessAt,
    lastFailureAt,
    lastFailure,
    failuresInRow,
    nextTryAt,
    backlog: waiting,
    parked,
    replay: replay ?? null,
  };
}
