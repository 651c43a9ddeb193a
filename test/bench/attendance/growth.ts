import { createReadStream } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { originalKey, uploadId } from "../../../functions/attendance/upload.ts";
import { bundleOf, type City, openCity, settingsFor } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { atMost, type Criterion, rounded, say, tell } from "../kit/say.ts";
import { NOW, PERIOD, studentsFor, writeXlsxMonth } from "./month.ts";
import { announce, enterpriseWith } from "./placed.ts";

const SIZES = [10_000, 100_000, 1_000_000];
/** The compiler goes on making code faster for some 60,000 rows; a worker that has been up for a minute is past that. */
const WARM_FILES = 6;
const WARM_ROWS = 10_000;
const WORKER = "attendance-ingest";

interface Call {
  ms: number;
  cpuMs: number;
  peakMb: number;
}

/**
 * The worker that reads files, in a process of its own with its real bundle, against the stage: time per row and
 * memory must not depend on the size of the file. Before the clock runs it has read some small ones.
 */
export async function growth(): Promise<Criterion[]> {
  const city = await openCity(NOW);
  try {
    const perRow: number[] = [];
    const peaks: number[] = [];
    for (const [at, rows] of SIZES.entries()) {
      tell(`growth: placing ${studentsFor(rows)} students`);
      const warm: string[] = [];
      for (let turn = 0; turn < WARM_FILES; turn++)
        warm.push(await waitingFile(city, 40 + 10 * at + turn, WARM_ROWS));
      const file = await waitingFile(city, 49 + 10 * at, rows);
      tell(`growth: reading ${rows} rows`);
      const bodies = JSON.stringify([...warm, file].map(noticeOf));
      const arguments_ = [bundleOf(city, WORKER), bodies, city.stage.url];
      const calls = await runProgram<Call[]>("kit/worker.ts", arguments_, settingsFor(city, WORKER));
      const { ms, cpuMs, peakMb } = steady(calls, rows);
      perRow.push(ms / rows);
      peaks.push(peakMb);
      const cpu = { cpuMicrosPerRow: rounded((cpuMs * 1_000) / rows, 1) };
      const wall = { ms: Math.round(ms), microsPerRow: rounded((ms * 1_000) / rows, 1) };
      say({ part: "growth", rows, ...wall, ...cpu, peakMb: Math.round(peakMb) });
      await city.stage.settle(600_000);
    }
    const mean = perRow.reduce((sum, one) => sum + one, 0) / perRow.length;
    return [
      atMost(
        "growth-time-per-row-from-mean",
        Math.max(...perRow.map((one) => Math.abs(one / mean - 1))),
        0.2,
      ),
      atMost("growth-peak-mb", Math.max(...peaks), 256),
    ];
  } finally {
    await city.stop();
  }
}

/** Half a second is too short to be measured once: of the small files, the one in the middle of the last five. */
function steady(calls: readonly Call[], rows: number): Call {
  const alike = rows === WARM_ROWS ? calls.slice(-5) : calls.slice(-1);
  return [...alike].sort((a, b) => a.ms - b.ms)[Math.floor(alike.length / 2)] as Call;
}

/**
 * A file that lies in the bucket and has been announced, with its students placed, and that the stage itself does not
 * read: its notice went out before anybody had announced it.
 * @returns the key of its object
 */
async function waitingFile(city: City, number: number, rows: number): Promise<string> {
  const uscc = await enterpriseWith(city, number, studentsFor(rows));
  const path = join(city.folder, `${number}.xlsx`);
  const size = await writeXlsxMonth(path, rows);
  const id = uploadId(uscc, PERIOD, 1);
  const s3 = new S3Client({
    endpoint: city.stage.endpoints.s3,
    region: city.stage.region,
    credentials: city.stage.credentials,
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    // the stage's signatures hold at its own time
    systemClockOffset: city.stage.now().getTime() - Date.now(),
  });
  const object = { Bucket: city.stage.bucket("originals"), Key: originalKey(id), IfNoneMatch: "*" };
  await s3.send(new PutObjectCommand({ ...object, Body: createReadStream(path), ContentLength: size }));
  await city.stage.settle();
  const announced = await announce(city, uscc, "三月考勤.xlsx", size);
  if (announced.id !== id) throw new Error(`The upload is ${announced.id}, not ${id}`);
  return originalKey(id);
}

const noticeOf = (key: string): string => JSON.stringify({ Records: [{ s3: { object: { key } } }] });
