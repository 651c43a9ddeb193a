import { CloseBegun, EnterpriseSettled } from "../../events/settlement.ts";
import { EnterpriseRecomputed } from "../../events/subsidy.ts";
import { dataOf } from "../../shared/runtime/bus.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { closing } from "./month/closing.ts";

const close = closing();

/** The steps of a close, each taken when all of the one before is done, however often and in whatever order it is told. */
export const handler = factWorker([CloseBegun, EnterpriseRecomputed, EnterpriseSettled], async (told) => {
  if (told.type === CloseBegun.type) await close.recomputeAll(dataOf(CloseBegun, told));
  if (told.type === EnterpriseRecomputed.type) await close.recomputed(dataOf(EnterpriseRecomputed, told));
  if (told.type === EnterpriseSettled.type) await close.settled(dataOf(EnterpriseSettled, told));
});
