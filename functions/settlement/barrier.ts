import { CloseBegun, EnterpriseSettled, PeriodPublished } from "../../events/settlement.ts";
import { EnterpriseRecomputed } from "../../events/subsidy.ts";
import { dataOf } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { closing } from "./month/closing.ts";
import { closeOverdue } from "./month/overdue.ts";
import { settlementStore } from "./store.ts";

const close = closing();
const store = settlementStore();
const STEPS = [CloseBegun, EnterpriseRecomputed, EnterpriseSettled, PeriodPublished];

/**
 * The steps of a close, each taken when all of the one before is done, however often and in whatever order it is told;
 * after the last one the next month begins, if it had to wait.
 */
export const handler = factWorker(STEPS, async (told) => {
  if (told.type === CloseBegun.type) await close.recomputeAll(dataOf(CloseBegun, told));
  if (told.type === EnterpriseRecomputed.type) await close.recomputed(dataOf(EnterpriseRecomputed, told));
  if (told.type === EnterpriseSettled.type) await close.settled(dataOf(EnterpriseSettled, told));
  if (told.type === PeriodPublished.type) await closeOverdue(systemClock.now(), store);
});
