import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checksOf, type Figures } from "../../functions/settlement/month/checks.ts";
import { openPeriod, type SettlementPeriod } from "../../functions/settlement/month/period.ts";
import { UNCONFIRMED_THRESHOLDS } from "../../functions/settlement/month/thresholds.ts";
import type { Item } from "../../shared/runtime/table.ts";
import { createTable, type RunningServer, serverKinds, start } from "./servers.ts";

const [BEFORE, PERIOD] = ["2026-05", "2026-06"];
const ENTERPRISES = 1_000;
const NEW = 20;
/** Some 150 batches and pages, and a call for each of the hundred and twenty that stand out. */
const MOST_CALLS = 300;

const usccOf = (index: number): string => `91411200MA9X${String(index).padStart(6, "0")}`;
const all = Array.from({ length: ENTERPRISES }, (_, index) => usccOf(index));
const monthOf = (period: string): SettlementPeriod => ({
  ...openPeriod(period),
  status: "published",
  runId: `close-${period}-1`,
  totals: { enterprises: ENTERPRISES, lines: ENTERPRISES, amountFen: ENTERPRISES * 50_000 },
  version: 2,
});

function itemsOf(period: string, usccs: readonly string[]): Item[] {
  const runId = `close-${period}-1`;
  return [
    { pk: `PERIOD#${period}`, sk: "HEAD", ...monthOf(period) },
    // nothing waits: what is claimed is paid
    { pk: "ALLOCATIONS", sk: period, period, runId, attempt: "a", previous: null, funds: [], shares: 0 },
    ...usccs.flatMap((uscc, index) => [
      { pk: `RUN#${runId}`, sk: `EXPECTED#${uscc}`, uscc },
      {
        pk: `MANIFESTS#${uscc}`,
        sk: period,
        uscc,
        period,
        runId,
        attempt: "a",
        lines: period === BEFORE && index % 10 === 0 ? 0 : 1,
        totalFen: period === BEFORE && index % 10 === 0 ? 0 : 50_000,
      },
    ]),
  ];
}

describe.each(serverKinds())("the checks of a month of a thousand enterprises on $name", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "ronghe-checks-"));
  let server: RunningServer;
  let counting: Server;
  let calls = 0;
  let figures: Figures;

  beforeAll(async () => {
    server = await start(kind, folder);
    for (const name of ["Settlement", "Registry"]) await createTable(server.url, name);
    counting = createServer(async (request, response) => {
      calls += 1;
      const body = Buffer.concat(await Array.fromAsync(request));
      const headers = request.headers as Record<string, string>;
      const { host, connection, "content-length": length, ...passed } = headers;
      const answer = await fetch(server.url, { method: "POST", headers: passed, body });
      response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    }).listen(0);
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", `http://127.0.0.1:${(counting.address() as AddressInfo).port}`);
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "conformance");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "conformance");
    vi.stubEnv("TABLE", "Settlement");
    vi.stubEnv("REGISTRY_TABLE", "Registry");
    vi.resetModules();
    const { openTable } = await import("../../shared/runtime/table.ts");
    const { settlementStore } = await import("../../functions/settlement/store.ts");
    const { figuresOf } = await import("../../functions/settlement/month/figures.ts");
    const paid = all.slice(NEW).filter((_, index) => index % 10 !== 0);
    await openTable("Settlement").batchPut([
      ...itemsOf(BEFORE, all.slice(NEW)),
      ...itemsOf(PERIOD, all),
      ...paid.map((uscc) => {
        const payment = { paymentId: `P202605-${uscc}`, period: BEFORE, uscc, amountFen: 50_000 };
        return {
          pk: `PAYEE#${uscc}`,
          sk: `PAYMENT#${BEFORE}`,
          ...payment,
          status: "paid",
          account: `sealed ${uscc}`,
        };
      }),
    ]);
    await openTable("Registry").batchPut(
      all.map((uscc, index) => ({
        pk: `ENTERPRISE#${uscc}`,
        sk: "PROFILE",
        uscc,
        name: `企业${index}`,
        status: index === 1 ? "review" : "registered",
        account: uscc === paid[3] ? "sealed anew" : `sealed ${uscc}`,
      })),
    );
    calls = 0;
    figures = await figuresOf(monthOf(PERIOD), settlementStore());
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    counting.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are read in batches, and one by one only where something stands out", () => {
    expect(calls).toBeGreaterThan(50);
    expect(calls).toBeLessThan(MOST_CALLS);
  });

  it("name those that are new, held, or paid elsewhere last time", () => {
    const checks = checksOf(figures, UNCONFIRMED_THRESHOLDS);
    const values = Object.fromEntries(checks.map(({ code, value }) => [code, value]));
    // one enterprise in ten had a month worth nothing, and none before that: it is new as well
    const formerlyEmpty = (ENTERPRISES - NEW) / 10;
    expect(values).toEqual({
      total: ENTERPRISES * 50_000,
      enterprises: ENTERPRISES,
      lines: ENTERPRISES,
      "new-enterprises": NEW + formerlyEmpty,
      "largest-changes": 50_000,
      "changed-accounts": 1,
      "held-enterprises": 1,
      "failed-enterprises": 0,
      "open-objections": 0,
    });
  });
});
