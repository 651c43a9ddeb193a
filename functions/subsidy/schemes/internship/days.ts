import type { LocalDate } from "../../../../shared/values/period.ts";
import { addMonths, periodOf } from "../../../../shared/values/period.ts";
import type { AttendanceDay, PersonFacts, PlacementFacts, SheetFacts } from "../../facts.ts";
import {
  lateDays,
  notCertified,
  outsidePlacement,
  type Reason,
  sameDayElsewhere,
  tooShort,
} from "../../reason.ts";
import { certifiedOn, datesOf, isPresent, latest } from "../attended.ts";
import { type InternshipPolicy, minimumMinutes } from "./policy.ts";

/** A placement's month before it is measured: which of its days count, and why the others don't. */
export interface CountedMonth {
  placement: PlacementFacts;
  /** The word that stands. */
  sheet: SheetFacts;
  policy: InternshipPolicy;
  days: ReadonlySet<LocalDate>;
  reasons: Reason[];
}

const LONG_DAY_MINUTES = 360;

/** Minutes worked: punched times longer than six hours lose the break, stated hours are taken as they are. */
export const workedMinutes = (day: AttendanceDay, policy: InternshipPolicy): number =>
  day.basis === "punched" && day.minutes > LONG_DAY_MINUTES ? day.minutes - policy.breakMinutes : day.minutes;

const longEnough = (day: AttendanceDay, policy: InternshipPolicy): boolean =>
  workedMinutes(day, policy) >= minimumMinutes(policy.minHoursPerDay);

/** Present, and long enough. */
export const isAttended = (day: AttendanceDay, policy: InternshipPolicy): boolean =>
  isPresent(day) && longEnough(day, policy);

/**
 * Counts the days of one placement's month by everything but the person's other placements.
 * @param words all words about the placement's month, whatever their order
 */
export function countDays(
  words: readonly SheetFacts[],
  placement: PlacementFacts,
  person: PersonFacts,
  policy: InternshipPolicy,
): CountedMonth {
  const sheet = latest(words);
  const reasons: Reason[] = [];
  const keep = (
    dates: LocalDate[],
    holds: (date: LocalDate) => boolean,
    why: (dropped: number) => Reason,
  ) => {
    const kept = dates.filter(holds);
    if (kept.length < dates.length) reasons.push(why(dates.length - kept.length));
    return kept;
  };

  const [month, holdsOn] = [
    sheet.period,
    certifiedOn(person.certifications, placement.uscc, policy.requiresCertification),
  ];
  const inMonth = sheet.days.filter((day) => periodOf(day.date) === month && isPresent(day));
  const attended = datesOf(inMonth.filter((day) => longEnough(day, policy)));
  const short = datesOf(inMonth).length - attended.length;
  if (short > 0) reasons.push(tooShort(short, policy.minHoursPerDay));

  const placed = keep(attended, (date) => placement.start <= date && date <= placement.end, outsidePlacement);
  const certified = keep(placed, holdsOn, (dropped) =>
    notCertified(dropped, policy.requiresCertification ?? ""),
  );
  const inTime = keep(certified, saidInTime(words, sheet, policy), (dropped) =>
    lateDays(dropped, policy.lateMonths),
  );
  return { placement, sheet, policy, days: new Set(inTime), reasons };
}

/**
 * Lets every day of the person count once: for the placement an officer kept, else for the one whose word was
 * announced first, else for the lower placement id.
 */
export function countOnce(months: readonly CountedMonth[]): CountedMonth[] {
  return months.map((month) => {
    const days = [...month.days].filter((date) => ownerOf(date, months) === month);
    const lost = month.days.size - days.length;
    return lost === 0
      ? month
      : { ...month, days: new Set(days), reasons: [...month.reasons, sameDayElsewhere(lost)] };
  });
}

/** Days the person was to work: every day in the sheet that isn't a day of rest. */
export const shiftDays = (sheet: SheetFacts): number =>
  datesOf(sheet.days.filter((day) => periodOf(day.date) === sheet.period && day.status !== "rest")).length;

/** By when the word that stands was announced, then by placement. */
export const byAnnouncement = (a: CountedMonth, b: CountedMonth): number =>
  (a.sheet.announcedAt ?? "").localeCompare(b.sheet.announcedAt ?? "") ||
  a.sheet.sequence - b.sheet.sequence ||
  (a.placement.placementId < b.placement.placementId ? -1 : 1);

function ownerOf(date: LocalDate, months: readonly CountedMonth[]): CountedMonth | undefined {
  const claiming = months.filter((month) => month.days.has(date));
  const beaten = (id: string) => claiming.some(({ placement }) => placement.keptOver?.includes(id));
  const unbeaten = claiming.filter(({ placement }) => !beaten(placement.placementId));
  return (unbeaten.length > 0 ? unbeaten : claiming).toSorted(byAnnouncement)[0];
}

/**
 * A word announced after the time limit may take days back but adds none: of its days, those count that the last
 * word in time had as well.
 */
function saidInTime(words: readonly SheetFacts[], standing: SheetFacts, policy: InternshipPolicy) {
  const deadline = addMonths(standing.period, policy.lateMonths);
  const timely = (word: SheetFacts) =>
    word.announcedOn === undefined || periodOf(word.announcedOn) <= deadline;
  if (timely(standing)) return () => true;
  const before = words.filter(timely);
  const days = before.length === 0 ? [] : latest(before).days.filter((day) => isAttended(day, policy));
  const known = new Set(days.map(({ date }) => date));
  return (date: LocalDate): boolean => known.has(date);
}
