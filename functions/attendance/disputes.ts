import { systemClock } from "../../shared/runtime/clock.ts";
import { dayDifferences } from "./dispute.ts";
import { readShard } from "./months.ts";
import { type Notice, tellsTheSame } from "./notice.ts";
import { keepNotice } from "./notices.ts";
import { askForReports } from "./reports.ts";
import type { AttendanceStore, Month } from "./store.ts";
import { rootOf, stands, uploadId } from "./upload.ts";

const CODE = "enterprise-has-spoken";

/**
 * Tells a school, student by student, where the enterprise says otherwise than it does: the enterprise's word counts.
 * Where they agree by now, the notice is taken back.
 */
export async function settleDisputes(month: Month, store: AttendanceStore): Promise<void> {
  const { uscc, period, shards } = month;
  const version = systemClock.now().getTime();
  const uploads = await store.uploads(uscc, period);
  if (!uploads.some((upload) => upload.source === "school" && stands(upload))) return;
  const sequenceOf = new Map(uploads.map((upload) => [upload.id, rootOf(upload)]));
  const told = (await store.noticesOfMonth(uscc, period)).filter(({ code }) => code === CODE);
  const toDraw = new Set<string>();
  const tell = async (notice: Notice) => {
    for (const id of await keepNotice(store, notice)) toDraw.add(id);
  };
  const open = new Map(told.map((notice) => [notice.placementId, notice]));
  for (let shard = 0; shard < shards; shard++) {
    const { standing } = await readShard(store, month, shard);
    for (const word of standing) {
      if (word.disputed === null) continue;
      const { placementId, disputed } = word;
      const root = uploadId(uscc, period, sequenceOf.get(disputed.uploadId) ?? disputed.sequence);
      const dates = dayDifferences(word.days, disputed.days, period);
      const notice: Notice = {
        uscc,
        period,
        uploadId: root,
        placementId,
        code: CODE,
        dates,
        kept: false,
        version,
      };
      if (!tellsTheSame(open.get(placementId), notice)) await tell(notice);
      open.delete(placementId);
    }
  }
  for (const notice of open.values()) {
    if (notice.dates.length > 0) await tell({ ...notice, dates: [], version });
  }
  await askForReports([...toDraw]);
}
