import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { makePayments } from "../../../functions/settlement/payment/make-payments.ts";
import { paymentsRun } from "../../../functions/settlement/payment/payment-store.ts";
import { settlementStore } from "../../../functions/settlement/store.ts";
import { writeJob } from "../../../shared/runtime/jobs.ts";
import { serveTables } from "../../chaos/memory/server.ts";
import { createTable } from "../../conformance/servers.ts";

const PERIOD = "2026-06";
const AT = new Date("2026-07-14T09:00:00+08:00");
let server: Awaited<ReturnType<typeof serveTables>>;

beforeAll(async () => {
  server = await serveTables(0);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
  vi.stubEnv("AWS_REGION", "cn-north-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "again");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "again");
  vi.stubEnv("JOBS_TABLE", "Jobs");
  vi.stubEnv("AUDIT_TABLE", "Audit");
  await Promise.all(["Jobs", "Audit", "Settlement"].map((table) => createTable(server.url, table)));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

it("a month in which nothing is due is settled, though whoever instructed it died before", async () => {
  const store = settlementStore("Settlement");
  const month = { ...(await store.period(PERIOD)), status: "instructed" as const, version: 1 };
  await store.movePeriod(month, { action: "period.instructed" }, [], AT);
  const ended = { startedAt: AT.toISOString(), endedAt: AT.toISOString(), problem: null };
  const result = { payments: 0, amountFen: 0 };
  await writeJob({ jobId: paymentsRun(PERIOD), kind: "instruct", status: "done", ...ended, result });

  await makePayments(PERIOD, store, AT);
  await makePayments(PERIOD, store, AT);

  const { status, version } = await store.period(PERIOD);
  expect({ status, version }).toEqual({ status: "settled", version: 2 });
});
