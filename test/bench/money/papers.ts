import { PeriodPublished } from "../../../events/settlement.ts";
import { fact } from "../../../shared/runtime/bus.ts";
import { PERIOD } from "../attendance/month.ts";
import { bundleOf, settingsFor } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { atMost, type Criterion, say } from "../kit/say.ts";
import type { ManyEnterprises } from "./many.ts";

interface Call {
  ms: number;
  peakMb: number;
}

const WORKER = "settlement-papers";

/** The memory of the function that makes a closed month's papers, from the fact to the files in the bucket. */
export async function papers(city: ManyEnterprises): Promise<Criterion[]> {
  const at = city.stage.now();
  const told = { id: "bench-papers", subject: PERIOD, subjectVersion: 1, data: { period: PERIOD }, at };
  const body = JSON.stringify(fact({ event: PeriodPublished, ...told }));
  const args = [bundleOf(city, WORKER), JSON.stringify([body]), city.stage.url];
  const [call] = await runProgram<Call[]>("kit/worker.ts", args, settingsFor(city, WORKER));
  const peakMb = Math.round(call?.peakMb ?? Number.POSITIVE_INFINITY);
  const { studentMonths } = city;
  say({ part: "papers", studentMonths, ms: Math.round(call?.ms ?? 0), peakMb });
  return [atMost("papers-peak-mb", peakMb, 256)];
}
