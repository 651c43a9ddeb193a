import type { Period } from "../../../shared/values/period.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type * as rules from "../rules/index.ts";
import type { RosterField } from "./headings.ts";
import { judgeRow, type RosterLine, Taken } from "./judge.ts";
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
  /** Asked once for each code. */
  isKnownSchool: (code: string) => Promise<boolean>;
}

/** More placements than any enterprise of a city has. */
const MOST_ROWS = 100_000;

/**
 * Judges a roster row by row, some at a time. The same file gives the same rows under the same numbers, so it can be
 * walked once to see what it holds, and again to send it off and to write its report.
 * @throws FileRefused when the file breaks off, or has more rows than anybody's roster
 */
export async function* walk(
  file: RosterFile,
  { period, isKnownSchool }: WalkOptions,
): AsyncGenerator<JudgedRow[]> {
  const schools = new Map<string, boolean>();
  const taken = new Taken();
  let ordinal = 0;
  for (const { sheet, reading } of file.sheets) {
    for await (const some of sheet.rows()) {
      const judged: JudgedRow[] = [];
      for (const row of some
        .filter((one) => one.row > reading.headingRow)
        .flatMap((one) => reading.read(one, sheet.name))) {
        ordinal += 1;
        const { schoolCode } = row.cells;
        if (schoolCode !== undefined && !schools.has(schoolCode))
          schools.set(schoolCode, await isKnownSchool(schoolCode));
        const answer = judgeRow(row.cells, { period, isKnownSchool: (code) => schools.get(code) ?? false });
        const twice = "line" in answer ? taken.take(answer.line, row.row) : null;
        const findings = "line" in answer ? (twice ? [twice] : []) : answer.findings;
        judged.push({ ordinal, row, findings, line: "line" in answer && !twice ? answer.line : null });
      }
      if (ordinal > MOST_ROWS)
        throw new FileRefused("too-many-rows", { found: `> ${MOST_ROWS}`, expected: String(MOST_ROWS) });
      yield judged;
    }
  }
}
