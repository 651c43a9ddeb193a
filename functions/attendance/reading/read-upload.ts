import { systemClock } from "../../../shared/runtime/clock.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { runAs, systemCaller } from "../../../shared/runtime/context.ts";
import { log } from "../../../shared/runtime/log.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { openVault } from "../../../shared/runtime/vault.ts";
import { fingerprint } from "../../../shared/values/canonical.ts";
import { lastDay, shanghaiDate } from "../../../shared/values/period.ts";
import { placementQueries, type RosterLine } from "../../placement/queries.ts";
import type { ByteSource } from "../files/bytes.ts";
import { readFile } from "../readers/read.ts";
import type { RawRow } from "../readers/shape.ts";
import { Report, reportCsv, reportOfRefusal, reportXlsx } from "../report/report.ts";
import { FileRefused } from "../rules/file-refused.ts";
import { encodeDays } from "../sheet.ts";
import type { Sheets } from "../sheets.ts";
import type { Word } from "../standing.ts";
import { attendanceStore } from "../store.ts";
import { isFinal, reportKey, stands, type Upload } from "../upload.ts";
import { interpret } from "./interpret.ts";
import { Roster, type RosterEntry } from "./match.ts";
import { contentKeyOf, openOriginal } from "./original.ts";
import { sixteenthBirthdays } from "./sixteen.ts";

const store = attendanceStore();
/** Progress is told every so many rows, or a small file would cost more in telling than in reading. */
const ROWS_PER_TELLING = 20_000;

/** What reading a file came to: counts for the upload, sheets to write, a report for its owner. */
interface Outcome {
  change: Pick<Upload, "status" | "rows" | "studentMonths" | "sameAs" | "contentKey">;
  report: Report | null;
}

/**
 * Takes one announced file from its bytes to student-months. It can be run again at any point: words and reports
 * are keyed by the upload, and one conditional write at the end makes the whole file count.
 */
export async function readUpload(id: string): Promise<void> {
  const announced = await store.upload(id);
  const source = announced && !isFinal(announced) ? await openOriginal(id) : null;
  if (!announced || !source) return;
  const { correlationId } = announced;
  await runAs({ correlationId, caller: systemCaller() }, () => readFrom(source, announced));
}

async function readFrom(source: ByteSource, announced: Upload): Promise<void> {
  const { id } = announced;
  const upload = await began(announced);
  const lines = await placementQueries().roster(upload.uscc, upload.period);
  const today = shanghaiDate(systemClock.now());
  const known = today < lastDay(upload.period) ? today : lastDay(upload.period);
  const contentKey = await contentKeyOf(source, fingerprint([upload.mode, upload.source, lines, known]));
  const { change, report } =
    (await repeated(upload, contentKey)) ?? (await read(upload, source, lines, contentKey));
  if (report) await writeReport(upload, report, change.rows);
  await finish(id, change);
  const { uscc, period } = upload;
  log.info("upload.read", { uploadId: id, uscc, period, count: change.rows.total, code: change.status });
}

/** Ends the reading; whoever else has ended it meanwhile read the same bytes. */
async function finish(id: string, change: Outcome["change"]): Promise<void> {
  for (;;) {
    const current = await store.upload(id);
    if (!current || isFinal(current)) return;
    const next: Upload = { ...current, ...change, percent: 90, version: current.version + 1 };
    await store.finish(next, systemClock.now()).catch(alreadyDone);
  }
}

async function began(upload: Upload): Promise<Upload> {
  const next: Upload = { ...upload, status: "processing", percent: 1, version: upload.version + 1 };
  await store.progress(next).catch(alreadyDone);
  return next;
}

/** The same bytes against the same roster and the same past days say the same: only who says it last changes. */
async function repeated(upload: Upload, contentKey: string): Promise<Outcome | null> {
  const earlier = await store.uploads(upload.uscc, upload.period);
  const first = earlier.find(
    (one) => one.contentKey === contentKey && one.sequence < upload.sequence && stands(one),
  );
  if (!first) return null;
  const rows = { ...first.rows, unchanged: first.rows.accepted };
  const { status, studentMonths } = first;
  return {
    change: { status, rows, studentMonths, contentKey, sameAs: first.sameAs ?? first.sequence },
    report: null,
  };
}

async function read(
  upload: Upload,
  source: ByteSource,
  lines: readonly RosterLine[],
  contentKey: string,
): Promise<Outcome> {
  const { period, filename } = upload;
  const vault = await openVault();
  const roster = new Roster(lines.map(entryOf), period, vault.keyOf);
  try {
    const file = await readFile(source, { filename, period });
    const today = shanghaiDate(systemClock.now());
    const report = new Report();
    const { sheets, rows, counts } = await interpret(told(file.rows, upload, source), roster, {
      period,
      today,
      sink: (line) => report.add(line),
      warnings: file.warnings,
      sixteenOn: (personIds) => sixteenthBirthdays(vault, personIds),
    });
    report.counts = counts;
    await writeWords(upload, sheets);
    const status = rows.accepted === 0 ? "rejected" : rows.rejected > 0 ? "partly-accepted" : "accepted";
    return {
      change: {
        status,
        rows: { ...rows, unchanged: 0 },
        studentMonths: sheets.size,
        sameAs: null,
        contentKey,
      },
      report,
    };
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const rows = { total: 0, accepted: 0, rejected: 0, unchanged: 0 };
    return {
      change: { status: "rejected", rows, studentMonths: 0, sameAs: null, contentKey },
      report: reportOfRefusal(cause),
    };
  }
}

const entryOf = ({ studentNoKey, employeeNo, ...line }: RosterLine): RosterEntry => ({
  ...line,
  ...(studentNoKey ? { studentNoKey } : {}),
  ...(employeeNo ? { employeeNo } : {}),
});

/** Passes the rows on and tells now and then how many there were. Nobody knows the end, so it nears nine tenths. */
async function* told(
  rows: AsyncIterable<readonly RawRow[]>,
  upload: Upload,
  source: ByteSource,
): AsyncGenerator<readonly RawRow[]> {
  const expected = Math.max(ROWS_PER_TELLING, source.size / 12);
  let [count, told] = [0, 0];
  let current = upload;
  for await (const some of rows) {
    yield some;
    count += some.length;
    if (count - told < ROWS_PER_TELLING) continue;
    told = count;
    const percent = Math.min(89, Math.round((count / expected) * 89));
    current = { ...current, percent, rows: { ...current.rows, total: count }, version: current.version + 1 };
    await store.progress(current).catch(alreadyDone);
  }
}

async function writeWords(upload: Upload, sheets: Sheets): Promise<void> {
  const { sequence } = upload;
  const words: Word[] = [...sheets].map(({ placementId, personId, days }) => ({
    placementId,
    personId,
    sequence,
    days: encodeDays(days),
  }));
  const mute = sheets.mute.map(({ placementId, personId }) => ({
    placementId,
    personId,
    sequence,
    days: null,
  }));
  await store.writeWords(upload, [...words, ...mute]);
}

async function writeReport(upload: Upload, report: Report, rows: Upload["rows"]): Promise<void> {
  const bucket = openBucket(setting("REPORTS_BUCKET"));
  const { id, filename, uscc, period } = upload;
  await bucket.write(reportKey(id, "csv"), reportCsv(report.lines), "text/csv; charset=utf-8");
  await bucket.write(reportKey(id, "xlsx"), await reportXlsx(report, { filename, uscc, period, rows }), XLSX);
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
