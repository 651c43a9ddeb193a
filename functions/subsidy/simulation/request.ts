import { systemClock } from "../../../shared/runtime/clock.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { readJob, writeJob } from "../../../shared/runtime/jobs.ts";
import type { PageQuery } from "../../../shared/runtime/pages.ts";
import type { Period } from "../../../shared/values/period.ts";
import { notFound, Problem } from "../../../shared/values/problem.ts";
import { type Policy, type PolicyRecord, refuseUnsound, type Signature } from "../policy.ts";
import type { SubsidyStore } from "../store.ts";

const KEPT_FOR_DAYS = 90;
const USUAL_PAGE = 100;
const DAY_S = 86_400;
const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);

export interface Asked {
  policy: Policy;
  periods: readonly Period[];
}

/**
 * Has a draft tried on the attendance of these months, as a job; nothing of it is stored as a policy or booked.
 * @throws Problem 422 `policy-invalid`
 */
export async function startSimulation(
  { policy, periods }: Asked,
  by: Signature,
  store: SubsidyStore,
): Promise<string> {
  refuseUnsound(policy, "/policy");
  const at = new Date(by.at);
  const jobId = `simulation-${ulid(at)}`;
  const started = { status: "running" as const, startedAt: by.at, endedAt: null };
  await writeJob({ jobId, kind: "simulation", ...started, result: null, problem: null });
  const simulation = {
    jobId,
    draft: { policy, status: "draft" as const, drafted: by },
    published: await inForce(policy.scheme, store),
    periods: [...new Set(periods)].toSorted(),
    startedAt: by.at,
    ttl: seconds(at) + KEPT_FOR_DAYS * DAY_S,
  };
  await store.simulations.begin(simulation, at);
  return jobId;
}

const inForce = async (scheme: string, store: SubsidyStore): Promise<PolicyRecord[]> =>
  (await store.policies()).filter(({ status, policy }) => status === "published" && policy.scheme === scheme);

/**
 * A page of the table by enterprise and month.
 * @throws Problem 404 when there is none or it is too old, 409 while it runs or after it failed
 */
export async function simulationPage(jobId: string, { limit, cursor }: PageQuery, store: SubsidyStore) {
  const [simulation, job] = await Promise.all([store.simulations.find(jobId), readJob(jobId)]);
  if (!simulation || simulation.ttl <= seconds(systemClock.now())) {
    throw notFound("没有此测算，或已超过保存期", "There is no such simulation, or it is no longer kept");
  }
  if (job?.problem) throw new Problem({ status: 409, ...job.problem });
  if (job?.status !== "done") throw stillRunning();
  return store.simulations.tablePage(jobId, limit ?? USUAL_PAGE, cursor);
}

const stillRunning = () =>
  new Problem({
    status: 409,
    code: "simulation-running",
    zh: "测算尚未完成，请稍后再取",
    en: "The simulation is still running; ask again later",
  });
