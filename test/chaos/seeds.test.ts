import { beforeAll, expect, test } from "vitest";
import type { Engine } from "./engine/engine.ts";
import { FAULTS } from "./engine/faults.ts";
import { type Item, textOf } from "./memory/item.ts";
import { type Ground, prepare, runSeed } from "./seed.ts";

const SEEDS = 200;
const MINUTES = 60_000;
let ground: Ground;

beforeAll(async () => {
  ground = await prepare();
}, 5 * MINUTES);

test(
  `${SEEDS} cities end with the books, the money and the states that their facts lead to`,
  async () => {
    const counts = new Map(FAULTS.map((fault) => [fault, 0]));
    const violations: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const ending = await runSeed(ground, seed);
      for (const [fault, count] of ending.counts) counts.set(fault, (counts.get(fault) ?? 0) + count);
      violations.push(...ending.violations.map((violation) => `seed ${seed}: ${violation}`));
    }
    expect(violations).toEqual([]);
    expect([...counts].filter(([, count]) => count === 0)).toEqual([]);
  },
  20 * MINUTES,
);

test(
  "a seed is the same city each time, whatever was lived before it",
  async () => {
    const first = await runSeed(ground, 3);
    await runSeed(ground, 4);
    const again = await runSeed(ground, 3);
    expect(again.fingerprint).toBe(first.fingerprint);
  },
  MINUTES,
);

test(
  "a fen that was changed past every function is found",
  async () => {
    const { violations } = await runSeed(ground, 3, { tamper: changedInAnAccount });
    expect(violations.some((one) => one.startsWith("books:"))).toBe(true);
    expect(violations.some((one) => one.startsWith("manifests:"))).toBe(true);
  },
  MINUTES,
);

test(
  "with AWS's own clients in the functions it is no different",
  async () => {
    const real = await prepare({ real: true });
    expect((await runSeed(real, 2)).violations).toEqual([]);
  },
  5 * MINUTES,
);

function changedInAnAccount({ cloud }: Engine): void {
  const { name } = cloud.blueprint.tables.find((table) => table.name.includes("-Subsidy-")) ?? { name: "" };
  const table = cloud.tables.table(name);
  const account = [...table.items()].find((item) => textOf(item, "sk")?.startsWith("ACCOUNT#"));
  if (!account) throw new Error("The city has no account");
  const other = JSON.stringify(account).replace('"amountFen":{"N":"', '"amountFen":{"N":"1');
  const key = { pk: textOf(account, "pk") ?? "", sk: textOf(account, "sk") ?? "" };
  table.write(key, JSON.parse(other) as Item, 0);
}
