import { SimulationRequested } from "../../../events/subsidy.ts";
import { fact } from "../../../shared/runtime/bus.ts";
import { commit } from "../../../shared/runtime/commit.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { ConditionFailed, type Table } from "../../../shared/runtime/table.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { EnterpriseCost, Lines, MonthCost, Trial } from "./cost.ts";

/** A trial as it was asked for. */
export interface Simulation extends Trial {
  jobId: string;
  /** ISO 8601. */
  startedAt: string;
  /** The second after which nobody is shown it any more; DynamoDB removes it some time later. */
  ttl: number;
}

/** One share of an enterprise's placements. */
export interface Share {
  uscc: string;
  part: number;
}

/** A share's answer: what each month is worth, and under which attempt its lines lie. */
export interface Part {
  uscc: string;
  attempt: string;
  months: MonthCost[];
}

/** Into how many parts each enterprise's work is split, by USCC. */
export type Plan = Readonly<Record<string, number>>;

const LINES_PER_CHUNK = 400;
const headKey = (jobId: string) => ({ pk: `SIMULATION#${jobId}`, sk: "HEAD" });
const planKey = (jobId: string) => ({ pk: `SIMULATION#${jobId}`, sk: "PLAN" });
const partsPk = (jobId: string) => `SIMULATION#${jobId}#PARTS`;
const linesPk = (jobId: string, period: Period) => `SIMULATION#${jobId}#LINES#${period}`;
const donePk = (jobId: string) => `SIMULATION#${jobId}#DONE`;
const tablePk = (jobId: string) => `SIMULATION#${jobId}#TABLE`;
const partSk = ({ uscc, part }: Share) => `${uscc}#${String(part).padStart(4, "0")}`;

/** Simulations, apart from the books: what was asked, how the work was split, each part's answer, the table. */
export function simulationStore(table: Table) {
  const plan = async (jobId: string): Promise<Plan | undefined> =>
    (await table.get<{ plan: Plan }>(planKey(jobId)))?.plan;

  return {
    find: (jobId: string) => table.get<Simulation>(headKey(jobId)),

    async begin(simulation: Simulation, at: Date): Promise<void> {
      const { jobId, draft, periods } = simulation;
      const { scheme, version } = draft.policy;
      const told = { event: SimulationRequested, id: jobId, subject: jobId, data: { jobId }, at };
      await commit(table, {
        writes: [{ put: { ...headKey(jobId), ...simulation }, when: "absent" }],
        changes: [
          { subject: `simulation/${jobId}`, action: "policy.simulated", to: { scheme, version, periods } },
        ],
        tell: [fact({ ...told, subjectVersion: 1 })],
        at,
      });
    },

    plan,

    /** The split that was written first: told twice, the work is split the same way. */
    async planOnce({ jobId, ttl }: Simulation, split: Plan): Promise<Plan> {
      const written = table.put({ ...planKey(jobId), plan: split, ttl }, "absent");
      return written.then(
        () => split,
        async (cause: unknown) => {
          const first = cause instanceof ConditionFailed ? await plan(jobId) : undefined;
          if (!first) throw cause;
          return first;
        },
      );
    },

    part: (jobId: string, share: Share) => table.get({ pk: partsPk(jobId), sk: partSk(share) }),

    /** The first answer stands. */
    writePart: ({ jobId, ttl }: Simulation, share: Share, part: Part): Promise<void> =>
      table.put({ pk: partsPk(jobId), sk: partSk(share), ...part, ttl }, "absent").catch(alreadyDone),

    parts: (jobId: string) => table.all<Part>({ pk: partsPk(jobId) }),

    /** Under an attempt of their own, which nobody reads before an answer names it. */
    writeLines: (
      { jobId, ttl }: Simulation,
      { uscc }: Share,
      attempt: string,
      period: Period,
      { now, draft }: Lines,
    ): Promise<void> => {
      const chunks = Array.from({ length: Math.ceil(Math.max(now.length, draft.length) / LINES_PER_CHUNK) });
      const part = (lines: Lines["now"], index: number) =>
        lines.slice(index * LINES_PER_CHUNK, (index + 1) * LINES_PER_CHUNK);
      return table.batchPut(
        chunks.map((_, index) => ({
          pk: linesPk(jobId, period),
          sk: `${uscc}#${attempt}#${String(index).padStart(4, "0")}`,
          ...{ uscc, attempt, now: part(now, index), draft: part(draft, index), ttl },
        })),
      );
    },

    /** A month's lines that the answers name, a list for each enterprise. */
    async lines(jobId: string, attempts: ReadonlySet<string>, period: Period): Promise<Map<string, Lines>> {
      const found = await table.all<Lines & { uscc: string; attempt: string }>({
        pk: linesPk(jobId, period),
      });
      const standing = found.filter(({ attempt }) => attempts.has(attempt));
      const together = [...Map.groupBy(standing, ({ uscc }) => uscc)].map(
        ([uscc, chunks]): [string, Lines] => [
          uscc,
          { now: chunks.flatMap(({ now }) => now), draft: chunks.flatMap(({ draft }) => draft) },
        ],
      );
      return new Map(together);
    },

    /** Notes that a part has its answer, and answers how many have. */
    async answered({ jobId, ttl }: Simulation, share: Share): Promise<number> {
      await table.put({ pk: donePk(jobId), sk: partSk(share), ttl });
      return (await table.all({ pk: donePk(jobId) })).length;
    },

    writeTable: ({ jobId, ttl }: Simulation, rows: readonly EnterpriseCost[]): Promise<void> =>
      table.batchPut(
        rows.map((row) => ({ pk: tablePk(jobId), sk: `${row.uscc}#${row.period}`, ...row, ttl })),
      ),

    tablePage: (jobId: string, limit: number, cursor?: string) =>
      table.page<EnterpriseCost>({ pk: tablePk(jobId), limit, cursor }),
  };
}
