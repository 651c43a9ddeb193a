import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import type { ByteSource } from "../files/bytes.ts";
import { fileLine } from "../report/finding-line.ts";
import { openFindings } from "../report/findings.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type { Sheets } from "../sheets.ts";
import type { Word } from "../standing.ts";
import type { AttendanceStore } from "../store.ts";
import { findingsKey, type Upload } from "../upload.ts";
import type { Circumstances } from "./circumstances.ts";
import { interpretFile, statusOf, wordsOf } from "./interpret-file.ts";
import { teller } from "./telling.ts";

/** What reading a file came to; its words and findings are written. */
export type Result = Pick<Upload, "status" | "rows" | "studentMonths" | "code" | "headings" | "unsure">;

type Begun = ReturnType<typeof teller>;

/** So many words are written before progress is told. */
const WORDS_PER_TELLING = 1_000;

/** Reads the bytes by the roster, and writes words and findings under the reading's own number. */
export async function readContent(
  upload: Upload,
  source: ByteSource,
  circumstances: Circumstances,
  store: AttendanceStore,
): Promise<Result> {
  const progress = teller(upload, store);
  const key = findingsKey({ ...upload, reading: upload.readings });
  const findings = openFindings(openBucket(setting("REPORTS_BUCKET")), key);
  try {
    const { sheets, rows, counts } = await interpretFile(upload, source, circumstances, {
      sink: findings.add,
      watch: progress.rows,
    });
    await findings.close();
    await writeWords(upload, sheets, store, progress);
    const unsure = sheets.areUnsure || [...counts.keys()].some((code) => ROSTER_DECIDES.has(code));
    return {
      status: statusOf(rows),
      rows: { ...rows, unchanged: 0 },
      studentMonths: sheets.size,
      code: null,
      headings: [],
      unsure,
    };
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const rows = { total: 0, accepted: 0, rejected: 0, unchanged: 0 };
    await findings.add(fileLine(cause.finding));
    await findings.close();
    const { code, headings } = cause;
    return { status: "rejected", rows, studentMonths: 0, code, headings, unsure: false };
  }
}

/** What may be answered otherwise once the roster is another. */
const ROSTER_DECIDES: ReadonlySet<string> = new Set([
  "unknown-student",
  "invalid-id-number",
  "ambiguous-name",
  "ambiguous-number",
  "outside-placement",
  "identifiers-disagree",
  "matched-by-name",
]);

async function writeWords(
  upload: Upload,
  sheets: Sheets,
  store: AttendanceStore,
  progress: Begun,
): Promise<void> {
  let written = 0;
  let waiting: Word[] = [];
  const write = async () => {
    await store.writeWords(upload, waiting);
    written += waiting.length;
    waiting = [];
  };
  for (const word of wordsOf(sheets, upload.sequence, upload.readings)) {
    waiting.push(word);
    if (waiting.length < WORDS_PER_TELLING) continue;
    await write();
    await progress.written(written, sheets.size);
  }
  await write();
}
