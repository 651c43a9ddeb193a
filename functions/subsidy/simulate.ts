import * as z from "zod/mini";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { simulating } from "./simulation/run.ts";

const share = z.object({ jobId: z.string(), uscc: z.string(), part: z.int() });
const simulation = simulating();

/** Tries a draft on one share of an enterprise's placements. Its answer is create-only; the last share adds up. */
export const handler = taskWorker(share, simulation.work);
