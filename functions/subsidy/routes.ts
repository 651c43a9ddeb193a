import * as z from "zod/mini";
import { anyone, defineRoutes } from "../../shared/values/route.ts";
import { count, fen, page, pageQuery, period, text } from "../../shared/values/schemas.ts";
import { applicationRoutes } from "./application/routes.ts";
import { policyDocument } from "./policy.ts";

const signature = z.object({ by: z.string(), at: z.string() });
const policyRecord = z.object({
  policy: policyDocument,
  status: z.string(),
  drafted: signature,
  reviewed: z.optional(signature),
  published: z.optional(signature),
  supersededBy: z.optional(z.string()),
  /** Its last month where a later version continues it; its document keeps the end it was signed with. */
  inForceUntil: z.optional(z.string()),
  /** Parameters that the owning bureau has not confirmed. */
  unconfirmed: z.array(z.string()),
});
/** What an enterprise's attendance of one earned month costs, in force and under the draft. */
const simulated = z.object({
  uscc: z.string(),
  period: z.string(),
  /** What is paid, and what of the earned finds no money in budget or cap. */
  nowFen: fen,
  draftFen: fen,
  nowWaitingFen: fen,
  draftWaitingFen: fen,
  /** Of a scheme that is applied for: its applications. */
  studentMonths: count,
  /** Of these, how many are worth something, now and under the draft. */
  paidNow: count,
  paidByDraft: count,
});
const version = z.object({ scheme: text(40), version: text(40) });
const officials = { officer: anyone, finance: anyone, auditor: anyone, leader: anyone } as const;

export const policyRoutes = defineRoutes({
  listPolicies: {
    method: "GET",
    path: "/v1/policies",
    summary: "补贴政策各版本 List policies with all versions",
    access: officials,
    query: z.strictObject({ ...pageQuery, scheme: z.optional(text(40)) }),
    answers: { 200: page(policyRecord) },
  },
  draftPolicy: {
    method: "POST",
    path: "/v1/policies",
    summary: "起草政策 Draft a policy version",
    access: { officer: anyone },
    body: policyDocument,
    answers: { 201: policyRecord },
  },
  publishPolicy: {
    method: "POST",
    path: "/v1/policies/{scheme}/{version}/publish",
    summary: "发布政策（须另一人） Publish a draft; another officer than its drafter",
    access: { officer: anyone },
    params: version,
    answers: { 200: policyRecord },
  },
  simulatePolicy: {
    method: "POST",
    path: "/v1/policies/simulate",
    summary:
      "测算政策草案 What a draft would have cost over these months, from real attendance and applications, within its budget and caps; nothing is booked",
    access: { officer: anyone },
    body: z.strictObject({
      policy: policyDocument,
      periods: z.array(period).check(z.minLength(1), z.maxLength(24)),
    }),
    answers: { 202: z.object({ jobId: z.string() }) },
  },
  readSimulation: {
    method: "GET",
    path: "/v1/policies/simulations/{jobId}",
    summary: "测算明细（按企业、月份） A simulation by enterprise and month",
    access: { officer: anyone, finance: anyone, auditor: anyone },
    params: z.object({ jobId: text(60) }),
    query: z.strictObject(pageQuery),
    answers: { 200: page(simulated) },
  },
  readPolicy: {
    method: "GET",
    path: "/v1/policies/{scheme}/{version}",
    summary: "政策版本 Read one policy version",
    access: officials,
    params: version,
    answers: { 200: policyRecord },
  },
  reviewPolicy: {
    method: "POST",
    path: "/v1/policies/{scheme}/{version}/review",
    summary: "复核政策草稿（须另一人） Review a draft; another officer than its drafter",
    access: { officer: anyone },
    params: version,
    answers: { 200: policyRecord },
  },
});

export { applicationRoutes };
export const routes = { ...policyRoutes, ...applicationRoutes };
