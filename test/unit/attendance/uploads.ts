import type { Word } from "../../../functions/attendance/standing.ts";
import type { Upload } from "../../../functions/attendance/upload.ts";

/** An upload that was accepted, unless told otherwise. */
export const upload = (sequence: number, facts: Partial<Upload> = {}): Upload => ({
  id: `U${sequence}`,
  uscc: "91411200MA9TE0T007",
  period: "2026-06",
  sequence,
  kind: "attendance",
  mode: "merge",
  source: "enterprise",
  correlationId: "c",
  announcedFor: "F",
  announcedBy: "u1",
  announcedAt: `2026-07-${String(sequence).padStart(2, "0")}T00:00:00.000Z`,
  filename: "a.csv",
  size: 1,
  shards: 1,
  status: "accepted",
  rows: { total: 1, accepted: 1, rejected: 0, unchanged: 0 },
  percent: 100,
  studentMonths: 1,
  code: null,
  headings: [],
  late: false,
  readings: 1,
  reading: 1,
  reported: 1,
  roster: 0,
  maps: 0,
  drawn: null,
  unsure: false,
  bytesKey: null,
  contentKey: null,
  sameAs: null,
  withdrawnAt: null,
  version: 1,
  ...facts,
});
/** What an upload said about a placement. */
export const word = (
  sequence: number,
  placementId = "P1",
  days = `days of ${sequence}`,
  reading = 1,
): Word => ({
  placementId,
  personId: `person of ${placementId}`,
  sequence,
  reading,
  days,
});

export const withdrawn = { withdrawnAt: "2026-07-20T00:00:00.000Z" };
export const replaceMonth = { mode: "replace-month" as const };
export const school = { source: "school" as const };
