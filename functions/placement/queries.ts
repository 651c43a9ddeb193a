import { setting } from "../../shared/runtime/config.ts";
import { firstDay, lastDay, type Period } from "../../shared/values/period.ts";
import type { Conflict, PersonPlacement } from "./placement.ts";
import { type Placement, placementStore } from "./store.ts";

export type { Conflict, PersonPlacement };

/** A line of an enterprise's roster, as attendance files are matched against it. */
export interface RosterLine {
  placementId: string;
  placementNo: string;
  personId: string;
  scheme: string;
  idKey: string;
  nameKey: string;
  studentNoKey: string | null;
  employeeNo: string | null;
  maskedName: string;
  schoolCode: string | null;
  /** The year of study, where it is known. */
  grade: number | null;
  start: string;
  end: string;
}

/** All of one person's placements, and what was decided where they overlap. */
export interface PersonPlacements {
  personId: string;
  placements: PersonPlacement[];
  conflicts: Conflict[];
}

/** What other contexts may read of placements. */
export function placementQueries() {
  const store = placementStore(setting("PLACEMENT_TABLE"));
  return {
    /** Everyone placed with the enterprise on some day of the month. */
    roster: async (uscc: string, period: Period): Promise<RosterLine[]> =>
      (await store.all(uscc))
        .filter(({ start, end }) => start <= lastDay(period) && end >= firstDay(period))
        .map(line),

    placementsOf: async (uscc: string): Promise<RosterLine[]> => (await store.all(uscc)).map(line),

    /** How many placements these enterprises have registered. */
    count: async (usccs: readonly string[]): Promise<number> => store.count(usccs),

    people: (personIds: readonly string[]): Promise<PersonPlacements[]> => store.people(personIds),
  };
}

function line(placement: Placement): RosterLine {
  const { placementId, placementNo, personId, scheme, idKey, nameKey, studentNoKey, employeeNo } = placement;
  const { maskedName, schoolCode, grade, start, end } = placement;
  return {
    placementId,
    placementNo,
    personId,
    scheme,
    idKey,
    nameKey,
    studentNoKey,
    employeeNo,
    maskedName,
    schoolCode,
    grade,
    start,
    end,
  };
}
