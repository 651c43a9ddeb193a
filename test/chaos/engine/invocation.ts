import type { Wire, WireCall } from "../memory/wire.ts";
import { isWrite } from "../memory/wire.ts";
import { dice } from "./chance.ts";
import type { Environment, Running } from "./environments.ts";
import type { Fate } from "./faults.ts";

export type Outcome =
  | { answer: string }
  | { error: { errorType: string; errorMessage: string; trace: string[] } };

/** A call to AWS that waits for its turn. */
export interface Parked {
  invocation: Invocation;
  call: WireCall;
  answer: (wire: Wire) => void;
  fail: (cause: Error) => void;
}

export interface Timer {
  due: number;
  wake: () => void;
  invocation: Invocation | null;
  live: boolean;
}

interface City {
  seed: number;
  now: () => number;
  park: (parked: Parked) => void;
  answerAtOnce: (call: WireCall) => Wire;
  time: (timer: Timer) => void;
}

/** One run of a handler, from its call to its answer or its death. */
export class Invocation implements Running {
  readonly id: number;
  readonly label: string;
  readonly environment: Environment;
  readonly ended: Promise<Outcome>;
  readonly random: () => number;
  readonly now: () => number;
  /** Its calls that wait, and its timers that run: while there is none it works. */
  waiting = 0;
  state: "running" | "ended" | "dead" = "running";
  readonly #city: City;
  readonly #fate: Fate | null;
  #writes = 0;
  #end: (outcome: Outcome) => void = () => undefined;

  constructor(id: number, environment: Environment, fate: Fate | null, city: City) {
    this.id = id;
    this.label = `${environment.spec.name.replace(/^Ronghe-|[0-9A-F]{8}$/g, "")}#${id}`;
    this.environment = environment;
    this.#fate = fate;
    this.#city = city;
    this.random = dice(city.seed, `invocation ${id}`).next;
    this.now = city.now;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Whether it dies at this call: before the call is done, after it, or not at all. */
  deathAt(call: WireCall): "before" | "after" | null {
    if (!this.#fate || !isWrite(call)) return null;
    this.#writes += 1;
    if (this.#writes !== this.#fate.write) return null;
    return this.#fate.after ? "after" : "before";
  }

  end(outcome: Outcome): void {
    if (this.state === "running") this.state = "ended";
    this.#end(outcome);
  }

  die(): void {
    this.state = "dead";
    this.#end({ error: { errorType: "Runtime.ExitError", errorMessage: "died", trace: [] } });
  }

  call(call: WireCall): Promise<Wire> {
    if (isOfTheKeys(call)) return Promise.resolve(this.#city.answerAtOnce(call));
    this.waiting += 1;
    return new Promise((resolve, reject) =>
      this.#city.park({
        invocation: this,
        call,
        answer: this.#resuming(resolve),
        fail: this.#resuming(reject),
      }),
    );
  }

  sleep(ms: number, wake: () => void): { cancel: () => void } {
    this.waiting += 1;
    const resume = this.#resuming(wake);
    const timer: Timer = {
      due: this.now() + Math.max(1, ms),
      wake: () => resume(undefined),
      invocation: this,
      live: true,
    };
    this.#city.time(timer);
    const cancel = (): void => {
      if (timer.live) this.waiting -= 1;
      timer.live = false;
    };
    return { cancel };
  }

  #resuming<T>(resume: (value: T) => void): (value: T) => void {
    return (value) => {
      this.waiting -= 1;
      resume(value);
    };
  }
}

/** A new environment opens the city's keys and a warm one has them: nothing may depend on which one it is. */
const isOfTheKeys = ({ service, body }: WireCall): boolean =>
  service === "kms" || (service === "dynamodb" && body.includes('{"S":"KEYS"}'));
