import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Limits } from "../../functions/settlement/booking/allocate.ts";
import type { Line } from "../../functions/settlement/booking/claim.ts";
import type { SettlementPeriod } from "../../functions/settlement/month/period.ts";
import { createTable, type RunningServer, serverKinds, start } from "./servers.ts";

const AT = new Date("2026-07-05T02:00:00+08:00");
const [FIRST, SECOND] = ["91411200MA9X00011W", "91411200MA9X00038D"];
const FULL = 50_000;

const line = (placementId: string, bookedPeriod: string, amountFen = FULL): Line => ({
  ...{ subjectId: `of-${placementId}`, placementId, scheme: "internship", days: 20, sequence: 1 },
  ...{
    earnedPeriod: bookedPeriod,
    bookedPeriod,
    amountFen,
    policyVersion: "v",
    reasons: [],
    fromN: 1,
    toN: 1,
  },
});

/** The settlement's own code on a real table; its modules are loaded once the table's address is known. */
async function modules() {
  return {
    ...(await import("../../functions/settlement/store.ts")),
    ...(await import("../../functions/settlement/booking/allocation-store.ts")),
    ...(await import("../../functions/settlement/booking/draw-up.ts")),
    ...(await import("../../functions/settlement/booking/fund.ts")),
    ...(await import("../../functions/settlement/booking/settled.ts")),
    ...(await import("../../functions/settlement/month/period.ts")),
    ...(await import("../../shared/runtime/context.ts")),
    ...(await import("../../shared/runtime/table.ts")),
  };
}

