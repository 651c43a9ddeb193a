import { PERIOD } from "../attendance/month.ts";
import { bundleOf, settingsFor } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { atMost, type Criterion, say } from "../kit/say.ts";
import { accrueAll, cityOf, type ManyEnterprises } from "./many.ts";

interface Call {
  peakMb: number;
}

/** So many enterprises pass through one worker: what it forgets to forget would show. */
const ENTERPRISES = 200;

/** The memory of a worker that books, and of one that writes manifests, each in a process of its own. */
export async function memory(): Promise<Criterion[]> {
  const city = await cityOf(ENTERPRISES);
  try {
    await accrueAll(city, "first");
    const cause = { kind: "certification", id: "memory" };
    const shards = city.usccs.map((uscc) => ({ uscc, period: PERIOD, shard: 0, cause }));
    const manifests = city.usccs.map((uscc) => ({ uscc, period: PERIOD, runId: "memory" }));
    return [
      await peakOf(city, "subsidy-accrue", shards),
      await peakOf(city, "settlement-manifest", manifests),
    ];
  } finally {
    await city.stop();
  }
}

async function peakOf(city: ManyEnterprises, worker: string, tasks: readonly object[]): Promise<Criterion> {
  const bodies = JSON.stringify(tasks.map((work) => JSON.stringify({ correlationid: "bench", work })));
  const arguments_ = [bundleOf(city, worker), bodies, city.stage.url];
  const calls = await runProgram<Call[]>("kit/worker.ts", arguments_, settingsFor(city, worker));
  const peakMb = Math.round(calls.at(-1)?.peakMb ?? Number.POSITIVE_INFINITY);
  say({ part: "memory", worker, enterprises: tasks.length, peakMb });
  return atMost(`${worker}-peak-mb`, peakMb, 256);
}
