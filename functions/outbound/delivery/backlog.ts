/** A fact that waits to be told to one subscription. What it says stands in the log of facts. */
export interface Pending {
  /** Sorts what waits by subject, and each subject's by version. */
  place: string;
  source: string;
  id: string;
  type: string;
  subject: string;
  /** When it happened. */
  time: string;
  /** Since when it waits. */
  since: string;
  attempts: number;
  /** Not before then. */
  dueAt: string;
  failure: string | null;
  /** A replay asked for it, so that it may stand among the parked ones too. */
  replayed: boolean;
}

/** One that was tried for three days; what else of its subject waited has gone on. */
export interface Parked extends Pending {
  parkedAt: string;
}

/** How a subscription stands: who works on it, when it is looked at next, and how its receiver fares. */
export interface Standing {
  subscriptionId: string;
  host: string;
  /** Until then one worker has it for itself. */
  leasedUntil: string | null;
  /** When it is looked at next, whatever else happens; null when nothing waits. */
  dueAt: string | null;
  /** Nothing is tried before then, not even what is new. */
  pausedUntil: string | null;
  /** Passes in a row that ended because too much failed. */
  pauses: number;
  failuresInRow: number;
  lastSuccessAt: string | null;
  lastFailureAt: string | null;
  lastFailure: string | null;
  version: number;
}

/** What a subscriber asked to hear again, the latest time it did. */
export interface Replay {
  from: string;
  /** Later facts reach the subscription anyway. */
  until: string;
  facts: number;
  finished: boolean;
}

export const newStanding = (subscriptionId: string, host: string): Standing => ({
  subscriptionId,
  host,
  leasedUntil: null,
  dueAt: null,
  pausedUntil: null,
  pauses: 0,
  failuresInRow: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
  lastFailure: null,
  version: 0,
});

export const isLeased = ({ leasedUntil }: Standing, now: Date): boolean =>
  leasedUntil !== null && leasedUntil > now.toISOString();

const isPaused = ({ pausedUntil }: Standing, now: Date): boolean =>
  pausedUntil !== null && pausedUntil > now.toISOString();

/** Nothing is to be done before it is due, though something waits: its host is dead, or too much has failed. */
export const isAsleep = (standing: Standing, hostIsDead: boolean, now: Date): boolean =>
  (hostIsDead || isPaused(standing, now)) && standing.dueAt !== null && standing.dueAt > now.toISOString();

/** What waits, subject by subject: each of them is told in its order, and none waits for another. */
export function lanesOf(pending: readonly Pending[]): Pending[][] {
  const lanes = Map.groupBy(pending, laneOf);
  return [...lanes.values()].map((lane) => lane.toSorted((a, b) => (a.place < b.place ? -1 : 1)));
}

export const laneOf = ({ source, subject }: Pending): string => `${source}\n${subject}`;
