import * as z from "zod/mini";
import { anyone, defineRoutes } from "../../../shared/values/route.ts";
import { code, count, date, fen, page, pageQuery, period, text } from "../../../shared/values/schemas.ts";
import { objected } from "./objected.ts";
import { OBJECTION_STATUSES } from "./objection.ts";

const lineId = z.string().check(z.regex(/^\d{4}-\d{2}-[0-9A-Z]{18}-\d{5,7}$/));
const receipt = z.object({ id: z.string(), status: z.enum(OBJECTION_STATUSES) });
const objection = z.extend(receipt, {
  period: z.string(),
  lineIds: z.array(z.string()),
  text: z.nullable(z.string()),
  contact: z.nullable(z.string()),
  filedAt: z.string(),
  reason: z.nullable(z.string()),
  decidedBy: z.nullable(z.string()),
  decidedAt: z.nullable(z.string()),
});

const progress = z.object({ total: count, accepted: count, rejected: count });

export const publicityRoutes = defineRoutes({
  getOverview: {
    method: "GET",
    path: "/v1/overview",
    summary: "一月总览（仅汇总数） The month at a glance, totals only",
    access: "public",
    query: z.strictObject({ period: z.optional(period) }),
    answers: {
      200: z.object({
        period: z.string(),
        status: z.string(),
        updatedAt: z.string(),
        enterprises: z.object({ registered: count, review: count, pending: count }),
        placements: count,
        uploads: z.object({ total: count, processed: count, rejected: count }),
        rows: progress,
        studentMonths: count,
        accruedFen: fen,
        settledFen: fen,
        paidFen: fen,
        returnedFen: fen,
        publicityEnd: z.nullable(date),
        steps: z.array(
          z.object({ code: z.string(), zh: z.string(), en: z.string(), done: count, total: count }),
        ),
      }),
    },
  },
  getPublicity: {
    method: "GET",
    path: "/v1/publicity/{period}",
    summary: "公示名单（脱敏） The masked list of the publicity",
    access: "public",
    params: z.object({ period }),
    query: z.strictObject(pageQuery),
    answers: {
      200: page(
        z.object({
          lineId: z.string(),
          name: z.string(),
          schoolCode: z.nullable(z.string()),
          enterprise: z.string(),
          earnedPeriod: z.string(),
          amountFen: fen,
          objected,
        }),
      ),
    },
  },
  fileObjection: {
    method: "POST",
    path: "/v1/periods/{period}/objections",
    summary: "对公示提出异议（仅暂缓所列各行） Object to published lines; only these are held",
    access: "public",
    params: z.object({ period }),
    body: z.strictObject({
      lineIds: z.array(lineId).check(z.minLength(1), z.maxLength(100)),
      text: text(2000),
      contact: z.optional(text(200)),
    }),
    answers: { 201: receipt },
  },
  listObjections: {
    method: "GET",
    path: "/v1/periods/{period}/objections",
    summary: "当月异议（内容仅经办人员可见） List a month's objections; what was said is for officers alone",
    access: { officer: anyone, finance: anyone, auditor: anyone },
    params: z.object({ period }),
    query: z.strictObject(pageQuery),
    answers: { 200: page(objection) },
  },
  decideObjection: {
    method: "POST",
    path: "/v1/objections/{id}/decision",
    summary: "处理异议（成立或驳回） Uphold or dismiss an objection",
    access: { officer: anyone },
    params: z.object({ id: code }),
    body: z.strictObject({ decision: z.enum(["uphold", "dismiss"]), reason: text(1000) }),
    answers: { 200: objection },
  },
});
