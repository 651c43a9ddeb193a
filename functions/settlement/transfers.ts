import { PaymentReissued, PeriodInstructed } from "../../events/settlement.ts";
import { dataOf } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { bankFiles } from "./payment/bank-files.ts";
import { makePayments } from "./payment/make-payments.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/**
 * Makes a month's payments and the files by which the bank is told. No paper is drawn here: one that cannot be drawn
 * keeps nobody waiting for money. Payments and files follow from the books alone, so making them twice is harmless.
 */
export const handler = factWorker([PeriodInstructed, PaymentReissued], async (told) => {
  if (told.type === PeriodInstructed.type) {
    const { period } = dataOf(PeriodInstructed, told);
    await makePayments(period, store, systemClock.now());
    await bankFiles(period, 1, store);
  } else {
    const { period, batch } = dataOf(PaymentReissued, told);
    await bankFiles(period, batch, store);
  }
});
