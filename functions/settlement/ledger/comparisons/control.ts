import { sumFen } from "../../../../shared/values/money.ts";
import type { Payment } from "../../payment/payment.ts";
import type { ControlBook } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";
import { NOTHING_POSTED } from "../control.ts";

/** What was posted when manifests were written, against the manifests. */
export const controlSettled: Comparison<ControlBook> = {
  code: "control-settled",
  zh: "控制总数（应付） ↔ 结算清单",
  en: "Control totals (owed) ↔ manifests",
  compare({ uscc, periods, controls, manifests }) {
    const comparing = new Comparing("control-settled", uscc);
    for (const period of periods) {
      const posted = controls.get(period) ?? NOTHING_POSTED;
      const own = manifests.filter((manifest) => manifest.period === period);
      const owed = sumFen(own.map(({ totalFen }) => totalFen));
      comparing.amount(period, "owedFen", owed, posted.owedFen);
      comparing.statement(period, "manifests", own.length, posted.manifests);
      comparing.statement(period, "lines", sumFen(own.map(({ lines }) => lines)), posted.lines);
    }
    return comparing.outcome;
  },
};

/** What was posted when payments were instructed and came back, and demands were met, against payments and demands. */
export const controlPaid: Comparison<ControlBook> = {
  code: "control-paid",
  zh: "控制总数（下达、已付、退回、收回） ↔ 付款与追回",
  en: "Control totals (instructed, paid, returned, recovered) ↔ payments and demands",
  compare({ uscc, periods, controls, payments, demands }) {
    const comparing = new Comparing("control-paid", uscc);
    for (const period of periods) {
      const posted = controls.get(period) ?? NOTHING_POSTED;
      const own = payments.filter((payment) => payment.period === period);
      const [paid, returned] = [own.filter(hasStatus("paid")), own.filter(hasStatus("returned", "reissued"))];
      const received = demands.filter((demand) => demand.period === period).map((one) => one.receivedFen);
      comparing.amount(period, "instructedFen", amountOf(own), posted.instructedFen);
      comparing.statement(period, "payments", own.length, posted.payments);
      comparing.statement(period, "paidFen", amountOf(paid), posted.paidFen);
      comparing.statement(period, "paid", paid.length, posted.paid);
      comparing.statement(period, "returnedFen", amountOf(returned), posted.returnedFen);
      comparing.statement(period, "returned", returned.length, posted.returned);
      comparing.statement(period, "recoveredFen", sumFen(received), posted.recoveredFen);
    }
    return comparing.outcome;
  },
};

const amountOf = (payments: readonly Payment[]): number => sumFen(payments.map(({ amountFen }) => amountFen));
const hasStatus =
  (...statuses: Payment["status"][]) =>
  (payment: Payment): boolean =>
    statuses.includes(payment.status);
