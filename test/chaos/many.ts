import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { synthesise } from "../../infra/local/assembly.ts";
import { type Ending, prepare, runSeed } from "./seed.ts";

/** What another thread tells of a seed: its trace stays there, and is lived again where somebody wants to see it. */
export type Told = Pick<Ending, "seed" | "violations" | "counts" | "seen">;

interface Share {
  seeds: readonly number[];
  real: boolean;
}

/**
 * Lives many seeds, in as many threads as the machine has cores; a seed is the same city in any of them.
 * @param tell hears of each as soon as it has ended, in no order
 */
export async function runSeeds(
  { first, count, real }: { first: number; count: number; real: boolean },
  tell: (told: Told) => void,
): Promise<void> {
  // once for all: each thread finds what lies there
  await synthesise();
  const threads = Math.min(availableParallelism(), count);
  const seeds = Array.from({ length: count }, (_, at) => first + at);
  const share = (thread: number): Share => ({
    seeds: seeds.filter((_, at) => at % threads === thread),
    real,
  });
  await Promise.all(Array.from({ length: threads }, (_, thread) => inThread(share(thread), tell)));
}

function inThread(share: Share, tell: (told: Told) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on("message", tell);
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`A thread ended with ${code}`))));
  });
}

if (!isMainThread && parentPort) {
  const { seeds, real } = workerData as Share;
  const ground = await prepare({ real });
  for (const seed of seeds) {
    const { violations, counts, seen } = await runSeed(ground, seed);
    parentPort.postMessage({ seed, violations, counts, seen } satisfies Told);
  }
}
