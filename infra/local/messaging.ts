import type { AddressInfo } from "node:net";
import type { QueueSpec, SubscriptionSpec, TopicSpec } from "./blueprint.ts";
import {
  buildEmulator,
  type EmulatedQueue,
  type Emulator,
  emulatorFolder,
  type Received,
} from "./emulator.ts";
import { REGION } from "./names.ts";

/** How often a queue is asked whether a delay or a visibility timeout is over. */
const TIMER_MS = 100;

export interface QueueDepth {
  name: string;
  visible: number;
  inFlight: number;
  delayed: number;
}

/** Asked before each call to SQS and SNS. @returns why not, or null */
export type Guard = (accessKeyId: string, action: string, resource: string) => string | null;

/** The stage's queues and topics. */
export class Messaging {
  readonly #emulator: Emulator;
  #guard: Guard = () => null;
  readonly port: number;

  private constructor(emulator: Emulator, port: number) {
    this.#emulator = emulator;
    this.port = port;
  }

  /** Starts on a port of its own; SQS and SNS answer there. */
  static async start(stageFolder: string): Promise<Messaging> {
    const emulator = await buildEmulator(emulatorFolder(stageFolder));
    let messaging: Messaging | undefined;
    emulator.app.addHook("onRequest", async (request, reply) => {
      // files have their own way in, with signatures checked
      if (request.method !== "POST" || request.url !== "/")
        await reply.status(404).send({ error: "only SQS and SNS answer here" });
    });
    emulator.app.addHook("preHandler", async (request, reply) => {
      const refusal = messaging?.refusal(request.headers, request.body as Record<string, unknown>);
      if (!refusal) return;
      await reply.status(refusal.status).headers(refusal.headers).send(refusal.body);
    });
    await emulator.app.listen({ host: "127.0.0.1", port: 0 });
    messaging = new Messaging(emulator, (emulator.app.server.address() as AddressInfo).port);
    return messaging;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  set guard(guard: Guard) {
    this.#guard = guard;
  }

  /** Makes queues, topics and subscriptions what the template says; those it no longer names keep what they hold. */
  provide(
    queues: readonly QueueSpec[],
    topics: readonly TopicSpec[],
    subscriptions: readonly SubscriptionSpec[],
  ): void {
    for (const { name, url, arn, attributes } of queues) {
      const existing = this.#emulator.queues.getQueueByArn(arn);
      if (!existing) this.#emulator.queues.createQueue(name, url, arn, attributes, {});
      else existing.setAttributes({ RedrivePolicy: "", ...attributes });
    }
    for (const { name, arn, attributes } of topics) {
      if (!this.#emulator.topics.getTopic(arn))
        this.#emulator.topics.createTopic(name, attributes, {}, REGION);
      for (const old of this.#emulator.topics.listSubscriptionsByTopic(arn).subscriptions)
        this.#emulator.topics.unsubscribe(old.arn);
    }
    for (const { topicArn, queueArn, attributes } of subscriptions) {
      this.#emulator.topics.subscribe(topicArn, "sqs", queueArn, attributes);
    }
  }

  /** Puts a message into a queue, as a service of AWS does. */
  send(queueArn: string, body: string, attributes: Record<string, string> = {}): void {
    const typed = Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { DataType: "String", StringValue },
    ]);
    const queue = this.queue(queueArn);
    const delay = Number(queue.attributes["DelaySeconds"] ?? 0);
    queue.enqueue(
      this.#emulator.createMessage(body, Object.fromEntries(typed), delay > 0 ? delay : undefined),
    );
  }

  /** Takes up to so many visible messages; those tried too often move to the dead-letter queue in the same step. */
  receive(queueArn: string, most: number): Received[] {
    const queue = this.queue(queueArn);
    if (this.depth(queueArn).visible === 0) return [];
    return this.#atOnce(() =>
      queue.dequeue(Math.min(most, 10), undefined, (arn) => this.#emulator.queues.getQueueByArn(arn)),
    );
  }

  delete(queueArn: string, receiptHandles: readonly string[]): void {
    const queue = this.queue(queueArn);
    this.#atOnce(() => {
      for (const handle of receiptHandles) queue.deleteMessage(handle);
    });
  }

  /** Ends when a message may have become visible, or after a moment. */
  arrival(queueArn: string): Promise<void> {
    const queue = this.queue(queueArn);
    return new Promise((resolve) => {
      const waiter = { resolve, timer: setTimeout(look, TIMER_MS) };
      queue.pollWaiters.push(waiter);
      function look(): void {
        queue.pollWaiters = queue.pollWaiters.filter((one) => one !== waiter);
        queue.processTimers();
        resolve();
      }
    });
  }

  depth(queueArn: string): QueueDepth {
    const queue = this.queue(queueArn);
    queue.processTimers();
    return {
      name: queue.name,
      visible: Number(queue.getAttribute("ApproximateNumberOfMessages")),
      inFlight: queue.inflightMessages.size,
      delayed: Number(queue.getAttribute("ApproximateNumberOfMessagesDelayed")),
    };
  }

  queue(arn: string): EmulatedQueue {
    const queue = this.#emulator.queues.getQueueByArn(arn);
    if (!queue) throw new Error(`There is no queue ${arn}`);
    return queue;
  }

  async stop(): Promise<void> {
    await this.#emulator.app.close();
  }

  /** What the guard has against a call, in the words of its service. */
  refusal(
    headers: Record<string, unknown>,
    body: Record<string, unknown>,
  ): { status: number; headers: Record<string, string>; body: unknown } | null {
    const accessKeyId = /Credential=([^/]+)\//.exec(String(headers["authorization"] ?? ""))?.[1] ?? "";
    const target = /^AmazonSQS\.(.+)$/.exec(String(headers["x-amz-target"] ?? ""))?.[1];
    const action = (target ?? String(body?.["Action"] ?? "")).replace(/Batch$/, "");
    if (target) {
      const name =
        String(body["QueueUrl"] ?? "")
          .split("/")
          .at(-1) ?? "";
      const why = this.#guard(accessKeyId, `sqs:${action}`, name);
      if (!why) return null;
      const answer = { __type: "com.amazonaws.sqs#AccessDenied", message: why };
      return {
        status: 403,
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amzn-query-error": "AccessDenied;Sender",
        },
        body: answer,
      };
    }
    const why = this.#guard(accessKeyId, `sns:${action}`, String(body?.["TopicArn"] ?? ""));
    if (!why) return null;
    const text = `<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>${why}</Message></Error></ErrorResponse>`;
    return { status: 403, headers: { "content-type": "text/xml" }, body: text };
  }

  /** One transaction, so that no message is lost or doubled when the stage is killed in between. */
  #atOnce<T>(work: () => T): T {
    this.#emulator.db.exec("BEGIN");
    try {
      return work();
    } finally {
      this.#emulator.db.exec("COMMIT");
    }
  }
}
