import { EnterpriseRecomputed } from "../../events/subsidy.ts";
import { fact, publish } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { inParallel } from "../../shared/runtime/table.ts";
import { UnknownYear } from "../../shared/values/calendar.ts";
import { applicationStore } from "./application/application-store.ts";
import { applicationJudge } from "./application/judge.ts";
import { bookPeople, bookSubjects } from "./book.ts";
import { gatherer, peopleOf } from "./gather.ts";
import { monthsRecomputed } from "./plan.ts";
import { tellSharedDays } from "./same-day.ts";
import { statementsOf } from "./statement.ts";
import { subsidyStore } from "./store.ts";
import type { RecomputeTask } from "./tasks.ts";

type Run = RecomputeTask["run"];
type Share = Pick<RecomputeTask, "run" | "part" | "parts">;

/** Has enterprises recomputed for a close, states what their accounts say of the closing month, and tells the close. */
export function recomputer() {
  const [store, applications] = [subsidyStore(), applicationStore()];

  /** All of them at once, so that what they share is read once and the rest in large batches. */
  async function recompute(usccs: readonly string[], share: Share): Promise<void> {
    const { run, part, parts } = share;
    const [begunAt, cause] = [systemClock.now(), { kind: "close", id: run.runId }];
    const gather = gatherer();
    const named = await inParallel(usccs, async (uscc) => {
      const months = monthsRecomputed(await gather.months(uscc), run.period);
      return peopleOf(months, part, parts, gather);
    });
    const people = [...new Set(named.flat())];
    const booked = await bookPeople(people, cause, begunAt, store, gather);
    const facts = booked.map((one) => one.facts);
    await tellSharedDays(facts, begunAt, store);
    if (part === 0) await recomputeApplications(usccs, run);
    const accounts = booked.flatMap((one) => one.accounts);
    const stated = usccs.flatMap((uscc) => statementsOf(accounts, { uscc, period: run.period, part, parts }));
    await store.state(stated);
  }

  async function recomputeApplications(usccs: readonly string[], { runId }: Run): Promise<void> {
    const applicants = new Set(await applications.applicants());
    const applied = usccs.filter((uscc) => applicants.has(uscc));
    const all = await inParallel(applied, (uscc) => applications.applicationsOf(uscc));
    const ids = all.flat().map(({ id }) => id);
    if (ids.length === 0) return;
    const judge = applicationJudge(applications);
    await bookSubjects(ids, { kind: "close", id: runId }, systemClock.now(), store, judge);
  }

  /** One by one, to find those that cannot be judged: each is named, and holds up nobody else. @throws for the last of them */
  async function recomputeEach(usccs: readonly string[], share: Share): Promise<void> {
    let failure: Error | null = null;
    for (const uscc of usccs) {
      await recompute([uscc], share).catch(async (cause) => {
        if (!isContradiction(cause)) throw cause;
        await tell(share.run, uscc, cause.message);
        failure = cause;
      });
    }
    if (failure) throw failure;
  }

  return async ({ usccs, ...share }: RecomputeTask): Promise<void> => {
    await recompute(usccs, share).catch((cause) => {
      if (!isContradiction(cause)) throw cause;
      return recomputeEach(usccs, share);
    });
    const [name] = usccs as [string];
    const { run, part, parts } = share;
    const isLast = parts === 1 || (await store.partDone(run.runId, name, part, parts)) >= parts;
    if (isLast) await tell(run, name, null);
  };
}

/** Facts or policies that cannot be judged at all: trying again would not help, so the close is told. */
const isContradiction = (cause: unknown): cause is Error =>
  cause instanceof RangeError || cause instanceof UnknownYear;

/** Tells the close that the group of this name is complete, or why this enterprise cannot be. */
async function tell({ runId, period }: Run, uscc: string, failed: string | null): Promise<void> {
  const [id, at] = [`${runId}-${uscc}`, systemClock.now()];
  const data = { runId, period, uscc, failed };
  await publish([fact({ event: EnterpriseRecomputed, id, subject: id, subjectVersion: 1, data, at })]);
}
