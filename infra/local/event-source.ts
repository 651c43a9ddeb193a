import type { Invoker } from "./at-least-once.ts";
import { failedItems } from "./batch-answer.ts";
import type { MappingSpec } from "./blueprint.ts";
import type { Attributes, Received } from "./emulator.ts";
import { MOST_BYTES, MOST_ENVIRONMENTS } from "./functions.ts";
import type { Messaging } from "./messaging.ts";
import { REGION } from "./names.ts";

/** Room in an invocation for what surrounds the records. */
const OVERHEAD_BYTES = 64 * 1024;

/** Brings a queue's messages to a function, batch by batch, as an event source mapping of Lambda does. */
export class EventSource {
  readonly #spec: MappingSpec;
  readonly #messaging: Messaging;
  readonly #functions: Invoker;
  readonly #ahead: () => number;
  #stopped = false;
  #working = 0;

  constructor(spec: MappingSpec, messaging: Messaging, functions: Invoker, ahead: () => number) {
    this.#spec = spec;
    this.#messaging = messaging;
    this.#functions = functions;
    this.#ahead = ahead;
  }

  /** Batches taken from the queue and not yet done with. */
  get working(): number {
    return this.#working;
  }

  start(): void {
    const pollers = Math.min(this.#spec.concurrency, MOST_ENVIRONMENTS);
    for (let poller = 0; poller < pollers; poller++) void this.#poll();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #poll(): Promise<void> {
    while (!this.#stopped) {
      const first = this.#messaging.receive(this.#spec.queueArn, this.#spec.batchSize);
      if (first.length === 0) {
        await this.#messaging.arrival(this.#spec.queueArn);
        continue;
      }
      this.#working++;
      try {
        await this.#deliver(await this.#gather(first));
      } catch (cause) {
        if (!this.#stopped) console.error(`${this.#spec.functionName}: ${(cause as Error).message}`);
      } finally {
        this.#working--;
      }
    }
  }

  /** Waits for a fuller batch, for as long as the mapping's window says. */
  async #gather(batch: Received[]): Promise<Received[]> {
    const until = Date.now() + this.#spec.windowSeconds * 1000;
    while (batch.length < this.#spec.batchSize && Date.now() < until && sizeOf(batch) < MOST_BYTES / 2) {
      await this.#messaging.arrival(this.#spec.queueArn);
      if (this.#stopped) break;
      batch.push(...this.#messaging.receive(this.#spec.queueArn, this.#spec.batchSize - batch.length));
    }
    return batch;
  }

  /** Invokes the function; what it did not fail is deleted, the rest comes back when its visibility timeout is over. */
  async #deliver(batch: Received[]): Promise<void> {
    for (const part of splitBySize(batch)) {
      const records = part.map((message) => this.#record(message));
      const outcome = await this.#functions.invoke(this.#spec.functionName, { Records: records });
      // a stage that stops leaves the rest to its next start
      if (this.#stopped && "error" in outcome) return;
      const ids = part.map(({ MessageId }) => MessageId);
      const failed = failedItems(outcome, ids, this.#spec.reportsItemFailures);
      const done = part.filter(({ MessageId }) => !failed.includes(MessageId));
      this.#messaging.delete(
        this.#spec.queueArn,
        done.map(({ ReceiptHandle }) => ReceiptHandle),
      );
    }
  }

  #record({
    MessageId,
    ReceiptHandle,
    Body,
    MD5OfBody,
    MessageAttributes,
    MD5OfMessageAttributes,
  }: Received): Record<string, unknown> {
    const message = this.#messaging.queue(this.#spec.queueArn).inflightMessages.get(ReceiptHandle)?.message;
    const ahead = this.#ahead();
    const time = (at: number | undefined): string => String(Math.floor((at ?? Date.now()) + ahead));
    return {
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: {
        ApproximateReceiveCount: String(message?.approximateReceiveCount ?? 1),
        SentTimestamp: time(message?.sentTimestamp),
        SenderId: "AIDALOCALSTAGE",
        ApproximateFirstReceiveTimestamp: time(message?.approximateFirstReceiveTimestamp),
        ...(message?.messageGroupId ? { MessageGroupId: message.messageGroupId } : {}),
        ...(message?.messageDeduplicationId
          ? { MessageDeduplicationId: message.messageDeduplicationId }
          : {}),
        ...(message?.sequenceNumber ? { SequenceNumber: message.sequenceNumber } : {}),
      },
      messageAttributes: lowerCased(MessageAttributes ?? {}),
      md5OfBody: MD5OfBody,
      ...(MD5OfMessageAttributes ? { md5OfMessageAttributes: MD5OfMessageAttributes } : {}),
      eventSource: "aws:sqs",
      eventSourceARN: this.#spec.queueArn,
      awsRegion: REGION,
    };
  }
}

function lowerCased(attributes: Attributes): Record<string, unknown> {
  const entries = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    {
      ...(StringValue === undefined ? {} : { stringValue: StringValue }),
      ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType,
    },
  ]);
  return Object.fromEntries(entries);
}

/** Lambda takes 6 MB at once, and messages may have 1 MB each. */
function splitBySize(batch: readonly Received[]): Received[][] {
  const parts: Received[][] = [[]];
  for (const message of batch) {
    const current = parts.at(-1) as Received[];
    if (current.length > 0 && sizeOf([...current, message]) > MOST_BYTES - OVERHEAD_BYTES)
      parts.push([message]);
    else current.push(message);
  }
  return parts;
}

const sizeOf = (batch: readonly Received[]): number =>
  batch.reduce((sum, message) => sum + Buffer.byteLength(JSON.stringify(message)), 0);
