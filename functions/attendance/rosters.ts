import { PlacementChanged } from "../../events/placement.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { periodOf } from "../../shared/values/period.ts";
import { rereadForRoster } from "./rereading.ts";
import { mayConcern } from "./rereads.ts";
import { attendanceStore } from "./store.ts";

const store = attendanceStore();

/** Counts the changes of a month's roster that may concern its files. Where there is no file, nothing is written. */
export const handler = factWorker([PlacementChanged], async ({ data }) => {
  const { uscc, placementId, start, end, formerEnd = end } = data;
  const [first, last] = [periodOf(start), periodOf(formerEnd > end ? formerEnd : end)];
  for (const month of await store.months(uscc)) {
    const { period } = month;
    if (period < first || period > last) continue;
    if (!(await mayConcern(store, month, placementId))) continue;
    await rereadForRoster({ uscc, period, placementId, changes: await store.rosterChanged(uscc, period) });
  }
});
