import { type PageQuery, pageOf } from "../../../shared/runtime/pages.ts";
import { sumFen } from "../../../shared/values/money.ts";
import { settledLines } from "../booking/settled.ts";
import type { SettlementStore } from "../store.ts";
import { type Demand, demandStatus, openFen } from "./demand.ts";
import { isOpenReturn, type Payment } from "./payment.ts";
import { isReverified } from "./reissue.ts";

/** A payment as it may be shown, with what has become of it since the bank answered. */
export const paymentView = async (payment: Payment) => {
  const { accountMasked, bankDate, ...shown } = payment;
  return { ...shown, account: accountMasked, date: bankDate, state: await stateOf(payment) };
};

async function stateOf(payment: Payment) {
  if (isOpenReturn(payment) && (await isReverified(payment))) return "re-verified";
  return payment.carriedBy === null ? payment.status : "carried";
}

export const demandView = (demand: Demand) => ({
  ...demand,
  status: demandStatus(demand),
  openFen: openFen(demand),
});

/**
 * A payment with the lines that it pays: those booked since the payee's payment before it. Beside them it may carry
 * what came back before; what is left is balance: debts netted, demands, what waited.
 */
export async function paymentInFull(payment: Payment, query: PageQuery, store: SettlementStore) {
  const { uscc, period, amountFen } = payment;
  const { payments } = await store.payee(uscc);
  const since = payments.findLast((one) => one.period < period)?.period ?? "";
  const manifests = (await store.manifestsOf(uscc)).filter(
    (manifest) => since < manifest.period && manifest.period <= period,
  );
  const lines = (await Promise.all(manifests.map((manifest) => settledLines(manifest, store)))).flat();
  const first = payments.find((one) => one.period === period && one.number === 1);
  const carried = payments.filter(({ carriedBy }) => carriedBy === first?.paymentId);
  const linesFen = sumFen(lines.map((line) => line.amountFen));
  const carriedFen = sumFen(carried.map((one) => one.amountFen));
  return {
    ...(await paymentView(payment)),
    carries: carried.map(({ paymentId }) => paymentId),
    linesFen,
    carriedFen,
    otherFen: amountFen - linesFen - carriedFen,
    lines: pageOf(lines, query),
  };
}
