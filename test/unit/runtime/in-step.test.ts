import { expect, test } from "vitest";
import { inStep } from "../../../shared/runtime/in-step.ts";
import { ahead } from "../../../shared/runtime/parallel.ts";

/** Numbers from 0 on, and how many of them have been asked for. */
function counting(count: number) {
  const asked = { so: 0 };
  const source = async function* () {
    while (asked.so < count) yield asked.so++;
  };
  return { asked, source: source() };
}

const everyItem = (items: AsyncIterable<number>, into: number[]) =>
  Array.fromAsync(items).then((all) => void into.push(...all));

test("every reader is given all of it, and it is read once", async () => {
  const { asked, source } = counting(100);
  const [one, other]: [number[], number[]] = [[], []];
  await inStep(
    source,
    (items) => everyItem(items, one),
    (items) => everyItem(items, other),
  );
  expect(one).toEqual(Array.from({ length: 100 }, (_, n) => n));
  expect(other).toEqual(one);
  expect(asked.so).toBe(100);
});

test("a slow reader holds the others back, so that nothing piles up between them", async () => {
  const { asked, source } = counting(200);
  let [most, taken] = [0, 0];
  await inStep(
    source,
    async (items) => {
      for await (const _ of items) {
        await new Promise((resolve) => setImmediate(resolve));
        taken += 1;
        most = Math.max(most, asked.so - taken);
      }
    },
    (items) => everyItem(items, []),
  );
  expect(taken).toBe(200);
  expect(most).toBeLessThan(10);
});

test("when a reader fails, all stop, and its reason is told", async () => {
  const { asked, source } = counting(1_000);
  const reading = inStep(
    source,
    async (items) => {
      for await (const item of items) if (item === 3) throw new Error("disk full");
    },
    (items) => everyItem(items, []),
  );
  await expect(reading).rejects.toThrow("disk full");
  expect(asked.so).toBeLessThan(20);
});

test("when the source fails, its reason is told, even to who has not begun to read", async () => {
  const source = async function* (): AsyncGenerator<number> {
    yield 1;
    throw new Error("gone");
  };
  const reading = inStep(
    source(),
    async (items) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await everyItem(items, []);
    },
    (items) => everyItem(items, []),
  );
  await expect(reading).rejects.toThrow("gone");
});

test("answers come in their order, a few of them ahead", async () => {
  let [underWay, most] = [0, 0];
  const work = async (n: number): Promise<number> => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, n % 3));
    underWay -= 1;
    return n * n;
  };
  expect(await Array.fromAsync(ahead([1, 2, 3, 4, 5, 6, 7], work, 3))).toEqual([1, 4, 9, 16, 25, 36, 49]);
  expect(most).toBe(3);
});
