const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 60 * MINUTE_MS;

/** So long a delivery is tried before it is parked. */
export const TRIED_FOR_MS = 3 * 24 * 60 * MINUTE_MS;

/** This many failures in a row, without a success between them, and the whole subscription waits. */
export const FAILURES_BEFORE_PAUSE = 5;

/** How long a host that is dead keeps its subscriptions from being looked at: some may have deliveries to park. */
export const LOOKED_AT_EVERY_MS = LONGEST_WAIT_MS;

/**
 * Twice as long after each failure: a minute, two, four … six hours at most.
 * @param failures so far, at least one
 * @param chance from 0 to 1: spreads those that failed together over a fifth of the wait
 */
export function waitAfter(failures: number, chance: number): number {
  const wait = Math.min(MINUTE_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return Math.round(wait * (0.9 + 0.2 * chance));
}

/** Whether something that waits since then is no longer tried. */
export const isExpired = (since: string, now: Date): boolean =>
  now.getTime() - Date.parse(since) >= TRIED_FOR_MS;

export const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();
