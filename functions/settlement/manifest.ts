import * as z from "zod/mini";
import { systemClock } from "../../shared/runtime/clock.ts";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { settler } from "./booking/settle-enterprise.ts";

const manifestTask = z.object({ runId: z.string(), period: z.string(), uscc: z.string() });
const settle = settler();

/** Settles one enterprise for one month. The manifest is create-only: a repetition finds it and tells it again. */
export const handler = taskWorker(manifestTask, (task) => settle(task, systemClock.now()));
