import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { registryQueries } from "../../registry/queries.ts";
import { openOriginal } from "../reading/original.ts";
import { fileLine } from "../report/finding-line.ts";
import { FileRefused } from "../rules/file-refused.ts";
import { attendanceStore } from "../store.ts";
import { isFinal, type Upload } from "../upload.ts";
import { batchesOf } from "./batches.ts";
import { command } from "./command.ts";
import { conclude, refuse } from "./conclude.ts";
import { type Plan, planOf } from "./plan.ts";
import { registeredThen, walkOptions } from "./schools.ts";
import { openRoster } from "./shape.ts";
import { rosterStore } from "./store.ts";
import { walk } from "./walk.ts";

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
    const former = await rosters.plan(upload.id);
    const options = walkOptions(upload, former ? registeredThen(former.schools) : isRegistered);
    const plan = await planOf(await openRoster(source, upload), options);
    if (plan.total === 0) throw new FileRefused("file-empty", {});
    await rosters.putPlan(upload.id, plan);
    await begin(upload.id, plan);
    const file = await openRoster(source, upload);
    const asPlanned = walkOptions(upload, registeredThen(plan.schools));
    await command(upload, batchesOf(walk(file, asPlanned)));
    await conclude(upload.id);
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    await refuse(upload, fileLine(cause.finding));
  }
}

const isRegistered = async (schoolCode: string): Promise<boolean> =>
  (await registryQueries().school(schoolCode)) !== undefined;

async function begin(uploadId: string, { total, rejected }: Plan): Promise<void> {
  const upload = await store.upload(uploadId);
  if (!upload || isFinal(upload)) return;
  const rows = { total, accepted: 0, rejected, unchanged: 0 };
  const version = upload.version + 1;
  await store.note({ ...upload, status: "processing", rows, version }).catch(alreadyDone);
}
