import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import type { FunctionSpec } from "./blueprint.ts";
import { FunctionThread, type Outcome } from "./thread.ts";

/** Environments per function; two show what concurrency breaks, and more would not be faster on a laptop. */
export const MOST_ENVIRONMENTS = 2;
/** Lambda keeps one for minutes; here memory is dearer. */
const IDLE_MS = 15_000;
/** Beyond so many in all, idle ones make room. */
const MOST_IN_ALL = 12;
/** Of a synchronous invocation, both ways. */
export const MOST_BYTES = 6 * 1024 * 1024;
/** Of an asynchronous invocation. */
const MOST_ASYNC_BYTES = 1024 * 1024;
const RETRIES_AFTER_MS = [1000, 2000];

export interface FunctionsOptions {
  specs: readonly FunctionSpec[];
  environmentOf: (spec: FunctionSpec) => Record<string, string>;
  tableGrantsOf: (spec: FunctionSpec) => string[];
  shift: Float64Array;
  logs: string;
  now: () => Date;
  /** Where what failed for good goes, if the function has such a place. */
  putAside: (queueArn: string, body: string, attributes: Record<string, string>) => void;
}

/** All functions of the stage and their environments. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #sweeping: NodeJS.Timeout;
  #asynchronous = 0;
  #stopped = false;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    mkdirSync(options.logs, { recursive: true });
    for (const spec of options.specs)
      this.#pools.set(spec.name, new Pool(spec, options, () => this.#makeRoom()));
    this.#sweeping = setInterval(() => this.#sweep(), 5000).unref();
  }

  /**
   * Calls a function and waits for it, as AWS's RequestResponse does.
   * @throws RequestTooLarge over 6 MB
   */
  async invoke(name: string, payload: unknown): Promise<Outcome> {
    const text = JSON.stringify(payload);
    if (Buffer.byteLength(text) > MOST_BYTES) throw new RequestTooLarge();
    return this.#pool(name).invoke(text);
  }

  /** Calls a function as AWS's Event invocation does: twice again after errors, then put aside. Waits for all of it. */
  async invokeAsync(name: string, payload: string): Promise<Outcome> {
    if (Buffer.byteLength(payload) > MOST_ASYNC_BYTES) throw new RequestTooLarge();
    const pool = this.#pool(name);
    this.#asynchronous++;
    try {
      let outcome = await pool.invoke(payload);
      for (const wait of RETRIES_AFTER_MS.slice(0, pool.spec.retries)) {
        if (!("error" in outcome) || this.#stopped) break;
        // in the cloud one and two minutes
        await new Promise((resolve) => setTimeout(resolve, wait));
        outcome = await pool.invoke(payload);
      }
      if ("error" in outcome && pool.spec.deadLetterArn && !this.#stopped) {
        const { errorMessage } = outcome.error;
        this.#options.putAside(pool.spec.deadLetterArn, payload, {
          ErrorCode: "200",
          ErrorMessage: errorMessage.slice(0, 1000),
        });
      }
      return outcome;
    } finally {
      this.#asynchronous--;
    }
  }

  /** The full name of the one function whose name is or contains `part`. @throws when there is none or more than one */
  find(part: string): FunctionSpec {
    const exact = this.#pools.get(part);
    if (exact) return exact.spec;
    const plain = part.toLowerCase().replace(/[^a-z0-9]/g, "");
    const specs = [...this.#pools.values()].map(({ spec }) => spec);
    const found = specs.filter(({ name }) =>
      name
        .toLowerCase()
        .replace(/[^a-z0-9]/g, "")
        .includes(plain),
    );
    if (found.length !== 1)
      throw new Error(`${found.length} functions match ${part}: ${specs.map(({ name }) => name).join(" ")}`);
    return found[0] as FunctionSpec;
  }

  /** Invocations running or waiting, those between two tries included. */
  get active(): number {
    return [...this.#pools.values()].reduce((sum, pool) => sum + pool.active, this.#asynchronous);
  }

  state(): { name: string; environments: number; active: number; invocations: number; errors: number }[] {
    return [...this.#pools.values()].map((pool) => pool.state());
  }

  /** Ends every environment; what runs in one fails, and whoever waits for one waits for ever. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweeping);
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }

  #pool(name: string): Pool {
    const pool = this.#pools.get(name);
    if (!pool) throw new Error(`There is no function ${name}`);
    return pool;
  }

  #sweep(): void {
    for (const pool of this.#pools.values()) pool.endIdle(Date.now() - IDLE_MS);
  }

  #makeRoom(): void {
    const pools = [...this.#pools.values()];
    const environments = pools.reduce((sum, pool) => sum + pool.environments, 0);
    if (environments < MOST_IN_ALL) return;
    const idle = pools.flatMap((pool) => pool.idleSince()).sort((a, b) => a - b);
    const oldest = idle[0];
    if (oldest !== undefined) for (const pool of pools) pool.endIdle(oldest);
  }
}

export class RequestTooLarge extends Error {
  constructor() {
    super("Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    this.name = "RequestTooLargeException";
  }
}

/** The environments of one function and those who wait for one. */
class Pool {
  readonly spec: FunctionSpec;
  readonly #options: FunctionsOptions;
  readonly #makeRoom: () => void;
  #threads: FunctionThread[] = [];
  #waiting: ((thread: FunctionThread) => void)[] = [];
  #stopped = false;
  active = 0;
  #invocations = 0;
  #errors = 0;

  constructor(spec: FunctionSpec, options: FunctionsOptions, makeRoom: () => void) {
    this.spec = spec;
    this.#options = options;
    this.#makeRoom = makeRoom;
  }

  get environments(): number {
    return this.#threads.length;
  }

  async invoke(payload: string): Promise<Outcome> {
    this.active++;
    this.#invocations++;
    try {
      const thread = await this.#take();
      const requestId = randomUUID();
      const outcome = tooLarge(await thread.invoke(requestId, payload));
      this.#release(thread);
      if ("error" in outcome) this.#report(requestId, outcome.error);
      return outcome;
    } finally {
      this.active--;
    }
  }

  #take(): Promise<FunctionThread> {
    if (this.#stopped) return new Promise(() => undefined);
    // one may have died of what it did between two invocations
    this.#threads = this.#threads.filter((thread) => thread.alive || this.#taken.has(thread));
    const idle = this.#threads.find((thread) => thread.alive && !thread.busy && !this.#taken.has(thread));
    if (idle) return Promise.resolve(this.#mark(idle));
    if (this.#threads.length < Math.min(MOST_ENVIRONMENTS, this.spec.concurrency))
      return Promise.resolve(this.#mark(this.#start()));
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Between being handed out and its first message a thread is neither busy nor free. */
  readonly #taken = new Set<FunctionThread>();

  #mark(thread: FunctionThread): FunctionThread {
    this.#taken.add(thread);
    return thread;
  }

  #release(thread: FunctionThread): void {
    this.#taken.delete(thread);
    if (!thread.alive) this.#threads = this.#threads.filter((one) => one !== thread);
    const next = this.#stopped ? undefined : this.#waiting.shift();
    if (next) next(this.#mark(thread.alive ? thread : this.#start()));
  }

  #start(): FunctionThread {
    this.#makeRoom();
    const thread = new FunctionThread({
      spec: this.spec,
      environment: this.#options.environmentOf(this.spec),
      shift: this.#options.shift,
      logFile: this.#logFile(),
      tableGrants: this.#options.tableGrantsOf(this.spec),
    });
    this.#threads.push(thread);
    return thread;
  }

  idleSince(): number[] {
    return this.#threads.filter((thread) => !this.#taken.has(thread)).map((thread) => thread.idleSince);
  }

  /** Ends the environments that nobody has used since. */
  endIdle(since: number): void {
    const idle = this.#threads.filter((thread) => !this.#taken.has(thread) && thread.idleSince <= since);
    this.#threads = this.#threads.filter((thread) => !idle.includes(thread));
    for (const thread of idle) void thread.end();
  }

  state(): { name: string; environments: number; active: number; invocations: number; errors: number } {
    const { name } = this.spec;
    return {
      name,
      environments: this.environments,
      active: this.active,
      invocations: this.#invocations,
      errors: this.#errors,
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  /** Lambda writes an unhandled error into the function's own log. */
  #report(requestId: string, error: { errorType: string; errorMessage: string; trace: string[] }): void {
    this.#errors++;
    const line = {
      level: "error",
      at: this.#options.now().toISOString(),
      event: "invocation.failed",
      requestId,
      ...error,
    };
    appendFileSync(this.#logFile(), `${JSON.stringify(line)}\n`);
  }

  #logFile(): string {
    return `${this.#options.logs}/${this.spec.name}.log`;
  }
}

function tooLarge(outcome: Outcome): Outcome {
  if ("error" in outcome || Buffer.byteLength(outcome.answer) <= MOST_BYTES) return outcome;
  const errorMessage = "Response payload size exceeded maximum allowed payload size (6291556 bytes).";
  return { error: { errorType: "Function.ResponseSizeTooLarge", errorMessage, trace: [] } };
}
