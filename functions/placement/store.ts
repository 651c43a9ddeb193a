import { PlacementChanged } from "../../events/placement.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { type Key, openTable, type Write } from "../../shared/runtime/table.ts";
import type { Enrolment } from "./enrolment.ts";
import type { Conflict, Finding, PersonPlacement, Scheme } from "./placement.ts";

/** A placement as it is kept. People are found by keyed hashes; nothing here names them. */
export interface Placement extends Omit<PersonPlacement, "grade" | "insurance"> {
  placementNo: string;
  personId: string;
  scheme: Scheme;
  status: "active" | "ended";
  schoolCode: string | null;
  post: string | null;
  employeeNo: string | null;
  agreementNo: string;
  level: string | null;
  grade: number | null;
  major: string | null;
  /** As the agreement states it: amounts in fen, the basis, and whatever else. */
  pay: Record<string, string | number | boolean | undefined> | null;
  insurance: { policyNo: string; from: string; to: string; premiumFen?: number | undefined } | null;
  idKey: string;
  nameKey: string;
  studentNoKey: string | null;
  maskedName: string;
  warnings: Finding[];
  /** The row of a roster or the partner's event that it was registered by; null for the API. */
  origin: string | null;
  endReason: string | null;
  version: number;
}

/** What of a placement an enterprise's roster needs: attendance files are matched against it. */
const ROSTER_FIELDS = [
  "placementId",
  "placementNo",
  "personId",
  "scheme",
  "idKey",
  "nameKey",
  "studentNoKey",
  "employeeNo",
  "maskedName",
  "schoolCode",
  "grade",
  "start",
  "end",
] as const;
export type RosterLine = Pick<Placement, (typeof ROSTER_FIELDS)[number]>;

/** Everything of one person that placements have to agree on. */
export interface PersonItem {
  personId: string;
  placements: PersonPlacement[];
  conflicts: Conflict[];
  /** As far as schools have told of it. */
  enrolments?: Enrolment[];
  version: number;
}

/** A person of whom nothing is registered yet. */
export const nobody = (personId: string): PersonItem => ({
  personId,
  placements: [],
  conflicts: [],
  version: 0,
});

/** A page so small is gone from memory before the next comes; a full one, parsed, would outlive it. */
const LINES_PER_PAGE = 250;

const placementKey = (id: string) => ({ pk: `ENTERPRISE#${id.slice(0, 18)}`, sk: `PLACEMENT#${id}` });
const counterKey = (uscc: string) => ({ pk: `ENTERPRISE#${uscc}`, sk: "COUNTER" });
const personKey = (personId: string) => ({ pk: `PERSON#${personId}`, sk: "PLACEMENTS" });

