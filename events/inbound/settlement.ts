import * as z from "zod/mini";
import { date, fen, period, text } from "../../shared/values/schemas.ts";
import { inbound } from "./define.ts";

const transfer = {
  period,
  paymentId: text(35),
  amountFen: fen,
  bankRef: z._default(z.string().check(z.maxLength(64)), ""),
  date,
};

export const PaymentMade = inbound({
  type: "cn.ronghe.settlement.payment-made.v1",
  summary: "银行告知：款项已付 A bank tells that a payment was made",
  consumer: "settlement",
  data: z.strictObject(transfer),
});

export const PaymentReturned = inbound({
  type: "cn.ronghe.settlement.payment-returned.v1",
  summary: "银行告知：款项退回 A bank tells that a payment came back",
  consumer: "settlement",
  data: z.strictObject({ ...transfer, reason: text(300) }),
});
