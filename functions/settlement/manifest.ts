import * as z from "zod/mini";
import { systemClock } from "../../shared/runtime/clock.ts";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { settler } from "./booking/settle-enterprise.ts";

const manifestTask = z.object({
  runId: z.string(),
  period: z.string(),
  /** The first gives its name to all of them. */
  usccs: z.array(z.string()).check(z.minLength(1), z.maxLength(500)),
});
const settle = settler();

/** Settles a group of enterprises for one month. Manifests are create-only: a repetition finds and tells them again. */
export const handler = taskWorker(manifestTask, (task) => settle(task, systemClock.now()));