describe.each(serverKinds())("allocations on $name", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "ronghe-allocation-"));
  let server: RunningServer;
  let use: Awaited<ReturnType<typeof modules>>;
  let store: import("../../functions/settlement/store.ts").SettlementStore;

  beforeAll(async () => {
    server = await start(kind, folder);
    for (const table of ["Settlement", "Audit"]) await createTable(server.url, table);
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "conformance");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "conformance");
    vi.stubEnv("AUDIT_TABLE", "Audit");
    vi.resetModules();
    use = await modules();
    store = use.settlementStore("Settlement");
  });
  afterAll(async () => {
    await server?.stop();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const asSystem = <T>(work: () => Promise<T>): Promise<T> =>
    use.runAs({ correlationId: "c", caller: use.systemCaller() }, work);

  async function claim(uscc: string, period: string, lines: Line[]): Promise<void> {
    const totalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
    const hashes = { hash: `${uscc}${period}`, previousHash: "" };
    const totals = { lines: lines.length, totalFen, movements: use.movementsOf(lines) };
    const manifest = { uscc, period, runId: "r", attempt: "1", ...totals, ...hashes };
    await asSystem(() => store.writeManifest(manifest, lines, [], AT));
  }

  async function begin(period: string): Promise<SettlementPeriod> {
    const runId = `close-${period}`;
    const month = use.beginClose(use.openPeriod(period), "a", AT, "2027-01-01", null);
    await asSystem(() => store.movePeriod({ ...month, runId }, { action: "period.closing" }, [], AT));
    await store.expect(runId, [{ uscc: FIRST, also: [SECOND] }]);
    return { ...month, runId };
  }

  async function drawn(month: SettlementPeriod, attempt: string, limits: Limits) {
    const { period, runId } = month;
    const end = await store.chainEnd();
    const previous = end && (await store.allocation(end.period));
    const made = await use.drawUp({ period, runId: runId ?? "", attempt }, previous, () => limits, store);
    await store.writeShares(made.head, made.shares, made.waiting);
    const next = use.publish(month, made.head.totals, "2026-07-12", AT);
    const writes = use.allocationWrites(made.head, end?.version ?? 0);
    return () => asSystem(() => store.movePeriod(next, { action: "period.published" }, [], AT, writes));
  }

  it("one of two attempts stands, and the month is published by it alone", async () => {
    const month = await begin("2026-06");
    await claim(FIRST, "2026-06", [line("P1", "2026-06"), line("P2", "2026-06")]);
    await claim(SECOND, "2026-06", [line("P3", "2026-06")]);
    expect(await use.settlementsOf("2026-06", store)).toEqual([]);
    expect(await use.settledThrough(FIRST, "2026-06", store)).toBe(0);
    const limits = { budgetFen: 120_000, capFen: 90_000 };
    const attempts = [await drawn(month, "one", limits), await drawn(month, "two", limits)];
    const outcomes = await Promise.allSettled(attempts.map((publish) => publish()));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((one) => one.status === "rejected");
    expect(lost?.reason).toBeInstanceOf(use.ConditionFailed);
    expect((await store.period("2026-06")).totals).toEqual({ enterprises: 2, lines: 3, amountFen: 120_000 });
  });

  it("lines, settlements and balances say the same", async () => {
    const settlements = await use.settlementsOf("2026-06", store);
    expect(settlements.map(({ totalFen, waitingFen, lines }) => [totalFen, waitingFen, lines])).toEqual([
      [90_000, 10_000, 2],
      [30_000, 20_000, 1],
    ]);
    for (const { manifest, totalFen } of settlements) {
      const lines = await use.settledLines(manifest, store);
      expect(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(totalFen);
      expect(await use.settledThrough(manifest.uscc, "2026-06", store)).toBe(totalFen);
    }
    const page = await use.settlementPage("2026-06", 1, undefined, store);
    expect(page.items.map(({ totalFen }) => totalFen)).toEqual([90_000]);
    expect(page.cursor).not.toBeNull();
  });

  it("the next month goes on where this one ended, with the cap counted over both", async () => {
    const month = await begin("2026-07");
    await claim(FIRST, "2026-07", [line("P1", "2026-07")]);
    await claim(SECOND, "2026-07", []);
    await (await drawn(month, "one", { budgetFen: 500_000, capFen: 95_000 }))();
    const [first, second] = await use.settlementsOf("2026-07", store);
    expect([first?.totalFen, first?.waitingFen, first?.lines]).toEqual([5_000, 55_000, 2]);
    expect([second?.totalFen, second?.waitingFen, second?.lines]).toEqual([20_000, 0, 1]);
    const shown = await use.settledLines((await store.manifest(FIRST, "2026-07")) as never, store);
    expect(
      shown.map(({ lineId, amountFen, waitingFen }) => [lineId.slice(-5), amountFen, waitingFen]),
    ).toEqual([
      ["00001", 0, 50_000],
      ["00002", 5_000, 5_000],
    ]);
    expect(await use.settledThrough(FIRST, "2026-07", store)).toBe(95_000);
    expect(await use.settledThrough(FIRST, "2026-06", store)).toBe(90_000);
    expect(await use.settledThrough(SECOND, "2026-12", store)).toBe(FULL);
  });

  it("an allocation drawn up on an older end of the chain cannot stand", async () => {
    const month = await begin("2026-08");
    for (const uscc of [FIRST, SECOND]) await claim(uscc, "2026-08", []);
    const limits = { budgetFen: null, capFen: null };
    const late = await drawn(month, "late", limits);
    const overtaking = await begin("2026-09");
    for (const uscc of [FIRST, SECOND]) await claim(uscc, "2026-09", []);
    await (await drawn(overtaking, "one", limits))();
    await expect(late()).rejects.toBeInstanceOf(use.ConditionFailed);
    expect((await store.period("2026-08")).status).toBe("closing");
  });

  it("of two that begin one run at once with other groups, one's count, and nobody is in two", async () => {
    const together = [{ uscc: "A", also: ["B", "C"] }];
    const apart = [
      { uscc: "A", also: [] },
      { uscc: "B", also: ["C"] },
    ];
    const [one, other] = await Promise.all([store.expect("twice", together), store.expect("twice", apart)]);
    expect(one).toEqual(other);
    const members = (await store.groups("twice")).flatMap(({ uscc, also }) => [uscc, ...also]);
    expect(members.toSorted()).toEqual(["A", "B", "C"]);
    expect(await store.group("twice", "A")).toMatchObject({ uscc: "A" });
  });

  it("of many who mark at once, somebody sees that all have, however often each says so", async () => {
    const usccs = Array.from({ length: 60 }, (_, index) => `E${String(index).padStart(3, "0")}`);
    const groups = usccs.map((uscc) => ({ uscc, also: [] }));
    expect(await store.expect("run", groups)).toMatchObject(groups);
    expect(await store.expect("run", [...groups, { uscc: "later", also: [] }])).toMatchObject(groups);
    const early = await use.inParallel(
      usccs.slice(1),
      (uscc) => store.markAndCount("run", "SETTLED", uscc),
      20,
    );
    expect(early).not.toContain(true);
    expect(await store.markAndCount("run", "SETTLED", usccs[0] ?? "")).toBe(true);
    expect(await store.markAndCount("run", "SETTLED", usccs[0] ?? "")).toBe(true);
    expect(await store.marks("run", "SETTLED")).toHaveLength(usccs.length);
  });
});
