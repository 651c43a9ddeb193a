import { ApplicationChanged } from "../../../events/subsidy.ts";
import { fact } from "../../../shared/runtime/bus.ts";
import { commit } from "../../../shared/runtime/commit.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { inParallel, openTable, type Write } from "../../../shared/runtime/table.ts";
import type { Support } from "../schemes/scheme.ts";
import type { Application } from "./application.ts";
import { type Claim, unlessHeld } from "./claims.ts";

const applicationKey = (id: string) => ({ pk: `APPLICATIONS#${id.slice(0, 18)}`, sk: id });
const supportKey = ({ id }: Support) => ({ pk: `SUPPORT#${id}`, sk: "APPLICATION" });
const personPk = (personId: string) => `PERSON#${personId}`;

export type ApplicationStore = ReturnType<typeof applicationStore>;

/** Applications, what each of them holds on to, and in which of them people are. */
export function applicationStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);

  /** The other applications about the same people, whatever became of them. */
  async function others({ id, people }: Application): Promise<Application[]> {
    const found = await inParallel(people, ({ personId }) =>
      table.all<{ applicationId: string }>({ pk: personPk(personId), prefix: "APPLICATION#" }),
    );
    const ids = new Set(found.flat().map(({ applicationId }) => applicationId));
    ids.delete(id);
    return table.batchGet<Application>([...ids].map(applicationKey));
  }

  return {
    application: (id: string) => table.get<Application>(applicationKey(id)),
    some: (ids: readonly string[]) => table.batchGet<Application>([...new Set(ids)].map(applicationKey)),
    applicationsOf: (uscc: string) => table.all<Application>({ pk: `APPLICATIONS#${uscc}`, prefix: uscc }),
    others,

    /** Who was the last to hold on to these, where anybody was. */
    async supports(wanted: readonly Support[]): Promise<Noted[]> {
      const keys = [...new Map(wanted.map((support) => [support.id, supportKey(support)])).values()];
      const found = await table.batchGet<{ pk: string; applicationId: string; version?: number }>(keys);
      return found.map(({ pk, applicationId, version = 0 }) => ({
        supportId: pk.slice("SUPPORT#".length),
        applicationId,
        version,
      }));
    },

    /** Every enterprise that has ever applied. */
    applicants: async (): Promise<string[]> =>
      (await table.all<{ uscc: string }>({ pk: "APPLICANTS" })).map(({ uscc }) => uscc),

    /** Numbers run per enterprise and are never used again. */
    nextNumber: async (uscc: string): Promise<number> => {
      const counted = await table.add({ pk: `APPLICATIONS#${uscc}`, sk: "COUNTER" }, { applications: 1 });
      return counted["applications"] as number;
    },

    /**
     * Keeps a new application and all that it rests on. People are noted first: a note of an application that never
     * came to be leads to nothing.
     * @throws Problem 409 naming what another application rests on
     */
    async add(application: Application, supports: readonly Support[], at: Date): Promise<void> {
      const { id, uscc, people } = application;
      await table.batchPut(
        people.map(({ personId }) => ({
          pk: personPk(personId),
          sk: `APPLICATION#${id}`,
          applicationId: id,
        })),
      );
      const own: Write[] = [
        { put: { ...applicationKey(id), ...application }, when: "absent" },
        { put: { pk: "APPLICANTS", sk: uscc, uscc } },
      ];
      const held = supports.map(
        (support): Write => ({ put: { ...supportKey(support), applicationId: id }, when: "absent" }),
      );
      await commit(table, {
        writes: [...own, ...held],
        changes: [{ subject: `application/${id}`, action: "application.made", to: application.form.scheme }],
        tell: [changed(application, at)],
        at,
      }).catch(unlessHeld(supports, own.length));
    },

    /**
     * Replaces an application by its next version.
     * @param released what it no longer holds on to
     * @param claimed what it holds on to from now on
     * @throws ConditionFailed when it has changed meanwhile
     * @throws Problem 409 naming what another application has taken meanwhile
     */
    async change(
      next: Application,
      { action, from, released = [], claimed = [] }: Moved,
      at: Date,
    ): Promise<void> {
      await commit(table, {
        writes: [
          { put: { ...applicationKey(next.id), ...next }, when: { version: next.version - 1 } },
          ...claimed.map((claim) => claimWrite(claim, next)),
          ...released.map((support): Write => ({ remove: supportKey(support) })),
        ],
        changes: [
          { subject: `application/${next.id}`, action, from, to: next.status, why: next.reason ?? "" },
        ],
        tell: [changed(next, at)],
        at,
      }).catch(
        unlessHeld(
          claimed.map(({ support }) => support),
          1,
        ),
      );
    },
  };
}

/** What became of an application, and what that takes hold of or lets go. */
interface Moved {
  action: string;
  from: string;
  released?: readonly Support[];
  claimed?: readonly Claim[];
}

/** A note of what an application holds on to. */
interface Noted {
  supportId: string;
  applicationId: string;
  version: number;
}

const claimWrite = ({ support, version }: Claim, { id }: Application): Write => ({
  put: { ...supportKey(support), applicationId: id, version: version + 1 },
  when: version === 0 ? "absent" : { version },
});

const changed = ({ id, uscc, form, status, version }: Application, at: Date) =>
  fact({
    event: ApplicationChanged,
    id: `${id}-${version}`,
    subject: id,
    subjectVersion: version,
    data: { uscc, applicationId: id, scheme: form.scheme, status },
    at,
  });
