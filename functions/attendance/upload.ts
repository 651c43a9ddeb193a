import { addMonths, type Period } from "../../shared/values/period.ts";

export type UploadStatus = "awaiting" | "processing" | "accepted" | "partly-accepted" | "rejected";

export interface RowCounts {
  total: number;
  accepted: number;
  rejected: number;
  unchanged: number;
}

/** One announced file. Its `sequence` decides which word is the latest, whenever its bytes arrive or are read. */
export interface Upload {
  id: string;
  uscc: string;
  period: Period;
  sequence: number;
  kind: "attendance" | "roster";
  mode: "merge" | "replace-month";
  /** An enterprise's word outranks a school's. */
  source: "enterprise" | "school";
  announcedBy: string;
  /** The organisation whose word it is. */
  announcedFor: string;
  announcedAt: string;
  /** Of the call that announced it; reading and booking it go on under it. */
  correlationId: string;
  filename: string;
  size: number;
  shards: number;
  status: UploadStatus;
  rows: RowCounts;
  percent: number;
  studentMonths: number;
  /** Why the file as a whole was refused: the rule's code. */
  code: string | null;
  /** What stood where headings were expected and none were known; none otherwise. */
  headings: readonly string[];
  /** Announced after the month had begun to close. */
  late: boolean;
  /** How many readings of the file were begun. */
  readings: number;
  /** The reading that counts: its words are the upload's. 0 while none does, or when another upload's words are its own. */
  reading: number;
  /** The reading whose report is drawn; 0 while none is. */
  reported: number;
  /** How many changes of the month's roster that reading knew of. */
  roster: number;
  /** The version of the enterprise's column maps that it knew of. */
  maps: number;
  /** The fingerprint of the notices that the report shows; null while none is drawn. */
  drawn: string | null;
  /** Whether a change of the roster could change what becomes of a row: one was refused, or found by name or 工号. */
  unsure: boolean;
  /** The fingerprint of the bytes. */
  bytesKey: string | null;
  /** Of the bytes and all else that decides how they are read; equal fingerprints mean equal words. */
  contentKey: string | null;
  /** The earlier upload whose words these are, whatever its current reading says, when the content is identical. */
  sameAs: number | null;
  withdrawnAt: string | null;
  version: number;
}

export const uploadId = (uscc: string, period: Period, sequence: number): string =>
  `${uscc}-${period.replace("-", "")}-${sequenceKey(sequence)}`;

export const sequenceKey = (sequence: number): string => String(sequence).padStart(6, "0");

/** The parts of an upload's id; `null` when the text is not one. */
export function parseUploadId(id: string): { uscc: string; period: Period; sequence: number } | null {
  const match = /^([0-9A-Z]{18})-(\d{4})(\d{2})-(\d{6})$/.exec(id);
  if (!match) return null;
  return { uscc: match[1] as string, period: `${match[2]}-${match[3]}`, sequence: Number(match[4]) };
}

/** Where the original bytes lie, and the upload that an object belongs to. */
export const originalKey = (id: string): string => `originals/${id}`;
export const uploadIdOf = (objectKey: string): string => objectKey.slice(objectKey.lastIndexOf("/") + 1);
/** The findings of a reading, which its report is drawn from. */
export const findingsKey = ({ id, reading }: Pick<Upload, "id" | "reading">): string =>
  `findings/${id}-${reading}.jsonl.gz`;
export const reportKey = ({ id, reading }: Pick<Upload, "id" | "reading">, format: string): string =>
  `reports/${id}-${reading}.${format}`;

/** The upload whose report says what became of this one's rows: its own, or the one it repeats. */
export const reportedBy = ({ id, uscc, period, sameAs }: Upload): string =>
  sameAs === null ? id : uploadId(uscc, period, sameAs);

/**
 * When a month begins to close: the 5th of the next, 02:00. What is announced from then on is late. 待确认: the city's
 * schedule, not a rule of the field; for how many months late files still add days is the policy's to say.
 */
const CLOSE_BEGINS = "05T02:00:00+08:00";
export const isLate = (period: Period, at: Date): boolean =>
  at.getTime() >= Date.parse(`${addMonths(period, 1)}-${CLOSE_BEGINS}`);

/** Whether the report of the reading that counts can be had. */
export const isReported = ({ reading, reported }: Upload): boolean => reading > 0 && reported >= reading;

export const isFinal = ({ status }: Upload): boolean => status !== "awaiting" && status !== "processing";
export const isAccepted = ({ status }: Upload): boolean =>
  status === "accepted" || status === "partly-accepted";
/** Whether its words count. A roster has none: it made placements, which stand by themselves. */
export const stands = (upload: Upload): boolean =>
  upload.kind === "attendance" && isAccepted(upload) && upload.withdrawnAt === null;
/** The sequence of the upload whose words an upload's are. */
export const rootOf = ({ sameAs, sequence }: Pick<Upload, "sameAs" | "sequence">): number =>
  sameAs ?? sequence;

/** Whether two uploads are the word of the same enterprise, or of the same school. */
export const isSameVoice = (one: Upload, other: Upload): boolean =>
  one.source === other.source && (one.source === "enterprise" || one.announcedFor === other.announcedFor);

/**
 * Whether a repetition changes nothing: what its source said last, before it, is the same already.
 * @param uploads all of the month
 */
export function repeatsTheLatest(upload: Upload, uploads: readonly Upload[]): boolean {
  const before = uploads.filter(
    (one) => isSameVoice(one, upload) && one.sequence < upload.sequence && stands(one),
  );
  const last = before.toSorted((a, b) => a.sequence - b.sequence).at(-1);
  return last !== undefined && upload.sameAs !== null && rootOf(last) === rootOf(upload);
}
