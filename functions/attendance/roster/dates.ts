import { ageOn, birthDate, checkCitizenId, normaliseId } from "../../../shared/values/identifiers.ts";
import {
  addMonths,
  firstDay,
  type LocalDate,
  lastDay,
  type Period,
  periodOf,
} from "../../../shared/values/period.ts";
import { parseDate } from "../files/text.ts";
import type * as rules from "../rules/index.ts";
import { PLAUSIBLE_DATES } from "../rules/standards.ts";
import type { RosterField } from "./headings.ts";
import type { RosterRow } from "./shape.ts";

type Finding = rules.Finding<RosterField>;
type Cells = RosterRow["cells"];

/** 禁止使用童工规定 4: the age on the first day. */
const MINIMUM_AGE = 16;

/** What is wrong with the days that a row asks for. */
export function aboutDates(cells: Cells, period: Period): Finding[] {
  const findings: Finding[] = [];
  for (const field of ["start", "end"] as const) {
    const text = cells[field];
    if (text !== undefined && parseDate(text, period) === null)
      findings.push({ code: "bad-date", field, found: text, expected: `${period}-01` });
  }
  const [start, end] = [dateIn(cells.start, period), dateIn(cells.end, period)];
  if (!start) return findings;
  const farOff = implausibleStart(start, period);
  // whatever else such a row says of its days rests on a mistyped year
  if (farOff) return [...findings, farOff];
  if (end && end < start)
    findings.push({ code: "roster-dates-reversed", field: "end", found: end, expected: start });
  const latest = yearsAfter(start, PLAUSIBLE_DATES.mostYears);
  if (end && end > latest)
    findings.push({
      code: "roster-dates-implausible",
      field: "end",
      found: end,
      expected: `${start} – ${latest}`,
    });
  const id = normaliseId(cells.idNumber ?? "");
  if (checkCitizenId(id).valid && ageOn(birthDate(id), start) < MINIMUM_AGE)
    findings.push({ code: "roster-under-sixteen", field: "start", found: start });
  return findings;
}

export const dateIn = (text: string | undefined, period: Period): LocalDate | null =>
  text === undefined ? null : parseDate(text, period);

function implausibleStart(start: LocalDate, period: Period): Finding | null {
  const { monthsAround } = PLAUSIBLE_DATES;
  const [first, last] = [addMonths(period, -monthsAround), addMonths(period, monthsAround)];
  const month = periodOf(start);
  if (month >= first && month <= last) return null;
  const expected = `${firstDay(first)} – ${lastDay(last)}`;
  return { code: "roster-dates-implausible", field: "start", found: start, expected };
}

/** The same day so many years later; of 29 February, the last day of the month. */
function yearsAfter(date: LocalDate, years: number): LocalDate {
  const month = addMonths(periodOf(date), 12 * years);
  const [same, last] = [`${month}${date.slice(7)}`, lastDay(month)];
  return same < last ? same : last;
}
