import { type App, Duration, Stack } from "aws-cdk-lib";
import type { Routes } from "../../shared/values/route.ts";
import { stackProps } from "../environment.ts";
import type { Foundation } from "../foundation.ts";
import type { Context, functions } from "../functions.ts";
import { routes } from "../routes.ts";
import { ContextBucket, type ContextBucketProps } from "./bucket.ts";
import { ContextApi } from "./context-api.ts";
import { FactsSubscription, heardBy } from "./facts-subscription.ts";
import { ContextFunction, type ContextFunctionProps, type Use } from "./function.ts";
import { WorkQueue } from "./queue.ts";
import { Schedule } from "./schedule.ts";
import { ContextTable } from "./table.ts";
import { Worker, type WorkerProps } from "./worker.ts";

type NameIn<C extends Context> = (typeof functions)[C][number];
type Settings = Omit<ContextFunctionProps, "context" | "timeout" | "name">;
type Api<C extends Context> = Settings & { name?: NameIn<C>; answers?: Routes };
type Firing = Settings & { timeout?: Duration; triedFor?: Duration };

/** A bounded context as a stack: what every context has, so that each one's own file only says what is different. */
export abstract class ContextStack<C extends Context> extends Stack {
  readonly context: C;
  readonly foundation: Foundation;
  /** In the order of their declaration; the dashboard shows them. */
  readonly functions: ContextFunction[] = [];
  readonly queues: WorkQueue[] = [];

  constructor(app: App, context: C, foundation: Foundation) {
    const name = `Ronghe-${capital(context)}`;
    super(app, name, stackProps(app, context));
    this.context = context;
    this.foundation = foundation;
  }

  /**
   * A queue of the context, which hears the facts that the event catalogue has it consume.
   * @param workerTimeout its worker's time limit, given here because the queue's own times follow from it
   */
  protected queue(name: string, workerTimeout: Duration): WorkQueue {
    const { facts, orderedFacts, operators } = this.foundation;
    const { types, ordered } = heardBy(`${this.context}/${name}`);
    const queue = new WorkQueue(this, `${capital(name)}Queue`, { name, workerTimeout, ordered, operators });
    if (types.length > 0) {
      const topic = ordered ? orderedFacts : facts;
      new FactsSubscription(this, `${capital(name)}Facts`, { topic, types, queue, operators });
    }
    this.queues.push(queue);
    return queue;
  }

  protected bucket(id: string, more: Omit<ContextBucketProps, "accessLogs"> = {}): ContextBucket {
    return new ContextBucket(this, id, { accessLogs: this.foundation.accessLogs, ...more });
  }

  /** The function that answers the context's routes, all unless some are given. */
  protected api({
    name = "api" as NameIn<C>,
    answers = routes[this.context],
    ...more
  }: Api<C>): ContextFunction {
    // a person waits: a whole processor for the start is worth more than memory; the gateway gives up after 30 s
    const target = this.#keep(
      new ContextFunction(this, capital(name), {
        context: this.context,
        name,
        memory: 1769,
        timeout: Duration.seconds(20),
        ...more,
      }),
    );
    const id = name === "api" ? "Routes" : `${capital(name)}Routes`;
    new ContextApi(this, id, { gateway: this.foundation.gateway, routes: answers, target });
    return target;
  }

  protected worker(name: NameIn<C>, more: Omit<WorkerProps, "context" | "name">): Worker {
    return this.#keep(new Worker(this, capital(name), { context: this.context, name, ...more }));
  }

  /** A function that the clock fires; a firing that finds nobody is tried again for `triedFor`. */
  protected scheduled(
    name: NameIn<C>,
    expression: string,
    { triedFor = Duration.hours(6), ...more }: Firing,
  ): void {
    const timeout = Duration.minutes(15);
    const target = this.#keep(
      new ContextFunction(this, capital(name), { context: this.context, timeout, ...more, name }),
    );
    const operators = this.foundation.operators;
    new Schedule(this, `${capital(name)}Schedule`, { expression, target, triedFor, operators });
  }

  #keep<F extends ContextFunction>(made: F): F {
    this.functions.push(made);
    return made;
  }
}

/** A context that keeps state: one table, which its neighbours may read. */
export abstract class StatefulStack<C extends Context> extends ContextStack<C> {
  readonly table: ContextTable;
  /** What changes state needs: the own table, the record of changes, the facts. */
  protected readonly ownState: readonly Use[];

  constructor(app: App, context: C, foundation: Foundation) {
    super(app, context, foundation);
    this.table = new ContextTable(this, "Table");
    this.ownState = [this.table.readWrite("TABLE"), foundation.recordChanges, foundation.facts.publish];
  }

  /** The function that each minute tells what another one wrote down but did not live to tell. */
  protected relay(): void {
    this.scheduled("relay" as NameIn<C>, "rate(1 minute)", {
      uses: [this.table.readWrite("TABLE"), this.foundation.facts.publish],
      memory: 256,
      timeout: Duration.seconds(50),
      triedFor: Duration.minutes(1),
    });
  }

  /** Lets a neighbour read, under `<CONTEXT>_TABLE`. */
  get readable(): Use {
    return this.table.readOnly(`${this.context.toUpperCase()}_TABLE`);
  }
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
