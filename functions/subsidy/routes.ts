import * as z from "zod/mini";
import { anyone, defineRoutes } from "../../shared/values/route.ts";
import { page, pageQuery, text } from "../../shared/values/schemas.ts";
import { applicationRoutes } from "./application/routes.ts";
import { policyDocument } from "./policy.ts";

const signature = z.object({ by: z.string(), at: z.string() });
const policyRecord = z.object({
  policy: policyDocument,
  status: z.string(),
  drafted: signature,
  published: z.optional(signature),
  supersededBy: z.optional(z.string()),
  /** Parameters that the owning bureau has not confirmed. */
  unconfirmed: z.array(z.string()),
});
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
    params: z.object({ scheme: text(40), version: text(40) }),
    answers: { 200: policyRecord },
  },
});

export { applicationRoutes };
export const routes = { ...policyRoutes, ...applicationRoutes };
