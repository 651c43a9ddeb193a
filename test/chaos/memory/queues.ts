import type { QueueSpec } from "../../../infra/local/blueprint.ts";

export interface Message {
  id: string;
  body: string;
  sentAt: number;
  /** Nobody sees it before. */
  visibleAt: number;
  receives: number;
}

interface Queue {
  arn: string;
  messages: Message[];
  visibilityMs: number;
  deadLetterArn: string | null;
  mostReceives: number;
}

interface Redrive {
  deadLetterTargetArn: string;
  maxReceiveCount: number | string;
}

/** SQS in memory: standard queues with visibility, delays and dead letters. */
export class MemoryQueues {
  readonly #queues = new Map<string, Queue>();
  readonly #now: () => number;
  #sent = 0;

  constructor(specs: readonly QueueSpec[], now: () => number) {
    this.#now = now;
    for (const { arn, attributes } of specs) {
      const redrive = attributes["RedrivePolicy"]
        ? (JSON.parse(attributes["RedrivePolicy"]) as Redrive)
        : null;
      this.#queues.set(arn, {
        arn,
        messages: [],
        visibilityMs: Number(attributes["VisibilityTimeout"] ?? 30) * 1000,
        deadLetterArn: redrive?.deadLetterTargetArn ?? null,
        mostReceives: Number(redrive?.maxReceiveCount ?? Number.POSITIVE_INFINITY),
      });
    }
  }

  send(arn: string, body: string, delayMs = 0): void {
    const now = this.#now();
    const message = { id: `m-${++this.#sent}`, body, sentAt: now, visibleAt: now + delayMs, receives: 0 };
    this.#queue(arn).messages.push(message);
  }

  /** Those that could be received now, oldest first; what has been received too often is put aside. */
  visible(arn: string): Message[] {
    const queue = this.#queue(arn);
    const ready = queue.messages.filter(({ visibleAt }) => visibleAt <= this.#now());
    const spent = ready.filter(({ receives }) => receives >= queue.mostReceives);
    if (spent.length > 0 && queue.deadLetterArn) {
      for (const { id, body } of spent) {
        this.delete(arn, id);
        this.send(queue.deadLetterArn, body);
      }
    }
    return ready.filter((message) => !spent.includes(message));
  }

  /** Hides a message for the queue's visibility timeout. */
  receive(arn: string, message: Message): void {
    message.receives += 1;
    message.visibleAt = this.#now() + this.#queue(arn).visibilityMs;
  }

  delete(arn: string, id: string): void {
    const queue = this.#queue(arn);
    queue.messages = queue.messages.filter((message) => message.id !== id);
  }

  /** When the next hidden message can be seen. */
  nextVisibleAt(arns: readonly string[]): number {
    const hidden = arns.flatMap((arn) => this.#queue(arn).messages).map(({ visibleAt }) => visibleAt);
    return Math.min(...hidden.filter((at) => at > this.#now()));
  }

  depth(arn: string): number {
    return this.#queue(arn).messages.length;
  }

  /** Takes out everything. @returns the bodies */
  take(arn: string): string[] {
    const queue = this.#queue(arn);
    const bodies = queue.messages.map(({ body }) => body);
    queue.messages = [];
    return bodies;
  }

  /** Sends what a queue's dead letters are to the queue once more, as an operator does. @returns how many */
  redrive(arn: string): number {
    const { deadLetterArn } = this.#queue(arn);
    const bodies = deadLetterArn ? this.take(deadLetterArn) : [];
    for (const body of bodies) this.send(arn, body);
    return bodies.length;
  }

  #queue(arn: string): Queue {
    const queue = this.#queues.get(arn);
    if (!queue) throw new Error(`There is no queue ${arn}`);
    return queue;
  }
}
