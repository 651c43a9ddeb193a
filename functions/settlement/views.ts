import type { Settlement } from "./booking/settled.ts";
import { checksNow } from "./month/approval.ts";
import { checksFingerprint } from "./month/checks.ts";
import { failuresOf } from "./month/failures.ts";
import type { SettlementPeriod } from "./month/period.ts";
import { type Held, paymentsRun } from "./payment/payment-store.ts";
import type { SettlementStore } from "./store.ts";

export const settlementView = ({ manifest, totalFen, owedFen, waitingFen, lines }: Settlement) => ({
  period: manifest.period,
  uscc: manifest.uscc,
  totalFen,
  owedFen,
  waitingFen,
  lines,
});

/** A month with what holds it up and what an approver has to look at. */
export async function monthView(month: SettlementPeriod, store: SettlementStore) {
  const [files, held, failures, conflicts, checks] = await Promise.all([
    store.files(month.period),
    store.marks<Held>(paymentsRun(month.period), "HELD"),
    failuresOf(month, store),
    store.conflicts(month.period),
    checksNow(month, store),
  ]);
  const payable = held.map(({ uscc, code, zh, en, amountFen }) => ({ uscc, code, zh, en, amountFen }));
  const seen = { checks, checksFingerprint: checksFingerprint(checks) };
  return { ...month, failures, held: payable, conflicts, ...seen, files };
}
