import { commit } from "../../../shared/runtime/commit.ts";
import { chunk, type Table, type Write } from "../../../shared/runtime/table.ts";
import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { control, controls, type Posting } from "../ledger/control.ts";
import type { MonthStore } from "../month/month-store.ts";
import type { Payment } from "./payment.ts";

/** What an enterprise was ever paid, and the version of that list. */
export interface Payee {
  version: number;
  payments: Payment[];
}

/** A payment that could not be instructed; its amount stays in the payee's balance. */
export interface Held {
  uscc: string;
  code: string;
  zh: string;
  en: string;
  amountFen: Fen;
}

/** The run under which a month's payments are made and held. */
export const paymentsRun = (period: Period): string => `instruct-${period}`;

const paymentKey = ({ uscc, period }: { uscc: string; period: Period }) => ({
  pk: `PAYEE#${uscc}`,
  sk: `PAYMENT#${period}`,
});

/** Payments, each under the version of all payments to its payee. */
export function paymentStore(table: Table, { participants }: MonthStore) {
  return {
    /** Read by key, so that what was just written is seen. */
    async payments(period: Period): Promise<Payment[]> {
      const usccs = await participants(period);
      const found = await table.batchGet<Payment>(usccs.map((uscc) => paymentKey({ uscc, period })));
      return found.toSorted((a, b) => (a.uscc < b.uscc ? -1 : 1));
    },

    /** All payments to an enterprise; the version stands for the list, so that none is added unseen. */
    async payee(uscc: string): Promise<Payee> {
      const items = await table.all<Payment & { sk: string }>({ pk: `PAYEE#${uscc}` });
      const head = items.find(({ sk }) => sk === "HEAD");
      return { version: head?.version ?? 0, payments: items.filter(({ sk }) => sk !== "HEAD") };
    },

    /** @throws ConditionFailed when another payment to the enterprise was made meanwhile */
    async addPayment(payment: Payment, payee: Payee, at: Date): Promise<void> {
      const head = { pk: `PAYEE#${payment.uscc}`, sk: "HEAD", version: payee.version + 1 };
      await commit(table, {
        writes: [
          { put: head, when: payee.version === 0 ? "absent" : { version: payee.version } },
          paymentWrite(payment),
          control(payment.uscc, payment.period, { instructedFen: payment.amountFen, payments: 1 }),
        ],
        changes: [
          { subject: `payment/${payment.paymentId}`, action: "payment.instructed", to: payment.amountFen },
        ],
        at,
      });
    },

    /** @throws ConditionFailed when another return came first */
    async bookReturns(payments: readonly Payment[], at: Date): Promise<void> {
      for (const some of chunk(payments, RETURNS_TOGETHER)) {
        await commit(table, {
          writes: [...some.map(paymentWrite), ...controls(some.map(returned))],
          changes: some.map(({ paymentId, status, reason }) => ({
            subject: `payment/${paymentId}`,
            action: `payment.${status}`,
            from: "instructed",
            to: status,
            why: reason ?? "",
          })),
          at,
        });
      }
    },
  };
}

/** Three writes each; a transaction takes a hundred. */
const RETURNS_TOGETHER = 33;

const returned = ({ uscc, period, amountFen, status }: Payment): Posting => ({
  uscc,
  period,
  amounts: status === "paid" ? { paidFen: amountFen, paid: 1 } : { returnedFen: amountFen, returned: 1 },
});

const paymentWrite = (payment: Payment): Write => ({
  put: { ...paymentKey(payment), ...payment },
  when: payment.version === 1 ? "absent" : { version: payment.version - 1 },
});
