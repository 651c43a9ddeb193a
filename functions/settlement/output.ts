import { PaymentReissued, PeriodInstructed, PeriodPublished } from "../../events/settlement.ts";
import { dataOf } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { closeOverdue } from "./month/overdue.ts";
import { formAsApproved, settlementFiles } from "./paper/settlement-file.ts";
import { bankFiles } from "./payment/bank-files.ts";
import { makePayments } from "./payment/make-payments.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/** Makes what finance downloads. Files and payments follow from the books alone, so making them twice is harmless. */
export const handler = factWorker([PeriodPublished, PeriodInstructed, PaymentReissued], async (told) => {
  if (told.type === PeriodPublished.type) {
    await closeOverdue(systemClock.now(), store);
    await settlementFiles(dataOf(PeriodPublished, told).period, store);
  }
  if (told.type === PeriodInstructed.type) {
    const { period } = dataOf(PeriodInstructed, told);
    await makePayments(period, store, systemClock.now());
    await bankFiles(period, 1, store);
    await formAsApproved(period, store);
  }
  if (told.type === PaymentReissued.type) {
    const { period, batch } = dataOf(PaymentReissued, told);
    await bankFiles(period, batch, store);
  }
});
