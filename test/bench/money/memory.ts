import { chunk } from "../../../shared/runtime/table.ts";
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
/** As many of them as go through a close together. */
const GROUP = 10;

/** The memory of a worker that books, and of one that writes manifests, each in a process of its own. */
export async function memory(): Promise<Criterion[]> {
  const city = await cityOf(ENTERPRISES);
  try {
    await accrueAll(city, "first");
    const cause = { kind: "certification", id: "memory" };
    const shards = city.usccs.map((uscc) => ({ uscc, period: PERIOD, shard: 0, cause }));
    const run = { runId: "memory", period: PERIOD };
    const groups = chunk(city.usccs, GROUP);
    const recomputed = groups.map((usccs) => ({ run, usccs, part: 0, parts: 1 }));
    const manifests = groups.map((usccs) => ({ ...run, usccs }));
    const accruing = await peakOf(city, "subsidy-accrue", [...shards, ...recomputed]);
    await runProgram("money/begin-closing.ts", [run.runId], settingsFor(city, "settlement-manifest"));
    return [accruing, await peakOf(city, "settlement-manifest", manifests)];
  } finally {
    await city.stop();
  }
}

async function peakOf(city: ManyEnterprises, worker: string, tasks: readonly object[]): Promise<Criterion> {
  const bodies = JSON.stringify(tasks.map((work) => JSON.stringify({ correlationid: "bench", work })));
  const arguments_ = [bundleOf(city, worker), bodies, city.stage.url];
  const calls = await runProgram<Call[]>("kit/worker.ts", arguments_, settingsFor(city, worker));
  const peakMb = Math.round(calls.at(-1)?.peakMb ?? Number.POSITIVE_INFINITY);
  say({ part: "memory", worker, messages: tasks.length, peakMb });
  return atMost(`${worker}-peak-mb`, peakMb, 256);
}
