import { Accrued } from "../../events/subsidy.ts";
import { fact, publish } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { taskWorker } from "../../shared/runtime/worker.ts";
import { UnknownYear } from "../../shared/values/calendar.ts";
import { sumFen } from "../../shared/values/money.ts";
import { applicationStore } from "./application/application-store.ts";
import { applicationJudge } from "./application/judge.ts";
import { type Booked, bookPeople, bookSubjects } from "./book.ts";
import { gatherer } from "./gather.ts";
import { tellRecomputed } from "./plan.ts";
import { tellSharedDays } from "./same-day.ts";
import { latest } from "./schemes/attended.ts";
import { subsidyStore } from "./store.ts";
import { type ApplicationTask, type BookingTask, bookingTask, type ShardTask } from "./tasks.ts";

const [store, applications] = [subsidyStore(), applicationStore()];

/** Brings one shard, or some applications, into the books. */
export const handler = taskWorker(bookingTask, (task) =>
  "shard" in task ? accrueShard(task) : accrueApplications(task),
);

/** Then tells: an upload what it led to, a close that this part is done. */
async function accrueShard(task: ShardTask): Promise<void> {
  const begunAt = systemClock.now();
  const gather = gatherer();
  const named = await gather.named(task.uscc, task.period, task.shard);
  const people = task.personIds ?? [...new Set(named.values())];
  const booked = await bookPeople(people, task.cause, systemClock.now(), store, gather).catch(
    tellingTheClose(task),
  );
  await tellSharedDays(
    booked.map(({ facts }) => facts),
    begunAt,
    store,
  );
  if (task.cause.kind === "upload")
    await tellAccrued(task, booked, studentMonthsOf(task, named, booked), begunAt);
  if (task.run) await finishPart(task.uscc, `${task.period}#${task.shard}`, task.run);
}

async function accrueApplications({ uscc, applicationIds, cause, run }: ApplicationTask): Promise<void> {
  const ids = applicationIds ?? (await applications.applicationsOf(uscc)).map(({ id }) => id);
  const judge = applicationJudge(applications);
  await bookSubjects(ids, cause, systemClock.now(), store, judge).catch(tellingTheClose({ uscc, run }));
  if (run) await finishPart(uscc, "applications", run);
}

/** Facts or policies that cannot be judged at all: trying again would not help, so the close is told. */
const isContradiction = (cause: unknown): cause is Error =>
  cause instanceof RangeError || cause instanceof UnknownYear;

const tellingTheClose =
  ({ run, uscc }: Pick<BookingTask, "run" | "uscc">) =>
  async (cause: unknown): Promise<never> => {
    if (run && isContradiction(cause)) await tellRecomputed(run.runId, run.period, uscc, cause.message);
    throw cause;
  };

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

async function finishPart(uscc: string, part: string, run: NonNullable<BookingTask["run"]>): Promise<void> {
  const done = await store.partDone(run.runId, uscc, part);
  if (done >= run.parts) await tellRecomputed(run.runId, run.period, uscc, null);
}
