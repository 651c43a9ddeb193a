import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { FindingLine } from "./finding-line.ts";
import { lineOf, tupleOf } from "./findings.ts";

/** A line and the place of its row in the file: rows that stand later have greater ones. */
export interface PlacedLine {
  place: number;
  line: FindingLine;
}

const LINES_PER_RUN = 40_000;
const LINES_PER_PACK = 250;

/**
 * Puts lines into the order of the file that were found only at its end. They are sorted in runs and kept packed, so
 * that a million of them, which is every row of a file, take some tens of megabytes.
 */
export class LateLines {
  #pending: PlacedLine[] = [];
  readonly #runs: Uint8Array[][] = [];

  add(placed: PlacedLine): void {
    this.#pending.push(placed);
    if (this.#pending.length === LINES_PER_RUN) this.#pack();
  }

  /** All of them, by place; of one place, in the order in which they were added. */
  *inOrder(): Generator<PlacedLine> {
    this.#pack();
    const runs = this.#runs.map(unpacked);
    const heads = runs.map((run) => run.next().value);
    for (;;) {
      let first = -1;
      for (let run = 0; run < heads.length; run++) {
        const place = heads[run]?.place ?? Number.POSITIVE_INFINITY;
        if (place < (heads[first]?.place ?? Number.POSITIVE_INFINITY)) first = run;
      }
      const head = heads[first];
      if (!head) return;
      yield head;
      heads[first] = runs[first]?.next().value;
    }
  }

  #pack(): void {
    if (this.#pending.length === 0) return;
    const sorted = this.#pending.sort((a, b) => a.place - b.place);
    const packs: Uint8Array[] = [];
    for (let from = 0; from < sorted.length; from += LINES_PER_PACK) {
      const some = sorted.slice(from, from + LINES_PER_PACK);
      const json = JSON.stringify(some.map(({ place, line }) => [place, tupleOf(line)]));
      packs.push(deflateRawSync(json, { level: 1 }));
    }
    this.#runs.push(packs);
    this.#pending = [];
  }
}

function* unpacked(packs: readonly Uint8Array[]): Generator<PlacedLine, undefined> {
  for (const pack of packs) {
    const some: [number, Parameters<typeof lineOf>[0]][] = JSON.parse(inflateRawSync(pack).toString());
    for (const [place, tuple] of some) yield { place, line: lineOf(tuple) };
  }
}
