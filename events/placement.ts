import * as z from "zod/mini";
import { date, uscc } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

export const PlacementChanged = defineEvent({
  type: "cn.ronghe.placement.placement-changed.v1",
  summary: "安置已登记、变更或终止 A placement was made, changed or ended",
  producer: "placement",
  consumers: ["subsidy/changes", "attendance/rosters"],
  data: z.object({
    uscc,
    placementId: z.string(),
    personId: z.string(),
    start: date,
    end: date,
    /** The last day as it was before this change, where that has changed. */
    formerEnd: z.optional(date),
    status: z.string(),
  }),
});
