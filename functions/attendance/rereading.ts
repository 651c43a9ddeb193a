import * as z from "zod/mini";
import { sendWork } from "../../shared/runtime/queue.ts";
import { inParallel } from "../../shared/runtime/table.ts";
import type { Period } from "../../shared/values/period.ts";
import type { AttendanceStore } from "./store.ts";
import { parseUploadId } from "./upload.ts";

/**
 * Something that may make files say otherwise than when they were read: a change of the month's roster (the number of
 * it, and the placement), or a map of one file's columns. Without either, only what files say of each other is looked
 * at again.
 */
export const rereadTask = z.object({
  uscc: z.string(),
  period: z.string(),
  /** Only this upload. */
  sequence: z.optional(z.int()),
  changes: z.optional(z.int()),
  placementId: z.optional(z.string()),
});
export type RereadTask = z.infer<typeof rereadTask>;

/** Placements change in bursts: a file is read again once for all that come together. */
const BURST_SECONDS = 2;

/** Has every file read again that a change of the roster may concern. */
export const rereadForRoster = (task: RereadTask): Promise<void> =>
  sendWork("REREADS_QUEUE_URL", [task], { delaySeconds: BURST_SECONDS });

/** Has one file read again, whatever was read before: its columns have become known. */
export const rereadUpload = (uscc: string, period: Period, sequence: number): Promise<void> =>
  sendWork("REREADS_QUEUE_URL", [{ uscc, period, sequence }]);

/** Has the files read again whose columns nobody knew, since somebody has said what columns mean. */
export async function rereadUnrecognised(uscc: string, store: AttendanceStore): Promise<void> {
  const months = await store.months(uscc);
  const uploads = (await inParallel(months, ({ period }) => store.uploads(uscc, period))).flat();
  const unknown = uploads.filter(
    ({ code, withdrawnAt }) => code === "header-not-recognised" && withdrawnAt === null,
  );
  for (const { kind, period, sequence } of unknown)
    if (kind === "attendance") await rereadUpload(uscc, period, sequence);
}

/** Has what the month's files say of each other looked at again. */
export async function lookAgain(uploadId: string): Promise<void> {
  const month = parseUploadId(uploadId);
  if (month) await sendWork("REREADS_QUEUE_URL", [{ uscc: month.uscc, period: month.period }]);
}
