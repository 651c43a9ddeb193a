import { type EventDefinition, outsideData } from "../../events/envelope.ts";
import { type Json, jsonSchema } from "./json-schema.ts";

const TITLE = "融合：产教融合型城市的事件 Ronghe: the events of a city";

/**
 * Every event of the city as an AsyncAPI 3.0 document, from nothing but the catalogue: inside, who tells it and which
 * queues hear it; outside, what of it subscribers get. Schemas are JSON Schema, draft 7, the dialect of AsyncAPI.
 */
export function buildAsyncApi(catalogue: readonly EventDefinition[]): Json {
  const outside = catalogue.filter((event) => event.outside);
  return {
    asyncapi: "3.0.0",
    info: { title: TITLE, version: "1", description: READ_FIRST },
    defaultContentType: "application/cloudevents+json",
    channels: {
      facts: {
        title: "城市内部 Inside the city",
        address: "facts",
        description: "一个 SNS 主题，各队列按类型过滤 One SNS topic; each queue filters by type",
        messages: referring(catalogue, INSIDE),
      },
      subscriptions: {
        title: "对外订阅 Outside, to subscribers",
        address: null,
        description:
          "投递至 POST /v1/subscriptions 所登记的地址，按 Standard Webhooks 签名 Delivered to the address of POST /v1/subscriptions, signed as Standard Webhooks ask",
        messages: referring(outside, OUTSIDE),
      },
    },
    operations: { ...tellings(catalogue), ...hearings(catalogue), ...delivering(outside) },
    components: {
      messages: Object.fromEntries([
        ...catalogue.map((event) => [nameOf(event, INSIDE), message(event, INSIDE)]),
        ...outside.map((event) => [nameOf(event, OUTSIDE), message(event, OUTSIDE)]),
      ]),
      schemas: Object.fromEntries([
        ...catalogue.map((event) => [nameOf(event, INSIDE), jsonSchema(event.data, "input", "draft-7")]),
        ...outside.map((event) => [
          nameOf(event, OUTSIDE),
          jsonSchema(outsideData(event), "input", "draft-7"),
        ]),
      ]),
    },
  };
}

type Side = { channel: "facts" | "subscriptions"; suffix: string };
const INSIDE: Side = { channel: "facts", suffix: "" };
const OUTSIDE: Side = { channel: "subscriptions", suffix: ".outside" };

const nameOf = ({ type }: EventDefinition, { suffix }: Side): string => `${type}${suffix}`;

function message(event: EventDefinition, side: Side): Json {
  const { type, summary, producer, consumers } = event;
  const name = nameOf(event, side);
  return {
    name: type,
    title: type,
    summary,
    contentType: "application/cloudevents+json",
    "x-producer": producer,
    ...(side === INSIDE ? { "x-consumers": consumers } : {}),
    payload: {
      type: "object",
      required: ["specversion", "id", "source", "type", "time", "subject", "subjectversion", "data"],
      properties: {
        specversion: { const: "1.0" },
        id: { type: "string" },
        source: side === OUTSIDE ? { const: `ronghe/${producer}` } : { type: "string" },
        type: { const: type },
        time: { type: "string", format: "date-time" },
        subject: { type: "string" },
        subjectversion: {
          type: "integer",
          description:
            "主题自身的版本，低于已见者可忽略 The subject's own version; one lower than was seen may be ignored",
        },
        data: { $ref: `#/components/schemas/${name}` },
      },
    },
    ...(side === OUTSIDE ? { headers: WEBHOOK_HEADERS } : {}),
  };
}

const referring = (events: readonly EventDefinition[], side: Side): Json =>
  Object.fromEntries(
    events.map((event) => [nameOf(event, side), { $ref: `#/components/messages/${nameOf(event, side)}` }]),
  );

const operation = (action: "send" | "receive", events: readonly EventDefinition[], side: Side): Json => ({
  action,
  channel: { $ref: `#/channels/${side.channel}` },
  messages: events.map((event) => ({
    $ref: `#/channels/${side.channel}/messages/${nameOf(event, side)}`,
  })),
});

/** `registry.tells`: what each context tells. */
function tellings(catalogue: readonly EventDefinition[]): Json {
  const told = [...Map.groupBy(catalogue, ({ producer }) => producer)];
  return Object.fromEntries(
    told.map(([context, own]) => [`${context}.tells`, operation("send", own, INSIDE)]),
  );
}

/** `subsidy.changes.hears`: what each queue hears. */
function hearings(catalogue: readonly EventDefinition[]): Json {
  const queues = [...new Set(catalogue.flatMap(({ consumers }) => consumers))].sort();
  return Object.fromEntries(
    queues.map((queue) => {
      const heard = catalogue.filter(({ consumers }) => consumers.includes(queue));
      return [`${queue.replace("/", ".")}.hears`, operation("receive", heard, INSIDE)];
    }),
  );
}

const delivering = (outside: readonly EventDefinition[]): Json => ({
  "outbound.delivers": operation("send", outside, OUTSIDE),
});

const WEBHOOK_HEADERS: Json = {
  type: "object",
  required: ["webhook-id", "webhook-timestamp", "webhook-signature"],
  properties: {
    "webhook-id": {
      type: "string",
      description: "同一事件的每次投递相同 The same at every delivery of the same event",
    },
    "webhook-timestamp": { type: "string", description: "发送时刻，秒 When it was sent, in seconds" },
    "webhook-signature": { type: "string", description: "v1,<base64> HMAC-SHA256" },
  },
};

const READ_FIRST = [
  "事件为 CloudEvents 1.0。同一事件可能到达不止一次，以 source 与 id 识别；同一主题按 subjectversion 先后到达。类型末尾的版本不变时，只增加字段。",
  "Events are CloudEvents 1.0. One may arrive more than once and is known by source and id; those of one subject come in the order of subjectversion. While the version at the end of a type stays, fields are only added.",
].join("\n\n");
