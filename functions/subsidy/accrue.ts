import { Accrued } from "../../events/subsidy.ts";
import { fact, publish } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { sumFen } from "../../shared/values/money.ts";
import { applicationStore } from "./application/application-store.ts";
import { applicationJudge } from "./application/judge.ts";
import { type Booked, bookPeople, bookSubjects } from "./book.ts";
import { gatherer } from "./gather.ts";
import { recomputer } from "./recompute.ts";
import { tellSharedDays } from "./same-day.ts";
import { latest } from "./schemes/attended.ts";
import { subsidyStore } from "./store.ts";
import { type ApplicationTask, bookingTask, type ShardTask } from "./tasks.ts";

const [store, applications] = [subsidyStore(), applicationStore()];
const recompute = recomputer();

/** Brings one shard, or some applications, into the books, or has enterprises recomputed for a close. */
export const handler = taskWorker(bookingTask, (task) => {
  if ("run" in task) return recompute(task);
  return "shard" in task ? accrueShard(task) : accrueApplications(task);
});

/** Then tells an upload what it led to. */
async function accrueShard(task: ShardTask): Promise<void> {
  const begunAt = systemClock.now();
  const gather = gatherer();
  const month = (await gather.months(task.uscc)).find(({ period }) => period === task.period);
  const named = month ? await gather.named(month, task.shard) : new Map<string, string>();
  const people = task.personIds ?? [...new Set(named.values())];
  const booked = await bookPeople(people, task.cause, systemClock.now(), store, gather);
  await tellSharedDays(
    booked.map(({ facts }) => facts),
    begunAt,
    store,
  );
  if (task.cause.kind === "upload")
    await tellAccrued(task, booked, studentMonthsOf(task, named, booked), begunAt);
}

async function accrueApplications({ uscc, applicationIds, cause }: ApplicationTask): Promise<void> {
  const ids = applicationIds ?? (await applications.applicationsOf(uscc)).map(({ id }) => id);
  await bookSubjects(ids, cause, systemClock.now(), store, applicationJudge(applications));
}

/** How many of the shard's student-months stand by this upload's word. */
function studentMonthsOf(
  task: ShardTask,
  named: ReadonlyMap<string, string>,
  booked: readonly Booked[],
): number {
  const words = booked.flatMap(({ facts }) => facts.sheets).filter(({ period }) => period === task.period);
  const byPlacement = Map.groupBy(words, ({ placementId }) => placementId);
  const standing = [...byPlacement]
    .filter(([placementId]) => named.has(placementId))
    .map(([, said]) => latest(said));
  return standing.filter(({ uploadId }) => uploadId === task.cause.id).length;
}

/** Counted from the books, not from what was just written, so that a repetition tells the same. */
async function tellAccrued(
  task: ShardTask,
  booked: readonly Booked[],
  studentMonths: number,
  seenAt: Date,
): Promise<void> {
  const { uscc, period, shard, cause } = task;
  const entries = booked.flatMap(({ accounts }) => accounts.flatMap((account) => account.entries));
  const own = entries.filter((entry) => entry.cause.kind === cause.kind && entry.cause.id === cause.id);
  const amountFen = sumFen(own.map((entry) => entry.amountFen));
  const data = { uscc, period, uploadId: cause.id, shard, shards: shard + 1, studentMonths, amountFen };
  const id = `${cause.id}-${shard}`;
  const subjectVersion = seenAt.getTime();
  await publish([
    fact({ event: Accrued, id, subject: cause.id, subjectVersion, data, at: systemClock.now() }),
  ]);
}
