import type { Fact } from "../../../events/envelope.ts";
import type { PlacementsAnswered } from "../../../events/placement.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { openTable } from "../../../shared/runtime/table.ts";
import { markOf } from "./batches.ts";
import type { Plan } from "./plan.ts";

export type Answer = Fact<typeof PlacementsAnswered>["data"]["answers"][number];

const pk = (uploadId: string) => `ROSTER#${uploadId}`;
/** By which rows it answers, too: answers to what another reading of the file asked for are none to this one. */
const answersKey = (uploadId: string, batch: number, rows: string) => ({
  pk: pk(uploadId),
  sk: `ANSWERS#${String(batch).padStart(6, "0")}#${rows}`,
});

/** What is kept of a roster between the command and its answers. */
export function rosterStore() {
  const table = openTable(setting("TABLE"));
  return {
    putPlan: (uploadId: string, plan: Plan) => table.put({ pk: pk(uploadId), sk: "PLAN", ...plan }),
    plan: (uploadId: string) => table.get<Plan>({ pk: pk(uploadId), sk: "PLAN" }),

    /** Keeps the answers to a batch, and counts them the first time. */
    async putAnswers(uploadId: string, batch: number, answers: readonly Answer[]): Promise<void> {
      const rows = markOf(answers.map(({ row }) => row));
      const writes = [
        { put: { ...answersKey(uploadId, batch, rows), answers }, when: "absent" as const },
        { add: { pk: pk(uploadId), sk: "TALLY" }, amounts: { batches: 1 } },
      ];
      await table.transact(writes).catch(alreadyDone);
    },

    async answered(uploadId: string): Promise<number> {
      const tally = await table.get<{ batches: number }>({ pk: pk(uploadId), sk: "TALLY" });
      return tally?.batches ?? 0;
    },

    /** The answers by row, or null while one of the batches has none. */
    async answers(uploadId: string, plan: Plan): Promise<Map<number, Answer> | null> {
      const keys = plan.batches.map(({ batch, rows }) => answersKey(uploadId, batch, rows));
      const found = await table.batchGet<{ answers: Answer[] }>(keys);
      if (found.length < keys.length) return null;
      return new Map(found.flatMap(({ answers }) => answers.map((answer) => [answer.row, answer] as const)));
    },
  };
}

export type RosterStore = ReturnType<typeof rosterStore>;
