import type { Blueprint, SubscriptionSpec } from "../../../infra/local/blueprint.ts";
import type { Folder } from "../../../infra/local/folder.ts";
import { Kms } from "../../../infra/local/kms.ts";
import { MemoryObjects } from "./objects.ts";
import { MemoryQueues } from "./queues.ts";
import { answerTables } from "./server.ts";
import { MemoryTables, type Reading } from "./tables.ts";
import type { Wire, WireCall } from "./wire.ts";

/** The keys of every city in memory are the same, as each begins with what the first one has sealed. */
const folder = { secret: (name: string) => Buffer.from(name.padEnd(32).slice(-32)).toString("base64url") };

const JSON_TYPE = { "content-type": "application/x-amz-json-1.0" };

interface Sent {
  QueueUrl: string;
  Entries: { Id: string; MessageBody: string; DelaySeconds?: number }[];
}

/** AWS in memory, as far as the template declares it: every call is whole, and done at once. */
export class MemoryCloud {
  readonly blueprint: Blueprint;
  readonly tables: MemoryTables;
  readonly queues: MemoryQueues;
  readonly objects: MemoryObjects;
  readonly #kms: Kms;
  readonly #subscriptions: readonly { spec: SubscriptionSpec; types: ReadonlySet<string> }[];

  constructor(blueprint: Blueprint, now: () => number, from?: MemoryCloud) {
    this.blueprint = blueprint;
    this.tables = new MemoryTables(now, from?.tables);
    if (!from) for (const { name } of blueprint.tables) this.tables.create(name);
    this.queues = new MemoryQueues(blueprint.queues, now);
    this.objects = new MemoryObjects(from?.objects);
    this.#kms = new Kms(blueprint.keys, folder as unknown as Folder);
    this.#subscriptions = blueprint.subscriptions.map((spec) => ({ spec, types: typesOf(spec) }));
  }

  answer(call: WireCall, reading?: Reading): Wire {
    switch (call.service) {
      case "dynamodb":
        return {
          headers: JSON_TYPE,
          ...answerTables(this.tables, call.operation, String(call.body), reading),
        };
      case "sqs":
        return this.#send(JSON.parse(String(call.body)) as Sent);
      case "sns":
        return this.#publish(new URLSearchParams(String(call.body)));
      case "kms": {
        const { status, body } = this.#kms.answer(call.operation, JSON.parse(String(call.body)));
        return { status, headers: JSON_TYPE, body: JSON.stringify(body) };
      }
      case "s3":
        return this.objects.answer(call);
    }
  }

  /** A file that somebody put by a signed URL; the bucket tells whoever its notifications name. */
  arrived(bucket: string, key: string, body: Buffer): void {
    this.objects.put(`${bucket}/${key}`, body);
    const object = { key: encodeURIComponent(key).replaceAll("%2F", "/"), size: body.length };
    const notice = JSON.stringify({
      Records: [{ eventSource: "aws:s3", s3: { bucket: { name: bucket }, object } }],
    });
    for (const { bucket: watched, queueArn } of this.blueprint.notifications)
      if (watched === bucket) this.queues.send(queueArn, notice);
  }

  /** Whether a table's outbox holds what a relay has to tell. */
  hasUntold(table: string): boolean {
    const shards = ["0", "1", "2", "3"].map((shard) =>
      this.tables.table(table).partition(`OUTBOX#${shard}`, false),
    );
    return shards.some(({ entries }) => entries.length > 0);
  }

  #send({ QueueUrl, Entries }: Sent): Wire {
    const queue = this.blueprint.queues.find(({ url }) => url === QueueUrl);
    if (!queue) throw new Error(`There is no queue ${QueueUrl}`);
    for (const { MessageBody, DelaySeconds = 0 } of Entries)
      this.queues.send(queue.arn, MessageBody, DelaySeconds * 1000);
    const Successful = Entries.map(({ Id }) => ({ Id, MessageId: Id }));
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify({ Successful, Failed: [] }) };
  }

  #publish(form: URLSearchParams): Wire {
    const topic = form.get("TopicArn");
    for (let n = 1; ; n++) {
      const entry = `PublishBatchRequestEntries.member.${n}`;
      const body = form.get(`${entry}.Message`);
      if (body === null) break;
      const type = form.get(`${entry}.MessageAttributes.entry.1.Value.StringValue`) ?? "";
      for (const { spec, types } of this.#subscriptions)
        if (spec.topicArn === topic && types.has(type)) this.queues.send(spec.queueArn, body);
    }
    return { status: 200, headers: {}, body: "<PublishBatchResponse></PublishBatchResponse>" };
  }
}

/** The kinds of fact that a subscription lets through; the city filters by nothing else. */
function typesOf({ attributes }: SubscriptionSpec): ReadonlySet<string> {
  const policy = JSON.parse(attributes["FilterPolicy"] ?? "{}") as Record<string, string[]>;
  if (Object.keys(policy).join() !== "type" || attributes["RawMessageDelivery"] !== "true")
    throw new Error(`A subscription of another kind: ${JSON.stringify(attributes)}`);
  return new Set(policy["type"]);
}
