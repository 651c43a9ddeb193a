import type { LocalDate, Period } from "../../shared/values/period.ts";

export type NoticeCode = "same-day-elsewhere" | "enterprise-has-spoken";

/**
 * What became known about one placement of an upload after its rows were read: that the student was present elsewhere
 * on these days, or that the enterprise says otherwise than the school. Never where, or who. Without dates it is
 * taken back.
 */
export interface Notice {
  uscc: string;
  period: Period;
  /** The upload whose words it is about. */
  uploadId: string;
  placementId: string;
  code: NoticeCode;
  dates: LocalDate[];
  /** Whether the days count here; null where nobody has to decide that. */
  kept: boolean | null;
  /** Rises with what it rests on: an older notice does not undo a newer one. */
  version: number;
}

/** Whether two notices tell people the same. */
export const tellsTheSame = (a: Notice | undefined, b: Notice): boolean =>
  (a?.dates ?? []).join() === b.dates.join() &&
  (b.dates.length === 0 || (a?.uploadId === b.uploadId && a.kept === b.kept));
