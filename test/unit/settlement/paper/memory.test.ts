import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { LINE_COLUMNS, textsOf } from "../../../../functions/settlement/paper/columns.ts";
import { csvPieces } from "../../../../functions/settlement/paper/csv.ts";
import type { PaperPart } from "../../../../functions/settlement/paper/paper-line.ts";
import { settlementSheets } from "../../../../functions/settlement/paper/settlement-sheets.ts";
import { Tally } from "../../../../functions/settlement/paper/tally.ts";
import { inStep } from "../../../../shared/runtime/in-step.ts";
import { writeWorkbook } from "../../../../shared/xlsx/workbook.ts";
import { about, manyParts } from "./parts.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that are still held by something. */
function held(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test("a hundred thousand lines pass through workbook and CSV in one go, and none of them stays", async () => {
  const tally = new Tally();
  let [largest, bytes] = [0, 0];
  async function* parts(): AsyncGenerator<PaperPart> {
    for await (const part of manyParts(2_000, 50)) {
      if (tally.enterprises.length % 400 === 399) largest = Math.max(largest, held());
      tally.add(part);
      yield part;
    }
  }
  const count = async (pieces: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const piece of pieces) bytes += piece.length;
  };
  async function* texts(some: AsyncIterable<PaperPart>): AsyncGenerator<string[][]> {
    for await (const { lines } of some) yield lines.map((line) => textsOf(LINE_COLUMNS, line));
  }
  const before = held();
  await inStep(
    parts(),
    (some) => count(csvPieces(texts(some))),
    (some) => count(writeWorkbook(settlementSheets(some, tally, about()))),
  );
  expect(tally.total.lines).toBe(100_000);
  expect(bytes).toBeGreaterThan(20e6);
  expect(largest - before).toBeLessThan(40e6);
}, 60_000);
