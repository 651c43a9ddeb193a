import * as z from "zod/mini";
import { systemClock } from "../../shared/runtime/clock.ts";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { publishing } from "./month/publishing.ts";

const run = z.object({ runId: z.string(), period: z.string() });
const finish = publishing();

/** Shares out what a month's manifests claim and publishes it. Allocation and publication are one write, made once. */
export const handler = taskWorker(run, (task) => finish(task, systemClock.now()));
