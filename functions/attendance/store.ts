import { UploadAccepted, UploadWithdrawn } from "../../events/attendance.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { alreadyDone } from "../../shared/runtime/conflicts.ts";
import { openTable } from "../../shared/runtime/table.ts";
import { shardOf } from "../../shared/values/canonical.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Word } from "./standing.ts";
import { parseUploadId, sequenceKey, type Upload } from "./upload.ts";

/** An enterprise's month: how its words are spread, fixed by the number of placements when it began. */
export interface Month {
  uscc: string;
  period: Period;
  shards: number;
}

/** What one upload led to in the books, shard by shard. */
export interface AccruedShare {
  sequence: number;
  shard: number;
  shards: number;
  studentMonths: number;
  amountFen: number;
}

const monthKey = (uscc: string, period: Period) => ({ pk: `MONTHS#${uscc}`, sk: period });
const uploadsPk = (uscc: string, period: Period) => `UPLOADS#${uscc}#${period}`;
const uploadKey = ({ uscc, period, sequence }: { uscc: string; period: Period; sequence: number }) => ({
  pk: uploadsPk(uscc, period),
  sk: `UPLOAD#${sequenceKey(sequence)}`,
});
const wordsPk = (uscc: string, period: Period, shard: number) => `WORDS#${uscc}#${period}#${shard}`;

export function attendanceStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    months: (uscc: string) => table.all<Month>({ pk: `MONTHS#${uscc}` }),
    month: (uscc: string, period: Period) => table.get<Month>(monthKey(uscc, period)),
    monthsOfAll: (period: Period) => table.all<Month>({ pk: `PERIOD#${period}`, index: "gsi1" }),

    /** The month as the first announcement fixed it. */
    async openMonth(month: Month): Promise<Month> {
      const key = monthKey(month.uscc, month.period);
      await table
        .put({ ...key, ...month, gsi1pk: `PERIOD#${month.period}`, gsi1sk: month.uscc }, "absent")
        .catch(alreadyDone);
      return (await table.get<Month>(key)) ?? month;
    },

    async nextSequence(uscc: string, period: Period): Promise<number> {
      const { uploads } = await table.add({ pk: uploadsPk(uscc, period), sk: "COUNTER" }, { uploads: 1 });
      return uploads ?? 0;
    },

    async upload(id: string): Promise<Upload | undefined> {
      const parts = parseUploadId(id);
      return parts ? table.get<Upload>(uploadKey(parts)) : undefined;
    },

    uploads: (uscc: string, period: Period) =>
      table.all<Upload>({ pk: uploadsPk(uscc, period), prefix: "UPLOAD#" }),

    uploadsOfAll: (period: Period) => table.all<Upload>({ pk: `UPLOADS#${period}`, index: "gsi1" }),

    async announce(upload: Upload, at: Date): Promise<void> {
      await commit(table, {
        writes: [{ put: uploadItem(upload), when: "absent" }],
        changes: [{ subject: `upload/${upload.id}`, action: "upload.announced", to: upload.kind }],
        at,
      });
    },

    /** How far the reading is; no change of state, so nothing is recorded. @throws ConditionFailed */
    progress: (next: Upload) => table.put(uploadItem(next), { version: next.version - 1 }),

    /** The one write that makes a whole file count, or refuses it. @throws ConditionFailed when it ended meanwhile */
    async finish(next: Upload, at: Date): Promise<void> {
      const { id, uscc, period, sequence, studentMonths, status } = next;
      const told = { uscc, period, uploadId: id, sequence, studentMonths };
      const accepted = fact({ event: UploadAccepted, id, subject: id, subjectVersion: 1, data: told, at });
      await commit(table, {
        writes: [{ put: uploadItem(next), when: { version: next.version - 1 } }],
        changes: [{ subject: `upload/${id}`, action: `upload.${status}`, from: "processing", to: status }],
        tell: status === "rejected" ? [] : [accepted],
        at,
      });
    },

    /** @throws ConditionFailed when it was withdrawn meanwhile */
    async withdraw(next: Upload, at: Date): Promise<void> {
      const { id, uscc, period, sequence } = next;
      const data = { uscc, period, uploadId: id, sequence };
      await commit(table, {
        writes: [{ put: uploadItem(next), when: { version: next.version - 1 } }],
        changes: [
          { subject: `upload/${id}`, action: "upload.withdrawn", from: next.status, to: "withdrawn" },
        ],
        tell: [
          fact({ event: UploadWithdrawn, id: `${id}-withdrawn`, subject: id, subjectVersion: 2, data, at }),
        ],
        at,
      });
    },

    /** Words are keyed by what they are about and who says it: writing them again changes nothing. */
    writeWords: ({ uscc, period, shards }: Month, words: readonly Word[]) =>
      table.batchPut(
        words.map((word) => ({
          pk: wordsPk(uscc, period, shardOf(word.placementId, shards)),
          sk: `${word.placementId}#${sequenceKey(word.sequence)}`,
          ...word,
        })),
      ),

    words: (uscc: string, period: Period, shard: number) =>
      table.all<Word>({ pk: wordsPk(uscc, period, shard) }),

    putShare: ({ uscc, period }: Upload, share: AccruedShare) =>
      table.put({
        pk: uploadsPk(uscc, period),
        sk: `ACCRUED#${sequenceKey(share.sequence)}#${share.shard}`,
        gsi1pk: `ACCRUED#${period}`,
        gsi1sk: `${uscc}#${share.sequence}#${share.shard}`,
        ...share,
      }),

    sharesOfAll: (period: Period) => table.all<AccruedShare>({ pk: `ACCRUED#${period}`, index: "gsi1" }),

    shares: (uscc: string, period: Period, sequence: number) =>
      table.all<AccruedShare>({ pk: uploadsPk(uscc, period), prefix: `ACCRUED#${sequenceKey(sequence)}#` }),
  };
}

const uploadItem = (upload: Upload) => ({
  ...uploadKey(upload),
  gsi1pk: `UPLOADS#${upload.period}`,
  gsi1sk: upload.id,
  ...upload,
});
