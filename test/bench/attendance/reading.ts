import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../kit/program.ts";
import { atLeast, atMost, type Criterion, median, say, tell } from "../kit/say.ts";
import { writeXlsxMonth } from "./month.ts";

const ROWS = 100_000;
const ROUNDS = 3;
/** The floor only reads and inflates. */
const MEASURED = ["ronghe", "exceljs", "floor"] as const;
type Measured = (typeof MEASURED)[number];

interface Read {
  rows: number;
  cells: number;
  ms: number;
  peakMb: number;
}

/** Reading a workbook of ten columns, each reader in a process of its own, and every cell compared with two others. */
export async function reading(): Promise<Criterion[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const file = join(folder, "month.xlsx");
    tell(`reading: writing ${ROWS} rows`);
    const bytes = await writeXlsxMonth(file, ROWS);
    const reads: Record<Measured, Read[]> = { ronghe: [], exceljs: [], floor: [] };
    // in turns, so that whatever else the machine does falls on all of them
    for (let round = 1; round <= ROUNDS; round++) {
      for (const reader of MEASURED) {
        tell(`reading: ${reader}, round ${round} of ${ROUNDS}`);
        reads[reader].push(await runProgram<Read>("attendance/read.ts", [reader, file]));
      }
    }
    for (const reader of MEASURED) say({ part: "reading", who: reader, bytes, ...summary(reads[reader]) });
    tell("reading: comparing every cell with exceljs and hucre");
    const compared = await runProgram<{ different: number }>("attendance/compare.ts", [file]);
    say({ part: "reading", compared: "ronghe with exceljs and hucre", ...compared });
    const [ours, theirs] = [summary(reads.ronghe), summary(reads.exceljs)];
    return [
      atLeast("reading-times-exceljs", theirs.ms / ours.ms, 3),
      atMost("reading-peak-mb", ours.peakMb, 128),
      atMost("reading-cells-that-differ", compared.different, 0),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function summary(reads: readonly Read[]) {
  const ms = Math.round(median(reads.map((read) => read.ms)));
  const { rows = 0, cells = 0 } = reads[0] ?? {};
  const peakMb = Math.round(Math.max(...reads.map((read) => read.peakMb)));
  return { rows, cells, ms, peakMb, rowsPerSecond: Math.round((rows / ms) * 1_000) };
}
