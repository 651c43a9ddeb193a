import * as z from "zod/mini";
import { anyone, defineRoutes, own, ownChecked } from "../../../shared/values/route.ts";
import { count, date, fen, page, pageQuery, period, reason, uscc } from "../../../shared/values/schemas.ts";
import { PUBLICITY_FILE } from "../paper/publicity-file.ts";
import { conflict } from "../payment/conflict.ts";
import { PAYMENT_FILE } from "../payment/file-names.ts";
import { objected } from "../publicity/objected.ts";
import { check, checkRoutes } from "./check-routes.ts";

const byPeriod = z.object({ period });
const nullableTime = z.nullable(z.string());
const month = z.object({
  period: z.string(),
  status: z.string(),
  totals: z.object({ enterprises: count, lines: count, amountFen: fen }),
  failures: z.array(z.object({ uscc: z.string(), reason: z.string() })),
  held: z.array(
    z.object({ uscc: z.string(), code: z.string(), zh: z.string(), en: z.string(), amountFen: fen }),
  ),
  checks: z.array(check),
  checksFingerprint: z.string(),
  conflicts: z.array(conflict),
  files: z.array(z.string()),
  publicityEnd: z.nullable(date),
  closedAt: nullableTime,
  publishedAt: nullableTime,
  approvedAt: nullableTime,
  instructedAt: nullableTime,
  settledAt: nullableTime,
});
const job = z.object({ jobId: z.string() });
const owing = { totalFen: fen, owedFen: fen, waitingFen: fen };
const settlement = z.object({ period: z.string(), uscc: z.string(), ...owing, lines: count });
const line = z.object({
  lineId: z.string(),
  placementId: z.string(),
  scheme: z.string(),
  earnedPeriod: z.string(),
  bookedPeriod: z.string(),
  days: count,
  amountFen: fen,
  owedFen: fen,
  waitingFen: fen,
  policyVersion: z.nullable(z.string()),
  reasons: z.array(reason),
  objected,
});
const fund = z.object({
  scheme: z.string(),
  year: z.string(),
  budgetFen: z.nullable(fen),
  enterpriseCapFen: z.nullable(fen),
  grantedBeforeFen: fen,
  grantedFen: fen,
  returnedFen: fen,
  waitingFen: fen,
});
const waiting = z.object({
  place: count,
  uscc: z.string(),
  placementId: z.string(),
  scheme: z.string(),
  earnedPeriod: z.string(),
  sequence: count,
  waitingFen: fen,
  why: z.string(),
});
const accrual = z.object({
  placementId: z.string(),
  scheme: z.string(),
  earnedPeriod: z.string(),
  bookedPeriod: z.nullable(z.string()),
  days: count,
  amountFen: fen,
  policyVersion: z.nullable(z.string()),
  reasons: z.array(reason),
  cause: z.object({ kind: z.string(), id: z.string() }),
  at: z.string(),
});

const FILES = [
  "settlement.xlsx",
  "settlement.csv",
  "settlement.pdf",
  PUBLICITY_FILE,
  "payment.csv",
  "payment.xml",
] as const;
/** Beside those that every month has: a bank's own file, and the files of a reissue. */
const fileName = z.union([z.enum(FILES), z.string().check(z.regex(PAYMENT_FILE))]);

export const monthRoutes = defineRoutes({
  ...checkRoutes,
  getPeriod: {
    method: "GET",
    path: "/v1/periods/{period}",
    summary: "月度状态 Read a month",
    access: { finance: anyone, officer: anyone, auditor: anyone },
    params: byPeriod,
    answers: { 200: month },
  },
  closePeriod: {
    method: "POST",
    path: "/v1/periods/{period}/close",
    summary: "月结 Close a month",
    access: { finance: anyone },
    params: byPeriod,
    answers: { 202: job },
  },
  approvePeriod: {
    method: "POST",
    path: "/v1/periods/{period}/approve",
    summary: "批准（公示期满，非月结人） Approve after publicity, by another than the closer",
    access: { finance: anyone },
    params: byPeriod,
    body: z.strictObject({
      seenChecks: z.literal(true),
      checks: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
    }),
    answers: { 200: month },
  },
  instructPeriod: {
    method: "POST",
    path: "/v1/periods/{period}/instruct",
    summary: "下达拨付 Instruct the payments",
    access: { finance: anyone },
    params: byPeriod,
    answers: { 202: job },
  },
  getFile: {
    method: "GET",
    path: "/v1/periods/{period}/files/{name}",
    summary: "下载结算与付款文件 Download settlement and payment files",
    access: { finance: anyone },
    params: z.object({ period, name: fileName }),
    answers: { 303: null },
  },
  getPublicityFile: {
    method: "GET",
    path: `/v1/publicity/{period}/${PUBLICITY_FILE}`,
    summary: "下载公示名单（脱敏） Download the masked list of the publicity",
    access: "public",
    params: byPeriod,
    answers: { 303: null },
  },
  listSettlements: {
    method: "GET",
    path: "/v1/settlements",
    summary: "各企业结算 List settlements of a booked month",
    access: { finance: anyone, auditor: anyone, enterprise: ownChecked },
    query: z.strictObject({ ...pageQuery, period, uscc: z.optional(uscc) }),
    answers: { 200: page(settlement) },
  },
  getSettlement: {
    method: "GET",
    path: "/v1/settlements/{period}/{uscc}",
    summary: "企业结算明细 Read an enterprise's settlement with its lines",
    access: { finance: anyone, auditor: anyone, enterprise: own("/params/uscc") },
    params: z.object({ period, uscc }),
    query: z.strictObject(pageQuery),
    answers: { 200: z.object({ period: z.string(), uscc: z.string(), ...owing, lines: page(line) }) },
  },
  getAllocation: {
    method: "GET",
    path: "/v1/periods/{period}/allocation",
    summary: "预算与上限分配、待拨清单 How budgets and caps were shared out, and what waits",
    access: { finance: anyone, officer: anyone, auditor: anyone },
    params: byPeriod,
    query: z.strictObject(pageQuery),
    answers: { 200: z.object({ period: z.string(), funds: z.array(fund), waiting: page(waiting) }) },
  },
  listAccruals: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/accruals",
    summary: "补贴计提（按所属月） What is owed by earned month, and when it was booked",
    access: { enterprise: own("/params/uscc"), officer: anyone, finance: anyone },
    params: z.object({ uscc }),
    query: z.strictObject({ ...pageQuery, period }),
    answers: { 200: page(accrual) },
  },
});
