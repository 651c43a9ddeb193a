import { commit } from "../../../shared/runtime/commit.ts";
import type { Table } from "../../../shared/runtime/table.ts";
import type { Period } from "../../../shared/values/period.ts";
import { periodKey } from "../month/month-store.ts";
import type { SettlementPeriod } from "../month/period.ts";
import type { ObjectedLine, Objection } from "./objection.ts";

/** An objection as one of the enterprises sees it that it concerns. */
export interface Concern {
  objection: Objection;
  /** Those of its lines that are the enterprise's. */
  lines: ObjectedLine[];
}

interface Pointer {
  id: string;
  lines: ObjectedLine[];
}

const filedPk = (period: Period) => `OBJECTIONS#${period}`;
const objectionKey = (id: string) => ({ pk: filedPk(id.slice(0, 7)), sk: `FILED#${id}` });
const counterKey = (period: Period) => ({ pk: filedPk(period), sk: "COUNT" });

/** Objections, by their month; every enterprise concerned has a pointer to each of its own. */
export function objectionStore(table: Table) {
  return {
    objection: (id: string) => table.get<Objection>(objectionKey(id)),

    objectionPage: (period: Period, limit: number, cursor?: string) =>
      table.page<Objection>({ pk: filedPk(period), prefix: "FILED#", limit, cursor }),

    openObjections: async (period: Period): Promise<number> =>
      (await table.get<{ open: number }>(counterKey(period)))?.open ?? 0,

    /** What every objection of the month names, and what has become of it. */
    objectionsIn: (period: Period) =>
      table.all<Pick<Objection, "lineIds" | "status">>({
        pk: filedPk(period),
        prefix: "FILED#",
        fields: ["lineIds", "status"],
      }),

    /** Every objection that names a line of the enterprise. */
    async objectionsOf(uscc: string): Promise<Concern[]> {
      const pointers = await table.all<Pointer>({ pk: `OBJECTED#${uscc}` });
      const found = await table.batchGet<Objection>(pointers.map(({ id }) => objectionKey(id)));
      const objections = new Map(found.map((objection) => [objection.id, objection]));
      return pointers.flatMap(({ id, lines }) => {
        const objection = objections.get(id);
        return objection ? [{ objection, lines }] : [];
      });
    },

    /**
     * The pointers first, then the one write that makes the objection, while the month is still as it was seen: a
     * pointer to nothing holds nothing, and who sees the objection sees its holds.
     * @throws ConditionFailed when the month has moved on meanwhile
     */
    async addObjection(
      objection: Objection,
      linesOf: ReadonlyMap<string, ObjectedLine[]>,
      month: SettlementPeriod,
      at: Date,
    ): Promise<void> {
      const { id, period, lineIds } = objection;
      const pointers = [...linesOf].map(([uscc, lines]) => ({ pk: `OBJECTED#${uscc}`, sk: id, id, lines }));
      await table.batchPut(pointers);
      await commit(table, {
        writes: [
          { check: periodKey(period), when: { version: month.version } },
          { put: { ...objectionKey(id), ...objection }, when: "absent" },
          { add: counterKey(period), amounts: { open: 1 } },
        ],
        changes: [{ subject: `objection/${id}`, action: "objection.filed", to: { lineIds } }],
        at,
      });
    },

    /** @throws ConditionFailed when it was decided meanwhile */
    async decideObjection(next: Objection, at: Date): Promise<void> {
      await commit(table, {
        writes: [
          { put: { ...objectionKey(next.id), ...next }, when: { version: next.version - 1 } },
          { add: counterKey(next.period), amounts: { open: -1 } },
        ],
        changes: [
          {
            subject: `objection/${next.id}`,
            action: `objection.${next.status}`,
            from: "open",
            to: next.status,
          },
        ],
        at,
      });
    },
  };
}
