import { PeriodPublished } from "../../../events/settlement.ts";
import { fact } from "../../../shared/runtime/bus.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { writeJob } from "../../../shared/runtime/jobs.ts";
import { publicityEnd, UnknownYear } from "../../../shared/values/calendar.ts";
import { type Period, shanghaiDate } from "../../../shared/values/period.ts";
import { subsidyQueries } from "../../subsidy/queries.ts";
import { keepAllocation } from "../booking/allocation-evidence.ts";
import { type AllocationHead, allocationWrites } from "../booking/allocation-store.ts";
import { drawUp } from "../booking/draw-up.ts";
import { partsOf } from "../booking/fund.ts";
import { settlementStore } from "../store.ts";
import { hold } from "./hold.ts";
import { publish, type Run, type SettlementPeriod } from "./period.ts";

/** The last step of a close: what all manifests claim is shared out, and the month is published, in one write. */
export function publishing() {
  const [store, subsidy] = [settlementStore(), subsidyQueries()];

  /** Allocates and publishes a month all of whose manifests stand; told again, only evidence and job are repeated. */
  return async function finish(run: Run, at: Date): Promise<void> {
    const month = await store.period(run.period);
    if (month.runId !== run.runId) return;
    try {
      if (month.status === "closing") await allocateAndPublish(month, at);
    } catch (cause) {
      if (!(cause instanceof UnknownYear)) throw cause;
      return hold(run, "calendar", cause.message, store);
    }
    const allocation = await store.allocation(run.period);
    // begun anew, or overtaken in the chain: the message comes again and finds out which
    if (!allocation) throw new Error(`${run.period} was not allocated by this attempt`);
    await keepAllocation(allocation, store);
    const times = { startedAt: month.closedAt ?? "", endedAt: at.toISOString() };
    const result = { status: "done" as const, ...times, result: allocation.totals, problem: null };
    await writeJob({ jobId: `close-${run.period}`, kind: "close", ...result });
  };

  /** Leaves a month alone that another worker has published, or a person has begun anew, meanwhile. */
  async function allocateAndPublish(month: SettlementPeriod, at: Date): Promise<void> {
    const { period, runId } = month;
    const until = await lastPublicDay(period, at);
    const [end, limits] = await Promise.all([store.chainEnd(), subsidy.yearLimits(period)]);
    if (end && end.period > period) throw new Error(`${end.period} was allocated before ${period}`);
    const previous = end && (await store.allocation(end.period));
    const limitsOf = (fund: string) => limits(partsOf(fund).scheme, partsOf(fund).year);
    const drawn = await drawUp({ period, runId: runId ?? "", attempt: ulid(at) }, previous, limitsOf, store);
    await store.writeShares(drawn.head, drawn.shares, drawn.waiting);
    await publishMonth(month, drawn.head, until, end?.version ?? 0, at).catch(alreadyDone);
  }

  async function publishMonth(
    month: SettlementPeriod,
    allocation: AllocationHead,
    until: string,
    chainVersion: number,
    at: Date,
  ): Promise<void> {
    const { period } = month;
    const next = publish(month, allocation.totals, until, at);
    const told = { event: PeriodPublished, id: `${period}-published`, subject: period, data: { period }, at };
    const change = { action: "period.published", from: "closing", to: allocation.totals };
    const news = fact({ ...told, subjectVersion: next.version });
    await store.movePeriod(next, change, [news], at, allocationWrites(allocation, chainVersion));
  }

  async function lastPublicDay(period: Period, at: Date): Promise<string> {
    const policy = await subsidy.policyFor("internship", period);
    return policy
      ? publicityEnd(shanghaiDate(at), policy.publicityDays, policy.countFirstDay)
      : shanghaiDate(at);
  }
}
