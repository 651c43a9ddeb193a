import * as z from "zod/mini";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { drawReports } from "./drawing.ts";

/** Draws the reports of an upload, again where something became known since. Drawing twice gives the same. */
export const handler = taskWorker(z.object({ uploadId: z.string() }), ({ uploadId }) =>
  drawReports(uploadId),
);
