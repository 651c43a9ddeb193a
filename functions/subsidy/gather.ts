import { shardOf } from "../../shared/values/canonical.ts";
import { type Period, periodOf } from "../../shared/values/period.ts";
import {
  type AttendanceQueries,
  attendanceQueries,
  type Month,
  type Shard,
  type ShardReading,
} from "../attendance/queries.ts";
import { type PersonPlacement, type PersonPlacements, placementQueries } from "../placement/queries.ts";
import { registryQueries } from "../registry/queries.ts";
import type { PersonFacts, PlacementFacts } from "./facts.ts";
import type { AccountKey } from "./known-accounts.ts";

export type Gatherer = ReturnType<typeof gatherer>;

/**
 * Reads what decides people's money: all of their placements, every month of them, wherever they were. Each gathering
 * reads anew; only words that cannot have changed since the last one are taken from there.
 */
export function gatherer(attendance: AttendanceQueries = attendanceQueries()) {
  const placement = placementQueries();
  const readings = new Map<string, ShardReading>();
  /** By enterprise, as they were when last looked at. */
  const monthsAt = new Map<string, readonly Month[]>();
  /** By person, the enterprises whose files were seen to name them. */
  const namedBy = new Map<string, Set<string>>();

  async function months(uscc: string): Promise<Month[]> {
    const found = await attendance.months(uscc);
    monthsAt.set(uscc, found);
    return found;
  }

  const keyOf = ({ uscc, period }: Month, shard: number): string => `${uscc}#${period}#${shard}`;

  async function readShard(month: Month, shard: number): Promise<Shard> {
    const found = await attendance.shard(month, shard, readings.get(keyOf(month, shard)));
    readings.set(keyOf(month, shard), found.reading);
    return found;
  }

  const periodsAt = (uscc: string): Period[] => (monthsAt.get(uscc) ?? []).map(({ period }) => period);

  return {
    months,

    /** The placements that a shard's files have ever named, each with its person. */
    async named(month: Month, shard: number): Promise<Map<string, string>> {
      const { named, reading } = await attendance.named(month, shard);
      readings.set(keyOf(month, shard), reading);
      for (const personId of named.values())
        namedBy.set(personId, (namedBy.get(personId) ?? new Set()).add(month.uscc));
      return named;
    },

    /** The months of the enterprises that were seen to name these persons: where most have all their accounts. */
    likelyMonths: (personIds: readonly string[]): AccountKey[] =>
      personIds.flatMap((subjectId) => {
        const periods = new Set([...(namedBy.get(subjectId) ?? [])].flatMap(periodsAt));
        return [...periods].map((period) => ({ subjectId, period }));
      }),

    /**
     * Every month in which a person whose facts were gathered can have an account: entries are only ever made for a
     * month that one of their enterprises has opened, and not before the placement there began, which never changes.
     * A month opened after this look has news of its own, whose booking looks again.
     */
    monthsOf: ({ placements }: PersonFacts): Period[] => {
      const periods = placements.flatMap(({ uscc, start }) =>
        periodsAt(uscc).filter((period) => period >= periodOf(start)),
      );
      return [...new Set(periods)];
    },

    facts: async (personIds: readonly string[]): Promise<PersonFacts[]> => {
      const people = await placement.people(personIds);
      return Promise.all(people.map(factReader(months, readShard)));
    },
  };
}

/**
 * The people of one part of an enterprise. Parts are made of placements, as shards are, and both are powers of two in
 * number: the placements of one part stand in one shard of a month, or in several of a month that has more shards than
 * there were when the parts were made.
 */
export async function peopleOf(
  months: readonly Month[],
  part: number,
  parts: number,
  gather: Gatherer,
): Promise<string[]> {
  const named = await Promise.all(
    months.flatMap((month) => shardsOfPart(month, part, parts).map((shard) => gather.named(month, shard))),
  );
  const own = named.flatMap((some) =>
    [...some].filter(([placementId]) => shardOf(placementId, parts) === part),
  );
  return [...new Set(own.map(([, personId]) => personId))];
}

function shardsOfPart({ shards }: Month, part: number, parts: number): number[] {
  const first = part % shards;
  return Array.from({ length: Math.ceil((shards - first) / parts) }, (_, at) => first + at * parts);
}

/** In how many parts the people of these months are looked at. */
export const partsOf = (months: readonly Month[]): number =>
  Math.max(1, ...months.map(({ shards }) => shards));

type ReadMonths = (uscc: string) => Promise<Month[]>;
type ReadShard = (month: Month, shard: number) => Promise<Shard>;

/** Months, shards and certifications are read once per gathering, since people of one shard mostly share them. */
function factReader(readMonths: ReadMonths, readShard: ReadShard) {
  const registry = registryQueries();
  const monthsOnce = once(readMonths);
  const certificationsOnce = once((uscc: string) => registry.certifications(uscc));
  const shards = new Map<string, Promise<Map<string, Shard["sheets"]>>>();

  const sheetsOnce = (month: Month, shard: number) =>
    remember(shards, `${month.uscc}#${month.period}#${shard}`, async () => {
      const { sheets } = await readShard(month, shard);
      return Map.groupBy(sheets, ({ placementId }) => placementId);
    });

  async function sheetsOf({ placementId, uscc, start, end }: PersonPlacement) {
    const [first, last] = [periodOf(start), periodOf(end)];
    const concerned = (await monthsOnce(uscc)).filter(({ period }) => period >= first && period <= last);
    const found = await Promise.all(
      concerned.map((month) => sheetsOnce(month, shardOf(placementId, month.shards))),
    );
    return found.flatMap((sheets) => sheets.get(placementId) ?? []);
  }

  return async (person: PersonPlacements): Promise<PersonFacts> => {
    const usccs = [...new Set(person.placements.map(({ uscc }) => uscc))];
    const [sheets, certified] = await Promise.all([
      Promise.all(person.placements.map(sheetsOf)),
      Promise.all(usccs.map(certificationsOnce)),
    ]);
    const placements = person.placements.map(
      (one): PlacementFacts => ({ ...one, keptOver: keptOver(person, one.placementId) }),
    );
    return {
      personId: person.personId,
      placements,
      sheets: sheets.flat(),
      certifications: certified.flat(),
    };
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

const once = <T>(read: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (key) => remember(known, key, () => read(key));
};
