import { systemClock } from "../../../shared/runtime/clock.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { type Job, readJob, writeJob } from "../../../shared/runtime/jobs.ts";
import { chunk, inParallel } from "../../../shared/runtime/table.ts";
import { UnknownYear } from "../../../shared/values/calendar.ts";
import { shardOf } from "../../../shared/values/canonical.ts";
import type { Period } from "../../../shared/values/period.ts";
import { attendanceQueries, type Month } from "../../attendance/queries.ts";
import { applicationStore } from "../application/application-store.ts";
import { applicationJudge } from "../application/judge.ts";
import type { Entitlement } from "../facts.ts";
import { gatherer } from "../gather.ts";
import { schemeOf } from "../schemes/index.ts";
import { subsidyStore } from "../store.ts";
import { costOf, type Judged, judgeApplications, judgePeople, linesOf, tableOf, totalsOf } from "./cost.ts";
import { countedPeriods, isLimited, waitingAfter } from "./limits.ts";
import type { Plan, Share, Simulation } from "./simulation-store.ts";

type Task = Share & { jobId: string };

const PEOPLE_AT_ONCE = 500;

/** How a draft is tried: the work is split by enterprise and placement, each part answers once, the last one adds up. */
export function simulating() {
  const [{ simulations: store }, attendance] = [subsidyStore(), attendanceQueries()];
  const applications = applicationStore();

  /** Every enterprise with attendance in one of the months, in as many parts as its largest month has shards. */
  async function splitByPlacement(periods: readonly Period[]): Promise<Plan> {
    const months = (await inParallel(periods, (period) => attendance.monthsOfAll(period))).flat();
    const plan: Record<string, number> = {};
    for (const { uscc, shards } of months) plan[uscc] = Math.max(plan[uscc] ?? 0, shards);
    return plan;
  }

  const split = async (simulation: Simulation): Promise<Plan> =>
    isAppliedFor(simulation)
      ? Object.fromEntries((await applications.applicants()).map((uscc) => [uscc, 1]))
      : splitByPlacement(countedPeriods(simulation));

  /** The placements of a share that files of these months have ever named, each with its person. */
  async function placementsOf({ uscc, part }: Share, periods: readonly Period[], parts: number) {
    const months = (await attendance.months(uscc)).filter(({ period }) => periods.includes(period));
    // split as the work is, a month holds all of the share in one shard
    const shardsOf = ({ shards }: Month) => (shards === parts ? [part] : [...Array(shards).keys()]);
    const wanted = months.flatMap((month) => shardsOf(month).map((shard) => ({ month, shard })));
    const found = await inParallel(wanted, ({ month, shard }) => attendance.named(month, shard));
    const named = found.flatMap((one) => [...one.named]);
    return new Map(named.filter(([placementId]) => shardOf(placementId, parts) === part));
  }

  /** What a share earns, some people at a time. */
  async function* judged(simulation: Simulation, share: Share, parts: number): AsyncGenerator<Judged> {
    if (isAppliedFor(simulation)) {
      const ids = (await applications.applicationsOf(share.uscc)).map(({ id }) => id);
      return yield judgeApplications(await applicationJudge(applications).facts(ids), simulation);
    }
    const gather = gatherer();
    const placed = await placementsOf(share, countedPeriods(simulation), parts);
    const placementIds = new Set(placed.keys());
    for (const some of chunk([...new Set(placed.values())], PEOPLE_AT_ONCE)) {
      yield judgePeople(await gather.facts(some), placementIds, simulation);
    }
  }

  async function answer(simulation: Simulation, share: Share, parts: number): Promise<void> {
    const attempt = ulid(systemClock.now());
    const [periods, earned] = [countedPeriods(simulation), { now: [], draft: [] } as Judged];
    for await (const { now, draft } of judged(simulation, share, parts)) {
      earned.now.push(...now.map(withoutReasons));
      earned.draft.push(...draft.map(withoutReasons));
    }
    if (isLimited(simulation)) {
      await inParallel(periods, (period) =>
        store.writeLines(simulation, share, attempt, period, linesOf(earned, period)),
      );
    }
    await store.writePart(simulation, share, { uscc: share.uscc, attempt, months: costOf(earned, periods) });
  }

  async function complete(simulation: Simulation): Promise<void> {
    const { jobId } = simulation;
    const parts = await store.parts(jobId);
    const attempts = new Set(parts.map(({ attempt }) => attempt));
    const waiting = isLimited(simulation)
      ? await waitingAfter(simulation, (period) => store.lines(jobId, attempts, period))
      : undefined;
    const rows = tableOf(simulation, parts, waiting);
    await store.writeTable(simulation, rows);
    await end(simulation, { status: "done", result: totalsOf(simulation, rows), problem: null });
  }

  /** A job ends once; what is told again finds it ended. */
  async function end(simulation: Simulation, ended: Pick<Job, "status" | "result" | "problem">) {
    const { jobId, startedAt } = simulation;
    if ((await readJob(jobId))?.status !== "running") return;
    const endedAt = systemClock.now().toISOString();
    await writeJob({ jobId, kind: "simulation", startedAt, endedAt, ...ended });
  }

  /** Facts or rules that cannot be judged: trying again would not help, so whoever waits is told. */
  async function giveUp(simulation: Simulation, { uscc }: Share, cause: unknown): Promise<void> {
    if (!(cause instanceof RangeError || cause instanceof UnknownYear)) throw cause;
    const zh = `${uscc} 无法测算：${cause.message}`;
    const problem = { code: "simulation-failed", zh, en: `${uscc} cannot be judged: ${cause.message}` };
    await end(simulation, { status: "failed", result: null, problem });
  }

  return {
    /** The shares in which a simulation is worked, the same however often it is told. */
    async shares(jobId: string): Promise<Task[]> {
      const simulation = await store.find(jobId);
      if (!simulation) return [];
      const plan = await store.planOnce(simulation, await split(simulation));
      const shares = Object.entries(plan).flatMap(([uscc, parts]) =>
        Array.from({ length: parts }, (_, part) => ({ jobId, uscc, part })),
      );
      if (shares.length === 0) await complete(simulation);
      return shares;
    },

    async work({ jobId, ...share }: Task): Promise<void> {
      const [simulation, plan] = await Promise.all([store.find(jobId), store.plan(jobId)]);
      if (!simulation || !plan) return;
      const parts = plan[share.uscc] ?? 1;
      try {
        if (!(await store.part(jobId, share))) await answer(simulation, share, parts);
      } catch (cause) {
        return giveUp(simulation, share, cause);
      }
      const all = Object.values(plan).reduce((sum, count) => sum + count, 0);
      if ((await store.answered(simulation, share)) >= all) await complete(simulation);
    },
  };
}

/** Money that follows from decisions, not from attendance. */
const isAppliedFor = ({ draft }: Simulation): boolean =>
  schemeOf(draft.policy.scheme)?.subject === "application";

/** Why each month is worth what it is nobody asks here, and it is most of what a large share would hold. */
const withoutReasons = (entitlement: Entitlement): Entitlement => ({ ...entitlement, reasons: [] });
