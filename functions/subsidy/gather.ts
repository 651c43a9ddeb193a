import { shardOf } from "../../shared/values/canonical.ts";
import { type Period, periodOf } from "../../shared/values/period.ts";
import { attendanceQueries, type Month, type SheetWord } from "../attendance/queries.ts";
import { type PersonPlacements, placementQueries } from "../placement/queries.ts";
import { registryQueries } from "../registry/queries.ts";
import type { PersonFacts, PlacementFacts } from "./facts.ts";

interface Shard {
  sheets: SheetWord[];
  named: Map<string, string>;
}

/**
 * Reads what decides people's money: all of their placements, every month of them, wherever they were. Shards and
 * certifications are read once per gathering, since people of one shard mostly share them.
 */
export function gatherer() {
  const [registry, placement, attendance] = [registryQueries(), placementQueries(), attendanceQueries()];
  const shards = new Map<string, Promise<Shard>>();
  const months = new Map<string, Promise<Month[]>>();
  const certifications = new Map<string, ReturnType<typeof registry.certifications>>();

  const shardOnce = (month: Month, shard: number) =>
    remember(shards, `${month.uscc}#${month.period}#${shard}`, () => attendance.shard(month, shard));
  const monthsOnce = (uscc: string) => remember(months, uscc, () => attendance.months(uscc));
  const certificationsOnce = (uscc: string) =>
    remember(certifications, uscc, () => registry.certifications(uscc));

  async function sheetsOf({
    placementId,
    uscc,
    start,
    end,
  }: {
    placementId: string;
    uscc: string;
    start: string;
    end: string;
  }) {
    const [first, last] = [periodOf(start), periodOf(end)];
    const concerned = (await monthsOnce(uscc)).filter(({ period }) => period >= first && period <= last);
    const found = await Promise.all(
      concerned.map((month) => shardOnce(month, shardOf(placementId, month.shards))),
    );
    return found.flatMap(({ sheets }) => sheets.filter((sheet) => sheet.placementId === placementId));
  }

  async function factsOf(person: PersonPlacements): Promise<PersonFacts> {
    const usccs = [...new Set(person.placements.map(({ uscc }) => uscc))];
    const [sheets, certified] = await Promise.all([
      Promise.all(person.placements.map(sheetsOf)),
      Promise.all(usccs.map(certificationsOnce)),
    ]);
    const placements = person.placements.map(
      (one): PlacementFacts => ({ ...one, keptOver: keptOver(person, one.placementId) }),
    );
    return { personId: person.personId, placements, sheets: sheets.flat(), certifications: certified.flat() };
  }

  return {
    /** The placements that a shard's files have ever named, each with its person. */
    async named(uscc: string, period: Period, shard: number): Promise<Map<string, string>> {
      const month = await attendance.month(uscc, period);
      return month ? (await shardOnce(month, shard)).named : new Map();
    },

    facts: async (personIds: readonly string[]): Promise<PersonFacts[]> =>
      Promise.all((await placement.people(personIds)).map(factsOf)),
  };
}

/** The placements that lost against this one by an officer's decision. */
const keptOver = ({ conflicts }: PersonPlacements, placementId: string): string[] =>
  conflicts
    .filter(({ keep }) => keep === placementId)
    .flatMap(({ placementIds }) => placementIds.filter((id) => id !== placementId));

function remember<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? read();
  known.set(key, answer);
  return answer;
}
