import { refusal } from "../memory/server.ts";
import type { Wire, WireCall } from "../memory/wire.ts";
import { isWrite } from "../memory/wire.ts";
import { type Dice, dice, perMille } from "./chance.ts";

/** Everything that goes wrong in a city, each counted by itself. */
export const FAULTS = [
  "message-doubled",
  "message-delayed",
  "messages-reordered",
  "died-before-write",
  "died-after-write",
  "throttled",
  "left-unprocessed",
  "stale-index",
  "answer-lost",
  "relay-told",
  "clock-jumped",
  "request-replayed",
] as const;
export type Fault = (typeof FAULTS)[number];

/** How often in a thousand calls, messages or invocations. */
const OFTEN = {
  doubled: 60,
  delayed: 50,
  dies: 45,
  throttled: 12,
  unprocessed: 60,
  stale: 400,
  lost: 10,
} as const;

/** A death in an invocation: at its n-th write, before it is done or after. */
export interface Fate {
  write: number;
  after: boolean;
}

/** What becomes of one call. */
export type CallFate = "done" | "throttled" | "lost" | "part";

/** Decides, by the seed alone, what goes wrong. The decisions are the same whether or not they are heeded. */
export class Faults {
  readonly counts = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  readonly list: string[] = [];
  readonly #roll: Dice;
  readonly #most: number;
  #ended = false;

  /** @param most heeds no more than so many faults, to find the one that matters */
  constructor(seed: number, most = Number.POSITIVE_INFINITY) {
    this.#roll = dice(seed, "faults");
    this.#most = most;
  }

  /** From here on nothing goes wrong any more. */
  end(): void {
    this.#ended = true;
  }

  fateOf(): Fate | null {
    const dies = perMille(this.#roll, OFTEN.dies);
    const fate = { write: this.#roll.between(1, 8), after: this.#roll.oneIn(2) };
    return dies ? fate : null;
  }

  /** Counts a fault and says whether it is to happen. */
  happens(fault: Fault, where: string): boolean {
    if (this.#ended || this.list.length >= this.#most) return false;
    this.list.push(`${fault} ${where}`);
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    return true;
  }

  callFate(call: WireCall, where: string): CallFate {
    const roll = this.#roll.next() * 1000;
    const { service, operation } = call;
    if (service === "kms" || this.#ended) return "done";
    if (service === "dynamodb" && roll < OFTEN.throttled)
      return this.happens("throttled", where) ? "throttled" : "done";
    if (isWrite(call) && roll < OFTEN.throttled + OFTEN.lost)
      return this.happens("answer-lost", where) ? "lost" : "done";
    const batch = operation.startsWith("Batch") || operation === "SendMessageBatch";
    if (batch && roll > 1000 - OFTEN.unprocessed)
      return this.happens("left-unprocessed", where) ? "part" : "done";
    return "done";
  }

  /** How long ago, in milliseconds, an index is read that lags behind; null for now. */
  lag(call: WireCall, where: string): number | null {
    if (call.operation !== "Query" || !call.body.includes('"IndexName"')) return null;
    const lags = perMille(this.#roll, OFTEN.stale);
    const ms = this.#roll.between(1, 1_500);
    return lags && this.happens("stale-index", where) ? ms : null;
  }

  isDoubled = (where: string): boolean =>
    perMille(this.#roll, OFTEN.doubled) && this.happens("message-doubled", where);

  /** For how long a message that has come is seen by nobody, in milliseconds. */
  delay(where: string): number {
    const delays = perMille(this.#roll, OFTEN.delayed);
    const ms = this.#roll.between(1_000, 900_000);
    return delays && this.happens("message-delayed", where) ? ms : 0;
  }
}

export const throttling = (operation: string): Wire => ({
  headers: { "content-type": "application/x-amz-json-1.0" },
  ...(operation === "TransactWriteItems" || operation === "BatchExecuteStatement"
    ? refusal("ThrottlingException", "Rate exceeded")
    : refusal("ProvisionedThroughputExceededException", "The level of configured throughput was exceeded")),
});
