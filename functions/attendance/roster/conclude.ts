import { systemClock } from "../../../shared/runtime/clock.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { log } from "../../../shared/runtime/log.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { sendWork } from "../../../shared/runtime/queue.ts";
import { openOriginal } from "../reading/original.ts";
import { type FindingLine, fileLine, rowLine } from "../report/finding-line.ts";
import { openFindings } from "../report/findings.ts";
import { attendanceStore } from "../store.ts";
import { findingsKey, isFinal, type Upload } from "../upload.ts";
import { findingsOf } from "./answers.ts";
import type { Plan } from "./plan.ts";
import { registeredThen, walkOptions } from "./schools.ts";
import { openRoster } from "./shape.ts";
import { type Answer, rosterStore } from "./store.ts";
import { walk } from "./walk.ts";

const store = attendanceStore();
const rosters = rosterStore();

/** A roster has one reading: its answers come once. */
const READING = 1;
/** Reading and commanding is a tenth of the way, answering nearly all of the rest. */
const COMMANDED = 10;
const ANSWERED = 80;
/** Progress is told in such steps. */
const STEP = 5;

/** Ends the upload once all of its placements are answered; until then it notes how many are. Safe to run again. */
export async function conclude(uploadId: string): Promise<void> {
  const [upload, plan] = [await store.upload(uploadId), await rosters.plan(uploadId)];
  if (!upload || !plan) return;
  const answered = await rosters.answered(uploadId);
  const answers = answered < plan.batches.length ? null : await rosters.answers(uploadId, plan);
  if (answers === null) return noteProgress(upload, answered / plan.batches.length);
  if (!isFinal(upload)) {
    const outcomes = [...answers.values()].map(({ outcome }) => outcome);
    const refused = outcomes.filter((outcome) => outcome === "refused").length;
    const unchanged = outcomes.filter((outcome) => outcome === "unchanged").length;
    const rejected = plan.rejected + refused;
    const accepted = plan.total - rejected;
    const status = accepted === 0 ? "rejected" : rejected > 0 ? "partly-accepted" : "accepted";
    await writeFindings(upload, linesOf(upload, plan, answers));
    await finish(uploadId, {
      status,
      code: null,
      rows: { total: plan.total, accepted, rejected, unchanged },
    });
  }
  await askForReport(uploadId);
}

/** Ends an upload whose file can't be read as a roster. */
export async function refuse(upload: Upload, line: FindingLine): Promise<void> {
  const rows = { total: 0, accepted: 0, rejected: 0, unchanged: 0 };
  await writeFindings(upload, [line]);
  await finish(upload.id, { status: "rejected", code: line.code, rows });
  await askForReport(upload.id);
}

async function finish(uploadId: string, change: Pick<Upload, "status" | "code" | "rows">): Promise<void> {
  for (;;) {
    const current = await store.upload(uploadId);
    if (!current || isFinal(current)) return;
    const version = current.version + 1;
    const next: Upload = {
      ...current,
      ...change,
      readings: READING,
      reading: READING,
      percent: 100,
      version,
    };
    await store.finish(next, current.status, systemClock.now()).catch(alreadyDone);
    const { uscc, period } = next;
    log.info("roster.read", { uploadId, uscc, period, count: change.rows.total, code: change.status });
  }
}

async function noteProgress(upload: Upload, share: number): Promise<void> {
  const percent = COMMANDED + Math.floor(Math.min(share, 1) * ANSWERED);
  if (isFinal(upload) || percent < upload.percent + STEP) return;
  await store.note({ ...upload, percent, version: upload.version + 1 }).catch(alreadyDone);
}

/** What is wrong with the file's rows, and what placement answered to the others, in the order of the file. */
async function* linesOf(
  upload: Upload,
  { schools }: Plan,
  answers: ReadonlyMap<number, Answer>,
): AsyncGenerator<FindingLine> {
  const source = await openOriginal(upload.id);
  if (!source) return;
  const file = await openRoster(source, upload);
  const known = file.warnings.slice();
  for (const warning of known) yield fileLine(warning);
  for await (const some of walk(file, walkOptions(upload, registeredThen(schools)))) {
    for (const judged of some) {
      const answer = answers.get(judged.ordinal);
      const findings = answer && judged.line ? findingsOf(answer, judged.line) : judged.findings;
      for (const finding of findings) yield rowLine(judged.row, finding);
    }
  }
  for (const warning of file.warnings.slice(known.length)) yield fileLine(warning);
}

async function writeFindings(
  upload: Upload,
  lines: AsyncIterable<FindingLine> | Iterable<FindingLine>,
): Promise<void> {
  const key = findingsKey({ ...upload, reading: READING });
  const findings = openFindings(openBucket(setting("REPORTS_BUCKET")), key);
  for await (const line of lines) await findings.add(line);
  await findings.close();
}

const askForReport = (uploadId: string): Promise<void> => sendWork("REPORTS_QUEUE_URL", [{ uploadId }]);
