import * as z from "zod/mini";
import type { Envelope, EventDefinition, Fact } from "../../events/envelope.ts";
import { call } from "./aws.ts";
import { setting } from "./config.ts";
import { execution } from "./context.ts";
import { inParallel } from "./table.ts";

/** A fact to tell: its id is given by whoever must tell the same fact twice under the same name. */
export interface Telling<E extends EventDefinition> {
  event: E;
  id: string;
  subject: string;
  subjectVersion: number;
  data: z.input<E["data"]>;
  at: Date;
}

/** Puts a fact into its envelope, checked against its schema, with the correlation id of what caused it. */
export function fact<E extends EventDefinition>({
  event,
  id,
  subject,
  subjectVersion,
  data,
  at,
}: Telling<E>): Envelope {
  return {
    specversion: "1.0",
    id,
    source: `ronghe/${event.producer}`,
    type: event.type,
    time: at.toISOString(),
    subject,
    subjectversion: subjectVersion,
    correlationid: execution().correlationId,
    data: z.parse(event.data, data),
  };
}

/** Reads an envelope's data as the fact that its type says it is. */
export const dataOf = <E extends EventDefinition>(event: E, envelope: Envelope): Fact<E>["data"] =>
  z.parse(event.data, envelope.data) as Fact<E>["data"];

/** SNS takes ten messages a call, and 262,144 bytes of them; their attributes count too. */
const MOST_AT_ONCE = 10;
const MOST_BYTES = 240_000;

/** Publishes to the facts topic, as many at a time as it takes. @throws when the topic refuses one: the caller's message comes again. */
export async function publish(envelopes: readonly Envelope[]): Promise<void> {
  const messages = envelopes.map((envelope) => ({ type: envelope.type, body: JSON.stringify(envelope) }));
  await inParallel(calls(messages), (some) => publishTo(setting("FACTS_TOPIC"), some), 4);
}

export interface Message {
  type: string;
  body: string;
  /** Where it stands in an order: after all of its group, and once under its id. */
  place?: { group: string; id: string };
}

/** Messages in calls that SNS takes, in their order. */
export function calls(messages: readonly Message[]): Message[][] {
  const all: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.body);
    const last = all.at(-1);
    if (last && last.length < MOST_AT_ONCE && bytes <= room) {
      last.push(message);
      room -= bytes;
    } else {
      all.push([message]);
      room = MOST_BYTES - bytes;
    }
  }
  return all;
}

export async function publishTo(topic: string, messages: readonly Message[]): Promise<void> {
  const form = new URLSearchParams({
    Action: "PublishBatch",
    Version: "2010-03-31",
    TopicArn: topic,
  });
  messages.forEach(({ type, body, place }, index) => {
    const entry = `PublishBatchRequestEntries.member.${index + 1}`;
    form.set(`${entry}.Id`, String(index));
    form.set(`${entry}.Message`, body);
    if (place) {
      form.set(`${entry}.MessageGroupId`, place.group);
      form.set(`${entry}.MessageDeduplicationId`, place.id);
    }
    form.set(`${entry}.MessageAttributes.entry.1.Name`, "type");
    form.set(`${entry}.MessageAttributes.entry.1.Value.DataType`, "String");
    form.set(`${entry}.MessageAttributes.entry.1.Value.StringValue`, type);
  });
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const answer = await call({ service: "sns", headers, body: form.toString() });
  if (/<Failed>\s*<member>/.test(answer))
    throw new Error(`The topic refused a fact: ${answer.slice(0, 300)}`);
}
