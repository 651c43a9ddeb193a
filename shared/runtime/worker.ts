import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { type EventDefinition, envelope, type Fact } from "../../events/envelope.ts";
import { maskNumbers } from "../values/mask.ts";
import { Problem } from "../values/problem.ts";
import { dataOf } from "./bus.ts";
import { metered } from "./capacity.ts";
import { setting } from "./config.ts";
import { runAs, systemCaller } from "./context.ts";
import { log } from "./log.ts";
import { bury } from "./queue.ts";

/** A message that was understood: what it belongs to, and the work it asks for. */
interface Understood {
  correlationId: string;
  work: () => Promise<void>;
}
type Understand = (record: SQSRecord) => Understood;

/** A worker that hears facts of the given kinds. The same fact may come twice, late or out of order. */
export function factWorker<E extends EventDefinition>(
  events: readonly E[],
  handle: (fact: Fact<E>, event: E) => Promise<void>,
) {
  return worker((record) => {
    const message = z.parse(envelope, JSON.parse(record.body));
    const event = events.find((one) => one.type === message.type);
    if (!event) throw new Poison(`unexpected type ${message.type}`);
    const fact = { ...message, data: dataOf(event, message) } as Fact<E>;
    return { correlationId: message.correlationid, work: () => handle(fact, event) };
  });
}

/** A worker of a context's own queue: one kind of task, as `sendWork` wrote it. */
export function taskWorker<T extends z.ZodMiniType>(schema: T, handle: (task: z.infer<T>) => Promise<void>) {
  const message = z.object({ correlationid: z.string(), work: z.unknown() });
  return worker((record) => {
    const { correlationid, work } = z.parse(message, JSON.parse(record.body));
    const task = z.parse(schema, work);
    return { correlationId: correlationid, work: () => handle(task) };
  });
}

/** A worker of messages that AWS itself wrote, such as a bucket's notification. */
export const rawWorker = <T extends z.ZodMiniType>(schema: T, handle: (body: z.infer<T>) => Promise<void>) =>
  worker((record) => {
    const body = z.parse(schema, JSON.parse(record.body));
    return { correlationId: record.messageId, work: () => handle(body) };
  });

/** A message that can never succeed: it goes to the dead-letter queue at once. */
export class Poison extends Error {}

/**
 * The stack of every queue worker: each message stands for itself. One that fails comes back alone; one that is
 * poison, or fails for the last time, is put into the dead-letter queue with its cause.
 */
function worker(understand: Understand) {
  return middy<SQSEvent, SQSBatchResponse>(async ({ Records }: SQSEvent) => {
    const failures: string[] = [];
    for (const record of Records) {
      if (!(await attempt(record, understand))) failures.push(record.messageId);
    }
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  });
}

async function attempt(record: SQSRecord, understand: Understand): Promise<boolean> {
  let understood: Understood;
  try {
    understood = understand(record);
  } catch (cause) {
    log.error("message.not-understood", { messageId: record.messageId }, cause);
    await bury(record.body, causeOf(cause), record);
    return true;
  }
  const { correlationId, work } = understood;
  return runAs({ correlationId, caller: systemCaller() }, () => metered(() => perform(record, work)));
}

/** Answers whether the message is done with. */
async function perform(record: SQSRecord, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (cause) {
    const tries = Number(record.attributes.ApproximateReceiveCount);
    log.error("message.failed", { messageId: record.messageId, attempt: tries }, cause);
    const hopeless = cause instanceof Poison || cause instanceof Problem;
    if (!hopeless && tries < Number(setting("MAX_RECEIVES"))) return false;
    await bury(record.body, causeOf(cause), record);
    return true;
  }
}

const causeOf = (cause: unknown): string =>
  cause instanceof Error ? maskNumbers(`${cause.name}: ${cause.message}`) : "unknown";
