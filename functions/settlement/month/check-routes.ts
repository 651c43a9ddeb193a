import * as z from "zod/mini";
import { anyone, defineRoutes } from "../../../shared/values/route.ts";
import { count, fen, text } from "../../../shared/values/schemas.ts";

/** One thing an approver has to have seen. `limit` is in the unit of `value`; `items` are the most telling ones. */
export const check = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  value: z.int(),
  previous: z.nullable(z.int()),
  limit: z.optional(z.nullable(z.int())),
  exceeded: z.optional(z.boolean()),
  items: z.optional(
    z.array(z.object({ uscc: z.string(), name: z.string(), value: z.int(), previous: z.nullable(z.int()) })),
  ),
});

const percent = count.check(z.maximum(1000));
const thresholds = {
  documentNo: text(200),
  totalPercent: percent,
  enterprisesPercent: percent,
  linesPercent: percent,
  enterpriseChangeFen: fen.check(z.minimum(0)),
  newEnterprises: count,
  changedAccounts: count,
  heldEnterprises: count,
  openObjections: count,
  version: count,
};

export const checkRoutes = defineRoutes({
  getThresholds: {
    method: "GET",
    path: "/v1/settings/thresholds",
    summary: "批准前核对的警戒值 Read the thresholds of the checks before approval",
    access: { officer: anyone, finance: anyone, auditor: anyone },
    answers: { 200: z.object(thresholds) },
  },
  setThresholds: {
    method: "PUT",
    path: "/v1/settings/thresholds",
    summary: "设定警戒值（version 为所替换的版本） Set them; `version` is the one they replace",
    access: { officer: anyone },
    body: z.strictObject(thresholds),
    answers: { 200: z.object(thresholds) },
  },
});
