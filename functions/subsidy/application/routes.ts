import * as z from "zod/mini";
import { anyone, defineRoutes, own, ownChecked } from "../../../shared/values/route.ts";
import { instant, page, pageQuery, period, text, uscc } from "../../../shared/values/schemas.ts";
import { applicationSchemes } from "../schemes/index.ts";

type Form = (typeof applicationSchemes)[number]["form"];
/** What is applied with: one shape per scheme. */
const form = z.discriminatedUnion(
  "scheme",
  applicationSchemes.map((scheme) => scheme.form) as [Form, ...Form[]],
);

const result = z.strictObject({
  placementId: text(40),
  outcome: z.enum(["passed", "trained", "left"]),
  certificateNo: z.optional(text(60)),
});

const application = z.object({
  id: z.string(),
  uscc: z.string(),
  scheme: z.string(),
  status: z.enum(["pending", "approved", "rejected", "revoked"]),
  form,
  appliedAt: instant,
  approvedPeriod: z.nullable(period),
  documentNo: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  /** The latest: `posted` until somebody else has confirmed them. */
  results: z.nullable(z.object({ status: z.enum(["posted", "confirmed"]), people: z.array(result) })),
});

const byId = z.object({ id: text(40) });

export const applicationRoutes = defineRoutes({
  applyForSubsidy: {
    method: "POST",
    path: "/v1/applications",
    summary: "申请学徒制开班或基地奖补 Apply for a class or an award",
    access: { enterprise: own("/body/uscc"), officer: anyone },
    body: form,
    answers: { 201: z.object({ id: z.string(), status: z.string() }) },
  },
  getApplication: {
    method: "GET",
    path: "/v1/applications/{id}",
    summary: "申请详情 Read an application",
    access: { enterprise: ownChecked, officer: anyone, finance: anyone, auditor: anyone },
    params: byId,
    answers: { 200: application },
  },
  listApplications: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/applications",
    summary: "企业的申请 List an enterprise's applications",
    access: { enterprise: own("/params/uscc"), officer: anyone, finance: anyone, auditor: anyone },
    params: z.object({ uscc }),
    query: z.strictObject(pageQuery),
    answers: { 200: page(application) },
  },
  decideApplication: {
    method: "POST",
    path: "/v1/applications/{id}/decision",
    summary: "决定申请（须另一人） Decide an application; another person than its applicant",
    access: { officer: anyone },
    params: byId,
    body: z.strictObject({
      decision: z.enum(["approve", "reject", "revoke"]),
      documentNo: z.optional(text(80)),
      reason: z.optional(text(500)),
    }),
    answers: { 200: application },
  },
  postResults: {
    method: "POST",
    path: "/v1/applications/{id}/results",
    summary: "报送结业结果 Post how each apprentice's training came out",
    access: { enterprise: ownChecked, officer: anyone },
    params: byId,
    body: z.strictObject({ results: z.array(result).check(z.maxLength(200)) }),
    answers: { 200: application },
  },
  confirmResults: {
    method: "POST",
    path: "/v1/applications/{id}/results/confirm",
    summary: "确认结业结果（须另一人） Confirm results; another person than who posted them",
    access: { officer: anyone },
    params: byId,
    answers: { 200: application },
  },
});
