import * as z from "zod/mini";
import { count, fen, period, uscc } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

const run = z.object({ runId: z.string(), period });

export const CloseBegun = defineEvent({
  type: "cn.ronghe.settlement.close-begun.v1",
  summary: "月结已开始 A month has begun to close",
  producer: "settlement",
  consumers: ["settlement/barrier"],
  data: run,
});

export const RecomputeRequested = defineEvent({
  type: "cn.ronghe.settlement.recompute-requested.v1",
  summary: "月结要求重算企业 A close commands the recomputation of enterprises",
  producer: "settlement",
  consumers: ["subsidy/changes"],
  /** The enterprise that a group is named after, and the small ones that go along with it. */
  data: z.extend(run, { uscc, also: z.optional(z.array(uscc)) }),
});

export const EnterpriseSettled = defineEvent({
  type: "cn.ronghe.settlement.enterprise-settled.v1",
  summary: "一组企业当月结算清单已写定 The month's manifests of a group of enterprises were written",
  producer: "settlement",
  consumers: ["settlement/barrier"],
  /** The enterprise that the group is named after; lines and amount of all of them. */
  data: z.extend(run, { uscc, lines: count, amountFen: fen }),
});

export const PeriodPublished = defineEvent({
  type: "cn.ronghe.settlement.period-published.v1",
  summary: "月结完成并开始公示 A month was closed and its publicity began",
  producer: "settlement",
  consumers: ["settlement/papers", "settlement/barrier"],
  data: z.object({ period }),
  outside: ["period"],
});

export const PeriodInstructed = defineEvent({
  type: "cn.ronghe.settlement.period-instructed.v1",
  summary: "已下达拨付指令 A month's payments were instructed",
  producer: "settlement",
  consumers: ["settlement/papers", "settlement/transfers"],
  data: z.object({ period }),
  outside: ["period"],
});

export const PaymentReissued = defineEvent({
  type: "cn.ronghe.settlement.payment-reissued.v1",
  summary: "退回款已补发，另成一批 A payment that came back was reissued, in a bank file of its own",
  producer: "settlement",
  consumers: ["settlement/transfers"],
  data: z.object({
    period,
    uscc,
    paymentId: z.string(),
    replaces: z.string(),
    batch: count,
    amountFen: fen,
  }),
  outside: ["period", "uscc", "paymentId", "replaces", "batch"],
});
