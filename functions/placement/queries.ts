import { setting } from "../../shared/runtime/config.ts";
import { addMonths, firstDay, lastDay, type Period } from "../../shared/values/period.ts";
import type { Conflict, PersonPlacement } from "./placement.ts";
import { placementStore, type RosterLine } from "./store.ts";

export type { Conflict, PersonPlacement, RosterLine };

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
    async roster(uscc: string, period: Period, monthsAround = 0): Promise<RosterLine[]> {
      const first = firstDay(addMonths(period, -monthsAround));
      const last = lastDay(addMonths(period, monthsAround));
      const lines: RosterLine[] = [];
      const compact = sharingTexts();
      for await (const some of store.lines(uscc))
        for (const line of some) if (line.start <= last && line.end >= first) lines.push(compact(line));
      return lines;
    },

    placementsOf: async (uscc: string): Promise<RosterLine[]> =>
      (await Array.fromAsync(store.lines(uscc))).flat(),

    /** Whether a school has ever placed a student with the enterprise. */
    async hasPlaced(schoolCode: string, uscc: string): Promise<boolean> {
      for await (const some of store.lines(uscc))
        if (some.some((line) => line.schoolCode === schoolCode)) return true;
      return false;
    },

    /** The placements of these ids that exist, in the form of a roster. */
    placements: (ids: readonly string[]): Promise<RosterLine[]> => store.placements(ids),

    /** How many placements these enterprises have registered. */
    count: async (usccs: readonly string[]): Promise<number> =>
      [...(await store.counts(usccs)).values()].reduce((sum, count) => sum + count, 0),

    /** The same, of each. */
    counts: (usccs: readonly string[]): Promise<Map<string, number>> => store.counts(usccs),

    people: (personIds: readonly string[]): Promise<PersonPlacements[]> => store.people(personIds),
  };
}

/** Tens of thousands of placements have the same few dates, schools and masks: each text is kept once. */
function sharingTexts(): (line: RosterLine) => RosterLine {
  const texts = new Map<string, string>();
  const one = <T extends string | null>(text: T): T => {
    if (text === null) return text;
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return (known ?? text) as T;
  };
  return ({ start, end, scheme, schoolCode, maskedName, ...own }) => ({
    ...own,
    start: one(start),
    end: one(end),
    scheme: one(scheme),
    schoolCode: one(schoolCode),
    maskedName: one(maskedName),
  });
}
