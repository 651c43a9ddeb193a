import { taskWorker } from "../../shared/runtime/worker.ts";
import { settleDisputes } from "./disputes.ts";
import { conclude } from "./reading/conclude.ts";
import { readAgain } from "./reading/read-upload.ts";
import { type RereadTask, rereadTask } from "./rereading.ts";
import { concerned } from "./rereads.ts";
import { attendanceStore, type Month } from "./store.ts";
import { isReported, type Upload } from "./upload.ts";

const store = attendanceStore();

/** Reads files again that may say otherwise now; one that has been read by the roster as it is since is passed over. */
export const handler = taskWorker(rereadTask, async (task) => {
  const month = await store.month(task.uscc, task.period);
  if (!month) return;
  for (const { id } of await filesOf(task, month)) {
    const upload = await store.upload(id);
    if (!upload) continue;
    if (isDue(upload, task)) await readAgain(upload, { anyway: task.changes === undefined });
    // it was read, but whoever read it did not come to the end
    else if (upload.reading > 0 && !isReported(upload)) await conclude(id, store);
  }
  if (task.changes === undefined && task.sequence === undefined) await settleDisputes(month, store);
});

async function filesOf({ sequence, changes, placementId }: RereadTask, month: Month): Promise<Upload[]> {
  const uploads = await store.uploads(month.uscc, month.period);
  if (sequence !== undefined) return uploads.filter((upload) => upload.sequence === sequence);
  return changes === undefined ? [] : concerned(store, month, uploads, placementId);
}

const isDue = ({ roster }: Upload, { changes }: RereadTask): boolean =>
  changes === undefined || roster < changes;
