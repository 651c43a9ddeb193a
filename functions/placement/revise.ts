import { Problem } from "../../shared/values/problem.ts";
import { conflictsOf, lineOf } from "./register.ts";
import type { PersonItem, Placement } from "./store.ts";

/** What of a placement may change while it lasts. */
export interface Revision {
  end?: string | undefined;
  post?: string | undefined;
  employeeNo?: string | undefined;
}

/**
 * A placement as it is from now on, and its person. Days that come to it are days that may lie in others of the
 * person: new conflicts, which an officer decides.
 * @throws Problem 422 for a last day before the first, or days with the same enterprise under another agreement
 */
export function revisedTo(
  placement: Placement,
  person: PersonItem,
  { end = placement.end, post, employeeNo }: Revision,
): [Placement, PersonItem] {
  if (end < placement.start) throw endOutside();
  const revised: Placement = {
    ...placement,
    end,
    post: post ?? placement.post,
    employeeNo: employeeNo ?? placement.employeeNo,
    ...(end > placement.end ? { status: "active", endReason: null } : {}),
    version: placement.version + 1,
  };
  const { placementId } = placement;
  const others = person.placements.filter((one) => one.placementId !== placementId);
  const known = new Set(
    person.conflicts
      .filter(({ placementIds }) => placementIds.includes(placementId))
      .flatMap(({ placementIds }) => placementIds),
  );
  const unmet = others.filter((one) => !known.has(one.placementId));
  const conflicts = conflictsOf(revised, { ...person, placements: unmet });
  const placements = person.placements.map((one) =>
    one.placementId === placementId ? lineOf(revised, placementId) : one,
  );
  const next = { placements, conflicts: [...person.conflicts, ...conflicts], version: person.version + 1 };
  return [revised, { ...person, ...next }];
}

export const endOutside = (): Problem =>
  new Problem({
    status: 422,
    code: "end-outside-placement",
    zh: "终止日期须在安置起止日期之内",
    en: "The new last day must lie within the placement",
    pointer: "/end",
  });
