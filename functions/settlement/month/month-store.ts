import type { Envelope } from "../../../events/envelope.ts";
import type { Change } from "../../../shared/runtime/audit.ts";
import { commit } from "../../../shared/runtime/commit.ts";
import type { Table, Write } from "../../../shared/runtime/table.ts";
import type { Period } from "../../../shared/values/period.ts";
import { openPeriod, type SettlementPeriod } from "./period.ts";

/** What a run notes about an enterprise. */
export type Mark = "EXPECTED" | "RECOMPUTED" | "SETTLED" | "FAILED" | "HELD";

const periodKey = (period: Period) => ({ pk: `PERIOD#${period}`, sk: "HEAD" });

export type MonthStore = ReturnType<typeof monthStore>;

/** The months, what their runs have noted, and the files that were made of them. */
export function monthStore(table: Table) {
  const period = async (asked: Period): Promise<SettlementPeriod> =>
    (await table.get<SettlementPeriod>(periodKey(asked))) ?? openPeriod(asked);

  const marks = <T = { uscc: string }>(runId: string, mark: Mark) =>
    table.all<T>({ pk: `RUN#${runId}`, prefix: `${mark}#` });

  return {
    period,

    /**
     * @param also what is written with it, or not at all
     * @throws ConditionFailed when the month has moved on meanwhile
     */
    async movePeriod(
      next: SettlementPeriod,
      change: Omit<Change, "subject">,
      tell: Envelope[],
      at: Date,
      also: readonly Write[] = [],
    ): Promise<void> {
      const item = { ...periodKey(next.period), ...next };
      const when = next.version === 1 ? ("absent" as const) : { version: next.version - 1 };
      await commit(table, {
        writes: [{ put: item, when }, ...also],
        changes: [{ subject: `period/${next.period}`, ...change }],
        tell,
        at,
      });
    },

    /** Marks of a run, keyed by enterprise: said twice they are one. */
    mark: (runId: string, mark: Mark, uscc: string, note: object = {}) =>
      table.put({ pk: `RUN#${runId}`, sk: `${mark}#${uscc}`, uscc, ...note }),
    unmark: (runId: string, mark: Mark, uscc: string) =>
      table.remove({ pk: `RUN#${runId}`, sk: `${mark}#${uscc}` }),
    marks,

    /** Everybody the month's close has waited for. */
    async participants(asked: Period): Promise<string[]> {
      const { runId } = await period(asked);
      return runId ? (await marks(runId, "EXPECTED")).map(({ uscc }) => uscc) : [];
    },

    fileReady: (asked: Period, name: string) =>
      table.put({ pk: `PERIOD#${asked}`, sk: `FILE#${name}`, name }),
    files: async (asked: Period): Promise<string[]> =>
      (await table.all<{ name: string }>({ pk: `PERIOD#${asked}`, prefix: "FILE#" })).map(({ name }) => name),
  };
}
