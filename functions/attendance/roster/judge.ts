import { checkCitizenId, normaliseId } from "../../../shared/values/identifiers.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { isScientific } from "../files/text.ts";
import { spoilt as spoiltCell } from "../reading/cells.ts";
import type * as rules from "../rules/index.ts";
import { aboutDates, dateIn } from "./dates.ts";
import { LONGEST, REQUIRED, ROSTER_HEADINGS, type RosterField } from "./headings.ts";
import type { RosterRow } from "./shape.ts";

type Finding = rules.Finding<RosterField>;
type Cells = RosterRow["cells"];

/** A placement as a row of a roster asks for it, in the file's own words where nobody has to compute with them. */
export interface RosterLine {
  idNumber: string;
  name: string;
  schoolCode: string;
  studentNo: string | null;
  grade: number;
  major: string | null;
  agreementNo: string;
  start: LocalDate;
  end: LocalDate;
  post: string;
  employeeNo: string | null;
}

/** Why nobody of a school may be registered by this file. */
export type SchoolRefusal = Pick<rules.Finding, "code" | "expected">;

export interface JudgeOptions {
  /** The month that the roster is sent for; it gives the year where a date has none. */
  period: Period;
  /** Null where placements of the school may be registered. */
  refusalOf: (schoolCode: string) => SchoolRefusal | null;
}

const FIRST_YEAR = 1;
const GRADES = "2–9";

/** Everything that is wrong with a row by itself, or the placement that it asks for. */
export function judgeRow(
  cells: Cells,
  options: JudgeOptions,
): { line: RosterLine } | { findings: Finding[] } {
  const damage = spoilt(cells);
  // what a spoilt cell says was never meant, so nothing else is told of it
  const damaged = new Set(damage.map(({ field }) => field));
  const sound = Object.fromEntries(
    Object.entries(cells).filter(([field]) => !damaged.has(field as RosterField)),
  ) as Cells;
  const findings = [
    ...missing(cells),
    ...damage,
    ...aboutPerson(sound),
    ...aboutDates(sound, options.period),
    ...aboutGrade(sound),
    ...aboutSchool(sound, options.refusalOf),
  ];
  return findings.length > 0 ? { findings } : { line: lineOf(cells, options.period) };
}

const missing = (cells: Cells): Finding[] =>
  REQUIRED.filter((field) => cells[field] === undefined).map((field) => ({
    code: "roster-field-missing",
    field,
    expected: ROSTER_HEADINGS[field],
  }));

const NUMBERS: readonly RosterField[] = ["idNumber", "studentNo", "employeeNo", "agreementNo"];

/** What a spreadsheet or a conversion made of a cell. */
function spoilt(cells: Cells): Finding[] {
  return (Object.entries(cells) as [RosterField, string][]).flatMap(([field, text]): Finding[] => {
    const why = spoiltCell(field, text, LONGEST[field]);
    if (why) return [why];
    if (NUMBERS.includes(field) && isScientific(text))
      return [{ code: "id-in-scientific-notation", field, found: text, expected: ROSTER_HEADINGS[field] }];
    return [];
  });
}

function aboutPerson({ idNumber }: Cells): Finding[] {
  if (idNumber === undefined || checkCitizenId(normaliseId(idNumber)).valid) return [];
  return [{ code: "roster-invalid-id-number", field: "idNumber", found: idNumber }];
}

function aboutGrade({ grade }: Cells): Finding[] {
  if (grade === undefined) return [];
  const year = parseGrade(grade);
  if (year === null) return [{ code: "roster-bad-grade", field: "grade", found: grade, expected: GRADES }];
  return year === FIRST_YEAR ? [{ code: "roster-first-year", field: "grade", found: grade }] : [];
}

const DIGITS = "一二三四五六七八九";

/** The year of study: `2`, `二`, `二年级`, `高二`, `大三`, `中职二年级`. `2024级` is the year of enrolment, and no answer. */
export function parseGrade(text: string): number | null {
  const [, digit = ""] =
    /^(?:中职|职高|高职|中专|大专|技校|高|大|职)?第?([1-9一二三四五六七八九])(?:年级|学年|年)?$/.exec(
      text.replace(/\s+/g, "").replace(/\.0+$/, ""),
    ) ?? [];
  if (digit === "") return null;
  const chinese = DIGITS.indexOf(digit);
  return chinese < 0 ? Number(digit) : chinese + 1;
}

function aboutSchool({ schoolCode }: Cells, refusalOf: JudgeOptions["refusalOf"]): Finding[] {
  const refusal = schoolCode === undefined ? null : refusalOf(schoolCode);
  return refusal ? [{ ...refusal, field: "schoolCode", found: schoolCode }] : [];
}

/** Only for a row without findings: what it must have is there, and can be read. */
function lineOf(cells: Cells, period: Period): RosterLine {
  const { idNumber = "", name = "", schoolCode = "", agreementNo = "", post = "" } = cells;
  return {
    idNumber: normaliseId(idNumber),
    name,
    schoolCode,
    studentNo: cells.studentNo ?? null,
    grade: parseGrade(cells.grade ?? "") ?? 0,
    major: cells.major ?? null,
    agreementNo,
    start: dateIn(cells.start, period) ?? "",
    end: dateIn(cells.end, period) ?? "",
    post,
    employeeNo: cells.employeeNo ?? null,
  };
}

/** Finds rows of one file that ask for the same person on the same days; the first one counts. */
export class Taken {
  readonly #rows = new Map<string, { start: LocalDate; end: LocalDate; row: number }[]>();

  /** Takes the days, or says which row has them already. */
  take({ idNumber, start, end }: RosterLine, row: number): Finding | null {
    const own = this.#rows.get(idNumber) ?? [];
    const earlier = own.find((other) => start <= other.end && end >= other.start);
    if (earlier)
      return { code: "roster-duplicate", field: "idNumber", found: idNumber, other: String(earlier.row) };
    own.push({ start, end, row });
    this.#rows.set(idNumber, own);
    return null;
  }
}
