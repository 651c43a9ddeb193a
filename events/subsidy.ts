import * as z from "zod/mini";
import { count, date, fen, period, uscc } from "../shared/values/schemas.ts";
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
  outside: ["scheme", "version", "effectiveFrom", "effectiveTo"],
});

export const SimulationRequested = defineEvent({
  type: "cn.ronghe.subsidy.simulation-requested.v1",
  summary: "请求以政策草案测算补贴 A draft policy is to be tried on real attendance",
  producer: "subsidy",
  consumers: ["subsidy/changes"],
  data: z.object({ jobId: z.string() }),
});

export const ApplicationChanged = defineEvent({
  type: "cn.ronghe.subsidy.application-changed.v1",
  summary: "学徒制或奖补申请已提交、决定或有结果 An application was made or decided, or has results",
  producer: "subsidy",
  consumers: ["subsidy/changes"],
  data: z.object({ uscc, applicationId: z.string(), scheme: z.string(), status: z.string() }),
  outside: ["uscc", "applicationId", "scheme", "status"],
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

export const SameDayFound = defineEvent({
  type: "cn.ronghe.subsidy.same-day-found.v1",
  summary:
    "同一学生同日在另一企业也有出勤 A student's days at one enterprise, as they stand now, that another claims too",
  producer: "subsidy",
  consumers: ["attendance/progress"],
  data: z.object({
    uscc,
    period,
    placementId: z.string(),
    uploadId: z.string(),
    /** All of them; none: what was told before is taken back. */
    dates: z.array(date),
    /** Whether every one of them counts here. */
    kept: z.boolean(),
  }),
});

export const EnterpriseRecomputed = defineEvent({
  type: "cn.ronghe.subsidy.enterprise-recomputed.v1",
  summary: "一组企业的补贴已为月结重算完毕 The months of a group of enterprises were recomputed for a close",
  producer: "subsidy",
  consumers: ["settlement/barrier"],
  /** The enterprise that the group is named after, once all of it is; or the one that failed, and why. */
  data: z.object({ runId: z.string(), period, uscc, failed: z.nullable(z.string()) }),
});
