import middy from "@middy/core";
import * as z from "zod/mini";
import { metered } from "./capacity.ts";
import { runAs, systemCaller } from "./context.ts";
import { log } from "./log.ts";

const firing = z.object({ scheduledTime: z.string(), executionId: z.string() });

/** One firing of a schedule. Its instant is the scheduled one, so that a second firing is the same run. */
export interface Firing {
  scheduledAt: Date;
  executionId: string;
}

/** The stack of every scheduled function: a checked firing, its id as correlation id, errors left to the retry. */
export function scheduled(run: (firing: Firing) => Promise<void>) {
  return middy<unknown, void>(async (event: unknown) => {
    const { scheduledTime, executionId } = z.parse(firing, event);
    const work = () => run({ scheduledAt: new Date(scheduledTime), executionId });
    await runAs({ correlationId: executionId, caller: systemCaller() }, () => metered(work));
  }).onError(({ error }) => log.error("schedule.failed", {}, error));
}
