import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Table, Write } from "../../shared/runtime/table.ts";
import { allServers, createTable, type RunningServer, start } from "./servers.ts";

describe.each(allServers())("tables on $name", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "ronghe-conformance-"));
  let server: RunningServer;
  let kernel: typeof import("../../shared/runtime/table.ts");
  let table: Table;
  let other: Table;
  /** A partition of its own for each test. */
  let pk: string;
  let tests = 0;

  beforeAll(async () => {
    server = await start(kind, folder);
    await Promise.all([createTable(server.url, "Main"), createTable(server.url, "Other")]);
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "conformance");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "conformance");
    // the kernel keeps its client for the life of a function: another server needs another kernel
    vi.resetModules();
    kernel = await import("../../shared/runtime/table.ts");
    table = kernel.openTable("Main");
    other = kernel.openTable("Other");
  });
  beforeEach(() => {
    tests += 1;
    pk = `TEST#${tests}`;
  });
  afterAll(async () => {
    await server?.stop();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (sk: string) => ({ pk, sk });
  const skOf = (items: readonly { sk: string }[]) => items.map(({ sk }) => sk);
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...at(`N#${String(index).padStart(4, "0")}`), index }));
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (cause: unknown) => cause,
    );
  const failedAt = async (work: Promise<unknown>) => {
    const cause = await failure(work);
    expect(cause).toBeInstanceOf(kernel.ConditionFailed);
    return (cause as InstanceType<typeof kernel.ConditionFailed>).index;
  };

  describe("one item", () => {
    it("comes back as it was put, without what is undefined", async () => {
      const item = {
        ...at("A"),
        text: "融合",
        none: null,
        list: [1, { deep: true }],
        empty: "",
        fen: -35714,
      };
      await table.put({ ...item, gone: undefined });
      expect(await table.get(at("A"))).toStrictEqual(item);
      expect(await table.get(at("B"))).toBeUndefined();
    });

    it("is put only where none is, or only where one is", async () => {
      await table.put({ ...at("A"), n: 1 }, "absent");
      expect(await failedAt(table.put({ ...at("A"), n: 2 }, "absent"))).toBe(0);
      await table.put({ ...at("A"), n: 3 }, "present");
      expect(await failedAt(table.put(at("B"), "present"))).toBe(0);
      expect(await table.get(at("A"))).toMatchObject({ n: 3 });
      expect(await table.get(at("B"))).toBeUndefined();
    });

    it("moves from version to version, for one of two writers", async () => {
      await table.put({ ...at("A"), version: 1 });
      const outcomes = await Promise.all(
        ["one", "other"].map((by) => failure(table.put({ ...at("A"), version: 2, by }, { version: 1 }))),
      );
      expect(outcomes.filter((cause) => cause === null)).toHaveLength(1);
      expect(await failedAt(table.put({ ...at("A"), version: 2 }, { version: 1 }))).toBe(0);
      expect(await failedAt(table.put({ ...at("B"), version: 2 }, { version: 1 }))).toBe(0);
    });

    it("is removed, once or twice", async () => {
      await table.put(at("A"));
      await table.remove(at("A"));
      await table.remove(at("A"));
      expect(await table.get(at("A"))).toBeUndefined();
    });

    it("counts for everyone who adds at once, and each is told another number", async () => {
      const told = await Promise.all(
        Array.from({ length: 30 }, () => table.add(at("SEQ"), { next: 1, total: -2 })),
      );
      expect(told.map(({ next }) => next).toSorted((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
      expect(await table.get(at("SEQ"))).toEqual({ ...at("SEQ"), next: 30, total: -60 });
    });
  });

  describe("a transaction", () => {
    it("writes everything, in two tables", async () => {
      await table.put(at("OLD"));
      await table.put({ ...at("GUARD"), version: 4 });
      await table.transact([
        { put: { ...at("NEW"), n: 1 }, when: "absent" },
        { remove: at("OLD") },
        { check: at("GUARD"), when: { version: 4 } },
        { add: at("COUNT"), amounts: { made: 2 } },
        { put: at("RECORD"), when: "absent", table: "Other" },
      ]);
      expect(skOf(await table.all({ pk }))).toEqual(["COUNT", "GUARD", "NEW"]);
      expect(await table.get(at("COUNT"))).toMatchObject({ made: 2 });
      expect(await other.get(at("RECORD"))).toEqual(at("RECORD"));
    });

    it.each<[string, number, (taken: { pk: string; sk: string }) => Write]>([
      ["a put", 0, (put) => ({ put, when: "absent" })],
      ["a put", 3, (put) => ({ put: { ...put, version: 9 }, when: { version: 8 } })],
      ["a check", 2, (check) => ({ check, when: "absent" })],
      ["a check", 1, (check) => ({ check: { ...check, sk: "MISSING" }, when: "present" })],
    ])("names the write whose condition fails, and writes nothing: %s at %i", async (_, index, failing) => {
      await table.put({ ...at("TAKEN"), version: 1 });
      const writes: Write[] = ["A", "B", "C"].map((sk) => ({ put: at(sk), when: "absent" }));
      writes.splice(index, 0, failing(at("TAKEN")));
      writes.push({ put: at("RECORD"), table: "Other" }, { add: at("COUNT"), amounts: { made: 1 } });
      expect(await failedAt(table.transact(writes))).toBe(index);
      expect(skOf(await table.all({ pk }))).toEqual(["TAKEN"]);
      expect(await other.get(at("RECORD"))).toBeUndefined();
    });

    it("takes a hundred writes and no more", async () => {
      await table.transact(numbered(100).map((put): Write => ({ put, when: "absent" })));
      expect(await table.all({ pk })).toHaveLength(100);
      pk += "-more";
      expect(await failure(table.transact(numbered(101).map((put): Write => ({ put }))))).not.toBeNull();
      expect(await table.all({ pk })).toEqual([]);
    });

    it("lets exactly one of many win a version, and all of many count", async () => {
      await table.put({ ...at("A"), version: 1 });
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, by) =>
          failure(table.transact([{ put: { ...at("A"), version: 2, by }, when: { version: 1 } }])),
        ),
      );
      expect(outcomes.filter((cause) => cause === null)).toHaveLength(1);
      await Promise.all(
        Array.from({ length: 4 }, () => table.transact([{ add: at("COUNT"), amounts: { n: 1 } }])),
      );
      expect(await table.get(at("COUNT"))).toMatchObject({ n: 4 });
    });
  });

  describe("a query", () => {
    beforeEach(async () => {
      const words = ["A", "N#0001", "N#0002", "N#0010", "N", "Z", "中"];
      await table.batchPut(words.map((sk) => ({ ...at(sk), gsi1pk: `G-${pk}`, gsi1sk: `S#${sk}` })));
      await table.put({ pk: `${pk}-next`, sk: "N#0003" });
    });

    it.each<[string, object, string[]]>([
      ["everything in order of its bytes", {}, ["A", "N", "N#0001", "N#0002", "N#0010", "Z", "中"]],
      ["a prefix", { prefix: "N#" }, ["N#0001", "N#0002", "N#0010"]],
      ["a range, both ends included", { from: "N#0001", to: "N#0010" }, ["N#0001", "N#0002", "N#0010"]],
      ["from somewhere on", { from: "N#0002" }, ["N#0002", "N#0010", "Z", "中"]],
      ["up to somewhere", { to: "N#0001" }, ["A", "N", "N#0001"]],
      ["nothing", { prefix: "X" }, []],
      ["the newest first", { prefix: "N#", newestFirst: true }, ["N#0010", "N#0002", "N#0001"]],
      ["the newest one", { limit: 1, newestFirst: true }, ["中"]],
    ])("finds %s", async (_, range, found) => {
      expect(skOf((await table.page<{ sk: string }>({ pk, ...range })).items)).toEqual(found);
    });

    it("pages without losing or repeating one, forwards and backwards", async () => {
      for (const newestFirst of [false, true]) {
        const pages: string[][] = [];
        for await (const found of table.pages<{ sk: string }>({ pk, limit: 3, newestFirst }))
          pages.push(skOf(found));
        expect(pages.slice(0, 2).map((found) => found.length)).toEqual([3, 3]);
        expect(pages.flat()).toEqual(skOf((await table.page<{ sk: string }>({ pk, newestFirst })).items));
      }
    });

    it("goes on from a cursor, within its range, to a last page without one", async () => {
      const first = await table.page<{ sk: string }>({ pk, prefix: "N#", limit: 2 });
      const second = await table.page<{ sk: string }>({
        pk,
        prefix: "N#",
        limit: 2,
        cursor: first.cursor ?? "",
      });
      expect([skOf(first.items), skOf(second.items)]).toEqual([["N#0001", "N#0002"], ["N#0010"]]);
      expect([first.cursor === null, second.cursor]).toEqual([false, null]);
    });

    it("refuses a cursor of another list, of another partition or of nobody's making", async () => {
      const { cursor } = await table.page({ pk, limit: 1 });
      const forged = [{ pk }, { pk, sk: 5 }, { pk, sk: "N#0001", more: "x" }].map((key) =>
        Buffer.from(JSON.stringify(key)).toString("base64url"),
      );
      const index = { pk: `G-${pk}`, index: "gsi1" as const };
      const queries = [
        { pk: `${pk}-next`, cursor: cursor ?? "" },
        { ...index, cursor: cursor ?? "" },
        ...forged.map((one) => ({ pk, cursor: one })),
      ];
      for (const query of queries) {
        expect(await failure(table.page(query))).toMatchObject({
          facts: { status: 400, code: "invalid-cursor" },
        });
      }
    });

    it("never leaves its range for a cursor that lies outside of it", async () => {
      const { cursor } = await table.page({ pk, limit: 1 });
      const query = { pk, prefix: "N#", cursor: cursor ?? "" };
      // AWS refuses such a key; dynoxide begins where the range begins
      const found = await table.page<{ sk: string }>(query).catch((cause: unknown) => cause);
      const refused = expect.objectContaining({ facts: expect.objectContaining({ code: "invalid-cursor" }) });
      const inRange = {
        items: ["N#0001", "N#0002", "N#0010"].map((sk) => expect.objectContaining({ sk })),
        cursor: null,
      };
      expect([refused, inRange]).toContainEqual(found);
    });

    it("of the index finds its own keys, and pages", async () => {
      const query = { pk: `G-${pk}`, index: "gsi1" as const, prefix: "S#N#", limit: 2 };
      const first = await table.page<{ sk: string }>(query);
      const second = await table.page<{ sk: string }>({ ...query, cursor: first.cursor ?? "" });
      expect([...skOf(first.items), ...skOf(second.items)]).toEqual(["N#0001", "N#0002", "N#0010"]);
      expect(await table.all({ pk, index: "gsi1" })).toEqual([]);
    });

    it("of the index follows an item that changes and one that goes", async () => {
      await table.put({ ...at("A"), gsi1pk: `H-${pk}`, gsi1sk: "1" });
      await table.remove(at("Z"));
      expect(skOf(await table.all({ pk: `G-${pk}`, index: "gsi1" }))).not.toContain("A");
      expect(skOf(await table.all({ pk: `G-${pk}`, index: "gsi1" }))).not.toContain("Z");
      expect(skOf(await table.all({ pk: `H-${pk}`, index: "gsi1" }))).toEqual(["A"]);
    });
  });

  describe("many items", () => {
    it("are put and got past the limits of a batch", async () => {
      const items = numbered(260);
      await table.batchPut(items);
      const found = await table.batchGet<(typeof items)[number]>([...items, at("MISSING")]);
      expect(found.toSorted((a, b) => a.index - b.index)).toEqual(items);
      expect(await table.batchGet([])).toEqual([]);
      await table.batchPut([]);
    });

    it("are put where none is, each for itself, past the limit of a batch and by many at once", async () => {
      await table.put({ ...at("N#0007"), by: "first" });
      const items = numbered(60);
      const outcomes = await Promise.all(
        ["one", "other"].map((by) => table.batchInsert(items.map((item) => ({ ...item, by })))),
      );
      const winners = items.map((_, index) => outcomes.filter((put) => put[index]).length);
      expect(winners).toEqual(items.map((_, index) => (index === 7 ? 0 : 1)));
      const found = await table.all<{ by: string }>({ pk });
      expect(
        found.map(({ by }, index) => (by === "first" ? index : outcomes[by === "one" ? 0 : 1]?.[index])),
      ).toEqual(items.map((_, index) => (index === 7 ? 7 : true)));
    });

    it("that are too large for one answer come in several", async () => {
      const items = numbered(60).map((item) => ({ ...item, text: "x".repeat(350_000) }));
      await table.batchPut(items);
      const first = await table.page({ pk });
      expect(first.items.length).toBeLessThan(5);
      expect(first.cursor).not.toBeNull();
      expect(skOf(await table.all<{ sk: string }>({ pk }))).toEqual(skOf(items));
      expect(await table.batchGet(items)).toHaveLength(60);
    });
  });
});
