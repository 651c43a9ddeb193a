import type { LocalDate } from "../../../shared/values/period.ts";
import type { AttendanceDay, CertificationFacts, SheetFacts } from "../facts.ts";

const NOT_PRESENT: ReadonlySet<string> = new Set(["leave", "absent", "rest"]);

/** The word that stands: the one announced last. */
export const latest = (words: readonly SheetFacts[]): SheetFacts =>
  words.reduce((standing, word) => (word.sequence > standing.sequence ? word : standing));

export const isPresent = (day: AttendanceDay): boolean => !NOT_PRESENT.has(day.status);

/** Each date once: two rows of one day are one day. */
export const datesOf = (days: readonly AttendanceDay[]): LocalDate[] =>
  [...new Set(days.map(({ date }) => date))].toSorted();

/** Whether the enterprise held the certification on a day; always, where none is required. */
export function certifiedOn(
  certifications: readonly CertificationFacts[],
  uscc: string,
  required: string | null,
): (date: LocalDate) => boolean {
  const held = certifications.filter((one) => one.uscc === uscc && one.kind === required);
  return (date) => required === null || held.some((one) => holds(one, date));
}

function holds({ status, validFrom, validTo }: CertificationFacts, date: LocalDate): boolean {
  if (status !== "approved" && status !== "revoked") return false;
  return validFrom !== null && validTo !== null && validFrom <= date && date <= validTo;
}
