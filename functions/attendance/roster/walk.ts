import { maskNumbers } from "../../../shared/values/mask.ts";
import type { Period } from "../../../shared/values/period.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type * as rules from "../rules/index.ts";
import type { RosterField } from "./headings.ts";
import { judgeRow, type RosterLine, type SchoolRefusal, Taken } from "./judge.ts";
import type { RosterFile, RosterRow } from "./shape.ts";

/** One row with what became of it: the placement that it asks for, or what is wrong with it. */
export interface JudgedRow {
  /** Counted from 1 over all sheets of the file. */
  ordinal: number;
  row: RosterRow;
  line: RosterLine | null;
  findings: rules.Finding<RosterField>[];
}

export interface WalkOptions {
  period: Period;
  /** Why nobody of a school may be registered, or null; asked once for each code. */
  refusalOf: (schoolCode: string) => Promise<SchoolRefusal | null>;
}

/** More placements than any enterprise of a city has. */
const MOST_ROWS = 100_000;

/**
 * Judges a roster row by row, some at a time. The same file gives the same rows under the same numbers, so it can be
 * walked once to see what it holds, and again to send it off and to write its report. The file's warnings grow by
 * `hidden-rows` as it is walked, since nobody knows before.
 * @throws FileRefused when the file breaks off, or has more rows than anybody's roster
 */
export async function* walk(
  file: RosterFile,
  { period, refusalOf }: WalkOptions,
): AsyncGenerator<JudgedRow[]> {
  const schools = new Map<string, SchoolRefusal | null>();
  const taken = new Taken();
  let ordinal = 0;
  for (const { sheet, reading } of file.sheets) {
    let hidden = 0;
    for await (const some of sheet.rows()) {
      const judged: JudgedRow[] = [];
      for (const one of some) {
        const [row] = one.row > reading.headingRow ? reading.read(one, sheet.name) : [];
        if (!row) continue;
        ordinal += 1;
        if (one.hidden) hidden += 1;
        const { schoolCode } = row.cells;
        if (schoolCode !== undefined && !schools.has(schoolCode))
          schools.set(schoolCode, await refusalOf(schoolCode));
        const answer = judgeRow(row.cells, { period, refusalOf: (code) => schools.get(code) ?? null });
        const twice = "line" in answer ? taken.take(answer.line, row.row) : null;
        const findings = "line" in answer ? (twice ? [twice] : []) : answer.findings;
        judged.push({ ordinal, row, findings, line: "line" in answer && !twice ? answer.line : null });
      }
      if (ordinal > MOST_ROWS)
        throw new FileRefused("too-many-rows", { found: `> ${MOST_ROWS}`, expected: String(MOST_ROWS) });
      yield judged;
    }
    if (hidden > 0)
      file.warnings.push({ code: "hidden-rows", found: String(hidden), other: maskNumbers(sheet.name) });
  }
}
