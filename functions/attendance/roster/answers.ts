import type * as rules from "../rules/index.ts";
import type { RosterField } from "./headings.ts";
import type { RosterLine } from "./judge.ts";

type Finding = rules.Finding<RosterField>;

/** What placement answered to a row; see `placements-answered` in the event catalogue. */
interface Answer {
  outcome: "made" | "unchanged" | "refused";
  code?: string | undefined;
  conflict?: { from: string; to: string } | undefined;
}

/** A refusal of placement as this context's own rule, in the row's own words. */
const REFUSALS: Record<string, (line: RosterLine) => Finding> = {
  "unknown-school": ({ schoolCode }) => ({
    code: "roster-unknown-school",
    field: "schoolCode",
    found: schoolCode,
  }),
  "under-sixteen": ({ start }) => ({ code: "roster-under-sixteen", field: "start", found: start }),
  "first-year-student": ({ grade }) => ({
    code: "roster-first-year",
    field: "grade",
    found: String(grade),
  }),
  "dates-reversed": ({ start, end }) => ({
    code: "roster-dates-reversed",
    field: "end",
    found: end,
    expected: start,
  }),
  "invalid-id-number": ({ idNumber }) => ({
    code: "roster-invalid-id-number",
    field: "idNumber",
    found: idNumber,
  }),
  "unknown-enterprise": () => ({ code: "roster-unknown-enterprise" }),
};

/** What an answer tells the roster's owner about the row. */
export function findingsOf({ outcome, code = "", conflict }: Answer, line: RosterLine): Finding[] {
  const days = conflict ? `${conflict.from} – ${conflict.to}` : "";
  if (outcome !== "refused")
    return conflict ? [{ code: "roster-conflict", field: "start", found: days }] : [];
  const known = REFUSALS[code];
  if (known) return [known(line)];
  return [
    { code: "roster-already-placed", field: "start", found: `${line.start} – ${line.end}`, other: days },
  ];
}
