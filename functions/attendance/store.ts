import { FilingRecorded, UploadAccepted, UploadReread, UploadWithdrawn } from "../../events/attendance.ts";
import type { Envelope } from "../../events/envelope.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { alreadyDone } from "../../shared/runtime/conflicts.ts";
import { openTable } from "../../shared/runtime/table.ts";
import { shardOf } from "../../shared/values/canonical.ts";
import type { Period } from "../../shared/values/period.ts";
import type { ColumnMaps } from "./column-map.ts";
import type { Filing } from "./filing.ts";
import type { Notice } from "./notice.ts";
import type { Word } from "./standing.ts";
import { parseUploadId, rootOf, sequenceKey, type Upload, uploadId } from "./upload.ts";

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
  /** Grows with when the books were read for it. */
  version: number;
}

const monthKey = (uscc: string, period: Period) => ({ pk: `MONTHS#${uscc}`, sk: period });
const uploadsPk = (uscc: string, period: Period) => `UPLOADS#${uscc}#${period}`;
const uploadKey = ({ uscc, period, sequence }: { uscc: string; period: Period; sequence: number }) => ({
  pk: uploadsPk(uscc, period),
  sk: `UPLOAD#${sequenceKey(sequence)}`,
});
const wordsPk = (uscc: string, period: Period, shard: number) => `WORDS#${uscc}#${period}#${shard}`;
const noticeKey = ({ uscc, period, code, placementId }: Notice) => ({
  pk: uploadsPk(uscc, period),
  sk: `NOTICE#${code}#${placementId}`,
});

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

    uploadsPage: (uscc: string, period: Period, page: { limit: number; cursor: string | undefined }) =>
      table.page<Upload>({ pk: uploadsPk(uscc, period), prefix: "UPLOAD#", ...page }),

    async announce(upload: Upload, at: Date): Promise<void> {
      await commit(table, {
        writes: [{ put: uploadItem(upload), when: "absent" }],
        changes: [{ subject: `upload/${upload.id}`, action: "upload.announced", to: upload.kind }],
        at,
      });
    },

    /** What changes nobody's figures, so that nothing is recorded or told. @throws ConditionFailed */
    note: (next: Upload) => table.put(uploadItem(next), { version: next.version - 1 }),

    /**
     * The one write that makes a whole reading count, or refuses the file.
     * @param quiet it says what was said just before, so that nobody needs to hear of it
     * @throws ConditionFailed
     */
    async finish(next: Upload, from: string, at: Date, { quiet = false } = {}): Promise<void> {
      const { id, status, reading } = next;
      const changesNothing = quiet || status === "rejected" || next.kind === "roster";
      const isFirst = from === "processing" || from === "awaiting";
      const tell = isFirst ? (changesNothing ? [] : [acceptedFact(next, at)]) : [rereadFact(next, at)];
      const why = reading > 1 ? `reading ${reading}` : quiet ? "repeats the word before it" : "";
      await commit(table, {
        writes: [{ put: uploadItem(next), when: { version: next.version - 1 } }],
        changes: [{ subject: `upload/${id}`, action: `upload.${status}`, from, to: status, why }],
        tell,
        at,
      });
    },

    /** @throws ConditionFailed when it was withdrawn meanwhile */
    async withdraw(next: Upload, at: Date): Promise<void> {
      const { id, uscc, period, sequence, version } = next;
      const data = { uscc, period, uploadId: id, sequence };
      const event = UploadWithdrawn;
      await commit(table, {
        writes: [{ put: uploadItem(next), when: { version: version - 1 } }],
        changes: [
          { subject: `upload/${id}`, action: "upload.withdrawn", from: next.status, to: "withdrawn" },
        ],
        tell: [fact({ event, id: `${id}-withdrawn`, subject: id, subjectVersion: version, data, at })],
        at,
      });
    },

    /** Records that somebody was given the original bytes. */
    originalGiven: ({ id }: Upload, at: Date) =>
      commit(table, {
        writes: [],
        changes: [{ subject: `upload/${id}`, action: "upload.original-given" }],
        at,
      }),

    /** Words are keyed by what they are about and who says it: writing them again changes nothing. */
    writeWords: ({ uscc, period, shards }: Month, words: readonly Word[]) =>
      table.batchPut(
        words.map((word) => ({
          pk: wordsPk(uscc, period, shardOf(word.placementId, shards)),
          sk: `${word.placementId}#${sequenceKey(word.sequence)}#${word.reading}`,
          ...word,
        })),
      ),

    words: (uscc: string, period: Period, shard: number) =>
      table.all<Word>({ pk: wordsPk(uscc, period, shard) }),

    wordsAbout: ({ uscc, period, shards }: Month, placementId: string) =>
      table.all<Word>({
        pk: wordsPk(uscc, period, shardOf(placementId, shards)),
        prefix: `${placementId}#`,
      }),

    /** How many changes of the month's roster have been heard of that may change what becomes of a row. */
    async rosterChanges(uscc: string, period: Period): Promise<number> {
      const key = { pk: uploadsPk(uscc, period), sk: "ROSTER" };
      return (await table.get<{ changes: number }>(key))?.changes ?? 0;
    },

    async rosterChanged(uscc: string, period: Period): Promise<number> {
      const { changes } = await table.add({ pk: uploadsPk(uscc, period), sk: "ROSTER" }, { changes: 1 });
      return changes ?? 0;
    },

    /** What the books said later outranks what they said before, whichever comes first. */
    async putShare({ uscc, period }: Upload, share: AccruedShare): Promise<void> {
      const { sequence, shard, version } = share;
      const key = { pk: uploadsPk(uscc, period), sk: `ACCRUED#${sequenceKey(sequence)}#${shard}` };
      const before = await table.get<AccruedShare>(key);
      if (before && before.version >= version) return;
      await table.put({ ...key, ...share }, before ? { version: before.version } : "absent");
    },

    shares: (uscc: string, period: Period, sequence: number) =>
      table.all<AccruedShare>({ pk: uploadsPk(uscc, period), prefix: `ACCRUED#${sequenceKey(sequence)}#` }),

    sharesOfMonth: (uscc: string, period: Period) =>
      table.all<AccruedShare>({ pk: uploadsPk(uscc, period), prefix: "ACCRUED#" }),

    notice: (notice: Notice) => table.get<Notice>(noticeKey(notice)),

    noticesOfMonth: (uscc: string, period: Period) =>
      table.all<Notice>({ pk: uploadsPk(uscc, period), prefix: "NOTICE#" }),

    /** What others' files and decisions have led to that the upload's owner is to know; a repetition shares it. */
    async notices(upload: Upload): Promise<Notice[]> {
      const { uscc, period } = upload;
      const spokenBy = uploadId(uscc, period, rootOf(upload));
      const notices = await table.all<Notice>({ pk: uploadsPk(uscc, period), prefix: "NOTICE#" });
      return notices.filter(({ uploadId, dates }) => uploadId === spokenBy && dates.length > 0);
    },

    /** @throws ConditionFailed when it was written meanwhile */
    putNotice: (notice: Notice, before: Notice | undefined) =>
      table.put({ ...noticeKey(notice), ...notice }, before ? { version: before.version } : "absent"),

    async columnMaps(uscc: string): Promise<ColumnMaps> {
      const saved = await table.get<ColumnMaps>({ pk: `MAPS#${uscc}`, sk: "MAPS" });
      return saved ?? { uscc, maps: [], savedBy: null, savedAt: null, version: 0 };
    },

    /** @throws ConditionFailed when somebody else has saved others meanwhile */
    async saveColumnMaps(next: ColumnMaps, at: Date): Promise<void> {
      const { uscc, maps, version } = next;
      const item = { pk: `MAPS#${uscc}`, sk: "MAPS", ...next };
      await commit(table, {
        writes: [{ put: item, when: version === 1 ? "absent" : { version: version - 1 } }],
        changes: [
          {
            subject: `column-maps/${uscc}`,
            action: "column-maps.saved",
            from: version - 1,
            to: { version, maps },
          },
        ],
        at,
      });
    },

    filings: (uscc: string) => table.all<Filing>({ pk: `FILINGS#${uscc}` }),

    filingsPage: (uscc: string, page: { limit: number; cursor: string | undefined }) =>
      table.page<Filing>({ pk: `FILINGS#${uscc}`, ...page }),

    async recordFiling(filing: Filing, at: Date): Promise<void> {
      const { id, uscc, kinds, documentNo, from, to } = filing;
      const told = { uscc, filingId: id, from, to };
      await commit(table, {
        writes: [{ put: { pk: `FILINGS#${uscc}`, sk: id, ...filing }, when: "absent" }],
        changes: [
          {
            subject: `filing/${id}`,
            action: "filing.recorded",
            to: { uscc, kinds, from, to },
            why: documentNo,
          },
        ],
        tell: [fact({ event: FilingRecorded, id, subject: id, subjectVersion: 1, data: told, at })],
        at,
      });
    },
  };
}

export type AttendanceStore = ReturnType<typeof attendanceStore>;

const uploadItem = (upload: Upload) => ({ ...uploadKey(upload), ...upload });

function acceptedFact(upload: Upload, at: Date): Envelope {
  const { id, uscc, period, sequence, studentMonths, version } = upload;
  const data = { uscc, period, uploadId: id, sequence, studentMonths };
  return fact({ event: UploadAccepted, id, subject: id, subjectVersion: version, data, at });
}

function rereadFact(upload: Upload, at: Date): Envelope {
  const { id, uscc, period, sequence, reading, studentMonths, status, version } = upload;
  const data = { uscc, period, uploadId: id, sequence, reading, studentMonths, status };
  const name = `${id}-${version}`;
  return fact({ event: UploadReread, id: name, subject: id, subjectVersion: version, data, at });
}
