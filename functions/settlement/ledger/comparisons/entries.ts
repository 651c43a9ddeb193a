import { type BookedEntry, type EarnedMonth, nameOf } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

/**
 * Accounts by themselves: entries numbered without a gap, as many as the version says, and nobody's total ever below
 * nothing, since each entry brings it to what was owed then.
 */
export const entries: Comparison<EarnedMonth> = {
  code: "entries",
  zh: "台账分录自身（编号、版本、累计）",
  en: "Account entries by themselves (numbers, version, running totals)",
  compare({ uscc, period, accounts }) {
    const comparing = new Comparing("entries", uscc);
    for (const { subjectId, version, entries: all } of accounts) {
      const running = new Map<string, number>();
      for (const [index, entry] of all.entries()) {
        if (entry.uscc !== uscc) continue;
        comparing.statement(period, `${subjectId} entry ${index + 1}`, index + 1, entry.n);
        const total = addTo(running, { subjectId, ...entry });
        const name = `${nameOf({ subjectId, ...entry })} total after ${entry.n}`;
        comparing.statement(period, name, Math.max(0, total), total);
        const whole = Math.round(entry.amountFen);
        comparing.amount(period, `${subjectId} entry ${entry.n} in whole fen`, whole, entry.amountFen);
      }
      if (all.at(-1)?.uscc === uscc) comparing.statement(period, `${subjectId} version`, all.length, version);
    }
    return comparing.outcome;
  },
};

function addTo(running: Map<string, number>, entry: BookedEntry & { subjectId: string }): number {
  const key = nameOf(entry);
  const total = (running.get(key) ?? 0) + entry.amountFen;
  running.set(key, total);
  return total;
}
