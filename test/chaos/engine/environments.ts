import { AsyncLocalStorage } from "node:async_hooks";
import type { FunctionSpec } from "../../../infra/local/blueprint.ts";
import type { Wire, WireCall } from "../memory/wire.ts";
import { loadFunction, type Surroundings } from "./environment.ts";

/** What one invocation may ask of the city that it runs in. */
export interface Running {
  random: () => number;
  now: () => number;
  call: (call: WireCall) => Promise<Wire>;
  sleep: (ms: number, wake: () => void) => { cancel: () => void };
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** A function's modules, evaluated once and used by one invocation after another. */
export interface Environment {
  spec: FunctionSpec;
  handler: Handler;
}

/** The warm environments of a city's functions: evaluating a bundle takes longer than most of its invocations. */
export class Environments {
  readonly #idle = new Map<string, Environment[]>();
  readonly #running = new AsyncLocalStorage<Running>();
  readonly #quick: ReadonlyMap<string, string>;

  /** @param quick bundles by function that stand in for the real ones */
  constructor(quick: ReadonlyMap<string, string> = new Map()) {
    this.#quick = quick;
  }

  take(spec: FunctionSpec): Environment {
    return this.#idle.get(spec.name)?.pop() ?? this.#evaluate(spec);
  }

  /** Gives an environment back that nothing runs in any more, whether or not it ended well, as the cloud does. */
  giveBack(environment: Environment): void {
    const { name } = environment.spec;
    const idle = this.#idle.get(name) ?? [];
    this.#idle.set(name, idle);
    idle.push(environment);
  }

  run(environment: Environment, running: Running, event: unknown, context: unknown): Promise<unknown> {
    return this.#running.run(running, async () => environment.handler(event, context));
  }

  #evaluate(spec: FunctionSpec): Environment {
    const current = (): Running | undefined => this.#running.getStore();
    const surroundings: Surroundings = {
      now: () => current()?.now() ?? 0,
      random: () => current()?.random() ?? 0.5,
      answering: (call) => current()?.call(call) ?? Promise.reject(new Error("Nobody runs")),
      setTimeout: (wake, ms = 0) => current()?.sleep(ms, wake),
      clearTimeout: (timer) => (timer as { cancel?: () => void } | undefined)?.cancel?.(),
      write: () => undefined,
    };
    const handler = loadFunction(spec, surroundings, this.#quick.get(spec.name));
    return { spec, handler };
  }
}
