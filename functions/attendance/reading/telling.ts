import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import type { RawRow } from "../readers/shape.ts";
import type { AttendanceStore } from "../store.ts";
import type { RowCounts, Upload } from "../upload.ts";

/** Progress is told every so many rows, or a small file would cost more in telling than in reading. */
const ROWS_PER_TELLING = 20_000;
/** Reading is seven tenths of the way and writing two; the books answer the last. Nobody knows how many rows there are. */
const READ = 69;
const WRITTEN = 89;
const BYTES_PER_ROW = 12;

/**
 * Tells now and then how far the first reading of a file is. Telling is no part of reading: what comes too late, since
 * another reading has ended, is not told.
 */
export function teller(begun: Upload, store: AttendanceStore) {
  let current = begun;
  let overtaken = begun.status !== "processing";
  const expected = Math.max(ROWS_PER_TELLING, begun.size / BYTES_PER_ROW);
  const tell = async (change: Partial<Upload>) => {
    if (overtaken) return;
    const next = { ...current, ...change, version: current.version + 1 };
    try {
      await store.note(next);
      current = next;
    } catch (cause) {
      alreadyDone(cause);
      // somebody else writes the record now: to go on counting versions would one day hit theirs
      overtaken = true;
    }
  };
  return {
    /** Passes rows on. @param counts those of the reader, who counts a batch before asking for the next */
    async *rows(
      batches: AsyncIterable<readonly RawRow[]>,
      counts: Omit<RowCounts, "unchanged">,
    ): AsyncGenerator<readonly RawRow[]> {
      let told = 0;
      for await (const some of batches) {
        yield some;
        if (counts.total - told < ROWS_PER_TELLING) continue;
        told = counts.total;
        const percent = Math.min(READ, Math.ceil((told / expected) * READ));
        await tell({ percent, rows: { ...counts, unchanged: 0 } });
      }
    },

    /** So many of so many student-months are written. */
    written: (studentMonths: number, of: number) =>
      tell({ percent: READ + Math.floor((studentMonths / of) * (WRITTEN - READ)), studentMonths }),
  };
}
