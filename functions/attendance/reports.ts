import { sendWork } from "../../shared/runtime/queue.ts";

/** Has the reports of uploads drawn again: something became known that belongs into them. */
export const askForReports = (uploadIds: readonly string[]): Promise<void> =>
  sendWork(
    "REPORTS_QUEUE_URL",
    [...new Set(uploadIds)].map((uploadId) => ({ uploadId })),
  );
