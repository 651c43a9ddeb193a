import type { RuleCode } from "../rules/index.ts";
import { ruleOf } from "../rules/index.ts";
import type { FindingLine } from "./finding-line.ts";
import { LateLines, type PlacedLine } from "./late-lines.ts";

/** What the findings of a file come to, known before any of its sheets is drawn. */
export interface Survey {
  /** How often each rule was broken. */
  counts: ReadonlyMap<RuleCode, number>;
  /** What was found about the file as a whole, as far as a summary holds it. */
  ofFile: readonly FindingLine[];
  /** How many more there were. */
  omitted: number;
  /** The file as a whole was refused; nothing of it counts. */
  refused: boolean;
  /** What stands behind findings about later rows. */
  late: LateLines;
}

/** A summary that a person reads to the end. */
const MOST_OF_FILE = 100;

export const isOfFile = ({ row }: FindingLine): boolean => row === 0;

/**
 * Looks through all findings once.
 * @param placeOf see `placesIn`
 */
export async function surveyOf(
  lines: AsyncIterable<FindingLine>,
  placeOf: (line: FindingLine) => number,
): Promise<Survey> {
  const counts = new Map<RuleCode, number>();
  const ofFile: FindingLine[] = [];
  const late = new LateLines();
  let [reached, omitted, refused] = [0, 0, false];
  for await (const line of lines) {
    counts.set(line.code, (counts.get(line.code) ?? 0) + 1);
    if (isOfFile(line)) {
      refused ||= ruleOf(line.code).severity === "reject";
      if (ofFile.length < MOST_OF_FILE) ofFile.push(line);
      else omitted += 1;
      continue;
    }
    const place = placeOf(line);
    if (place < reached) late.add({ place, line });
    else reached = place;
  }
  return { counts, ofFile, omitted, refused, late };
}

/** More rows than a sheet can have. */
const SHEET_SPAN = 2 ** 21;

/** Numbers every row of a file by where it stands; sheets count in the given order. */
export function placesIn(sheets: readonly string[]): (where: { sheet: string; row: number }) => number {
  const order = new Map(sheets.map((name, index) => [name, index]));
  return ({ sheet, row }) => (order.get(sheet) ?? sheets.length) * SHEET_SPAN + row;
}

/** The findings about rows in the order of the file. `lines` are the ones that were surveyed, from their beginning. */
export async function* inFileOrder(
  lines: AsyncIterable<FindingLine>,
  placeOf: (line: FindingLine) => number,
  late: LateLines,
): AsyncGenerator<PlacedLine> {
  const between = late.inOrder();
  let next = between.next();
  let reached = 0;
  for await (const line of lines) {
    const place = placeOf(line);
    if (isOfFile(line) || place < reached) continue;
    reached = place;
    for (; !next.done && next.value.place < place; next = between.next()) yield next.value;
    yield { place, line };
  }
  for (; !next.done; next = between.next()) yield next.value;
}
