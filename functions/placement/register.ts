import { ConditionFailed } from "../../shared/runtime/table.ts";
import { Problem } from "../../shared/values/problem.ts";
import { type Conflict, overlapsOf, type PersonPlacement } from "./placement.ts";
import type { PersonItem, Placement, placementStore } from "./store.ts";

type Store = ReturnType<typeof placementStore>;

/** A placement before it has a number: what a form of the API, or a row of a roster, asks to be registered. */
export type Draft = Omit<Placement, "placementId" | "placementNo" | "status" | "endReason" | "version">;

export interface Registered {
  placement: Placement;
  /** With the person's placements elsewhere in the same days. */
  conflicts: Conflict[];
  /** False when exactly this placement was there already, asked for by somebody else or by another file. */
  made: boolean;
}

/** A placement as it is to be written: with its person, and the conflicts that it brings. */
interface Entry {
  placement: Placement;
  person: PersonItem;
  conflicts: Conflict[];
}

const ATTEMPTS = 5;

/**
 * Registers a placement: writes it together with the person's item, so that two registrations at the same moment see
 * each other. A draft that came by a roster is answered with the placement that is there already, if it is the same:
 * its message may come twice, and its file too.
 * @param reserved a number of the enterprise that the caller has taken
 * @throws Problem 422 when the person is with the enterprise in these days, 409 when the person's placements keep changing
 */
export async function register(draft: Draft, store: Store, at: Date, reserved?: number): Promise<Registered> {
  let number = reserved;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const person = await store.person(draft.personId);
    const line = lineInPlace(draft, person);
    const placement = draft.origin !== null && line ? await store.placement(line.placementId) : undefined;
    const same = sameAs(draft, person, () => placement);
    if (same) return same;
    // before a number is spent
    overlapsOf(lineOf(draft, ""), person.placements);
    number ??= await store.nextNumbers(draft.uscc, 1);
    const entry = made(draft, person, number);
    try {
      await store.addAll([entry], at);
      return { placement: entry.placement, conflicts: entry.conflicts, made: true };
    } catch (cause) {
      if (!(cause instanceof ConditionFailed)) throw cause;
    }
  }
  throw new Problem({
    status: 409,
    code: "changed-meanwhile",
    zh: "该人员的安置正被同时修改，请重试",
    en: "The person's placements keep changing; try again",
  });
}

/** A draft as a numbered placement, with its person as they are from then on. */
export function made(draft: Draft, person: PersonItem, number: number): Entry {
  const placement = numbered(draft, number);
  const conflicts = conflictsOf(placement, person);
  return { placement, conflicts, person: withPlacement(person, placement, conflicts) };
}

/** A placement that ends on a day, and its person with that end. */
export function endedOn(
  placement: Placement,
  person: PersonItem,
  { end, reason }: { end: string; reason: string },
): [Placement, PersonItem] {
  const placements = person.placements.map((one) =>
    one.placementId === placement.placementId ? { ...one, end } : one,
  );
  return [
    { ...placement, status: "ended", end, endReason: reason, version: placement.version + 1 },
    { ...person, placements, version: person.version + 1 },
  ];
}

/** What a draft of a roster finds in place: the placement of the same person, enterprise, scheme, days and agreement. */
export function sameAs(
  draft: Draft,
  person: PersonItem,
  placementOf: (id: string) => Placement | undefined,
): Registered | undefined {
  const line = draft.origin === null ? undefined : lineInPlace(draft, person);
  const placement = line && placementOf(line.placementId);
  if (!placement || placement.agreementNo !== draft.agreementNo) return undefined;
  const conflicts = person.conflicts.filter(({ placementIds }) =>
    placementIds.includes(placement.placementId),
  );
  return { placement, conflicts, made: placement.origin === draft.origin };
}

/** The person's placement with the enterprise in exactly these days, if there is one. */
export const lineInPlace = ({ uscc, scheme, start, end }: Draft, person: PersonItem | undefined) =>
  person?.placements.find(
    (one) => one.uscc === uscc && one.scheme === scheme && one.start === start && one.end === end,
  );

export function conflictsOf(placement: Placement, person: PersonItem): Conflict[] {
  return overlapsOf(lineOf(placement, placement.placementId), person.placements).map(
    ({ other, from, to }, index) => ({
      id: `${person.personId}-${person.conflicts.length + index + 1}`,
      placementIds: [other.placementId, placement.placementId],
      from,
      to,
      keep: null,
      reason: null,
    }),
  );
}

export const lineOf = (
  { uscc, scheme, start, end, grade, insurance }: Draft,
  placementId: string,
): PersonPlacement => ({
  placementId,
  uscc,
  scheme,
  start,
  end,
  ...(grade === null ? {} : { grade }),
  ...(insurance === null ? {} : { insurance: coverOf(insurance) }),
});

const coverOf = ({ policyNo: _policyNo, ...cover }: NonNullable<Draft["insurance"]>) => cover;

const withPlacement = (person: PersonItem, placement: Placement, conflicts: Conflict[]): PersonItem => ({
  ...person,
  placements: [...person.placements, lineOf(placement, placement.placementId)],
  conflicts: [...person.conflicts, ...conflicts],
  version: person.version + 1,
});

function numbered(draft: Draft, number: number): Placement {
  const digits = String(number).padStart(5, "0");
  return {
    ...draft,
    placementId: `${draft.uscc}-${digits}`,
    placementNo: `AZ${draft.uscc.slice(8, 17)}${digits}`,
    status: "active",
    endReason: null,
    version: 1,
  };
}
