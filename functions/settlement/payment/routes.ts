import * as z from "zod/mini";
import { anyone, defineRoutes, ownChecked } from "../../../shared/values/route.ts";
import { count, date, fen, page, pageQuery, period, text, uscc } from "../../../shared/values/schemas.ts";

const nullableText = z.nullable(z.string());
const payment = z.object({
  paymentId: z.string(),
  period: z.string(),
  uscc: z.string(),
  amountFen: fen,
  status: z.string(),
  /** The status, or what has become of a return since: `re-verified`, `carried`. */
  state: z.enum(["instructed", "paid", "returned", "re-verified", "reissued", "carried"]),
  batch: count,
  bankCode: z.string(),
  account: z.string(),
  reason: nullableText,
  bankRef: nullableText,
  date: nullableText,
  carriedBy: nullableText,
  replaces: nullableText,
  replacedBy: nullableText,
});
const paidLine = z.object({
  lineId: z.string(),
  placementId: z.string(),
  scheme: z.string(),
  earnedPeriod: z.string(),
  bookedPeriod: z.string(),
  amountFen: fen,
});
const demand = z.object({
  demandId: z.string(),
  uscc: z.string(),
  period: z.string(),
  status: z.enum(["open", "recovered", "withdrawn"]),
  amountFen: fen,
  withdrawnFen: fen,
  receivedFen: fen,
  openFen: fen,
  raisedAt: z.string(),
});

const byId = z.object({ id: z.string().check(z.maxLength(35)) });

export const paymentRoutes = defineRoutes({
  listPayments: {
    method: "GET",
    path: "/v1/periods/{period}/payments",
    summary: "当月付款 List the month's payments",
    access: { finance: anyone, auditor: anyone },
    params: z.object({ period }),
    query: z.strictObject(pageQuery),
    answers: { 200: page(payment) },
  },
  getPayment: {
    method: "GET",
    path: "/v1/payments/{id}",
    summary: "一笔付款及其所付各行 Read a payment with the lines that it pays",
    access: { finance: anyone, auditor: anyone, enterprise: ownChecked },
    params: byId,
    query: z.strictObject(pageQuery),
    answers: {
      200: z.extend(payment, {
        carries: z.array(z.string()),
        /** `amountFen` is the sum of these three. */
        linesFen: fen,
        carriedFen: fen,
        otherFen: fen,
        lines: page(paidLine),
      }),
    },
  },
  reissuePayment: {
    method: "POST",
    path: "/v1/payments/{id}/reissue",
    summary:
      "补发退回款（账户变更并复核后） Reissue what came back, once the account was changed and confirmed",
    access: { finance: anyone },
    params: byId,
    answers: { 200: payment, 201: payment },
  },
  listDemands: {
    method: "GET",
    path: "/v1/demands",
    summary: "追回通知 List what was demanded back",
    access: { finance: anyone, auditor: anyone, enterprise: ownChecked },
    query: z.strictObject({ ...pageQuery, uscc: z.optional(uscc) }),
    answers: { 200: page(demand) },
  },
  postReceipt: {
    method: "POST",
    path: "/v1/demands/{id}/receipts",
    summary: "登记追回到账 Book what came in on a demand",
    access: { finance: anyone },
    params: byId,
    body: z.strictObject({ amountFen: z.int().check(z.minimum(1)), bankRef: text(64), date }),
    answers: { 200: demand, 201: demand },
  },
});
