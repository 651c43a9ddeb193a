import { PeriodInstructed, PeriodPublished } from "../../events/settlement.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { formAsApproved, settlementFiles } from "./paper/settlement-file.ts";
import { makePayments } from "./payment/make-payments.ts";
import { paymentFile } from "./payment/payment-file.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/** Makes what finance downloads. Files and payments follow from the books alone, so making them twice is harmless. */
export const handler = factWorker([PeriodPublished, PeriodInstructed], async ({ type, data }) => {
  const { period } = data as { period: string };
  if (type === PeriodPublished.type) return settlementFiles(period, store);
  await makePayments(period, store, systemClock.now());
  await paymentFile(period, store);
  await formAsApproved(period, store);
});
