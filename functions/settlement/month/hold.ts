import { systemClock } from "../../../shared/runtime/clock.ts";
import { writeJob } from "../../../shared/runtime/jobs.ts";
import type { SettlementStore } from "../store.ts";
import type { Run } from "./period.ts";

/** Says what keeps a month from closing: by name in the run's marks, and as the failure of the job. */
export async function hold(
  { runId, period }: Run,
  uscc: string,
  reason: string,
  store: SettlementStore,
): Promise<void> {
  await store.mark(runId, "FAILED", uscc, { failed: reason });
  const problem = {
    code: "enterprise-failed",
    zh: `${uscc} 无法重算：${reason}`,
    en: `${uscc} cannot be recomputed: ${reason}`,
  };
  const ended = { status: "failed" as const, startedAt: "", endedAt: systemClock.now().toISOString() };
  await writeJob({ jobId: `close-${period}`, kind: "close", ...ended, result: null, problem });
}
