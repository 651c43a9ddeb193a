import { firstDay, type LocalDate, lastDay, type Period, periodOf } from "../../shared/values/period.ts";
import type { PersonFacts, PlacementFacts, SheetFacts } from "./facts.ts";
import { policyFor } from "./in-force.ts";
import type { PolicyRecord } from "./policy.ts";
import { schemes } from "./schemes/index.ts";
import { latest } from "./schemes/internship/days.ts";

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
 * For every month in which a person is placed with several enterprises: which days more than one of them claims,
 * whatever the days are worth. Months without such days are answered too, with none, so that what was told of them
 * before can be taken back. Pure.
 */
export function sharedDays(person: PersonFacts, policies: readonly PolicyRecord[]): SharedDays[] {
  const months = standingMonths(person);
  const shared = months.filter((month) => enterprisesIn(month.period, person, months).size > 1);
  if (shared.length === 0) return [];
  const counts = countingDays(person, policies);
  return shared.map(({ placement, period, sheet }) => {
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

/** The enterprises that have the person on their roster or in their files of the month. */
function enterprisesIn(
  period: Period,
  { placements }: PersonFacts,
  months: readonly PlacementMonth[],
): Set<string> {
  const placed = placements.filter(({ start, end }) => start <= lastDay(period) && end >= firstDay(period));
  const told = months.filter((month) => month.period === period);
  return new Set([...placed, ...told.map(({ placement }) => placement)].map(({ uscc }) => uscc));
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
  const counted = schemes.flatMap((scheme) =>
    scheme.countedDays(person, (period) => policyFor(policies, scheme.id, period)),
  );
  return new Set(counted.map(({ placementId, date }) => `${placementId} ${date}`));
}
