import { systemClock } from "../../../shared/runtime/clock.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { readJob, writeJob } from "../../../shared/runtime/jobs.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { sendWork } from "../../../shared/runtime/queue.ts";
import type { Period } from "../../../shared/values/period.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { SettlementStore } from "../store.ts";
import { type CheckTask, checkFile, viewOf } from "./asking.ts";
import { enterpriseLook, lookTwice } from "./check-enterprise.ts";
import { checkMonth } from "./check-month.ts";
import { type Difference, plus, type Totals, together } from "./comparison.ts";
import { COMPARISONS } from "./comparisons/index.ts";
import type { Check } from "./ledger-store.ts";

/** So many differences stand in the job itself; all of them under the check. */
const MOST_TOLD = 100;

/** The steps of a check. Each may be told twice, late or out of order: what a step keeps, it keeps once. */
export function checking(store: SettlementStore) {
  const registry = registryQueries();

  async function begin({ jobId }: Check): Promise<void> {
    const enterprises = await registry.enterprises();
    const usccs = await store.ledger.expect(
      jobId,
      enterprises.map(({ uscc }) => uscc),
    );
    const tasks = usccs.map((uscc): CheckTask => ({ jobId, step: "enterprise", uscc }));
    await sendWork<CheckTask>("CHECKS_QUEUE_URL", tasks.length > 0 ? tasks : [{ jobId, step: "conclude" }]);
  }

  async function enterprise(check: Check, uscc: string): Promise<void> {
    const look = enterpriseLook(store);
    const { booked, outcomes } = await lookTwice(() => look(uscc, wantedBy(check)));
    const part = { uscc, booked, totals: outcomes.map(({ totals }) => totals) };
    const isLast = await store.ledger.partDone(
      check.jobId,
      part,
      outcomes.flatMap(({ differences }) => differences),
    );
    if (isLast) await sendWork<CheckTask>("CHECKS_QUEUE_URL", [{ jobId: check.jobId, step: "conclude" }]);
  }

  async function conclude(check: Check): Promise<void> {
    const { jobId } = check;
    const job = await readJob(jobId);
    if (job?.status === "done") return;
    const parts = await store.ledger.parts(jobId);
    const booked = new Set(parts.flatMap((part) => part.booked));
    const periods = check.periods ?? [...booked].toSorted();
    const months = await Promise.all(periods.map((period) => checkMonth(period, store)));
    const ofMonths = together(months.flat());
    await store.ledger.keepDifferences(
      jobId,
      ofMonths.flatMap(({ differences }) => differences),
    );
    const totals = [...parts.flatMap((part) => part.totals), ...ofMonths.map((one) => one.totals)];
    const bucket = openBucket(setting("FILES_BUCKET"));
    await bucket.writeStream(
      checkFile(jobId),
      linesOf(store.ledger.differences(jobId)),
      "application/x-ndjson",
    );
    const { items: listed } = await store.ledger.differencePage(jobId, MOST_TOLD);
    const result = { periods, enterprises: parts.length, ...summaryOf(totals), listed: listed.map(viewOf) };
    const ended = { startedAt: check.at, endedAt: systemClock.now().toISOString() };
    await writeJob({ jobId, kind: "ledger-check", status: "done", ...ended, result, problem: null });
  }

  return async ({ jobId, step, uscc }: CheckTask): Promise<void> => {
    const check = await store.ledger.check(jobId);
    if (!check) return;
    if (step === "begin") return begin(check);
    if (step === "conclude") return conclude(check);
    await enterprise(check, uscc ?? "");
  };
}

const wantedBy =
  ({ periods }: Check) =>
  (period: Period): boolean =>
    periods === null || periods.includes(period);

/** Every comparison with its totals, also where there was nothing to compare. */
export function summaryOf(totals: readonly Totals[]) {
  const comparisons = COMPARISONS.map(({ code, zh, en }) => {
    const nothing: Totals = { code, compared: 0, expectedFen: 0, foundFen: 0, differences: 0 };
    return { ...totals.filter((one) => one.code === code).reduce(plus, nothing), zh, en };
  });
  return { comparisons, differences: comparisons.reduce((sum, { differences }) => sum + differences, 0) };
}

async function* linesOf(pages: AsyncIterable<Difference[]>): AsyncGenerator<Uint8Array> {
  for await (const page of pages)
    for (const one of page) yield Buffer.from(`${JSON.stringify(viewOf(one))}\n`);
}
