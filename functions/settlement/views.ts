import { systemClock } from "../../shared/runtime/clock.ts";
import { addMonths } from "../../shared/values/period.ts";
import type { Settlement } from "./booking/settled.ts";
import type { SettlementPeriod } from "./month/period.ts";
import type { Payment } from "./payment/payment.ts";
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

export const paymentView = ({ accountMasked, bankDate, ...payment }: Payment) => ({
  ...payment,
  account: accountMasked,
  date: bankDate,
});

/** A month with what holds it up and what an approver has to look at. */
export async function monthView(month: SettlementPeriod, store: SettlementStore) {
  const [files, held, failures, before] = await Promise.all([
    store.files(month.period),
    store.marks<Held>(paymentsRun(month.period), "HELD"),
    failuresOf(month, store),
    store.period(addMonths(month.period, -1)),
  ]);
  const payable = held.map(({ uscc, code, zh, en, amountFen }) => ({ uscc, code, zh, en, amountFen }));
  return { ...month, failures, held: payable, checks: checksOf(month, before), files };
}

/** A close is over in minutes; whoever is not settled by then is named. */
const CLOSE_TAKES_MS = 30 * 60_000;

async function failuresOf({ status, runId, closedAt }: SettlementPeriod, store: SettlementStore) {
  if (status !== "closing" || !runId) return [];
  const [failed, expected, settled] = await Promise.all([
    store.marks<{ uscc: string; failed: string }>(runId, "FAILED"),
    store.marks(runId, "EXPECTED"),
    store.marks(runId, "SETTLED"),
  ]);
  const named = failed.map(({ uscc, failed: reason }) => ({ uscc, reason }));
  const overdue = systemClock.now().getTime() - Date.parse(closedAt ?? "") > CLOSE_TAKES_MS;
  const done = new Set([...settled, ...failed].map(({ uscc }) => uscc));
  const missing = overdue ? expected.filter(({ uscc }) => !done.has(uscc)) : [];
  return [...named, ...missing.map(({ uscc }) => ({ uscc, reason: "逾时未完成 not settled in time" }))];
}

function checksOf({ totals }: SettlementPeriod, before: SettlementPeriod) {
  const previous = before.status === "open" ? null : before.totals;
  return [
    {
      code: "total",
      zh: "应付总额（分）",
      en: "Total payable (fen)",
      value: totals.amountFen,
      previous: previous?.amountFen ?? null,
    },
    {
      code: "enterprises",
      zh: "企业数",
      en: "Enterprises",
      value: totals.enterprises,
      previous: previous?.enterprises ?? null,
    },
    { code: "lines", zh: "学生月行数", en: "Lines", value: totals.lines, previous: previous?.lines ?? null },
  ];
}
