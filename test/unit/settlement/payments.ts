import { type Payment, paymentIdFor } from "../../../functions/settlement/payment/payment.ts";

export const USCC = "91411200MA9TE0T007";

/** A payment as it goes out, with what is told otherwise. */
export const payment = (facts: Partial<Payment> = {}): Payment => ({
  paymentId: paymentIdFor(facts.period ?? "2026-06", USCC, facts.number),
  period: "2026-06",
  uscc: USCC,
  number: 1,
  batch: 1,
  amountFen: 50_000,
  status: "instructed",
  account: "sealed",
  accountMasked: "*****23",
  bankCode: "313505000001",
  reason: null,
  bankRef: null,
  bankDate: null,
  carriedBy: null,
  replaces: null,
  replacedBy: null,
  instructedAt: "2026-07-13T01:00:00.000Z",
  version: 1,
  ...facts,
});
