import { setTimeout as pause } from "node:timers/promises";
import { failedItems } from "../../../infra/local/batch-answer.ts";
import type { Blueprint, FunctionSpec, MappingSpec } from "../../../infra/local/blueprint.ts";
import { MemoryCloud } from "../memory/cloud.ts";
import type { Message } from "../memory/queues.ts";
import { type Dice, dice } from "./chance.ts";
import type { Environments } from "./environments.ts";
import { contextOf, failed, NOTHING_DONE, recordOf } from "./events.ts";
import { type Faults, throttling } from "./faults.ts";
import { Invocation, type Outcome, type Parked, type Timer } from "./invocation.ts";
import { doneInPart } from "./parts.ts";
import { Schedules } from "./schedules.ts";

/** Reports and papers are drawn in every eighth city: they take as long as all the rest, and decide no fen. */
const DRAWS = 8;
const DRAWING = /^Ronghe-(Attendance-Render|Settlement-Papers)/;
/** Batches of one queue at a time. */
const AT_ONCE = 3;
/** Turns of the event loop in which an invocation neither waits nor ends: it waits for something that never comes. */
const MOST_TURNS = 20_000;
/** So many are over at once; from then on it waits for another thread, which compresses something. */
const SHORT_TURNS = 20;

export interface EngineOptions {
  seed: number;
  begin: number;
  blueprint: Blueprint;
  environments: Environments;
  faults: Faults;
  /** A city to begin with. */
  from?: MemoryCloud;
}

/**
 * A city that lives in one thread: its handlers run at the same time, and whenever they call AWS they wait until the
 * seed lets one of them go on. The clock stands still while anybody can go on.
 */
export class Engine {
  readonly cloud: MemoryCloud;
  readonly faults: Faults;
  readonly trace: string[] = [];
  now: number;
  readonly #options: EngineOptions;
  readonly #roll: Dice;
  readonly #schedules: Schedules;
  #parked: Parked[] = [];
  #timers: Timer[] = [];
  #invocations = 0;
  readonly #live = new Set<Invocation>();
  readonly #working = new Map<string, number>();
  #whenIdle: (() => void)[] = [];

