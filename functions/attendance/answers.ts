import { PlacementsAnswered } from "../../events/placement.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { conclude } from "./roster/conclude.ts";
import { rosterStore } from "./roster/store.ts";

const rosters = rosterStore();

/** Keeps what became of a roster's placements; the last answer ends the upload. Heard twice, nothing changes. */
export const handler = factWorker([PlacementsAnswered], async ({ data: { uploadId, batch, answers } }) => {
  await rosters.putAnswers(uploadId, batch, answers);
  await conclude(uploadId);
});
