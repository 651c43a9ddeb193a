import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { enterprise } from "../../city/people.ts";
import { type City, difference, openCity, spent } from "../kit/city.ts";
import { atLeast, atMost, type Criterion, rounded, say, tell } from "../kit/say.ts";
import { sayCosts, type Used } from "./cost.ts";
import { NOW, studentsFor, writeCsvMonth, writeXlsxMonth } from "./month.ts";
import { type PeerRun, runPeer } from "./peer.ts";
import { announce, enterpriseWith, put } from "./placed.ts";

const ROWS = 100_000;
const WARM_ROWS = 440;
/** As the first announcement of a month spreads its words. */
const STUDENTS_PER_SHARD = 1_000;

/** From the file in the bucket until everything is booked, beside the peer on the same files and the same emulator. */
export async function booking(): Promise<Criterion[]> {
  const city = await openCity(NOW);
  try {
    const criteria: Criterion[] = [];
    await warmUp(city);
    for (const [at, format] of (["csv", "xlsx"] as const).entries()) {
      tell(`booking ${format}: placing ${studentsFor(ROWS)} students`);
      const uscc = await enterpriseWith(city, 21 + at, studentsFor(ROWS));
      const file = await fileOf(city, format, ROWS);
      tell(`booking ${format}: ${ROWS} rows`);
      const ours = await upload(city, uscc, file);
      say({ part: "booking", who: "ronghe", format, rows: ROWS, ...ours });
      const again = await upload(city, uscc, file);
      say({ part: "booking", who: "ronghe", format, rows: ROWS, again: true, ...again });
      tell(`booking ${format}: the peer`);
      const { peer, floor } = await runPeer(city, `originals/${ours.id}`, format);
      say({ part: "booking", who: "row-per-item", format, ...peer });
      say({ part: "booking", who: "floor: BatchWriteItem alone", ...floor });
      sayCosts({ [`ronghe ${format}`]: usedByUs(ours), [`row-per-item ${format}`]: usedByPeer(peer) });
      criteria.push(
        atLeast(`booking-${format}-times-row-per-item`, peer.ms / ours.ms, 4),
        atMost(`write-units-per-row-${format}`, ours.writeUnits / ROWS, 0.12),
        atLeast(`write-units-per-row-${format}-peer`, peer.writeUnits / ROWS, 1),
        atMost(`write-units-same-file-again-${format}`, again.writeUnits, 10),
      );
    }
    return criteria;
  } finally {
    await city.stop();
  }
}

/** Requests of S3, SQS and SNS follow from the design: they grow with the shards and not with the rows. */
function usedByUs({ total, studentMonths, ...spent }: Awaited<ReturnType<typeof upload>>): Used {
  const shards = Math.ceil(studentMonths / STUDENTS_PER_SHARD);
  const { writeUnits, readUnits, calls, gbSeconds } = spent;
  // the file's notice, what was accepted, a task and an answer per shard; each sent, received and deleted
  const messages = 2 + 2 * shards;
  return {
    rows: total,
    writeUnits,
    readUnits,
    lambdaGbSeconds: gbSeconds,
    lambdaRequests: calls,
    // the file, its findings, its report twice over; the file is read some times over by ranges
    s3Puts: 4,
    s3Gets: 40,
    sqsRequests: 3 * messages,
    snsPublishes: 1 + shards,
  };
}

/** As one function with as much memory as ours. */
const usedByPeer = ({ rows, ms, writeUnits, readUnits }: PeerRun): Used => ({
  rows,
  writeUnits,
  readUnits,
  lambdaGbSeconds: ms / 1_000,
  lambdaRequests: 1,
  s3Puts: 1,
  s3Gets: 1,
  sqsRequests: 0,
  snsPublishes: 0,
});

interface File {
  name: string;
  bytes: Uint8Array;
}

async function fileOf(city: City, format: "csv" | "xlsx", rows: number): Promise<File> {
  const name = `三月考勤.${format}`;
  const path = join(city.folder, `${rows}.${format}`);
  await (format === "csv" ? writeCsvMonth : writeXlsxMonth)(path, rows);
  return { name, bytes: await readFile(path) };
}

/** Every function has been called once, as in a city at work; the peer has its own warm-up. */
async function warmUp(city: City): Promise<void> {
  const uscc = await enterpriseWith(city, 20, studentsFor(WARM_ROWS));
  await upload(city, uscc, await fileOf(city, "csv", WARM_ROWS));
  await upload(city, uscc, await fileOf(city, "xlsx", WARM_ROWS));
}

interface View {
  status: string;
  rows: { total: number; accepted: number; rejected: number };
  progress: { percent: number; studentMonths: number; accruedFen: number };
}

/** Uploads a file and asks, as its owner would, until all of it is booked and its report is there. */
async function upload(city: City, uscc: string, { name, bytes }: File) {
  const before = await spent(city);
  const announced = await announce(city, uscc, name, bytes.length);
  await put(announced, bytes);
  const began = performance.now();
  const path = `/v1/uploads/${announced.id}`;
  let readMs = 0;
  for (;;) {
    const { body } = await city.client.call<View>(enterprise(uscc), "GET", path);
    const ms = performance.now() - began;
    if (readMs === 0 && body.progress.percent >= 90) readMs = ms;
    if (body.progress.percent === 100) {
      const reportMs = await reported(city, uscc, path, began);
      await city.client.settle();
      const units = difference(before, await spent(city));
      const { status, rows, progress } = body;
      return {
        id: announced.id,
        bytes: bytes.length,
        status,
        ...rows,
        studentMonths: progress.studentMonths,
        accruedFen: progress.accruedFen,
        ms: Math.round(ms),
        readMs: Math.round(readMs),
        reportMs: Math.round(reportMs),
        rowsPerSecond: Math.round((rows.total / ms) * 1_000),
        ...units,
        writeUnitsPerRow: rounded(units.writeUnits / Math.max(1, rows.total), 4),
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function reported(city: City, uscc: string, path: string, began: number): Promise<number> {
  for (;;) {
    const { status } = await city.client.call(enterprise(uscc), "GET", `${path}/report?format=xlsx`, {
      expect: [303, 409],
    });
    if (status === 303) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
