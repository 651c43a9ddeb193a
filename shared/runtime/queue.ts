import { call } from "./aws.ts";
import { setting } from "./config.ts";
import { execution } from "./context.ts";
import { chunk, inParallel } from "./table.ts";

/** Work inside one context: what to do, and the correlation id of what set it off. */
export interface Work<T> {
  correlationid: string;
  work: T;
}

/**
 * Sends work to the queue whose URL stands in the environment under `queue`; nobody sees it before `delaySeconds`.
 * @throws when the queue refuses one, so that the message this work came from is not acknowledged
 */
export async function sendWork<T>(
  queue: string,
  tasks: readonly T[],
  { delaySeconds = 0 }: { delaySeconds?: number } = {},
): Promise<void> {
  const { correlationId } = execution();
  const bodies = tasks.map((work) =>
    JSON.stringify({ correlationid: correlationId, work } satisfies Work<T>),
  );
  await inParallel(chunk(bodies, 10), (some) => sendTen(setting(queue), some, delaySeconds), 4);
}

async function sendTen(QueueUrl: string, bodies: readonly string[], delaySeconds: number): Promise<void> {
  const delay = delaySeconds > 0 ? { DelaySeconds: delaySeconds } : {};
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody, ...delay }));
  const { Failed = [] } = await sendBatch(QueueUrl, Entries);
  if (Failed[0])
    throw new Error(`${Failed.length} messages were refused: ${Failed[0].Message ?? Failed[0].Code}`);
}

/** A message that came by a FIFO queue and has its place in a group. */
export interface Placed {
  messageId: string;
  attributes: { MessageGroupId?: string | undefined };
}

/** Moves a message that can never succeed to the dead-letter queue, with its cause beside it. */
export async function bury(body: string, cause: string, message: Placed): Promise<void> {
  const attribute = { DataType: "String", StringValue: cause.slice(0, 1_000) };
  const { MessageGroupId } = message.attributes;
  const place = MessageGroupId ? { MessageGroupId, MessageDeduplicationId: message.messageId } : {};
  const entry = { Id: "0", MessageBody: body, MessageAttributes: { cause: attribute }, ...place };
  const { Failed = [] } = await sendBatch(setting("DEAD_LETTER_QUEUE_URL"), [entry]);
  if (Failed[0]) throw new Error(`A dead letter was refused: ${Failed[0].Message ?? Failed[0].Code}`);
}

interface BatchAnswer {
  Failed?: { Code: string; Message?: string }[];
}

/** What the SDK would send; its client alone is a tenth of the bundle of a function that answers people. */
async function sendBatch(QueueUrl: string, Entries: readonly object[]): Promise<BatchAnswer> {
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "AmazonSQS.SendMessageBatch",
  };
  return JSON.parse(await call({ service: "sqs", headers, body: JSON.stringify({ QueueUrl, Entries }) }));
}
