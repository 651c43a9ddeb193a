import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Table } from "../../shared/runtime/table.ts";
import { createTable, type RunningServer, serverKinds, start } from "./servers.ts";

/** DynamoDB Local counts a transaction dearer than AWS's published rule does; the stage's own server keeps to the rule. */
const counting = serverKinds().filter(({ name }) => name === "dynoxide");

describe.each(counting)("capacity on $name", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "ronghe-capacity-"));
  let server: RunningServer;
  let table: Table;
  let metered: (work: () => Promise<unknown>) => Promise<unknown>;

  beforeAll(async () => {
    server = await start(kind, folder);
    await createTable(server.url, "Main");
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "conformance");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "conformance");
    vi.resetModules();
    table = (await import("../../shared/runtime/table.ts")).openTable("Main");
    metered = (await import("../../shared/runtime/capacity.ts")).metered;
  });
  afterAll(async () => {
    await server?.stop();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (sk: string) => ({ pk: "P", sk });

  /** What the lines say that the work is logged with. */
  async function loggedFor(work: () => Promise<unknown>) {
    const lines: string[] = [];
    const write = vi
      .spyOn(process.stdout, "write")
      .mockImplementation((text) => lines.push(String(text)) > 0);
    await work().finally(() => write.mockRestore());
    return lines.map((text) => {
      const { event, readUnits, writeUnits } = JSON.parse(text) as Record<string, unknown>;
      return { event, readUnits, writeUnits };
    });
  }
  const costOf = (work: () => Promise<unknown>) => loggedFor(() => metered(work));
  const line = (readUnits: number, writeUnits: number) => ({ event: "capacity", readUnits, writeUnits });

  it("is what reads and writes of every kind consume, added up", async () => {
    const items = Array.from({ length: 30 }, (_, index) => at(`N#${index}`));
    expect(await costOf(() => table.put(at("A")))).toEqual([line(0, 1)]);
    expect(await costOf(() => table.batchPut(items))).toEqual([line(0, 30)]);
    expect(await costOf(() => table.batchGet(items))).toEqual([line(30, 0)]);
    expect(await costOf(() => table.all({ pk: "P" }))).toEqual([line(1, 0)]);
    expect(await costOf(() => table.transact([{ put: at("T") }]))).toEqual([line(0, 2)]);
    const fresh = Array.from({ length: 30 }, (_, index) => ({ ...at(`I#${index}`), n: index }));
    expect(await costOf(() => table.batchInsert(fresh))).toEqual([line(0, 30)]);
  });

  it("counts an indexed item twice, and a write whose condition fails", async () => {
    const indexed = { ...at("G"), gsi1pk: "G", gsi1sk: "1" };
    expect(await costOf(() => table.put(indexed, "absent"))).toEqual([line(0, 2)]);
    const refused = () => table.put(at("G"), "absent").catch(() => undefined);
    expect(await costOf(refused)).toEqual([line(0, 1)]);
  });

  it("of work at the same time is told apart, and of none nothing is logged", async () => {
    const putting = async (count: number) => {
      for (let n = 0; n < count; n++) await table.put(at(`S#${count}#${n}`));
    };
    const both = () => Promise.all([1, 3].map((count) => metered(() => putting(count))));
    expect(await loggedFor(both)).toEqual([line(0, 1), line(0, 3)]);
    expect(await costOf(async () => undefined)).toEqual([]);
  });
});
