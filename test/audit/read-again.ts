import { circumstancesOf } from "../../functions/attendance/reading/circumstances.ts";
import { interpretFile, statusOf, wordsOf } from "../../functions/attendance/reading/interpret-file.ts";
import { openOriginal } from "../../functions/attendance/reading/original.ts";
import { FileRefused } from "../../functions/attendance/rules/file-refused.ts";
import type { Word } from "../../functions/attendance/standing.ts";
import type { AttendanceStore } from "../../functions/attendance/store.ts";
import { isFinal, type Upload } from "../../functions/attendance/upload.ts";
import { shardOf } from "../../shared/values/canonical.ts";
import type { Period } from "../../shared/values/period.ts";

/** One file read again from its bytes, as if it had never been read. */
export interface ReadAgain {
  stored: Upload;
  /** As it was announced and withdrawn, with what its bytes say today; null where the bytes are gone. */
  derived: Upload | null;
  words: Word[];
}

/** Every attendance file of an enterprise's month whose reading has ended. */
export async function readMonthAgain(
  uscc: string,
  period: Period,
  store: AttendanceStore,
): Promise<ReadAgain[]> {
  const files: ReadAgain[] = [];
  for (const upload of await store.uploads(uscc, period))
    if (upload.kind === "attendance" && isFinal(upload)) files.push(await readAgain(upload, store));
  return files;
}

/**
 * Each file speaks for itself, also one that only repeated another: so what was taken for a repetition is held
 * against its own bytes.
 */
async function readAgain(upload: Upload, store: AttendanceStore): Promise<ReadAgain> {
  const source = await openOriginal(upload.id);
  if (!source) return { stored: upload, derived: null, words: [] };
  const circumstances = await circumstancesOf(upload, store);
  const own: Upload = { ...upload, sameAs: null, reading: READING };
  try {
    const sink = () => undefined;
    const { sheets, rows } = await interpretFile(upload, source, circumstances, { sink });
    const words = [...wordsOf(sheets, upload.sequence, READING)];
    const derived = { ...own, status: statusOf(rows), rows: { ...rows, unchanged: 0 }, code: null } as const;
    return { stored: upload, derived, words: rows.accepted > 0 ? words : [] };
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const rows = { total: 0, accepted: 0, rejected: 0, unchanged: 0 };
    return { stored: upload, derived: { ...own, status: "rejected", rows, code: cause.code }, words: [] };
  }
}

const READING = 1;

/** The attendance of a city with the words that its files say today, in place of those that are stored. */
export function derivedStore(stored: AttendanceStore, files: readonly ReadAgain[]): AttendanceStore {
  const byMonth = Map.groupBy(files, ({ stored: { uscc, period } }) => `${uscc}#${period}`);
  const filesOf = (uscc: string, period: Period) => byMonth.get(`${uscc}#${period}`) ?? [];
  return {
    ...stored,
    uploads: async (uscc, period) => filesOf(uscc, period).flatMap(({ derived }) => derived ?? []),
    words: async (uscc, period, shard) =>
      filesOf(uscc, period).flatMap(({ stored: { shards }, words }) =>
        words.filter(({ placementId }) => shardOf(placementId, shards) === shard),
      ),
  };
}
