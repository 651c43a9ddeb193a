import type { RosterLine } from "./judge.ts";
import type { JudgedRow } from "./walk.ts";

/** A row that asks for a placement. */
export type Asking = JudgedRow & { line: RosterLine };

/** As many as a command holds. */
const PLACEMENTS_PER_COMMAND = 50;

export interface Batch {
  batch: number;
  rows: Asking[];
}

/** Rows by their place in the file, so that a roster which is read again falls into the same batches. */
export async function* batchesOf(walked: AsyncIterable<JudgedRow[]>): AsyncGenerator<Batch> {
  let current: Batch = { batch: 0, rows: [] };
  for await (const some of walked) {
    for (const row of some) {
      const batch = Math.floor((row.ordinal - 1) / PLACEMENTS_PER_COMMAND);
      if (batch !== current.batch) {
        if (current.rows.length > 0) yield current;
        current = { batch, rows: [] };
      }
      if (row.line) current.rows.push({ ...row, line: row.line });
    }
  }
  if (current.rows.length > 0) yield current;
}

/** Which rows of a batch, as a short text: one bit for each place. */
export const markOf = (rows: readonly number[]): string =>
  rows.reduce((bits, row) => bits | (1n << BigInt((row - 1) % PLACEMENTS_PER_COMMAND)), 0n).toString(36);
