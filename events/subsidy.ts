import * as z from "zod/mini";
import { count, fen, period, uscc } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

export const PolicyPublished = defineEvent({
  type: "cn.ronghe.subsidy.policy-published.v1",
  summary: "补贴政策已发布 A policy version was published",
  producer: "subsidy",
  consumers: ["subsidy/changes"],
  data: z.object({
    scheme: z.string(),
    version: z.string(),
    effectiveFrom: period,
    effectiveTo: z.nullable(period),
  }),
});

export const Accrued = defineEvent({
  type: "cn.ronghe.subsidy.accrued.v1",
  summary: "一次上传引起的补贴已计提 What one upload led to was booked",
  producer: "subsidy",
  consumers: ["attendance/progress"],
  data: z.object({
    uscc,
    period,
    uploadId: z.string(),
    shard: count,
    shards: count,
    studentMonths: count,
    amountFen: fen,
  }),
});

export const EnterpriseRecomputed = defineEvent({
  type: "cn.ronghe.subsidy.enterprise-recomputed.v1",
  summary: "企业当月补贴已重算完毕 An enterprise's months were recomputed for a close",
  producer: "subsidy",
  consumers: ["settlement/barrier"],
  data: z.object({ runId: z.string(), period, uscc, failed: z.nullable(z.string()) }),
});
