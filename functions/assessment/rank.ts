export interface Ranked {
  unitId: string;
  group: string;
  total: number;
}

export interface Place {
  /** Competition ranking within the group: 1, 2, 2, 4. */
  rank: number;
  /** Another unit of the group has the same place. */
  tied: boolean;
}

/** Ranks units inside their groups by total; in the order of groups, places, unit codes. */
export function rank<T extends Ranked>(units: readonly T[]): (T & Place)[] {
  const groups = Map.groupBy(units, ({ group }) => group);
  return [...groups.entries()]
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([, members]) =>
      members.map((unit) => ({ ...unit, ...placeAmong(members, unit) })).toSorted(byPlace),
    );
}

function placeAmong(members: readonly Ranked[], { total }: Ranked): Place {
  const better = members.filter((other) => other.total > total).length;
  const equal = members.filter((other) => other.total === total).length;
  return { rank: better + 1, tied: equal > 1 };
}

const byPlace = (a: Ranked & Place, b: Ranked & Place): number =>
  a.rank - b.rank || compare(a.unitId, b.unitId);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
