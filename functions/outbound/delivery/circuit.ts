import { later, waitAfter } from "./retry.ts";

/**
 * What is known of a host that has not answered: while the circuit is open, none of its subscriptions is tried, and
 * one attempt now and then finds out whether the host is back.
 */
export interface Circuit {
  host: string;
  /** How much speaks against the host since it last answered. */
  weight: number;
  /** How often in a row it was found dead. */
  openings: number;
  openUntil: string | null;
  /** Whose delivery is to find out whether the host is back. */
  probe: string | null;
  /** It is back, and its subscriptions are being told so. */
  releasing: boolean;
  version: number;
}

/** How an attempt ended that brought no answer. */
export type Silence = "unreachable" | "timeout";

/** A host that takes no connection is dead; one that is slow three times in a row is taken for it. */
const WEIGHTS: Record<Silence, number> = { unreachable: 3, timeout: 1 };
const DEAD = 3;

export const closedCircuit = (host: string): Circuit => ({
  host,
  weight: 0,
  openings: 0,
  openUntil: null,
  probe: null,
  releasing: false,
  version: 0,
});

export const isOpen = (circuit: Circuit): boolean => circuit.openUntil !== null;

/** Nothing speaks against the host. */
export const isClean = ({ weight, openUntil }: Circuit): boolean => weight === 0 && openUntil === null;

interface Failed {
  silence: Silence;
  subscriptionId: string;
  /** It was sent to find out whether the host is back. */
  probing: boolean;
  now: Date;
  chance: number;
}

/** After an attempt in vain. What others began before an open circuit was seen, and failed too, says nothing new. */
export function afterSilence(circuit: Circuit, failed: Failed): Circuit {
  const { silence, subscriptionId, probing, now, chance } = failed;
  if (isOpen(circuit) && !probing) return circuit;
  const weight = circuit.weight + WEIGHTS[silence];
  if (weight < DEAD) return { ...circuit, weight, version: circuit.version + 1 };
  const openings = circuit.openings + 1;
  return {
    ...circuit,
    weight,
    openings,
    openUntil: later(now, waitAfter(openings, chance)),
    probe: subscriptionId,
    releasing: false,
    version: circuit.version + 1,
  };
}

/** The host has answered, whatever it said. If it was dead, its subscriptions are to hear of it. */
export const afterAnswer = (circuit: Circuit): Circuit => ({
  ...closedCircuit(circuit.host),
  releasing: isOpen(circuit) || circuit.releasing,
  version: circuit.version + 1,
});

/** Its subscriptions have heard of it. */
export const released = (circuit: Circuit): Circuit => ({
  ...circuit,
  releasing: false,
  version: circuit.version + 1,
});
