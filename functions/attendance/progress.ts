import { Accrued } from "../../events/subsidy.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { attendanceStore } from "./store.ts";

const store = attendanceStore();

/** Notes what an upload led to in the books. A share is keyed by its shard, so hearing it twice changes nothing. */
export const handler = factWorker([Accrued], async ({ data }) => {
  const upload = await store.upload(data.uploadId);
  if (!upload) return;
  const { shard, shards, studentMonths, amountFen } = data;
  await store.putShare(upload, { sequence: upload.sequence, shard, shards, studentMonths, amountFen });
});
