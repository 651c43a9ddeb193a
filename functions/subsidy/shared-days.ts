import { type LocalDate, type Period, periodOf } from "../../shared/values/period.ts";
import type { PersonFacts, PlacementFacts, SheetFacts } from "./facts.ts";
import { inForce } from "./in-force.ts";
import type { PolicyRecord } from "./policy.ts";
import { latest } from "./schemes/attended.ts";
import { personSchemes } from "./schemes/index.ts";

/** The days of one placement's month on which the person is said to have been at another enterprise too. */
export interface SharedDays {
  uscc: string;
  period: Period;
  placementId: string;
  /** Of the word that stands. */
  uploadId: string;
  dates: LocalDate[];
  /** Whether every one of these days counts here. */
  kept: boolean;
}

interface PlacementMonth {
  placement: PlacementFacts;
  period: Period;
  sheet: SheetFacts;
}

const PRESENT: ReadonlySet<string> = new Set(["present", "late", "left-early"]);

/**
 * For every month of a person who is placed with several enterprises: which days more than one of them claims,
 * whatever the days are worth. Months without such days are answered too, with none, so that what was told of them
 * before can be taken back, also when the other placement is over. Pure.
 */
export function sharedDays(person: PersonFacts, policies: readonly PolicyRecord[]): SharedDays[] {
  const months = standingMonths(person);
  if (new Set(person.placements.map(({ uscc }) => uscc)).size < 2) return [];
  const counts = countingDays(person, policies);
  return months.map(({ placement, period, sheet }) => {
    const { placementId, uscc } = placement;
    const others = months.filter((month) => month.period === period && month.placement.uscc !== uscc);
    const elsewhere = new Set(others.flatMap((month) => presence(month)));
    const dates = presence({ placement, period, sheet }).filter((date) => elsewhere.has(date));
    const kept = dates.length > 0 && dates.every((date) => counts.has(`${placementId} ${date}`));
    return { uscc, period, placementId, uploadId: sheet.uploadId, dates, kept };
  });
}

function standingMonths({ placements, sheets }: PersonFacts): PlacementMonth[] {
  return placements.flatMap((placement) => {
    const own = sheets.filter(({ placementId }) => placementId === placement.placementId);
    const byPeriod = Map.groupBy(own, ({ period }) => period);
    return [...byPeriod].map(([period, words]) => ({ placement, period, sheet: latest(words) }));
  });
}

/** The days on which the person was there, within the placement. */
function presence({ placement, period, sheet }: PlacementMonth): LocalDate[] {
  const there = sheet.days.filter(
    ({ date, minutes, status }) =>
      PRESENT.has(status) &&
      minutes > 0 &&
      periodOf(date) === period &&
      placement.start <= date &&
      date <= placement.end,
  );
  return [...new Set(there.map(({ date }) => date))].sort();
}

/** `<placement> <date>` of every day that counts under some scheme. */
function countingDays(person: PersonFacts, policies: readonly PolicyRecord[]): Set<string> {
  const counted = personSchemes.flatMap(({ id, countedDays }) => countedDays(person, inForce(policies, id)));
  return new Set(counted.map(({ placementId, date }) => `${placementId} ${date}`));
}
