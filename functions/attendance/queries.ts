import { setting } from "../../shared/runtime/config.ts";
import { inParallel } from "../../shared/runtime/table.ts";
import { type Period, shanghaiDate } from "../../shared/values/period.ts";
import type { Filing } from "./filing.ts";
import { namedIn, readShard, type ShardReading, violationsOf } from "./months.ts";
import { type DayRecord, decodeDays } from "./sheet.ts";
import type { StandingWord } from "./standing.ts";
import { type AttendanceStore, attendanceStore, type Month } from "./store.ts";
import { isFinal, stands, type Upload } from "./upload.ts";

export type { DayRecord, Month, ShardReading };

/** What an upload said about a student-month, and when it was announced. */
export interface SheetWord {
  placementId: string;
  personId: string;
  uscc: string;
  period: Period;
  sequence: number;
  uploadId: string;
  /** The city's day on which the file was announced. */
  announcedOn: string;
  /** The instant of it, comparable between enterprises. */
  announcedAt: string;
  days: DayRecord[];
  /** What was found against the rules of internship; cleared where a filing covers it. */
  violations: { date: string; code: string; cleared: boolean }[];
}

/** What one shard of an enterprise's month says. */
export interface Shard {
  sheets: SheetWord[];
  named: Map<string, string>;
  reading: ShardReading;
}

/** What files of a month have come to, city-wide. */
export interface UploadTotals {
  uploads: { total: number; processed: number; rejected: number; standing: number };
  rows: { total: number; accepted: number; rejected: number };
  /** Shards that are in the books, of those that accepted files have touched. */
  accrued: { shares: number; expected: number };
  studentMonths: number;
  accruedFen: number;
}

/** What other contexts may read of attendance. */
export function attendanceQueries(store: AttendanceStore = attendanceStore(setting("ATTENDANCE_TABLE"))) {
  return {
    months: (uscc: string): Promise<Month[]> => store.months(uscc),
    month: (uscc: string, period: Period): Promise<Month | undefined> => store.month(uscc, period),
    monthsOfAll: (period: Period): Promise<Month[]> => store.monthsOfAll(period),

    /** The placements alone, for whoever does not look at sheets yet. */
    async named(month: Month, shard: number): Promise<Omit<Shard, "sheets">> {
      const reading = await readShard(store, month, shard);
      return { named: namedIn(reading), reading };
    },

    /**
     * The sheets of a shard: per placement the word that stands, which has the highest sequence, and those it
     * replaced. And every placement ever named there with its person, whether its word stands or not.
     * @param before the `reading` of an earlier answer: what has not changed since is not read again
     */
    async shard(month: Month, shard: number, before?: ShardReading): Promise<Shard> {
      const reading = await readShard(store, month, shard, before);
      const { standing } = reading;
      const filings = standing.some(({ violations }) => violations) ? await store.filings(month.uscc) : [];
      const words = standing.flatMap((word) => [...word.earlier, word]);
      return { sheets: words.map((word) => sheetOf(month, word, filings)), named: namedIn(reading), reading };
    },

    async totals(period: Period): Promise<UploadTotals> {
      const months = await store.monthsOfAll(period);
      const all = (await inParallel(months, ({ uscc }) => store.uploads(uscc, period))).flat();
      const uploads = all.filter(({ kind }) => kind === "attendance");
      const shares = (await inParallel(months, ({ uscc }) => store.sharesOfMonth(uscc, period))).flat();
      const sum = (pick: (rows: { total: number; accepted: number; rejected: number }) => number) =>
        uploads.reduce((total, { rows }) => total + pick(rows), 0);
      return {
        uploads: {
          total: uploads.length,
          processed: uploads.filter(isFinal).length,
          rejected: uploads.filter(({ status }) => status === "rejected").length,
          standing: uploads.filter(stands).length,
        },
        rows: {
          total: sum((r) => r.total),
          accepted: sum((r) => r.accepted),
          rejected: sum((r) => r.rejected),
        },
        accrued: {
          shares: shares.length,
          expected: uploads.filter(isTold).reduce((total, upload) => total + upload.shards, 0),
        },
        studentMonths: shares.reduce((total, share) => total + share.studentMonths, 0),
        accruedFen: shares.reduce((total, share) => total + share.amountFen, 0),
      };
    },
  };
}

export type AttendanceQueries = ReturnType<typeof attendanceQueries>;

/** A repetition that changes nothing is not told to the books, so they answer nothing to it. */
const isTold = (upload: Upload): boolean => stands(upload) && upload.percent < 100;

const sheetOf = ({ uscc, period }: Month, word: StandingWord, filings: readonly Filing[]): SheetWord => ({
  placementId: word.placementId,
  personId: word.personId,
  uscc,
  period,
  sequence: word.effective,
  uploadId: word.uploadId,
  announcedOn: shanghaiDate(new Date(word.announcedAt)),
  announcedAt: word.announcedAt,
  days: decodeDays(word.days, period),
  violations: violationsOf(word, period, filings),
});
