import * as z from "zod/mini";
import { anyone, defineRoutes } from "../../shared/values/route.ts";
import { page, pageQuery, text } from "../../shared/values/schemas.ts";
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
const version = z.object({ scheme: text(40), version: text(40) });
const officials = { officer: anyone, finance: anyone, auditor: anyone, leader: anyone } as const;

export const routes = defineRoutes({
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
