/** Enterprises that go through a close together, one message a step: named after the first, which may be alone. */
export interface Group {
  uscc: string;
  also: string[];
}

/** Together not more students than one worker judges in some seconds, nor more enterprises. */
const MOST_PLACEMENTS = 500;
const MOST_ENTERPRISES = 50;

/**
 * Puts small enterprises together in their order; one that is large goes alone.
 * @param placements how many an enterprise has registered
 */
export function groupsOf(usccs: readonly string[], placements: (uscc: string) => number): Group[] {
  const groups: Group[] = [];
  let room = 0;
  for (const uscc of usccs) {
    const size = placements(uscc);
    const last = groups.at(-1);
    if (last && size <= room && last.also.length + 1 < MOST_ENTERPRISES) last.also.push(uscc);
    else groups.push({ uscc, also: [] });
    room = (last === groups.at(-1) ? room : MOST_PLACEMENTS) - size;
  }
  return groups;
}

export const membersOf = ({ uscc, also }: Group): string[] => [uscc, ...also];
