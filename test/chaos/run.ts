import { parseArgs } from "node:util";
import { FAULTS, type Fault } from "./engine/faults.ts";
import { type Ending, type Ground, prepare, runSeed } from "./seed.ts";
import { runOnStage } from "./stage.ts";

const HELP = `npm run chaos -- [options]
  --seeds N   so many cities, one after another (100)
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
  const ground = await prepare({ real: values.real });
  if (values.seed !== undefined) return replay(ground, Number(values.seed));
  const began = performance.now();
  const counts = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  const cities = new Map<string, number>();
  const failing: Ending[] = [];
  const first = Number(values.from);
  const seeds = Number(values.seeds);
  for (let seed = first; seed < first + seeds; seed++) {
    const ending = await runSeed(ground, seed);
    for (const [fault, count] of ending.counts) counts.set(fault, (counts.get(fault) ?? 0) + count);
    for (const what of ending.seen.keys()) cities.set(what, (cities.get(what) ?? 0) + 1);
    if (ending.violations.length > 0) failing.push(ending);
    for (const violation of ending.violations) say(`seed ${seed}: ${violation}`);
    if ((seed - first + 1) % 100 === 0) say(`… ${seed - first + 1} seeds`);
  }
  const seconds = (performance.now() - began) / 1000;
  say(`${seeds} seeds, ${(seeds / seconds).toFixed(1)} a second, ${failing.length} with violations`);
  for (const [fault, count] of counts) say(`  ${String(count).padStart(7)}  ${fault}`);
  for (const [what, count] of [...cities].toSorted()) say(`  ${String(count).padStart(7)}  cities: ${what}`);
  if (failing[0]) await shrink(ground, failing[0]);
  return failing.length > 0 ? 1 : 0;
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
