import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Manifest } from "../../functions/settlement/booking/manifest-store.ts";
import type { Payment } from "../../functions/settlement/payment/payment.ts";
import type { SettlementStore } from "../../functions/settlement/store.ts";
import { createTable, type RunningServer, serverKinds, start } from "./servers.ts";

const PERIOD = "2026-06";
const AT = new Date("2026-07-05T02:00:00+08:00");

const manifest = (uscc: string): Manifest => ({
  uscc,
  period: PERIOD,
  runId: "run",
  attempt: crypto.randomUUID(),
  lines: 0,
  totalFen: 70_000,
  movements: { "internship#2026": { owedFen: 70_000, takenBackFen: 0 } },
  previousHash: "",
  hash: "hash",
});
const payment = (uscc: string, facts: Partial<Payment> = {}): Payment => ({
  paymentId: `P-${uscc}`,
  period: PERIOD,
  uscc,
  amountFen: 70_000,
  status: "instructed",
  account: "sealed",
  accountMasked: "*****23",
  reason: null,
  bankRef: null,
  bankDate: null,
  number: 1,
  batch: 1,
  bankCode: "313505000001",
  carriedBy: null,
  replaces: null,
  replacedBy: null,
  instructedAt: "2026-07-20T09:00:00+08:00",
  version: 1,
  ...facts,
});

describe.each(serverKinds())("control totals on $name", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "ronghe-control-"));
  let server: RunningServer;
  let store: SettlementStore;

  beforeAll(async () => {
    server = await start(kind, folder);
    for (const table of ["Settlement", "Audit"]) await createTable(server.url, table);
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "conformance");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "conformance");
    vi.stubEnv("AUDIT_TABLE", "Audit");
    vi.resetModules();
    const { settlementStore } = await import("../../functions/settlement/store.ts");
    store = settlementStore("Settlement");
  });
  afterAll(async () => {
    await server?.stop();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const posted = async (uscc: string) => (await store.ledger.controlsOf(uscc)).get(PERIOD);
  /** How many of these succeeded; the others lost the race for what they would have written. */
  async function won(tries: readonly Promise<unknown>[]): Promise<number> {
    const ended = await Promise.allSettled(tries);
    for (const one of ended) if (one.status === "rejected") expect(one.reason.name).toBe("ConditionFailed");
    return ended.filter(({ status }) => status === "fulfilled").length;
  }
  const eightTimes = <T>(work: () => Promise<T>) => Array.from({ length: 8 }, work);

  it("count a manifest once, however many write it at the same moment", async () => {
    expect(await won(eightTimes(() => store.writeManifest(manifest("A"), [], [], AT)))).toBe(1);
    expect(await won([store.writeManifest(manifest("A"), [], [], AT)])).toBe(0);
    expect(await posted("A")).toMatchObject({ owedFen: 70_000, manifests: 1, lines: 0 });
  });

  it("count a payment once, and what came of it", async () => {
    const payee = await store.payee("B");
    expect(
      await won(
        eightTimes(() =>
          store.instruct(payee, { period: PERIOD, payment: payment("B"), carried: [], demands: [] }, AT),
        ),
      ),
    ).toBe(1);
    const paid = payment("B", { status: "paid", version: 2 });
    expect(await won(eightTimes(() => store.bookReturns([paid], AT)))).toBe(1);
    expect(await won([store.bookReturns([paid], AT)])).toBe(0);
    expect(await posted("B")).toMatchObject({
      instructedFen: 70_000,
      payments: 1,
      paidFen: 70_000,
      paid: 1,
      returnedFen: 0,
      returned: 0,
    });
  });
});
