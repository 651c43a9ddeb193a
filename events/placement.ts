import * as z from "zod/mini";
import { count, date, uscc } from "../shared/values/schemas.ts";
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
  outside: ["uscc", "placementId", "start", "end", "formerEnd", "status"],
});

export const PlacementsAnswered = defineEvent({
  type: "cn.ronghe.placement.placements-answered.v1",
  summary: "花名册一批安置的登记结果 What became of the placements that a roster commanded",
  producer: "placement",
  consumers: ["attendance/answers"],
  data: z.object({
    uscc,
    uploadId: z.string(),
    batch: count,
    answers: z.array(
      z.object({
        row: count,
        outcome: z.enum(["made", "unchanged", "refused"]),
        /** Why it was refused: the code of the problem that the API would answer. */
        code: z.optional(z.string()),
        /**
         * Made: the days in which the person is placed elsewhere too, and an officer decides. Refused: those of the
         * placement that is in the way.
         */
        conflict: z.optional(z.object({ from: date, to: date })),
      }),
    ),
  }),
});
