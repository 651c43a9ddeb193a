import { batchesOf, markOf } from "./batches.ts";
import type { RosterFile } from "./shape.ts";
import { type JudgedRow, type WalkOptions, walk } from "./walk.ts";

/** What a roster asks for, batch by batch. */
export interface Plan {
  total: number;
  rejected: number;
  /** `rows` tells which rows of the file the batch holds; see `markOf`. */
  batches: { batch: number; rows: string }[];
  /**
   * The schools that were registered at the first reading. Every later one judges by them, so that a school which is
   * registered meanwhile moves no row from one that was answered to one that was not.
   */
  schools: string[];
}

/** Judges a whole roster without doing anything of it. */
export async function planOf(file: RosterFile, options: WalkOptions): Promise<Plan> {
  const plan: Plan = { total: 0, rejected: 0, batches: [], schools: [] };
  const refusalOf: WalkOptions["refusalOf"] = async (code) => {
    const refusal = await options.refusalOf(code);
    if (refusal === null) plan.schools.push(code);
    return refusal;
  };
  const counted = async function* (rows: AsyncIterable<JudgedRow[]>) {
    for await (const some of rows) {
      plan.total += some.length;
      plan.rejected += some.filter(({ line }) => line === null).length;
      yield some;
    }
  };
  for await (const { batch, rows } of batchesOf(counted(walk(file, { ...options, refusalOf }))))
    plan.batches.push({ batch, rows: markOf(rows.map(({ ordinal }) => ordinal)) });
  return plan;
}
