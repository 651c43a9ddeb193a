import { mask, maskName, maskNumbers } from "../../../shared/values/mask.ts";
import { HEADINGS } from "../readers/headers.ts";
import type { Column } from "../readers/shape.ts";
import { type Finding, type RuleCode, ruleOf } from "../rules/index.ts";
import type { Wording } from "../rules/rule.ts";

/** One finding as it is kept until the report is drawn: masked, and where it stands in the file. */
export interface FindingLine {
  /** Empty, with row 0, for a finding about the file as a whole. */
  sheet: string;
  /** 1-based, as in the file. */
  row: number;
  /** Letter of the offending column, or empty. */
  column: string;
  /** Its heading in the file, or the template's. */
  field: string;
  found: string;
  expected: string;
  /** Another row, the candidates for a name, and the like. */
  other?: string;
  code: RuleCode;
}

/** Takes the lines in the order of the file. A promise that it returns asks to be waited for before the next. */
export type FindingSink = (line: FindingLine) => void | Promise<void>;

/** Where a row stands; a `RawRow` of any kind of file. */
export interface RowPlace {
  sheet: string;
  row: number;
  columns: Readonly<Partial<Record<string, Column>>>;
}

/** The line of a finding about a row. */
export function rowLine({ sheet, row, columns }: RowPlace, finding: Finding<string>): FindingLine {
  const column = finding.field === undefined ? undefined : columns[finding.field];
  const heading = HEADINGS[finding.field as keyof typeof HEADINGS] ?? "";
  return lineOf(finding, { sheet, row, column: column?.letter ?? "", field: column?.header ?? heading });
}

/** The line of a finding about the file as a whole. */
export const fileLine = (finding: Finding<string>): FindingLine =>
  lineOf(finding, { sheet: "", row: 0, column: "", field: "" });

function lineOf(
  { code, field, found, expected = "", other }: Finding<string>,
  place: Pick<FindingLine, "sheet" | "row" | "column" | "field">,
): FindingLine {
  return {
    ...place,
    found: found === undefined ? "" : maskedValue(field, found),
    expected,
    ...(other === undefined ? {} : { other }),
    code,
  };
}

/** What was found and what was expected, in words. */
export function explain(line: FindingLine): Wording {
  const { zh, en } = ruleOf(line.code);
  return { zh: zh(line), en: en(line) };
}

/** Where a rule is explained. */
export const explanationOf = (code: RuleCode): string => `/rules#${code}`;

const LONGEST_VALUE = 80;
const PERSONAL: ReadonlySet<string> = new Set(["idNumber", "studentNo", "employeeNo", "account"]);

/** Numbers of people and names are masked; whatever looks like an identity number elsewhere is, too. */
export function maskedValue(field: string | undefined, text: string): string {
  const masked =
    field === "name" ? maskName(text) : field && PERSONAL.has(field) ? mask(text) : maskNumbers(text);
  return masked.length > LONGEST_VALUE ? `${masked.slice(0, LONGEST_VALUE)}…` : masked;
}
