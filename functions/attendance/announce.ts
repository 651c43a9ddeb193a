import { execution } from "../../shared/runtime/context.ts";
import { addMonths, periodOf } from "../../shared/values/period.ts";
import { Problem } from "../../shared/values/problem.ts";
import { placementQueries } from "../placement/queries.ts";
import type { Notice } from "./notice.ts";
import type { AccruedShare, attendanceStore } from "./store.ts";
import { isLate, type Upload, uploadId } from "./upload.ts";

/** 100 MB: more than a year of clock records of the largest enterprise. */
const MAX_FILE_BYTES = 104_857_600;
/**
 * One shard for each thousand placements keeps every partition far below its write limit. Rounded up to a power of two:
 * so the people of one month's shard stand in one or two of another month's, and booking them reads no more.
 */
const PLACEMENTS_PER_SHARD = 1_000;

export interface Announcement {
  kind: Upload["kind"];
  uscc: string;
  period: string;
  filename: string;
  size: number;
  mode?: Upload["mode"] | undefined;
  source: Upload["source"];
  announcedBy: string;
  announcedFor: string;
}

/** @throws Problem 422 for a size that no file of ours has */
export function assertPlausibleSize(size: number): void {
  if (size > 0 && size <= MAX_FILE_BYTES) return;
  throw size <= 0
    ? new Problem({
        status: 422,
        code: "file-empty",
        zh: "文件为空",
        en: "The file is empty",
        pointer: "/size",
      })
    : new Problem({
        status: 422,
        code: "file-too-large",
        zh: `文件超过 ${MAX_FILE_BYTES} 字节，请按周或按部门拆分`,
        en: `The file is larger than ${MAX_FILE_BYTES} bytes; split it by week or department`,
        pointer: "/size",
      });
}

/** How long ago a month may be that files are still taken for. */
const MONTHS_TAKEN = 24;

type Monthly = Upload["kind"] | "template";
/** Attendance is told when it has been; a roster comes before its interns do. */
const MONTHS_AHEAD: Record<Monthly, number> = { attendance: 0, roster: 12, template: 12 };
const NAMES: Record<Monthly, { zh: string; en: string }> = {
  attendance: { zh: "考勤", en: "Attendance is" },
  roster: { zh: "花名册", en: "Rosters are" },
  template: { zh: "模板", en: "Templates are" },
};

/** @throws Problem 422 for a month that has not begun or is long past */
export function assertPlausiblePeriod(what: Monthly, period: string, today: string): void {
  const current = periodOf(today);
  const [first, last] = [addMonths(current, -MONTHS_TAKEN), addMonths(current, MONTHS_AHEAD[what])];
  if (period <= last && period >= first) return;
  throw new Problem({
    status: 422,
    code: "period-out-of-range",
    zh: `只受理 ${first} 至 ${last} 的${NAMES[what].zh}`,
    en: `${NAMES[what].en} taken for ${first} to ${last}`,
    pointer: "/period",
  });
}

/** The upload that an announcement makes: it takes the next place in line of its enterprise and month. */
export async function announced(
  form: Announcement,
  store: ReturnType<typeof attendanceStore>,
  at: Date,
): Promise<Upload> {
  const { uscc, period, kind, filename, size, source, announcedBy, announcedFor } = form;
  const shards = kind === "roster" ? 1 : await shardsOf(uscc, period, store);
  const sequence = await store.nextSequence(uscc, period);
  return {
    id: uploadId(uscc, period, sequence),
    uscc,
    period,
    sequence,
    kind,
    mode: kind === "roster" ? "merge" : (form.mode ?? "merge"),
    source,
    announcedBy,
    announcedFor,
    announcedAt: at.toISOString(),
    correlationId: execution().correlationId,
    filename,
    size,
    shards,
    status: "awaiting",
    rows: { total: 0, accepted: 0, rejected: 0, unchanged: 0 },
    percent: 0,
    studentMonths: 0,
    code: null,
    headings: [],
    late: isLate(period, at),
    readings: 0,
    reading: 0,
    reported: 0,
    roster: 0,
    maps: 0,
    drawn: null,
    unsure: false,
    bytesKey: null,
    contentKey: null,
    sameAs: null,
    withdrawnAt: null,
    version: 1,
  };
}

/** The first attendance of a month fixes them, so a roster, which is there before its placements are, does not. */
async function shardsOf(uscc: string, period: string, store: ReturnType<typeof attendanceStore>) {
  const known = await store.month(uscc, period);
  return (known ?? (await store.openMonth({ uscc, period, shards: await shardsFor(uscc) }))).shards;
}

const shardsFor = async (uscc: string): Promise<number> =>
  2 ** Math.ceil(Math.log2(Math.max(1, (await placementQueries().count([uscc])) / PLACEMENTS_PER_SHARD)));

/** The report has all of them. */
const MOST_NOTICES = 100;

/** An upload as its owner sees it. Reading and writing are nine tenths of the way; the last is what the books answer. */
export function viewOf(upload: Upload, shares: readonly AccruedShare[], notices: readonly Notice[] = []) {
  const { studentMonths, percent, withdrawnAt } = upload;
  const accruedFen = shares.reduce((sum, share) => sum + share.amountFen, 0);
  const booked = Math.floor((shares.length / upload.shards) * 10);
  return {
    ...upload,
    withdrawn: withdrawnAt !== null,
    progress: {
      percent: percent === READ ? READ + Math.min(10, booked) : percent,
      studentMonths,
      accruedFen,
    },
    notices: notices.slice(0, MOST_NOTICES),
    noticesTotal: notices.length,
  };
}

/** What `Upload.percent` comes to by reading and writing alone. */
const READ = 90;
