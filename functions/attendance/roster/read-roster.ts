import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import type { ByteSource } from "../files/bytes.ts";
import { openOriginal } from "../reading/original.ts";
import { fileLine } from "../report/finding-line.ts";
import { FileRefused } from "../rules/file-refused.ts";
import { attendanceStore } from "../store.ts";
import { isFinal, type Upload } from "../upload.ts";
import { batchesOf, command } from "./command.ts";
import { conclude, refuse } from "./conclude.ts";
import { walkOptions } from "./known-school.ts";
import { openRoster } from "./shape.ts";
import { type Plan, rosterStore } from "./store.ts";
import { type JudgedRow, walk } from "./walk.ts";

const store = attendanceStore();
const rosters = rosterStore();

/**
 * Takes an announced roster from its bytes to commands: first all of it is judged, so that a file which breaks off
 * changes nothing; then the placements of its good rows are commanded. It can be run again at any point.
 */
export async function readRoster(upload: Upload): Promise<void> {
  const source = isFinal(upload) ? null : await openOriginal(upload.id);
  if (!source) return;
  try {
    const plan = await planOf(source, upload);
    if (plan.total === 0) throw new FileRefused("file-empty", {});
    await rosters.putPlan(upload.id, plan);
    await begin(upload.id, plan);
    const file = await openRoster(source, upload);
    await command(upload, batchesOf(walk(file, walkOptions(upload))));
    await conclude(upload.id);
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    await refuse(upload, fileLine(cause.finding));
  }
}

async function planOf(source: ByteSource, upload: Upload): Promise<Plan> {
  const plan: Plan = { total: 0, rejected: 0, batches: [] };
  const counted = async function* (rows: AsyncIterable<JudgedRow[]>) {
    for await (const some of rows) {
      plan.total += some.length;
      plan.rejected += some.filter(({ line }) => line === null).length;
      yield some;
    }
  };
  const file = await openRoster(source, upload);
  for await (const { batch, rows } of batchesOf(counted(walk(file, walkOptions(upload)))))
    plan.batches.push({ batch, rows: rows.length });
  return plan;
}

async function begin(uploadId: string, { total, rejected }: Plan): Promise<void> {
  const upload = await store.upload(uploadId);
  if (!upload || isFinal(upload)) return;
  const rows = { total, accepted: 0, rejected, unchanged: 0 };
  const version = upload.version + 1;
  await store.note({ ...upload, status: "processing", rows, version }).catch(alreadyDone);
}
