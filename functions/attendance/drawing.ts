import { setting } from "../../shared/runtime/config.ts";
import { log } from "../../shared/runtime/log.ts";
import { openBucket } from "../../shared/runtime/objects.ts";
import { ConditionFailed } from "../../shared/runtime/table.ts";
import { fingerprint } from "../../shared/values/canonical.ts";
import { placementQueries } from "../placement/queries.ts";
import type { ByteSource } from "./files/bytes.ts";
import { readFile } from "./readers/read.ts";
import { openOriginal } from "./reading/original.ts";
import { reportCsv } from "./report/csv.ts";
import type { FindingLine } from "./report/finding-line.ts";
import { readFindings } from "./report/findings.ts";
import { type LaterNotice, noticeLines } from "./report/notices-sheet.ts";
import type { ReadSheet } from "./report/sheet-back.ts";
import { drawInto } from "./report/workbook.ts";
import { openRoster } from "./roster/shape.ts";
import { FileRefused } from "./rules/file-refused.ts";
import { attendanceStore } from "./store.ts";
import { findingsKey, isFinal, isReported, reportKey, type Upload } from "./upload.ts";

const store = attendanceStore();
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV = "text/csv; charset=utf-8";

/**
 * Draws both reports of the reading that counts, from the original bytes, what was found in them and what became
 * known later. An upload that repeats another has no report of its own.
 */
export async function drawReports(id: string): Promise<void> {
  const upload = await store.upload(id);
  if (!upload || !isFinal(upload) || upload.reading === 0) return;
  const notices = await laterNotices(upload);
  const drawn = fingerprint(notices);
  // notices come in bursts, each asking for a drawing
  if (isReported(upload) && upload.drawn === drawn) return;
  const source = await openOriginal(id);
  if (!source) throw new Error(`The original of ${id} is gone`);
  const bucket = openBucket(setting("REPORTS_BUCKET"));
  const findings = () => readFindings(bucket, findingsKey(upload));
  const lines = followed(findings(), noticeLines(notices));
  await bucket.writeStream(reportKey(upload, "csv"), reportCsv(lines), CSV);
  const sheets = await sheetsOf(source, upload);
  await drawInto((pieces) => bucket.writeStream(reportKey(upload, "xlsx"), pieces, XLSX), {
    about: upload,
    findings,
    notices,
    sheets,
    size: source.size,
  });
  await noteDrawn(upload, drawn);
  const { uscc, period } = upload;
  log.info("report.drawn", { uploadId: id, uscc, period });
}

/** The sheets as they were read. A file that was refused, or is by now, has none to show. */
async function sheetsOf(source: ByteSource, upload: Upload): Promise<readonly ReadSheet[]> {
  try {
    if (upload.kind === "roster") return (await openRoster(source, upload)).sheets;
    const { maps } = await store.columnMaps(upload.uscc);
    return (await readFile(source, { ...upload, maps })).sheets;
  } catch (cause) {
    if (cause instanceof FileRefused) return [];
    throw cause;
  }
}

/** Under the number and masked name by which the uploader knows a placement. */
async function laterNotices(upload: Upload): Promise<LaterNotice[]> {
  const notices = await store.notices(upload);
  if (notices.length === 0) return [];
  const roster = await placementQueries().placementsOf(upload.uscc);
  const known = new Map(roster.map((placement) => [placement.placementId, placement]));
  const told = notices.map(({ placementId, code, dates, kept }) => {
    const { placementNo = "", maskedName = "" } = known.get(placementId) ?? {};
    return { placementNo, name: maskedName, code, dates, kept };
  });
  return told.sort((a, b) => (a.placementNo < b.placementNo ? -1 : 1));
}

async function* followed(lines: AsyncIterable<FindingLine>, more: Iterable<FindingLine>) {
  yield* lines;
  yield* more;
}

/** From now on the report can be had; a reading that counts since has its own to wait for. */
async function noteDrawn({ id, reading }: Upload, drawn: string): Promise<void> {
  for (;;) {
    const current = await store.upload(id);
    if (!current || current.reported > reading) return;
    try {
      return await store.note({ ...current, reported: reading, drawn, version: current.version + 1 });
    } catch (cause) {
      if (!(cause instanceof ConditionFailed)) throw cause;
    }
  }
}
