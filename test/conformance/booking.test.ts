import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PersonFacts } from "../../functions/subsidy/facts.ts";
import type { Gatherer } from "../../functions/subsidy/gather.ts";
import { defaultPolicy as policy } from "../../functions/subsidy/policy.ts";
import { allServers, createTable, type RunningServer, start } from "./servers.ts";

const PERIOD = "2026-03";
const AT = new Date("2026-04-02T09:00:00+08:00");
const FULL = 50_000;
const USCC = "91411200MA9X00011W";

/** Somebody's facts with so many attended days in a month. */
function factsOf(personId: string, days: number, period = PERIOD): PersonFacts {
  const placementId = `${USCC}-${personId}`;
  const sheet = {
    placementId,
    period,
    sequence: 1,
    uploadId: "upload",
    days: Array.from({ length: days }, (_, day) => ({
      date: `${period}-${String(day + 1).padStart(2, "0")}`,
      basis: "stated" as const,
      minutes: 480,
      status: "present" as const,
    })),
  };
  return {
    personId,
    placements: [{ placementId, uscc: USCC, scheme: "internship", start: "2026-01-01", end: "2026-12-31" }],
    sheets: days === 0 ? [] : [sheet],
    certifications: [
      {
        uscc: USCC,
        kind: "internship-compliant",
        status: "approved",
        validFrom: "2026-01-01",
        validTo: "2026-12-31",
      },
    ],
  };
}

describe.each(allServers())("booking on $name", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "ronghe-booking-"));
  let server: RunningServer;
  let book: typeof import("../../functions/subsidy/book.ts");
  let store: import("../../functions/subsidy/store.ts").SubsidyStore;

  beforeAll(async () => {
    server = await start(kind, folder);
    await createTable(server.url, "Subsidy");
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "conformance");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "conformance");
    vi.resetModules();
    book = await import("../../functions/subsidy/book.ts");
    const { subsidyStore } = await import("../../functions/subsidy/store.ts");
    store = subsidyStore("Subsidy");
    const { openTable } = await import("../../shared/runtime/table.ts");
    const key = { pk: "POLICIES", sk: `${policy.scheme}#${policy.version}` };
    await openTable("Subsidy").put({ ...key, policy, status: "published", version: 1 });
  });
  afterAll(async () => {
    await server?.stop();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Facts that are told from a script: each gathering takes the next state, the last one stays. */
  function telling(...states: PersonFacts[][]): Gatherer & { gatherings: () => number } {
    return tellingOf(["2026-02", PERIOD], states);
  }

  /** @param likely the months in which accounts are looked for at once */
  function tellingOf(likely: string[], states: PersonFacts[][]): Gatherer & { gatherings: () => number } {
    let gatherings = 0;
    return {
      months: async () => [],
      named: async () => new Map(),
      likelyMonths: (people) =>
        people.flatMap((subjectId) => likely.map((period) => ({ subjectId, period }))),
      monthsOf: () => [PERIOD, "2026-02"],
      facts: async (people) => {
        const state = states[Math.min(gatherings++, states.length - 1)] ?? [];
        return state.filter(({ personId }) => people.includes(personId));
      },
      gatherings: () => gatherings,
    };
  }

  const bookAs = (id: string, people: string[], gather: Gatherer) =>
    book.bookPeople(people, { kind: "upload", id }, AT, store, gather);
  const accountOf = async (subjectId: string) => (await store.accounts([{ subjectId, period: PERIOD }]))[0];
  const amountsOf = async (personId: string) =>
    (await accountOf(personId))?.entries.map(({ amountFen }) => amountFen);

  it("books each of many people once, and looks once more", async () => {
    const people = Array.from({ length: 120 }, (_, index) => `many-${index}`);
    const gather = telling(people.map((personId) => factsOf(personId, 20)));
    const booked = await bookAs("u1", people, gather);
    expect(booked.map(({ accounts }) => accounts[0]?.entries.length)).toEqual(people.map(() => 1));
    expect(gather.gatherings()).toBe(2);
    expect(await amountsOf("many-0")).toEqual([FULL]);
    expect(await amountsOf("many-119")).toEqual([FULL]);
  });

  it("changes nothing when it comes again", async () => {
    const gather = telling([factsOf("again", 20)]);
    await bookAs("u1", ["again"], gather);
    await bookAs("u1", ["again"], gather);
    expect(await amountsOf("again")).toEqual([FULL]);
  });

  it("judges again whoever it has booked: what changed meanwhile is booked too", async () => {
    const gather = telling([factsOf("changed", 20)], [factsOf("changed", 3)], [factsOf("changed", 3)]);
    const [booked] = await bookAs("u1", ["changed"], gather);
    expect(await amountsOf("changed")).toEqual([FULL, -FULL]);
    expect(booked?.accounts[0]?.version).toBe(2);
  });

  it("judges nobody before all of their accounts are known, where one lies elsewhere too", async () => {
    await bookAs("u1", ["elsewhere"], telling([factsOf("elsewhere", 20)]));
    const gather = tellingOf(["2026-02"], [[factsOf("elsewhere", 3)]]);
    await bookAs("u2", ["elsewhere"], gather);
    expect(gather.gatherings()).toBe(3);
    expect(await amountsOf("elsewhere")).toEqual([FULL, -FULL]);
  });

  it("books once when many book the same people at the same moment", async () => {
    const people = Array.from({ length: 60 }, (_, index) => `race-${index}`);
    const facts = people.map((personId) => factsOf(personId, 20));
    await Promise.all(Array.from({ length: 6 }, (_, by) => bookAs(`u${by}`, people, telling(facts))));
    for (const personId of people) expect(await amountsOf(personId)).toEqual([FULL]);
  });

  it("ends with the later facts when a slow booker has earlier ones", async () => {
    const people = Array.from({ length: 40 }, (_, index) => `late-${index}`);
    const [early, now] = [20, 2].map((days) => people.map((personId) => factsOf(personId, days)));
    await Promise.all([
      bookAs("slow", people, telling(early as PersonFacts[], now as PersonFacts[])),
      bookAs("fast", people, telling(now as PersonFacts[])),
    ]);
    for (const personId of people) {
      const amounts = (await amountsOf(personId)) ?? [];
      expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(0);
    }
  });

  it("takes back what no longer has any word, though the month is in nobody's facts", async () => {
    await bookAs("u1", ["gone"], telling([factsOf("gone", 20)]));
    await bookAs("u2", ["gone"], telling([factsOf("gone", 0)]));
    expect(await amountsOf("gone")).toEqual([FULL, -FULL]);
  });

  it("leaves a pointer for each booking to a month that has begun to close", async () => {
    await store.beginClosing(PERIOD);
    await bookAs("u1", ["closing"], telling([factsOf("closing", 20)]));
    expect((await store.pointers(USCC)).map(({ subjectId }) => subjectId)).toEqual(["closing"]);
  });

  it("keeps an account of one entry far below one write unit", async () => {
    const bytes = Buffer.byteLength(JSON.stringify(await accountOf("many-0")));
    expect(bytes).toBeLessThan(1_000);
  });
});
