import * as z from "zod/mini";
import { inboundEvents } from "../../events/inbound/index.ts";
import { anyone, defineRoutes, own, ownChecked } from "../../shared/values/route.ts";
import { code, count, instant, page, pageQuery, text } from "../../shared/values/schemas.ts";
import { BATCH, PLAIN, STRUCTURED } from "./cloudevent.ts";

/** A URI reference, as CloudEvents wants; it stands in addresses. */
const source = z.string().check(z.trim(), z.regex(/^[\w.~:/?#@!$&'()*+,;=%-]{1,200}$/));
const type = z.enum([...inboundEvents.keys()] as [string, ...string[]]);
const partnerId = code;
const status = z.enum(["active", "suspended"]);
const secrets = z.array(z.object({ since: instant, until: z.nullable(instant) }));

const partner = z.object({
  partnerId,
  name: z.string(),
  sources: z.array(z.string()),
  types: z.array(z.string()),
  status,
  secrets,
});
/** The secret is shown this once. */
const withSecret = z.extend(partner, { secret: z.string() });

const receipt = z.object({
  source: z.string(),
  id: z.string(),
  type: z.string(),
  partnerId: z.string(),
  status: z.enum(["accepted", "applied", "refused"]),
  refusal: z.nullable(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
  receivedAt: instant,
  concludedAt: z.nullable(instant),
});

/** Of each event of a request, in their order. Refused ones were not taken and may be sent again, put right. */
const received = z.object({
  source: z.nullable(z.string()),
  id: z.nullable(z.string()),
  status: z.enum(["accepted", "applied", "refused"]),
  /** It was taken before, and nothing happened now. */
  duplicate: z.boolean(),
  code: z.nullable(z.string()),
  zh: z.nullable(z.string()),
  en: z.nullable(z.string()),
});

const byPartner = z.object({ partnerId });

export const inboxRoutes = defineRoutes({
  receiveEvents: {
    method: "POST",
    path: "/v1/events",
    summary:
      "接收伙伴事件（CloudEvents 1.0，签名或令牌） Take events of partners: signed (Standard Webhooks), or with a partner's token",
    // a gateway's authoriser knows tokens only: who sends is verified here, either way
    access: "public",
    accepts: [STRUCTURED, BATCH, PLAIN],
    answers: { 202: z.object({ receipts: z.array(received) }) },
  },
});

export const adminRoutes = defineRoutes({
  addPartner: {
    method: "POST",
    path: "/v1/partners",
    summary: "登记伙伴系统 Register a partner system; its secret is shown once",
    access: { admin: anyone },
    body: z.strictObject({
      partnerId: z.optional(partnerId),
      name: z.optional(text(100)),
      sources: z.array(source).check(z.minLength(1), z.maxLength(20)),
      types: z.array(type).check(z.minLength(1), z.maxLength(100)),
    }),
    answers: { 201: withSecret },
  },
  listPartners: {
    method: "GET",
    path: "/v1/partners",
    summary: "伙伴系统名单 List partner systems",
    access: { admin: anyone, officer: anyone, auditor: anyone },
    query: z.strictObject(pageQuery),
    answers: { 200: page(partner) },
  },
  rotateSecret: {
    method: "POST",
    path: "/v1/partners/{partnerId}/secret",
    summary: "更换密钥，旧密钥在交接期内仍有效 Exchange the secret; the old one is good for a while yet",
    access: { admin: anyone },
    params: byPartner,
    body: z._default(z.strictObject({ overlapHours: z.optional(count.check(z.maximum(168))) }), {}),
    answers: { 200: withSecret },
  },
  changePartnerStatus: {
    method: "POST",
    path: "/v1/partners/{partnerId}/status",
    summary: "暂停或恢复伙伴 Suspend a partner, or take it back",
    access: { admin: anyone },
    params: byPartner,
    body: z.strictObject({ status, reason: text(300) }),
    answers: { 200: partner },
  },
  listPartnerEvents: {
    method: "GET",
    path: "/v1/partners/{partnerId}/events",
    summary: "伙伴最近的事件 List a partner's events, the latest first",
    access: { partner: own("/params/partnerId"), admin: anyone, officer: anyone, auditor: anyone },
    params: byPartner,
    query: z.strictObject(pageQuery),
    answers: { 200: page(receipt) },
  },
  getEvent: {
    method: "GET",
    path: "/v1/events/{source}/{id}",
    summary: "事件办理结果 Read what became of an event",
    access: { partner: ownChecked, admin: anyone, officer: anyone, auditor: anyone },
    params: z.object({ source: z.string(), id: z.string() }),
    answers: { 200: receipt },
  },
});

export const routes = defineRoutes({ ...inboxRoutes, ...adminRoutes });
