import type { Fact } from "../../events/envelope.ts";
import type { RecomputeRequested } from "../../events/settlement.ts";
import { addMonths, type Period, periodOf } from "../../shared/values/period.ts";
import { attendanceQueries, type Month } from "../attendance/queries.ts";
import { placementQueries } from "../placement/queries.ts";
import { registryQueries } from "../registry/queries.ts";
import type { Cause } from "./account.ts";
import { applicationStore } from "./application/application-store.ts";
import { partsOf } from "./gather.ts";
import { applicationSchemes } from "./schemes/index.ts";
import { subsidyStore } from "./store.ts";
import type { BookingTask } from "./tasks.ts";

type Tasks = AsyncGenerator<BookingTask>;
type Filed = { uscc: string; filingId: string; from: string; to: string };
type RecomputeCommand = Fact<typeof RecomputeRequested>["data"];
type PlacementNews = { uscc: string; personId: string; start: string };

/** How far back a close looks; what is older can still change by a message of its own, and leaves a pointer. */
const CLOSE_LOOKS_BACK_MONTHS = 12;
const TASKS_AT_ONCE = 100;

/** Which shards and which applications each kind of news concerns. */
export function planner() {
  const [store, attendance, registry] = [subsidyStore(), attendanceQueries(), registryQueries()];
  const [placement, applications] = [placementQueries(), applicationStore()];

  async function* everyShard(months: readonly Month[], cause: Cause): Tasks {
    for (const { uscc, period, shards } of months) {
      for (let shard = 0; shard < shards; shard++) yield { uscc, period, shard, cause };
    }
  }

  return {
    async *upload(
      { uscc, period, uploadId }: { uscc: string; period: Period; uploadId: string },
      kind: string,
    ): Tasks {
      const month = await attendance.month(uscc, period);
      if (month) yield* everyShard([month], { kind, id: uploadId });
    },

    /** The months that a filing has days in. */
    async *filing({ uscc, filingId, from, to }: Filed): Tasks {
      const [first, last] = [periodOf(from), periodOf(to)];
      const months = await attendance.months(uscc);
      yield* everyShard(
        months.filter(({ period }) => period >= first && period <= last),
        { kind: "filing", id: filingId },
      );
    },

    async *certification({ uscc }: { uscc: string }, id: string): Tasks {
      yield* everyShard(await attendance.months(uscc), { kind: "certification", id });
    },

    /**
     * One task judges all of the person's months, wherever they are. Most placements are somebody's first, made
     * before there is any attendance, and need none.
     */
    async *placement({ uscc, personId, start }: PlacementNews, id: string): Tasks {
      const [person] = await placement.people([personId]);
      const alone = (person?.placements.length ?? 0) < 2;
      if (alone && (await attendance.months(uscc)).length === 0) return;
      yield {
        uscc,
        period: periodOf(start),
        shard: 0,
        cause: { kind: "placement", id },
        personIds: [personId],
      };
    },

    /** The application itself, and those about the same people: what it is worth may decide what they are. */
    async *application({ uscc, applicationId }: { uscc: string; applicationId: string }, id: string): Tasks {
      const application = await applications.application(applicationId);
      const others = application ? await applications.others(application) : [];
      const applicationIds = [applicationId, ...others.map((other) => other.id)];
      yield { uscc, applicationIds, cause: { kind: "application", id } };
    },

    async *policy({
      scheme,
      version,
      effectiveFrom,
    }: {
      scheme: string;
      version: string;
      effectiveFrom: Period;
    }): Tasks {
      const cause = { kind: "policy", id: `${scheme}-${version}` };
      if (applicationSchemes.some(({ id }) => id === scheme)) {
        for (const uscc of await applications.applicants()) yield { uscc, cause };
        return;
      }
      for (const { uscc } of await registry.enterprises()) {
        const months = await attendance.months(uscc);
        yield* everyShard(
          months.filter(({ period }) => period >= effectiveFrom),
          cause,
        );
      }
    },

    /** A close's command: those who go together are one task, who goes alone as many as there are parts of its people. */
    async *recomputation({ uscc, also = [], ...run }: RecomputeCommand): Tasks {
      await store.beginClosing(run.period);
      const parts =
        also.length > 0 ? 1 : partsOf(monthsRecomputed(await attendance.months(uscc), run.period));
      for (let part = 0; part < parts; part++) yield { run, usccs: [uscc, ...also], part, parts };
    },
  };
}

/** The months of an enterprise that a close has recomputed. */
export function monthsRecomputed(months: readonly Month[], closing: Period): Month[] {
  const earliest = addMonths(closing, -CLOSE_LOOKS_BACK_MONTHS);
  return months.filter(({ period }) => period >= earliest && period <= closing);
}

/** Gathers tasks, so that they are sent as they are found and not held all at once. */
export async function* fan(tasks: Tasks): AsyncGenerator<BookingTask[]> {
  let gathered: BookingTask[] = [];
  for await (const task of tasks) {
    gathered.push(task);
    if (gathered.length < TASKS_AT_ONCE) continue;
    yield gathered;
    gathered = [];
  }
  if (gathered.length > 0) yield gathered;
}
