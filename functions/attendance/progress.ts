import { Accrued, SameDayFound } from "../../events/subsidy.ts";
import { dataOf } from "../../shared/runtime/bus.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { keepNotice } from "./notices.ts";
import { askForReports } from "./reports.ts";
import { attendanceStore } from "./store.ts";
import { reportedBy } from "./upload.ts";

const store = attendanceStore();

/** Notes what the books have to say about an upload. Each thing has its own key, so hearing it twice changes nothing. */
export const handler = factWorker([Accrued, SameDayFound], async (told) => {
  const upload = await store.upload(told.data.uploadId);
  if (!upload) return;
  if (told.type === Accrued.type) {
    const { shard, shards, studentMonths, amountFen } = dataOf(Accrued, told);
    const { sequence } = upload;
    const version = told.subjectversion;
    await store.putShare(upload, { sequence, shard, shards, studentMonths, amountFen, version });
  } else {
    const { uscc, period, placementId, dates, kept } = dataOf(SameDayFound, told);
    const about = { uscc, period, placementId, uploadId: reportedBy(upload) };
    const notice = {
      ...about,
      code: "same-day-elsewhere",
      dates,
      kept,
      version: told.subjectversion,
    } as const;
    await askForReports(await keepNotice(store, notice));
  }
});
