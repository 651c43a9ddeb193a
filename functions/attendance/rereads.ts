import type { AttendanceStore, Month } from "./store.ts";
import { isFinal, rootOf, type Upload } from "./upload.ts";

/** Whether a placement's change may change what some file of the month says. */
export async function mayConcern(
  store: AttendanceStore,
  month: Month,
  placementId: string,
): Promise<boolean> {
  const uploads = await store.uploads(month.uscc, month.period);
  const open = uploads.some((upload) => upload.kind === "attendance" && !isFinal(upload));
  return open || (await concerned(store, month, uploads, placementId)).length > 0;
}

/**
 * The files that have been read, and could say otherwise by another roster: rows were refused or found by less than a
 * number of the person's own, or they name the placement. In the order of announcement.
 */
export async function concerned(
  store: AttendanceStore,
  month: Month,
  uploads: readonly Upload[],
  placementId: string | undefined,
): Promise<Upload[]> {
  const read = uploads.filter(
    (upload) => upload.kind === "attendance" && isFinal(upload) && upload.withdrawnAt === null,
  );
  if (read.length === 0) return [];
  const words = placementId === undefined ? [] : await store.wordsAbout(month, placementId);
  const naming = new Set(words.map(({ sequence }) => sequence));
  return read.filter((upload) => upload.unsure || naming.has(rootOf(upload)));
}
