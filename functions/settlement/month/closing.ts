import { PeriodPublished, RecomputeRequested } from "../../../events/settlement.ts";
import { fact, publish as tell } from "../../../shared/runtime/bus.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { writeJob } from "../../../shared/runtime/jobs.ts";
import { sendWork } from "../../../shared/runtime/queue.ts";
import { inParallel } from "../../../shared/runtime/table.ts";
import { publicityEnd, UnknownYear } from "../../../shared/values/calendar.ts";
import { type Period, shanghaiDate } from "../../../shared/values/period.ts";
import { attendanceQueries } from "../../attendance/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import { subsidyQueries } from "../../subsidy/queries.ts";
import { settlementStore } from "../store.ts";
import { publish, type SettlementPeriod } from "./period.ts";

interface Run {
  runId: string;
  period: Period;
}
interface Settled {
  uscc: string;
  lines: number;
  amountFen: number;
}

type Totals = SettlementPeriod["totals"];

function totalsOf(settled: readonly Settled[]): Totals {
  const withLines = settled.filter(({ lines }) => lines > 0);
  return {
    enterprises: withLines.length,
    lines: withLines.reduce((sum, { lines }) => sum + lines, 0),
    amountFen: withLines.reduce((sum, { amountFen }) => sum + amountFen, 0),
  };
}

/** How a month closes: everybody is recomputed, everybody's manifest is written, the month is published. */
export function closing() {
  const store = settlementStore();
  const [registry, attendance, subsidy] = [registryQueries(), attendanceQueries(), subsidyQueries()];

  /** Everyone who ever had attendance up to the month, or applied: the rest cannot have anything to settle. */
  async function participants(period: Period): Promise<string[]> {
    const [all, applicants] = [await registry.enterprises(), new Set(await subsidy.applicants())];
    const known = await inParallel(
      all,
      async ({ uscc }) =>
        applicants.has(uscc) || (await attendance.months(uscc)).some((month) => month.period <= period),
    );
    return all.filter((_, index) => known[index]).map(({ uscc }) => uscc);
  }

  async function writeManifests(
    { runId, period }: Run,
    expected: readonly { uscc: string }[],
  ): Promise<void> {
    const tasks = expected.map(({ uscc }) => ({ runId, period, uscc }));
    await sendWork("MANIFESTS_QUEUE_URL", tasks);
  }

  async function hold({ runId, period }: Run, uscc: string, reason: string): Promise<void> {
    await store.mark(runId, "FAILED", uscc, { failed: reason });
    const problem = {
      code: "enterprise-failed",
      zh: `${uscc} 无法重算：${reason}`,
      en: `${uscc} cannot be recomputed: ${reason}`,
    };
    const ended = { status: "failed" as const, startedAt: "", endedAt: systemClock.now().toISOString() };
    await writeJob({ jobId: `close-${period}`, kind: "close", ...ended, result: null, problem });
  }

  /** Publishes the month; told again after that, only the job is brought in line. */
  async function complete(run: Run): Promise<void> {
    const month = await store.period(run.period);
    if (month.runId !== run.runId) return;
    const totals = totalsOf(await store.marks<Settled>(run.runId, "SETTLED"));
    const at = systemClock.now();
    try {
      if (month.status === "closing") await publishMonth(month, totals, at);
    } catch (cause) {
      if (!(cause instanceof UnknownYear)) throw cause;
      return hold(run, "calendar", cause.message);
    }
    const ended = { status: "done" as const, startedAt: month.closedAt ?? "", endedAt: at.toISOString() };
    await writeJob({ jobId: `close-${run.period}`, kind: "close", ...ended, result: totals, problem: null });
  }

  async function publishMonth(month: SettlementPeriod, totals: Totals, at: Date): Promise<void> {
    const { period } = month;
    const next = publish(month, totals, await lastPublicDay(period, at), at);
    const told = { event: PeriodPublished, id: `${period}-published`, subject: period, data: { period }, at };
    const change = { action: "period.published", from: "closing", to: totals };
    const news = fact({ ...told, subjectVersion: next.version });
    await store.movePeriod(next, change, [news], at).catch(alreadyDone);
  }

  /** One list is published for all schemes, as long as the one that asks for the longest does. */
  async function lastPublicDay(period: Period, at: Date): Promise<string> {
    const today = shanghaiDate(at);
    const policies = await subsidy.policiesFor(period);
    const ends = policies.map(({ publicityDays, countFirstDay }) =>
      publicityEnd(today, publicityDays, countFirstDay),
    );
    return [today, ...ends].toSorted().at(-1) as string;
  }

  return {
    async recomputeAll(run: Run): Promise<void> {
      const month = await store.period(run.period);
      if (month.status !== "closing" || month.runId !== run.runId) return;
      const usccs = await participants(run.period);
      await inParallel(usccs, (uscc) => store.mark(run.runId, "EXPECTED", uscc));
      if (usccs.length === 0) await complete(run);
      const at = systemClock.now();
      const commands = usccs.map((uscc) => {
        const id = `${run.runId}-${month.version}-${uscc}`;
        return fact({
          event: RecomputeRequested,
          id,
          subject: uscc,
          subjectVersion: month.version,
          data: { ...run, uscc },
          at,
        });
      });
      await tell(commands);
    },

    /** A failed enterprise is named and holds the close; once recomputed after all, it no longer does. */
    async recomputed({ uscc, failed, ...run }: Run & { uscc: string; failed: string | null }): Promise<void> {
      if (failed !== null) return hold(run, uscc, failed);
      await store.unmark(run.runId, "FAILED", uscc);
      await store.mark(run.runId, "RECOMPUTED", uscc);
      const [expected, done] = await Promise.all([
        store.marks(run.runId, "EXPECTED"),
        store.marks(run.runId, "RECOMPUTED"),
      ]);
      const month = await store.period(run.period);
      if (done.length < expected.length || month.status !== "closing" || month.runId !== run.runId) return;
      const settled = new Set((await store.marks(run.runId, "SETTLED")).map((one) => one.uscc));
      await writeManifests(
        run,
        expected.filter((one) => !settled.has(one.uscc)),
      );
    },

    async settled({ uscc, lines, amountFen, ...run }: Run & Settled): Promise<void> {
      await store.mark(run.runId, "SETTLED", uscc, { lines, amountFen });
      const [expected, done] = await Promise.all([
        store.marks(run.runId, "EXPECTED"),
        store.marks(run.runId, "SETTLED"),
      ]);
      if (done.length >= expected.length) await complete(run);
    },
  };
}
