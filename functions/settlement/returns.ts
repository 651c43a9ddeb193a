import { BankReturned } from "../../events/partner.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { maskNumbers } from "../../shared/values/mask.ts";
import { bookReturns } from "./payment/returns.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/** Books what a bank tells by event, as if it had been posted; what contradicts the record is kept and put aside. */
export const handler = factWorker([BankReturned], async ({ data: { period, returns } }) => {
  const lines = returns.map((one, index) => ({ ...one, reason: maskNumbers(one.reason), row: index + 1 }));
  await bookReturns(period, { lines, underWay: 0 }, store, systemClock.now());
});
