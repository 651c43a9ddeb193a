import { PeriodInstructed, PeriodPublished } from "../../events/settlement.ts";
import { dataOf } from "../../shared/runtime/bus.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { formAsApproved, settlementFiles } from "./paper/settlement-file.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/** Draws what finance downloads and files. Papers follow from the books alone, so drawing them twice is harmless. */
export const handler = factWorker([PeriodPublished, PeriodInstructed], async (told) => {
  if (told.type === PeriodPublished.type) await settlementFiles(dataOf(PeriodPublished, told).period, store);
  else await formAsApproved(dataOf(PeriodInstructed, told).period, store);
});
