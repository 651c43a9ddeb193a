import { commit } from "../../../shared/runtime/commit.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import type { Table } from "../../../shared/runtime/table.ts";
import { fingerprint } from "../../../shared/values/canonical.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { Difference, Totals } from "./comparison.ts";
import { type ControlTotals, NOTHING_POSTED } from "./control.ts";

/** A check of the books as it was asked for. */
export interface Check {
  jobId: string;
  /** The months it looks at; null: all of them. */
  periods: Period[] | null;
  by: string;
  at: string;
}

/** What the check of one enterprise came to. */
export interface Part {
  uscc: string;
  /** The booked months in which it has a manifest. */
  booked: Period[];
  totals: Totals[];
}

const pk = (jobId: string): string => `CHECK#${jobId}`;
const headKey = (jobId: string) => ({ pk: pk(jobId), sk: "HEAD" });
const expectedKey = (jobId: string) => ({ pk: pk(jobId), sk: "EXPECTED" });
const countKey = (jobId: string) => ({ pk: pk(jobId), sk: "COUNT" });

/** Control totals, and the checks with what they found. */
export function ledgerStore(table: Table) {
  return {
    /** All of an enterprise's control totals, by booked month. */
    async controlsOf(uscc: string): Promise<Map<Period, ControlTotals>> {
      const items = await table.all<Partial<ControlTotals> & { sk: Period }>({ pk: `CONTROL#${uscc}` });
      return new Map(items.map(({ sk, ...posted }) => [sk, { ...NOTHING_POSTED, ...posted }]));
    },

    async beginCheck(check: Check, at: Date): Promise<void> {
      const { jobId, periods } = check;
      await commit(table, {
        writes: [{ put: { ...headKey(jobId), ...check }, when: "absent" }],
        changes: [{ subject: `check/${jobId}`, action: "ledger.check-begun", to: periods ?? "all" }],
        at,
      });
    },

    check: (jobId: string) => table.get<Check>(headKey(jobId)),

    /** Fixes whom the check waits for. @returns whom it was fixed to be the first time */
    async expect(jobId: string, usccs: readonly string[]): Promise<string[]> {
      const key = expectedKey(jobId);
      await table.put({ ...key, usccs }, "absent").catch(alreadyDone);
      return (await table.get<{ usccs: string[] }>(key))?.usccs ?? [];
    },

    /**
     * Keeps what was found about an enterprise, once: differences lie under what they say, so that a repetition adds
     * none, and the part counts together with its mark or not at all.
     * @returns whether everybody the check waits for is done
     */
    async partDone(jobId: string, part: Part, differences: readonly Difference[]): Promise<boolean> {
      await this.keepDifferences(jobId, differences);
      const mark = { pk: pk(jobId), sk: `PART#${part.uscc}`, ...part };
      await table
        .transact([
          { put: mark, when: "absent" },
          { add: countKey(jobId), amounts: { done: 1 } },
        ])
        .catch(alreadyDone);
      const [expected, count] = await Promise.all([
        table.get<{ usccs: string[] }>(expectedKey(jobId)),
        table.get<{ done: number }>(countKey(jobId)),
      ]);
      return (count?.done ?? 0) >= (expected?.usccs.length ?? 0);
    },

    parts: (jobId: string) => table.all<Part>({ pk: pk(jobId), prefix: "PART#" }),

    keepDifferences: (jobId: string, differences: readonly Difference[]) =>
      table.batchPut(differences.map((one) => ({ pk: pk(jobId), sk: placeOf(one), ...one }))),

    differencePage: (jobId: string, limit: number, cursor?: string) =>
      table.page<Difference>({ pk: pk(jobId), prefix: "DIFFERENCE#", limit, cursor }),

    differences: (jobId: string) => table.pages<Difference>({ pk: pk(jobId), prefix: "DIFFERENCE#" }),
  };
}

/** By comparison, enterprise and month, and never two for what is the same. */
const placeOf = (difference: Difference): string => {
  const { comparison, uscc, period } = difference;
  return `DIFFERENCE#${comparison}#${uscc ?? ""}#${period}#${fingerprint(difference).slice(0, 20)}`;
};
