import * as z from "zod/mini";
import { date, fen } from "../../../shared/values/schemas.ts";

const nullableText = z.nullable(z.string());

/** What a bank said against what is on record. */
export const conflict = z.object({
  paymentId: z.string(),
  status: z.string(),
  amountFen: z.nullable(fen),
  bankRef: z.string(),
  date,
  reason: z.string(),
  known: z.object({ status: z.string(), amountFen: fen, bankRef: nullableText, bankDate: nullableText }),
  at: z.string(),
});
