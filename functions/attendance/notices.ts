import { wasFirst } from "../../shared/runtime/conflicts.ts";
import { type Notice, tellsTheSame } from "./notice.ts";
import type { AttendanceStore } from "./store.ts";

/**
 * Keeps a notice as it stands now. A notice that rests on less than the one that is kept changes nothing.
 * @returns the uploads whose reports it appears in or disappears from; they are to be drawn again
 */
export async function keepNotice(store: AttendanceStore, notice: Notice): Promise<string[]> {
  for (;;) {
    const before = await store.notice(notice);
    if ((before?.version ?? 0) > notice.version || (!before && notice.dates.length === 0)) return [];
    if (before?.version !== notice.version && !(await wasFirst(store.putNotice(notice, before)))) continue;
    const again = before?.version === notice.version || !tellsTheSame(before, notice);
    return again ? [before?.uploadId ?? notice.uploadId, notice.uploadId] : [];
  }
}
