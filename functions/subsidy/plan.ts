import { EnterpriseRecomputed } from "../../events/subsidy.ts";
import { fact, publish } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { shardOf } from "../../shared/values/canonical.ts";
import { addMonths, type Period } from "../../shared/values/period.ts";
import { attendanceQueries, type Month } from "../attendance/queries.ts";
import { registryQueries } from "../registry/queries.ts";
import type { Cause } from "./account.ts";
import { subsidyStore } from "./store.ts";
import type { ShardTask } from "./tasks.ts";

type Tasks = AsyncGenerator<ShardTask>;

/** How far back a close looks; what is older can still change by a message of its own, and leaves a pointer. */
const CLOSE_LOOKS_BACK_MONTHS = 12;
const TASKS_AT_ONCE = 100;

/** Which shards each kind of news concerns. */
export function planner() {
  const [store, attendance, registry] = [subsidyStore(), attendanceQueries(), registryQueries()];

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

    async *certification({ uscc }: { uscc: string }, id: string): Tasks {
      yield* everyShard(await attendance.months(uscc), { kind: "certification", id });
    },

    /** Only the person's own shards; most placements are made before there is any attendance. */
    async *placement(change: { uscc: string; placementId: string; personId: string }, id: string): Tasks {
      const cause = { kind: "placement", id };
      for (const { uscc, period, shards } of await attendance.months(change.uscc)) {
        const shard = shardOf(change.placementId, shards);
        yield { uscc, period, shard, cause, personIds: [change.personId] };
      }
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
      for (const { uscc } of await registry.enterprises()) {
        const months = await attendance.months(uscc);
        yield* everyShard(
          months.filter(({ period }) => period >= effectiveFrom),
          cause,
        );
      }
    },

    /** A close's command. An enterprise with nothing to recompute is complete at once. */
    async *recomputation({ runId, period, uscc }: { runId: string; period: Period; uscc: string }): Tasks {
      await store.beginClosing(period);
      const earliest = addMonths(period, -CLOSE_LOOKS_BACK_MONTHS);
      const months = (await attendance.months(uscc)).filter(
        (month) => month.period >= earliest && month.period <= period,
      );
      const parts = months.reduce((sum, { shards }) => sum + shards, 0);
      if (parts === 0) await tellRecomputed(runId, period, uscc, null);
      for await (const task of everyShard(months, { kind: "close", id: runId })) {
        yield { ...task, run: { runId, period, parts } };
      }
    },
  };
}

/** Tells the close that an enterprise is complete, or why it cannot be. */
export async function tellRecomputed(
  runId: string,
  period: Period,
  uscc: string,
  failed: string | null,
): Promise<void> {
  const [id, at] = [`${runId}-${uscc}`, systemClock.now()];
  const data = { runId, period, uscc, failed };
  await publish([fact({ event: EnterpriseRecomputed, id, subject: id, subjectVersion: 1, data, at })]);
}

/** Gathers tasks, so that they are sent as they are found and not held all at once. */
export async function* fan(tasks: Tasks): AsyncGenerator<ShardTask[]> {
  let gathered: ShardTask[] = [];
  for await (const task of tasks) {
    gathered.push(task);
    if (gathered.length < TASKS_AT_ONCE) continue;
    yield gathered;
    gathered = [];
  }
  if (gathered.length > 0) yield gathered;
}
