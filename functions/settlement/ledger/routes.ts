import * as z from "zod/mini";
import { anyone, defineRoutes } from "../../../shared/values/route.ts";
import { page, pageQuery, period, text } from "../../../shared/values/schemas.ts";

/** What two books say of the same thing. */
const said = z.nullable(z.union([z.string(), z.number()]));
const difference = z.object({
  comparison: z.string(),
  uscc: z.nullable(z.string()),
  period: z.string(),
  subject: z.string(),
  expected: said,
  found: said,
});
const byCheck = z.object({ jobId: text(60) });
const access = { auditor: anyone, finance: anyone } as const;
const MOST_MONTHS = 36;

export const ledgerRoutes = defineRoutes({
  checkLedger: {
    method: "POST",
    path: "/v1/ledger/check",
    summary: "核对账簿（任务） Check the books against each other (job)",
    access,
    body: z._default(
      z.strictObject({
        periods: z.optional(z.array(period).check(z.minLength(1), z.maxLength(MOST_MONTHS))),
      }),
      {},
    ),
    answers: { 202: z.object({ jobId: z.string() }) },
  },
  getLedgerCheck: {
    method: "GET",
    path: "/v1/ledger/checks/{jobId}",
    summary: "核对发现的差异 What a check of the books has found",
    access,
    params: byCheck,
    query: z.strictObject(pageQuery),
    answers: { 200: page(difference) },
  },
  getLedgerCheckFile: {
    method: "GET",
    path: "/v1/ledger/checks/{jobId}/file",
    summary: "下载全部差异（JSON Lines） Download all differences",
    access,
    params: byCheck,
    answers: { 303: null },
  },
});
