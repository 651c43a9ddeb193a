import { PaymentMade, PaymentReturned } from "../../events/inbound/settlement.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { on, partnerWorker } from "../../shared/runtime/partner-worker.ts";
import { maskNumbers } from "../../shared/values/mask.ts";
import type { Period } from "../../shared/values/period.ts";
import type { BankReturn } from "./payment/payment.ts";
import { bookReturns } from "./payment/returns.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

type Told = Omit<BankReturn, "row" | "status"> & { period: Period };

/** Books what a bank tells of single payments exactly as a line of its file; what contradicts the record is refused. */
export const handler = partnerWorker([
  on(PaymentMade, ({ data }) => book({ ...data, reason: "" }, "paid")),
  on(PaymentReturned, ({ data }) => book({ ...data, reason: maskNumbers(data.reason) }, "returned")),
]);

const book = ({ period, ...transfer }: Told, status: BankReturn["status"]) =>
  bookReturns(period, { lines: [{ ...transfer, status, row: 1 }], underWay: 0 }, store, systemClock.now());