  constructor(options: EngineOptions) {
    const { seed, begin, blueprint, faults, from } = options;
    this.#options = options;
    this.#roll = dice(seed, "order");
    this.now = begin;
    this.faults = faults;
    this.cloud = new MemoryCloud(blueprint, () => this.now, from);
    this.#schedules = new Schedules(
      blueprint.schedules,
      begin,
      (table) => this.cloud.hasUntold(table),
      blueprint,
    );
  }

  /** Lives until the work has ended. @throws what the work throws, or Error when it waits for what never comes */
  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const ending = work.finally(() => {
      over = true;
    });
    ending.catch(() => undefined);
    for (;;) {
      await this.#everybodyWaits();
      if (over) return ending;
      if (this.#step()) continue;
      const waiting = this.#whenIdle;
      this.#whenIdle = [];
      if (waiting.length === 0) throw new Error("Nothing can go on, and the work has not ended");
      for (const resume of waiting) resume();
    }
  }

  /** Until nothing is under way or left in a queue or an outbox. */
  idle = (): Promise<void> => new Promise((resolve) => void this.#whenIdle.push(resolve));

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#timers.push({ due: this.now + ms, wake, invocation: null, live: true });
    });
  }

  /** Moves the clock, as a rule whatever is under way; schedules in between fire, each at its time. */
  async jumpTo(instant: number): Promise<void> {
    if (instant <= this.now) return;
    const { queues } = this.#options.blueprint;
    const busy = this.#live.size > 0 || queues.some(({ arn }) => this.cloud.queues.depth(arn));
    if (busy && !this.faults.happens("clock-jumped", new Date(instant).toISOString())) await this.idle();
    // a machine whose clock is set has its timers run on as they were
    for (const timer of this.#timers) if (timer.invocation) timer.due += Math.max(0, instant - this.now);
    this.#moveTo(instant);
  }

  /** Sends what was put aside to where it came from once more. @returns how much */
  redrive(): number {
    const { queues, functions } = this.#options.blueprint;
    const messages = queues.reduce((sum, { arn }) => sum + this.cloud.queues.redrive(arn), 0);
    const firings = functions.flatMap(({ name, deadLetterArn }) =>
      deadLetterArn ? this.cloud.queues.take(deadLetterArn).map((body) => ({ name, body })) : [],
    );
    for (const { name, body } of firings) void this.#fire(name, JSON.parse(body));
    return messages + firings.length;
  }

  /** Calls a function by its name. */
  invoke(name: string, payload: unknown): Promise<Outcome> {
    const spec = this.spec(name);
    const invocation = new Invocation(
      ++this.#invocations,
      this.#options.environments.take(spec),
      this.faults.fateOf(),
      {
        seed: this.#options.seed,
        now: () => this.now,
        park: (parked) => void this.#parked.push(parked),
        time: (timer) => void this.#timers.push(timer),
        answerAtOnce: (call) => this.cloud.answer(call),
      },
    );
    this.#live.add(invocation);
    this.#note(`${invocation.label} begins`);
    const running = this.#options.environments.run(
      invocation.environment,
      invocation,
      JSON.parse(JSON.stringify(payload)),
      contextOf(spec, invocation.id),
    );
    running.then(
      (answer) => this.#over(invocation, { answer: JSON.stringify(answer ?? null) }),
      (cause: Error) => this.#over(invocation, failed(cause)),
    );
    return invocation.ended;
  }

  spec(name: string): FunctionSpec {
    const found = this.#options.blueprint.functions.find((one) => one.name === name);
    if (!found) throw new Error(`There is no function ${name}`);
    return found;
  }

  #over(invocation: Invocation, outcome: Outcome): void {
    if (invocation.state !== "running") return;
    invocation.end(outcome);
    this.#live.delete(invocation);
    this.#note(`${invocation.label} ends${"error" in outcome ? ` with ${outcome.error.errorMessage}` : ""}`);
    if (invocation.waiting === 0) this.#options.environments.giveBack(invocation.environment);
  }

  async #everybodyWaits(): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      await (turn < SHORT_TURNS ? new Promise((resolve) => setImmediate(resolve)) : pause(1));
      if ([...this.#live].every(({ waiting }) => waiting > 0)) return;
    }
    const stuck = [...this.#live].filter(({ waiting }) => waiting === 0).map(({ label }) => label);
    throw new Error(`${stuck.join()} neither ends nor calls anybody`);
  }

  /** Lets one thing happen. @returns whether anything could */
  #step(): boolean {
    if (this.#wakeDue()) return true;
    const waiting = this.#waitingMappings();
    const choices = this.#parked.length + waiting.length;
    if (choices === 0) return this.#passTime();
    this.now += this.#roll.between(0, 7);
    const choice = this.#roll.between(0, choices - 1);
    if (choice < this.#parked.length) this.#answer(this.#parked.splice(choice, 1)[0] as Parked);
    else this.#deliver(waiting[choice - this.#parked.length] as MappingSpec);
    return true;
  }

  #wakeDue(): boolean {
    const due = this.#timers.filter((timer) => timer.live && timer.due <= this.now);
    this.#timers = this.#timers.filter((timer) => timer.live && timer.due > this.now);
    for (const timer of due) {
      timer.live = false;
      if (timer.invocation?.state !== "dead") timer.wake();
    }
    return due.length > 0;
  }

  #waitingMappings(): MappingSpec[] {
    return this.#options.blueprint.mappings.filter(
      ({ queueArn, concurrency }) =>
        (this.#working.get(queueArn) ?? 0) < Math.min(AT_ONCE, concurrency) &&
        this.cloud.queues.visible(queueArn).length > 0,
    );
  }

  /** Nobody can go on now: on to the next instant at which somebody can. */
  #passTime(): boolean {
    const queues = this.#options.blueprint.mappings.map(({ queueArn }) => queueArn);
    const timers = this.#timers.flatMap(({ live, due }) => (live ? [due] : []));
    const next = Math.min(
      this.cloud.queues.nextVisibleAt(queues),
      ...timers,
      this.#schedules.nextRelay(this.now),
    );
    if (!Number.isFinite(next)) return false;
    this.#moveTo(next);
    return true;
  }

  #moveTo(instant: number): void {
    for (const { at, functionName, payload, relay } of this.#schedules.until(this.now, instant)) {
      this.now = Math.max(this.now, at);
      if (relay) this.faults.happens("relay-told", functionName);
      void this.#fire(functionName, payload);
    }
    this.now = Math.max(this.now, instant);
  }

  /** As Lambda does it for a schedule: twice again after failures, then the firing is put aside. */
  async #fire(functionName: string, payload: unknown): Promise<void> {
    for (const wait of [60_000, 120_000, null]) {
      const outcome = await this.invoke(functionName, payload);
      if (!("error" in outcome)) return;
      if (wait !== null) await this.sleep(wait);
    }
    this.cloud.queues.send(this.spec(functionName).deadLetterArn ?? "", JSON.stringify(payload));
  }

  #answer({ invocation, call, answer, fail }: Parked): void {
    if (invocation.state !== "running") return;
    const where = `${invocation.label} ${call.service} ${call.operation}`;
    const death = invocation.deathAt(call);
    if (death && this.faults.happens(`died-${death}-write`, where)) {
      if (death === "after") this.cloud.answer(call);
      this.#kill(invocation, `${where} †${death}`);
      return;
    }
    const fate = this.faults.callFate(call, where);
    this.#note(fate === "done" ? where : `${where} ${fate}`);
    if (fate === "throttled") answer(throttling(call.operation));
    else if (fate === "part") answer(doneInPart(call, (part) => this.cloud.answer(part), this.#roll));
    else {
      const lag = this.faults.lag(call, where);
      const wire = this.cloud.answer(call, lag === null ? {} : { asOf: this.now - lag });
      if (fate === "done") answer(wire);
      else fail(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    }
  }

  #kill(invocation: Invocation, where: string): void {
    this.#note(where);
    this.#live.delete(invocation);
    this.#parked = this.#parked.filter((parked) => parked.invocation !== invocation);
    invocation.die();
  }

  #deliver(mapping: MappingSpec): void {
    const { queueArn, batchSize } = mapping;
    const ready = this.cloud.queues.visible(queueArn);
    const [batch, most]: [Message[], number] = [[], this.#roll.between(1, batchSize)];
    while (batch.length < most && ready.length > 0) {
      const at = this.#roll.between(0, ready.length - 1);
      const [message] = ready.splice(at, 1) as [Message];
      const where = `${queueArn.split(":").at(-1)} ${message.id}`;
      if (at > 0) this.faults.happens("messages-reordered", where);
      const delay = message.receives === 0 ? this.faults.delay(where) : 0;
      if (delay > 0) message.visibleAt = this.now + delay;
      else batch.push(message);
    }
    if (batch.length > 0) void this.#hand(mapping, batch);
  }

  async #hand({ queueArn, functionName, reportsItemFailures }: MappingSpec, batch: Message[]): Promise<void> {
    this.#working.set(queueArn, (this.#working.get(queueArn) ?? 0) + 1);
    for (const message of batch) this.cloud.queues.receive(queueArn, message);
    const Records = batch.map((message) => recordOf(message, queueArn));
    const passedOver = DRAWING.test(functionName) && this.#options.seed % DRAWS !== 0;
    const outcome = passedOver ? NOTHING_DONE : await this.invoke(functionName, { Records });
    const ids = batch.map(({ id }) => id);
    const failing = failedItems(outcome, ids, reportsItemFailures);
    for (const message of batch) {
      if (failing.includes(message.id)) continue;
      // a message that was worked and comes again all the same
      if (this.faults.isDoubled(message.id)) message.visibleAt = this.now + this.#roll.between(0, 60_000);
      else this.cloud.queues.delete(queueArn, message.id);
    }
    this.#working.set(queueArn, (this.#working.get(queueArn) ?? 1) - 1);
  }

  #note(text: string): void {
    this.trace.push(`${new Date(this.now).toISOString()} ${text}`);
  }
}
