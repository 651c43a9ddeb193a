import { afterAll, describe, expect, it } from "vitest";
import { cases } from "./cases.ts";
import { countDays } from "./month.ts";
import { type Outcome, readCase } from "./read.ts";

const MOST_SECONDS = 30;
const MOST_BYTES = 200e6;

const outcomes = new Map<string, Outcome>();

describe("every file is answered", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", async (name, one) => {
    const bytes = await one.bytes();
    const memory = one.bomb ? watchMemory() : null;
    const started = performance.now();
    const outcome = await readCase(bytes, one);
    const seconds = (performance.now() - started) / 1000;
    outcomes.set(name, outcome);
    const { counts, ...answer } = outcome;
    const { expected } = one;
    expect(answer).toEqual({ ...expected, file: expected.file.toSorted(), rows: expected.rows.toSorted() });
    expect(counts.accepted + counts.rejected).toBe(counts.total);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    if (memory) expect(memory.stop()).toBeLessThan(MOST_BYTES);
  });
});

/** How far the memory of the process rises from now on, in bytes. */
function watchMemory(): { stop(): number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(most, process.memoryUsage.rss()) - before;
    },
  };
}

it("has at least 150 files, each under a name of its own", () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(150);
});

afterAll(() => {
  const read = [...outcomes.values()];
  const codes = new Set(read.flatMap(({ file, rows }) => [...file, ...rows]));
  const days = read.reduce((count, { kept }) => count + countDays(kept), 0);
  console.log(`corpus: ${read.length} files, ${codes.size} codes, ${days} good student-days kept`);
});
