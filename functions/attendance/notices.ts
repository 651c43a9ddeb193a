import { ConditionFailed } from "../../shared/runtime/table.ts";
import { type Notice, tellsTheSame } from "./notice.ts";
import { askForReports } from "./reports.ts";
import type { AttendanceStore } from "./store.ts";

/**
 * Keeps a notice as it stands now, and has the reports drawn again that it appears in or disappears from. A notice
 * that rests on less than the one that is kept changes nothing.
 */
export async function tell(store: AttendanceStore, notice: Notice): Promise<void> {
  for (;;) {
    const before = await store.notice(notice);
    if ((before?.version ?? 0) > notice.version || (!before && notice.dates.length === 0)) return;
    if (before?.version !== notice.version && !(await kept(store, notice, before))) continue;
    const again = before?.version === notice.version || !tellsTheSame(before, notice);
    if (again) await askForReports([before?.uploadId ?? notice.uploadId, notice.uploadId]);
    return;
  }
}

async function kept(store: AttendanceStore, notice: Notice, before: Notice | undefined): Promise<boolean> {
  try {
    await store.putNotice(notice, before);
    return true;
  } catch (cause) {
    if (cause instanceof ConditionFailed) return false;
    throw cause;
  }
}