export function placementStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    placement: (id: string) => table.get<Placement>(placementKey(id)),

    placements: (ids: readonly string[]) => table.batchGet<Placement>([...new Set(ids)].map(placementKey)),

    page: (uscc: string, limit: number, cursor?: string) =>
      table.page<Placement>({ pk: `ENTERPRISE#${uscc}`, prefix: "PLACEMENT#", limit, cursor }),

    /** An enterprise may have placed tens of thousands: page by page, and of each only what a roster needs. */
    lines: (uscc: string) =>
      table.pages<RosterLine>({
        pk: `ENTERPRISE#${uscc}`,
        prefix: "PLACEMENT#",
        fields: ROSTER_FIELDS,
        limit: LINES_PER_PAGE,
      }),

    person: async (personId: string): Promise<PersonItem> =>
      (await table.get<PersonItem>(personKey(personId))) ?? nobody(personId),

    people: (personIds: readonly string[]) =>
      table.batchGet<PersonItem>([...new Set(personIds)].map(personKey)),

    /** By enterprise, how many placements it has registered; none where it has no counter. */
    async counts(usccs: readonly string[]): Promise<Map<string, number>> {
      const counters = await table.batchGet<Key & { placements: number }>(usccs.map(counterKey));
      return new Map(counters.map(({ pk, placements }) => [pk.slice("ENTERPRISE#".length), placements]));
    },

    /** Takes so many numbers and answers the last. They run per enterprise and are never used again. */
    nextNumbers: async (uscc: string, count: number): Promise<number> => {
      const { placements } = await table.add(counterKey(uscc), { placements: count });
      return placements ?? 0;
    },

    /**
     * Adds placements of different persons, 25 at most: all of them or none.
     * @throws ConditionFailed when a person's placements have changed meanwhile
     */
    async addAll(entries: readonly { placement: Placement; person: PersonItem }[], at: Date): Promise<void> {
      await commit(table, {
        writes: entries.flatMap(({ placement, person }): Write[] => [
          { put: { ...placementKey(placement.placementId), ...placement }, when: "absent" },
          personWrite(person),
        ]),
        changes: entries.map(({ placement: { placementId, scheme } }) => ({
          subject: `placement/${placementId}`,
          action: "placement.made",
          to: scheme,
        })),
        tell: entries.map(({ placement }) => changed(placement, at)),
        at,
      });
    },

    /** @throws ConditionFailed when either has changed meanwhile */
    async end(placement: Placement, from: string, person: PersonItem, at: Date): Promise<void> {
      const { placementId, end, endReason, version } = placement;
      await commit(table, {
        writes: [
          { put: { ...placementKey(placementId), ...placement }, when: { version: version - 1 } },
          personWrite(person),
        ],
        changes: [
          {
            subject: `placement/${placementId}`,
            action: "placement.ended",
            from,
            to: end,
            why: endReason ?? "",
          },
        ],
        tell: [changed(placement, at, { formerEnd: from })],
        at,
      });
    },

    /** @throws ConditionFailed when either has changed meanwhile */
    async revise(placement: Placement, from: string, person: PersonItem, at: Date): Promise<void> {
      const { placementId, end, version } = placement;
      await commit(table, {
        writes: [
          { put: { ...placementKey(placementId), ...placement }, when: { version: version - 1 } },
          personWrite(person),
        ],
        changes: [{ subject: `placement/${placementId}`, action: "placement.revised", from, to: end }],
        tell: [changed(placement, at, { formerEnd: from })],
        at,
      });
    },

    /** @throws ConditionFailed when the person has changed meanwhile */
    async enrol(person: PersonItem, what: string, at: Date): Promise<void> {
      await commit(table, {
        writes: [personWrite(person)],
        changes: [{ subject: `person/${person.personId}`, action: what, to: person.enrolments }],
        at,
      });
    },

    /** @throws ConditionFailed when either has changed meanwhile */
    async insure(placement: Placement, person: PersonItem, at: Date): Promise<void> {
      const { placementId, insurance, version } = placement;
      const to = insurance && { from: insurance.from, to: insurance.to };
      await commit(table, {
        writes: [
          { put: { ...placementKey(placementId), ...placement }, when: { version: version - 1 } },
          personWrite(person),
        ],
        changes: [{ subject: `placement/${placementId}`, action: "placement.insured", to }],
        tell: [changed(placement, at)],
        at,
      });
    },

    /** @throws ConditionFailed when the person's placements have changed meanwhile */
    async decide(
      conflict: Conflict,
      person: PersonItem,
      placements: readonly Placement[],
      at: Date,
    ): Promise<void> {
      await commit(table, {
        writes: [personWrite(person)],
        changes: [
          {
            subject: `conflict/${conflict.id}`,
            action: "conflict.decided",
            to: conflict.keep,
            why: conflict.reason ?? "",
          },
        ],
        tell: placements.map((placement) => changed(placement, at, { revision: person.version })),
        at,
      });
    },
  };
}

const personWrite = (person: PersonItem): Write => ({
  put: { ...personKey(person.personId), ...person },
  when: person.version === 1 ? "absent" : { version: person.version - 1 },
});

function changed(
  placement: Placement,
  at: Date,
  { revision = placement.version, formerEnd }: { revision?: number; formerEnd?: string } = {},
) {
  const { uscc, placementId, personId, start, end, status } = placement;
  return fact({
    event: PlacementChanged,
    id: `${placementId}-${placement.version}-${revision}`,
    subject: placementId,
    subjectVersion: placement.version,
    data: { uscc, placementId, personId, start, end, formerEnd, status },
    at,
  });
}
