import type { Write } from "../../../shared/runtime/table.ts";
import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";

/** What was posted for one enterprise and booked month since its beginning: in fen, and how many made it up. */
export interface ControlTotals {
  owedFen: Fen;
  manifests: number;
  lines: number;
  instructedFen: Fen;
  payments: number;
  paidFen: Fen;
  paid: number;
  returnedFen: Fen;
  returned: number;
  recoveredFen: Fen;
  recoveries: number;
}

export const NOTHING_POSTED: ControlTotals = {
  owedFen: 0,
  manifests: 0,
  lines: 0,
  instructedFen: 0,
  payments: 0,
  paidFen: 0,
  paid: 0,
  returnedFen: 0,
  returned: 0,
  recoveredFen: 0,
  recoveries: 0,
};

/** What a write brings to the totals of one enterprise and booked month. */
export interface Posting {
  uscc: string;
  period: Period;
  amounts: Partial<ControlTotals>;
}

export const controlKey = (uscc: string, period: Period) => ({ pk: `CONTROL#${uscc}`, sk: period });

/**
 * Posts to the control totals. It belongs into the transaction of what it counts, beside a put under a condition: a
 * repetition then fails as a whole, and counts nothing twice.
 * @param period the booked month
 */
export const control = (uscc: string, period: Period, amounts: Partial<ControlTotals>): Write => ({
  add: controlKey(uscc, period),
  amounts,
});

/** The same for several: one write for each enterprise and month, since a transaction may touch an item only once. */
export function controls(postings: readonly Posting[]): Write[] {
  const byItem = Map.groupBy(postings, ({ uscc, period }) => `${uscc}#${period}`);
  return [...byItem.values()].map((own) => {
    const [{ uscc, period }] = own as [Posting];
    return control(uscc, period, own.map(({ amounts }) => amounts).reduce(plus));
  });
}

function plus(one: Partial<ControlTotals>, other: Partial<ControlTotals>): Partial<ControlTotals> {
  const sum = { ...one };
  for (const [name, amount] of Object.entries(other) as [keyof ControlTotals, number][])
    sum[name] = (sum[name] ?? 0) + amount;
  return sum;
}
