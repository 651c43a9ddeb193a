import * as z from "zod/mini";
import { ulid } from "../../../shared/runtime/ids.ts";
import { writeJob } from "../../../shared/runtime/jobs.ts";
import { sendWork } from "../../../shared/runtime/queue.ts";
import type { Period } from "../../../shared/values/period.ts";
import { notFound, Problem } from "../../../shared/values/problem.ts";
import { hasReached } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import type { Difference } from "./comparison.ts";

/** A step of a check: who is to be looked at, one enterprise of them, or what it all comes to. */
export const checkTask = z.object({
  jobId: z.string(),
  step: z.enum(["begin", "enterprise", "conclude"]),
  uscc: z.optional(z.string()),
});
export type CheckTask = z.infer<typeof checkTask>;

/** Where all that a check has found lies, a line each. */
export const checkFile = (jobId: string): string => `checks/${jobId}.jsonl`;

/**
 * Begins a check, which goes on in its own queue.
 * @param periods the months to look at; null: all of them, those that are open too
 * @returns the job that ends with every comparison
 * @throws Problem 409 naming the first month that is not closed
 */
export async function startCheck(
  periods: Period[] | null,
  by: string,
  at: Date,
  store: SettlementStore,
): Promise<string> {
  await assertClosed(periods ?? [], store);
  const jobId = `check-${ulid(at)}`;
  const started = { status: "running" as const, startedAt: at.toISOString(), endedAt: null };
  await writeJob({ jobId, kind: "ledger-check", ...started, result: null, problem: null });
  await store.ledger.beginCheck({ jobId, periods, by, at: at.toISOString() }, at);
  await sendWork<CheckTask>("CHECKS_QUEUE_URL", [{ jobId, step: "begin" }]);
  return jobId;
}

async function assertClosed(periods: readonly Period[], store: SettlementStore): Promise<void> {
  for (const [index, period] of periods.entries())
    if (!hasReached(await store.period(period), "published")) throw notClosed(period, index);
}

/** A page of what a check has found, which grows until its job has ended. @throws Problem 404 */
export async function checkPage(
  jobId: string,
  { limit, cursor }: { limit: number; cursor: string | undefined },
  store: SettlementStore,
) {
  if (!(await store.ledger.check(jobId))) throw noCheck();
  const found = await store.ledger.differencePage(jobId, limit, cursor);
  return { items: found.items.map(viewOf), cursor: found.cursor };
}

/** As it is told, without the keys under which it lies. */
export const viewOf = ({ comparison, uscc, period, subject, expected, found }: Difference): Difference => ({
  comparison,
  uscc,
  period,
  subject,
  expected,
  found,
});

export const noCheck = () => notFound("没有此核对", "There is no such check");

const notClosed = (period: Period, index: number) =>
  new Problem({
    status: 409,
    code: "period-not-closed",
    zh: `${period} 尚未月结，没有可核对的结算`,
    en: `${period} is not closed; there is no settlement to check`,
    pointer: `/periods/${index}`,
  });
