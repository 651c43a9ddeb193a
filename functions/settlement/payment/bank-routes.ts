import * as z from "zod/mini";
import { anyone, defineRoutes, ownChecked } from "../../../shared/values/route.ts";
import { count, period } from "../../../shared/values/schemas.ts";

export const bankRoutes = defineRoutes({
  postReturns: {
    method: "POST",
    path: "/v1/periods/{period}/returns",
    summary: "银行回盘 Post what the bank returned (CSV or pain.002)",
    access: { finance: anyone, partner: ownChecked },
    params: z.object({ period }),
    accepts: ["text/csv", "application/xml", "text/xml", "application/octet-stream"],
    answers: { 200: z.object({ booked: count, unchanged: count, underWay: count, status: z.string() }) },
  },
});
