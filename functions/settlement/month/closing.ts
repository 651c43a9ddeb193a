import { RecomputeRequested } from "../../../events/settlement.ts";
import { fact, publish as tell } from "../../../shared/runtime/bus.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { sendWork } from "../../../shared/runtime/queue.ts";
import { inParallel } from "../../../shared/runtime/table.ts";
import { addMonths, type Period } from "../../../shared/values/period.ts";
import { attendanceQueries } from "../../attendance/queries.ts";
import { placementQueries } from "../../placement/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import { subsidyQueries } from "../../subsidy/queries.ts";
import { settlementStore } from "../store.ts";
import { type Group, groupsOf, membersOf } from "./groups.ts";
import { hold } from "./hold.ts";
import type { Mark } from "./month-store.ts";
import type { Run } from "./period.ts";

interface Settled {
  uscc: string;
  lines: number;
  amountFen: number;
}

/**
 * How a month closes: everybody is recomputed, everybody's manifest is written, the month is allocated and published.
 * Enterprises take each step in groups, so that what a step costs follows from their students and not their number.
 */
export function closing() {
  const store = settlementStore();
  const [registry, placement] = [registryQueries(), placementQueries()];
  const [attendance, subsidy] = [attendanceQueries(), subsidyQueries()];

  /** Who had attendance up to the month, has applied, or has money waiting: the rest can have nothing to settle. */
  async function participants(period: Period): Promise<string[]> {
    const [all, waiting, applicants] = await Promise.all([
      registry.enterprises(),
      stillWaiting(period),
      subsidy.applicants(),
    ]);
    const sure = new Set([...waiting, ...applicants]);
    const known = await inParallel(
      all,
      async ({ uscc }) =>
        sure.has(uscc) || (await attendance.months(uscc)).some((month) => month.period <= period),
    );
    return all.filter((_, index) => known[index]).map(({ uscc }) => uscc);
  }

  async function stillWaiting(period: Period): Promise<Set<string>> {
    const last = await store.allocationUpTo(addMonths(period, -1));
    return new Set(last && last.shares > 0 ? (await store.shares(last)).map(({ uscc }) => uscc) : []);
  }

  async function grouped(usccs: readonly string[]): Promise<Group[]> {
    const sizes = await placement.counts(usccs);
    return groupsOf(usccs, (uscc) => sizes.get(uscc) ?? 0);
  }

  /** For all who have none yet: a run that was told twice of the last recomputation asks nobody twice. */
  async function writeManifests({ runId, period }: Run): Promise<void> {
    const [groups, done] = await Promise.all([store.groups(runId), store.marks(runId, "SETTLED")]);
    const settled = new Set(done.map(({ uscc }) => uscc));
    const open = groups.filter(({ uscc }) => !settled.has(uscc));
    await sendWork(
      "MANIFESTS_QUEUE_URL",
      open.map((group) => ({ runId, period, usccs: membersOf(group) })),
    );
  }

  /** Whether all whom the run waits for have the mark. */
  async function allHave(mark: Mark, runId: string): Promise<boolean> {
    const [groups, done] = await Promise.all([store.groups(runId), store.marks(runId, mark)]);
    return done.length >= groups.length;
  }

  /** Whoever of a group had failed no longer does. */
  async function unfail(runId: string, name: string): Promise<void> {
    const [group, failed] = await Promise.all([store.group(runId, name), store.marks(runId, "FAILED")]);
    const own = new Set(group ? membersOf(group) : [name]);
    const again = failed.filter(({ uscc }) => own.has(uscc));
    await inParallel(again, ({ uscc }) => store.unmark(runId, "FAILED", uscc));
  }

  async function isRunning({ runId, period }: Run): Promise<boolean> {
    const month = await store.period(period);
    return month.status === "closing" && month.runId === runId;
  }

  const allocate = (run: Run): Promise<void> => sendWork("ALLOCATIONS_QUEUE_URL", [run]);

  return {
    async recomputeAll(run: Run): Promise<void> {
      const month = await store.period(run.period);
      if (month.status !== "closing" || month.runId !== run.runId) return;
      const groups = await store.expect(run.runId, await grouped(await participants(run.period)));
      if (groups.length === 0) await allocate(run);
      const at = systemClock.now();
      const commands = groups.map(({ uscc, also }) => {
        const id = `${run.runId}-${month.version}-${uscc}`;
        return fact({
          event: RecomputeRequested,
          id,
          subject: uscc,
          subjectVersion: month.version,
          data: { ...run, uscc, also },
          at,
        });
      });
      await tell(commands);
    },

    /** A failed enterprise is named and holds the close; once recomputed after all, it no longer does. */
    async recomputed({ uscc, failed, ...run }: Run & { uscc: string; failed: string | null }): Promise<void> {
      if (!(await isRunning(run))) return;
      if (failed !== null) return hold(run, uscc, failed, store);
      await unfail(run.runId, uscc);
      const maybeAll = await store.markAndCount(run.runId, "RECOMPUTED", uscc);
      if (maybeAll && (await allHave("RECOMPUTED", run.runId))) await writeManifests(run);
    },

    async settled({ uscc, lines, amountFen, ...run }: Run & Settled): Promise<void> {
      const maybeAll = await store.markAndCount(run.runId, "SETTLED", uscc, { lines, amountFen });
      if (maybeAll && (await allHave("SETTLED", run.runId))) await allocate(run);
    },
  };
}
