import * as z from "zod/mini";
import { toldOutside } from "../../events/catalogue.ts";
import { anyone, defineRoutes, ownChecked } from "../../shared/values/route.ts";
import { count, instant, page, pageQuery, text } from "../../shared/values/schemas.ts";
import { SECRET } from "./subscription.ts";

const partners = { partner: ownChecked, admin: anyone } as const;
const byId = z.object({ id: text(40) });

const type = z.enum(toldOutside.map((event) => event.type));

const draft = z.strictObject({
  url: z.string().check(z.minLength(1), z.maxLength(2000)),
  types: z.array(type).check(z.minLength(1), z.maxLength(50)),
  /** Ours unless given: `whsec_` and 24 to 64 bytes in base64. */
  secret: z.optional(z.string().check(z.regex(SECRET))),
  description: z.optional(text(200)),
});

const subscription = z.object({
  id: z.string(),
  owner: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  description: z.nullable(z.string()),
  createdAt: z.string(),
});

const health = z.object({
  id: z.string(),
  /** `healthy`: the last attempt went well, or there was none; `failing`; `unreachable`: its host is dead. */
  status: z.enum(["healthy", "failing", "unreachable"]),
  lastSuccessAt: z.nullable(z.string()),
  lastFailureAt: z.nullable(z.string()),
  lastFailure: z.nullable(z.string()),
  failuresInRow: count,
  nextTryAt: z.nullable(z.string()),
  /** Neither is counted beyond 10,000. */
  backlog: count,
  parked: count,
  replay: z.nullable(z.object({ from: z.string(), until: z.string(), facts: count, finished: z.boolean() })),
});

const parked = z.object({
  eventId: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  attempts: count,
  failure: z.nullable(z.string()),
  parkedAt: z.string(),
});

export const routes = defineRoutes({
  subscribe: {
    method: "POST",
    path: "/v1/subscriptions",
    summary: "订阅事件；签名密钥只在此答复一次 Subscribe to events; the signing secret is told this once",
    access: partners,
    body: draft,
    answers: { 201: z.extend(subscription, { secret: z.string() }) },
  },
  listSubscriptions: {
    method: "GET",
    path: "/v1/subscriptions",
    summary: "本单位的订阅；管理员可见全部 One's own subscriptions; an admin sees all",
    access: partners,
    query: z.object({ ...pageQuery, owner: z.optional(text(200)) }),
    answers: { 200: page(subscription) },
  },
  readSubscription: {
    method: "GET",
    path: "/v1/subscriptions/{id}",
    summary: "一项订阅 One subscription",
    access: partners,
    params: byId,
    answers: { 200: subscription },
  },
  unsubscribe: {
    method: "DELETE",
    path: "/v1/subscriptions/{id}",
    summary: "取消订阅，未送达的不再送 End a subscription; what waits is not delivered",
    access: partners,
    params: byId,
    answers: { 204: null },
  },
  subscriptionHealth: {
    method: "GET",
    path: "/v1/subscriptions/{id}/health",
    summary: "投递状况：最近成功、连续失败、积压与搁置 Last success, failures in a row, backlog and parked",
    access: partners,
    params: byId,
    answers: { 200: health },
  },
  listParked: {
    method: "GET",
    path: "/v1/subscriptions/{id}/parked",
    summary: "三天未能送达而搁置的事件 Events that could not be delivered in three days",
    access: partners,
    params: byId,
    query: z.object(pageQuery),
    answers: { 200: page(parked) },
  },
  replay: {
    method: "POST",
    path: "/v1/subscriptions/{id}/replay",
    summary: "自某一时刻起重新投递已发布的事件 Deliver again what was published from an instant on",
    access: partners,
    params: byId,
    body: z.strictObject({ from: instant }),
    answers: { 202: z.object({ id: z.string(), from: z.string(), until: z.string() }) },
  },
});
