import * as z from "zod/mini";
import { count, fen, period, uscc } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

export const RecomputeRequested = defineEvent({
  type: "cn.ronghe.settlement.recompute-requested.v1",
  summary: "月结要求重算一家企业 A close commands the recomputation of one enterprise",
  producer: "settlement",
  consumers: ["subsidy/changes"],
  data: z.object({ runId: z.string(), period, uscc }),
});

export const EnterpriseSettled = defineEvent({
  type: "cn.ronghe.settlement.enterprise-settled.v1",
  summary: "企业当月结算清单已写定 An enterprise's manifest of the month was written",
  producer: "settlement",
  consumers: ["settlement/barrier"],
  data: z.object({ runId: z.string(), period, uscc, lines: count, amountFen: fen }),
});
