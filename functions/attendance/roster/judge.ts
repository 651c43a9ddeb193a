import { ageOn, birthDate, checkCitizenId, normaliseId } from "../../../shared/values/identifiers.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { isScientific, parseDate } from "../files/text.ts";
import type * as rules from "../rules/index.ts";
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

export interface JudgeOptions {
  /** The month that the roster is sent for; it gives the year where a date has none. */
  period: Period;
  /** Whether placements of this school may be registered by this file. */
  isKnownSchool: (code: string) => boolean;
}

/** 禁止使用童工规定 4: the age on the first day. */
const MINIMUM_AGE = 16;
const FIRST_YEAR = 1;
const GRADES = "2–9";

/** Everything that is wrong with a row by itself, or the placement that it asks for. */
export function judgeRow(
  cells: Cells,
  options: JudgeOptions,
): { line: RosterLine } | { findings: Finding[] } {
  const findings = [
    ...missing(cells),
    ...spoilt(cells),
    ...aboutPerson(cells),
    ...aboutDates(cells, options.period),
    ...aboutGrade(cells),
    ...aboutSchool(cells, options.isKnownSchool),
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
    if (text.length > LONGEST[field])
      return [{ code: "cell-too-long", field, found: String(text.length), expected: String(LONGEST[field]) }];
    if (/\ufffd/.test(text) || !text.isWellFormed()) return [{ code: "text-damaged", field, found: text }];
    if (NUMBERS.includes(field) && isScientific(text))
      return [{ code: "id-in-scientific-notation", field, found: text, expected: ROSTER_HEADINGS[field] }];
    return [];
  });
}

function aboutPerson({ idNumber }: Cells): Finding[] {
  if (idNumber === undefined || isScientific(idNumber)) return [];
  const { valid } = checkCitizenId(normaliseId(idNumber));
  return valid ? [] : [{ code: "invalid-id-number", field: "idNumber", found: idNumber }];
}

function aboutDates(cells: Cells, period: Period): Finding[] {
  const findings: Finding[] = [];
  for (const field of ["start", "end"] as const) {
    const text = cells[field];
    if (text !== undefined && parseDate(text, period) === null)
      findings.push({ code: "bad-date", field, found: text, expected: `${period}-01` });
  }
  const [start, end] = [dateIn(cells.start, period), dateIn(cells.end, period)];
  if (start && end && end < start)
    findings.push({ code: "roster-dates-reversed", field: "end", found: end, expected: start });
  const id = normaliseId(cells.idNumber ?? "");
  if (start && checkCitizenId(id).valid && ageOn(birthDate(id), start) < MINIMUM_AGE)
    findings.push({ code: "roster-under-sixteen", field: "start", found: start });
  return findings;
}

const dateIn = (text: string | undefined, period: Period): LocalDate | null =>
  text === undefined ? null : parseDate(text, period);

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

const aboutSchool = ({ schoolCode }: Cells, isKnown: (code: string) => boolean): Finding[] =>
  schoolCode === undefined || isKnown(schoolCode)
    ? []
    : [{ code: "roster-unknown-school", field: "schoolCode", found: schoolCode }];

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
