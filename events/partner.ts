import * as z from "zod/mini";
import { code, date, fen, period, text } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

/** A message to the topic holds 256 KB; so many transfers take a fifth of it. */
const MOST_RETURNS = 200;

export const BankReturned = defineEvent({
  type: "cn.ronghe.partner.bank-returned.v1",
  summary: "银行回盘：一批付款的结果 A bank tells what became of some payments of a month",
  producer: "partner",
  consumers: ["settlement/returns"],
  data: z.object({
    period,
    returns: z
      .array(
        z.object({
          paymentId: text(35),
          status: z.enum(["paid", "returned"]),
          amountFen: fen,
          reason: z._default(z.string().check(z.maxLength(300)), ""),
          bankRef: z._default(z.string().check(z.maxLength(64)), ""),
          date,
        }),
      )
      .check(z.minLength(1), z.maxLength(MOST_RETURNS)),
  }),
});

export const EventConcluded = defineEvent({
  type: "cn.ronghe.partner.event-concluded.v1",
  summary: "伙伴事件已办结：已执行或被拒绝 What became of a partner's event: applied, or refused and why",
  producer: "partner",
  consumers: ["partners/conclusions"],
  data: z.object({
    /** The key of its receipt. */
    event: z.string(),
    status: z.enum(["applied", "refused"]),
    /** Of the context that owns what the event is about. */
    refusal: z.nullable(z.object({ code, zh: z.string(), en: z.string() })),
  }),
});
