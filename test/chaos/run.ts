import { parseArgs } from "node:util";
import { FAULTS, type Fault } from "./engine/faults.ts";
import { runSeeds } from "./many.ts";
import { type Ending, type Ground, prepare, runSeed } from "./seed.ts";
import { runOnStage } from "./stage.ts";

const HELP = `npm run chaos -- [options]
  --seeds N   so many cities, as many at a time as there are cores (100)
  --from N    the first of them (1)
  --seed N    this one, with what went wrong and its trace
  --stage N   so many seeds on the whole stage, killed by kill -9 at random moments
  --real      with AWS's own clients in the functions, some five times as slow`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    stage: { type: "string" },
    real: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const say = (line: string): void => console.log(line);

if (values.help) say(HELP);
else process.exitCode = await main();

/** @returns the process's exit code */
async function main(): Promise<number> {
  if (values.stage !== undefined) return onStage(Number(values.stage), Number(values.from));
  if (values.seed !== undefined) return replay(await prepare({ real: values.real }), Number(values.seed));
  return many(Number(values.from), Number(values.seeds));
}

async function many(first: number, count: number): Promise<number> {
  const began = performance.now();
  const counts = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  const cities = new Map<string, number>();
  const failing: number[] = [];
  let ended = 0;
  await runSeeds({ first, count, real: values.real }, (told) => {
    for (const [fault, times] of told.counts) counts.set(fault, (counts.get(fault) ?? 0) + times);
    for (const what of told.seen.keys()) cities.set(what, (cities.get(what) ?? 0) + 1);
    if (told.violations.length > 0) failing.push(told.seed);
    for (const violation of told.violations) say(`seed ${told.seed}: ${violation}`);
    if (++ended % 100 === 0) say(`… ${ended} seeds, ${rate(ended, began)} a second`);
  });
  say(`${count} seeds, ${rate(count, began)} a second, ${failing.length} with violations`);
  for (const [fault, times] of counts) say(`  ${String(times).padStart(7)}  ${fault}`);
  for (const [what, times] of [...cities].toSorted()) say(`  ${String(times).padStart(7)}  cities: ${what}`);
  const [one] = failing.toSorted((a, b) => a - b);
  if (one !== undefined) {
    const ground = await prepare({ real: values.real });
    await shrink(ground, await runSeed(ground, one));
  }
  return failing.length > 0 ? 1 : 0;
}

function rate(seeds: number, began: number): string {
  return ((seeds * 1000) / (performance.now() - began)).toFixed(1);
}

async function onStage(seeds: number, first: number): Promise<number> {
  let failing = 0;
  let killed = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const { violations, kills } = await runOnStage(seed);
    killed += kills;
    failing += Math.min(1, violations.length);
    for (const violation of violations) say(`seed ${seed} on the stage: ${violation}`);
  }
  say(`${seeds} seeds on the stage, killed ${killed} times, ${failing} with violations`);
  return failing > 0 ? 1 : 0;
}

async function replay(ground: Ground, seed: number): Promise<number> {
  const ending = await runSeed(ground, seed);
  say(ending.trace.join("\n"));
  for (const violation of ending.violations) say(`seed ${seed}: ${violation}`);
  say(`seed ${seed}: ${ending.faults.length} faults, trace ${ending.fingerprint}`);
  if (ending.violations.length > 0) await shrink(ground, ending);
  return ending.violations.length > 0 ? 1 : 0;
}

/** Finds the fault that matters: with all before it the city is still right, and with it as well it is not. */
async function shrink(ground: Ground, { seed, faults }: Ending): Promise<void> {
  let [low, high] = [0, faults.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { violations } = await runSeed(ground, seed, { most: middle });
    if (violations.length > 0) high = middle;
    else low = middle + 1;
  }
  const ending = await runSeed(ground, seed, { most: high });
  say(
    `seed ${seed}, shrunk to its first ${high} of ${faults.length} faults; the last of them: ${ending.faults.at(-1)}`,
  );
  for (const violation of ending.violations) say(`  ${violation}`);
  say(ending.trace.slice(-120).join("\n"));
}
