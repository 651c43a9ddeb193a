import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { type EventDefinition, envelope, type Fact } from "../../events/envelope.ts";
import { Problem } from "../values/problem.ts";
import { dataOf } from "./bus.ts";
import { setting } from "./config.ts";
import { runAs, systemCaller } from "./context.ts";
import { log } from "./log.ts";
import { bury } from "./queue.ts";

type Handle = (record: SQSRecord) => Promise<void>;

/** A worker that hears facts of the given kinds. The same fact may come twice, late or out of order. */
export function factWorker<E extends EventDefinition>(
  events: readonly E[],
  handle: (fact: Fact<E>, event: E) => Promise<void>,
) {
  return worker(async (record) => {
    const message = understand(() => z.parse(envelope, JSON.parse(record.body)));
    const event = events.find((one) => one.type === message.type);
    if (!event) throw new Poison(`unexpected type ${message.type}`);
    const fact = { ...message, data: understand(() => dataOf(event, message)) } as Fact<E>;
    await runAs({ correlationId: message.correlationid, caller: systemCaller() }, () => handle(fact, event));
  });
}

/** A worker of a context's own queue: one kind of task, as `sendWork` wrote it. */
export function taskWorker<T extends z.ZodMiniType>(schema: T, handle: (task: z.infer<T>) => Promise<void>) {
  const message = z.object({ correlationid: z.string(), work: z.unknown() });
  return worker(async (record) => {
    const { correlationid, work } = understand(() => z.parse(message, JSON.parse(record.body)));
    const task = understand(() => z.parse(schema, work));
    await runAs({ correlationId: correlationid, caller: systemCaller() }, () => handle(task));
  });
}

/** A worker of messages that AWS itself wrote, such as a bucket's notification. */
export const rawWorker = (handle: (body: unknown) => Promise<void>) =>
  worker(async (record) => {
    const body = understand(() => JSON.parse(record.body) as unknown);
    await runAs({ correlationId: record.messageId, caller: systemCaller() }, () => handle(body));
  });

/** A message that can never succeed: it goes to the dead-letter queue at once. */
export class Poison extends Error {}

function understand<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Poison(cause instanceof Error ? `${cause.name}: ${cause.message}` : "unreadable");
  }
}

/**
 * The stack of every queue worker: each message stands for itself. One that fails comes back alone; one that is
 * poison, or fails for the last time, is put into the dead-letter queue with its cause.
 */
function worker(handle: Handle) {
  return middy<SQSEvent, SQSBatchResponse>(async ({ Records }: SQSEvent) => {
    const failures: string[] = [];
    for (const record of Records) {
      if (!(await attempt(record, handle))) failures.push(record.messageId);
    }
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  });
}

async function attempt(record: SQSRecord, handle: Handle): Promise<boolean> {
  const tries = Number(record.attributes.ApproximateReceiveCount);
  try {
    await handle(record);
    return true;
  } catch (cause) {
    log.error("message.failed", { messageId: record.messageId, attempt: tries }, cause);
    const hopeless = cause instanceof Poison || cause instanceof Problem;
    if (!hopeless && tries < Number(setting("MAX_RECEIVES"))) return false;
    await bury(record.body, cause instanceof Error ? `${cause.name}: ${cause.message}` : "unknown");
    return true;
  }
}
