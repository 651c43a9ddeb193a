import type { Envelope } from "../../../events/envelope.ts";
import type { Change } from "../../../shared/runtime/audit.ts";
import { commit } from "../../../shared/runtime/commit.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { randomText } from "../../../shared/runtime/ids.ts";
import type { Table, Write } from "../../../shared/runtime/table.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type Group, membersOf } from "./groups.ts";
import { openPeriod, type SettlementPeriod } from "./period.ts";

/** What a run notes, about a group of enterprises under its name, or about one that failed or is held. */
export type Mark = "EXPECTED" | "RECOMPUTED" | "SETTLED" | "FAILED" | "HELD";

const countKey = (runId: string, mark: Mark) => ({ pk: `RUN#${runId}`, sk: `COUNT#${mark}` });

export const periodKey = (period: Period) => ({ pk: `PERIOD#${period}`, sk: "HEAD" });

/** A month's next version, under the one before. */
export const periodWrite = (next: SettlementPeriod): Write => ({
  put: { ...periodKey(next.period), ...next },
  when: next.version === 1 ? "absent" : { version: next.version - 1 },
});

const TURN = { pk: "CLOSES", sk: "TURN" };

/** Months begin to close one after another: whoever has looked at the others before this turn looks again. */
export const turnWrite = (turns: number): Write => ({
  put: { ...TURN, version: turns + 1 },
  when: turns === 0 ? "absent" : { version: turns },
});

/** Months that closed before there were groups have each enterprise by itself. */
const whole = <T extends { uscc: string; also?: string[] }>(group: T) => ({
  ...group,
  also: group.also ?? [],
});

export type MonthStore = ReturnType<typeof monthStore>;

/** The months, what their runs have noted, and the files that were made of them. */
export function monthStore(table: Table) {
  const period = async (asked: Period): Promise<SettlementPeriod> => ({
    ...openPeriod(asked),
    ...(await table.get<SettlementPeriod>(periodKey(asked))),
  });

  const marks = <T = { uscc: string }>(runId: string, mark: Mark) =>
    table.all<T>({ pk: `RUN#${runId}`, prefix: `${mark}#` });

  /** Two that begin a run at once may have found other groups: those of the one that counted first are the run's. */
  const firstAttempt = async (runId: string): Promise<string> => {
    const counted = await table.get<{ attempt?: string }>(countKey(runId, "EXPECTED"));
    return counted?.attempt ? `${counted.attempt}#` : "";
  };

  const groups = async (runId: string): Promise<Group[]> => {
    const prefix = `EXPECTED#${await firstAttempt(runId)}`;
    return (await table.all<Partial<Group> & { uscc: string }>({ pk: `RUN#${runId}`, prefix })).map(whole);
  };

  return {
    period,

    /** How many months have begun to close. */
    turns: async (): Promise<number> => (await table.get<{ version: number }>(TURN))?.version ?? 0,

    /**
     * @param along what has to be written in the same moment, or not at all
     * @throws ConditionFailed when the month has moved on meanwhile
     */
    async movePeriod(
      next: SettlementPeriod,
      change: Omit<Change, "subject">,
      tell: Envelope[],
      at: Date,
      along: readonly Write[] = [],
    ): Promise<void> {
      await commit(table, {
        writes: [periodWrite(next), ...along],
        changes: [{ subject: `period/${next.period}`, ...change }],
        tell,
        at,
      });
    },

    /** Marks of a run, keyed by enterprise: said twice they are one. */
    mark: (runId: string, mark: Mark, uscc: string, note: object = {}) =>
      table.put({ pk: `RUN#${runId}`, sk: `${mark}#${uscc}`, uscc, ...note }),
    unmark: (runId: string, mark: Mark, uscc: string) =>
      table.remove({ pk: `RUN#${runId}`, sk: `${mark}#${uscc}` }),
    marks,

    /** Whom a run waits for: those it was given first, however often it is begun. */
    async expect(runId: string, expected: readonly Group[]): Promise<Group[]> {
      const counted = countKey(runId, "EXPECTED");
      if (!(await table.get(counted))) {
        const attempt = randomText(10);
        const sk = ({ uscc }: Group): string => `EXPECTED#${attempt}#${uscc}`;
        await table.batchPut(expected.map((group) => ({ pk: `RUN#${runId}`, sk: sk(group), ...group })));
        await table.put({ ...counted, count: expected.length, attempt }, "absent").catch(alreadyDone);
      }
      return groups(runId);
    },

    groups,
    async group(runId: string, name: string): Promise<Group | undefined> {
      const sk = `EXPECTED#${await firstAttempt(runId)}${name}`;
      const found = await table.get<Partial<Group> & { uscc: string }>({ pk: `RUN#${runId}`, sk });
      return found && whole(found);
    },

    /**
     * Notes a mark and counts it; answers whether everybody may have it by now. A mark that comes twice counts twice,
     * so the count can be too high and never too low: whoever is told yes looks at the marks themselves.
     */
    async markAndCount(runId: string, mark: Mark, name: string, note: object = {}): Promise<boolean> {
      await table.put({ pk: `RUN#${runId}`, sk: `${mark}#${name}`, uscc: name, ...note });
      const [{ count = 0 }, expected] = await Promise.all([
        table.add(countKey(runId, mark), { count: 1 }),
        table.get<{ count: number }>(countKey(runId, "EXPECTED")),
      ]);
      return count >= (expected?.count ?? 0);
    },

    /** Everybody the month's close has waited for. */
    async participants(asked: Period): Promise<string[]> {
      const { runId } = await period(asked);
      return runId ? (await groups(runId)).flatMap(membersOf) : [];
    },

    fileReady: (asked: Period, name: string) =>
      table.put({ pk: `PERIOD#${asked}`, sk: `FILE#${name}`, name }),
    files: async (asked: Period): Promise<string[]> =>
      (await table.all<{ name: string }>({ pk: `PERIOD#${asked}`, prefix: "FILE#" })).map(({ name }) => name),
  };
}
