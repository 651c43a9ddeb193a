import { systemClock } from "../../../shared/runtime/clock.ts";
import type { SettlementStore } from "../store.ts";
import { membersOf } from "./groups.ts";
import type { SettlementPeriod } from "./period.ts";

/** A close is over in minutes; whoever is not settled by then is named. */
const CLOSE_TAKES_MS = 30 * 60_000;

/** Whom a month in closing waits for, and why. */
export async function failuresOf({ status, runId, closedAt }: SettlementPeriod, store: SettlementStore) {
  if (status !== "closing" || !runId) return [];
  const [failed, expected, settled] = await Promise.all([
    store.marks<{ uscc: string; failed: string }>(runId, "FAILED"),
    store.groups(runId),
    store.marks(runId, "SETTLED"),
  ]);
  const named = failed.map(({ uscc, failed: reason }) => ({ uscc, reason }));
  const overdue = systemClock.now().getTime() - Date.parse(closedAt ?? "") > CLOSE_TAKES_MS;
  const done = new Set(settled.map(({ uscc }) => uscc));
  const waiting = overdue ? expected.filter(({ uscc }) => !done.has(uscc)).flatMap(membersOf) : [];
  const missing = waiting.filter((uscc) => !named.some((one) => one.uscc === uscc));
  return [...named, ...missing.map((uscc) => ({ uscc, reason: "逾时未完成 not settled in time" }))];
}
