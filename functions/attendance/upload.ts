import type { Period } from "../../shared/values/period.ts";

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
  /** Of the bytes and the roster they were matched against; equal fingerprints mean equal words. */
  contentKey: string | null;
  /** The earlier upload that holds the same words, when the content is identical. */
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
export const reportKey = (id: string, format: string): string => `reports/${id}.${format}`;

/** The upload whose report says what became of this one's rows: its own, or the one it repeats. */
export const reportedBy = ({ id, uscc, period, sameAs }: Upload): string =>
  sameAs === null ? id : uploadId(uscc, period, sameAs);

export const isFinal = ({ status }: Upload): boolean => status !== "awaiting" && status !== "processing";
export const stands = (upload: Upload): boolean =>
  (upload.status === "accepted" || upload.status === "partly-accepted") && upload.withdrawnAt === null;
