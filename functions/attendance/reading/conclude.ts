import { systemClock } from "../../../shared/runtime/clock.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { settleDisputes } from "../disputes.ts";
import { askForReports } from "../reports.ts";
import { rereadForRoster, rereadUpload } from "../rereading.ts";
import type { AttendanceStore } from "../store.ts";
import { isFinal, isReported, repeatsTheLatest, stands, type Upload } from "../upload.ts";

/**
 * What is to be looked at once a reading has ended, since it may have come about while it ran: another file between a
 * repetition and what it repeats, another roster, another word about the same students. Done again it does no harm.
 */
export async function conclude(id: string, store: AttendanceStore): Promise<void> {
  await tellUnlessQuiet(id, store);
  const upload = await store.upload(id);
  if (!upload || !isFinal(upload)) return;
  const { uscc, period, shards, sequence } = upload;
  const changes = await store.rosterChanges(uscc, period);
  if (changes > upload.roster) await rereadForRoster({ uscc, period, changes, sequence });
  const { version } = await store.columnMaps(uscc);
  if (upload.code === "header-not-recognised" && version > upload.maps)
    await rereadUpload(uscc, period, sequence);
  await settleDisputes({ uscc, period, shards }, store);
  if (upload.reading > 0 && !isReported(upload)) await askForReports([id]);
}

/** A repetition of the word just before it was told to nobody; it is, if another word came in between meanwhile. */
async function tellUnlessQuiet(id: string, store: AttendanceStore): Promise<void> {
  for (;;) {
    const upload = await store.upload(id);
    if (!upload || !wasQuiet(upload)) return;
    if (repeatsTheLatest(upload, await store.uploads(upload.uscc, upload.period))) return;
    const next: Upload = { ...upload, percent: 90, version: upload.version + 1 };
    await store.finish(next, "processing", systemClock.now()).catch(alreadyDone);
  }
}

const wasQuiet = (upload: Upload): boolean =>
  upload.sameAs !== null && stands(upload) && upload.percent === 100;
