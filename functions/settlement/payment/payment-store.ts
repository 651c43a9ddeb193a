import { PaymentReissued } from "../../../events/settlement.ts";
import type { Change } from "../../../shared/runtime/audit.ts";
import { fact } from "../../../shared/runtime/bus.ts";
import { commit } from "../../../shared/runtime/commit.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { chunk, type Item, inParallel, type Table, type Write } from "../../../shared/runtime/table.ts";
import { canonical, sha256 } from "../../../shared/values/canonical.ts";
import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { control, controls, type Posting } from "../ledger/control.ts";
import { type MonthStore, periodWrite } from "../month/month-store.ts";
import type { SettlementPeriod } from "../month/period.ts";
import { type Demand, openFen } from "./demand.ts";
import { demandWrite } from "./demand-store.ts";
import type { Instructed } from "./instructed.ts";
import type { BankReturn, Payment } from "./payment.ts";

/** What an enterprise was ever paid and asked to pay back, and the version of that, so that nothing is added unseen. */
export interface Payee {
  uscc: string;
  version: number;
  /** The last month that was instructed for it; earlier ones have nothing left to instruct. */
  through: Period;
  payments: Payment[];
  demands: Demand[];
}

/** A payment that could not be instructed; its amount stays in the payee's balance. */
export interface Held {
  uscc: string;
  code: string;
  zh: string;
  en: string;
  amountFen: Fen;
}

/** A payment that is reissued: as it stands then, its successor, and the month with the successor's bank file. */
export interface Reissued {
  old: Payment;
  fresh: Payment;
  month: SettlementPeriod;
}

/** What a bank said against what is on record; nothing was booked of it. */
export interface Conflict extends Omit<BankReturn, "row"> {
  known: Pick<Payment, "status" | "amountFen" | "bankRef" | "bankDate">;
  at: string;
}

/** The run under which a month's payments are made and held. */
export const paymentsRun = (period: Period): string => `instruct-${period}`;

const FIRST = "PAYMENT#";
const payeePk = (uscc: string) => `PAYEE#${uscc}`;
const paymentKey = ({ uscc, period, number }: Pick<Payment, "uscc" | "period" | "number">) => ({
  pk: payeePk(uscc),
  sk: `${FIRST}${period}${number === 1 ? "" : `#${number}`}`,
});

/** Payments, each under the version of all payments to its payee. */
export function paymentStore(table: Table, { participants }: MonthStore) {
  return {
    /** The month's payments and their reissues, by payee; read by key, so that what was just written is seen. */
    async payments(period: Period): Promise<Payment[]> {
      const [usccs, reissued] = await Promise.all([
        participants(period),
        table.all<Pick<Payment, "uscc" | "period" | "number">>({
          pk: `PERIOD#${period}`,
          prefix: "REISSUE#",
        }),
      ]);
      const first = usccs.map((uscc) => ({ uscc, period, number: 1 }));
      const found = await table.batchGet([...first, ...reissued].map(paymentKey));
      return found
        .map(stored)
        .toSorted((a, b) => a.number - b.number)
        .toSorted((a, b) => (a.uscc < b.uscc ? -1 : Number(a.uscc > b.uscc)));
    },

    async payment(of: Pick<Payment, "uscc" | "period" | "number">): Promise<Payment | undefined> {
      const item = await table.get(paymentKey(of));
      return item && stored(item);
    },

    async payee(uscc: string): Promise<Payee> {
      const items = await table.all({ pk: payeePk(uscc) });
      const head = items.find(({ sk }) => sk === "HEAD") as { version: number; through?: Period } | undefined;
      const payments = items.filter(({ sk }) => sk.startsWith(FIRST)).map(stored);
      return {
        uscc,
        version: head?.version ?? 0,
        through: head?.through ?? payments.at(-1)?.period ?? "",
        payments,
        demands: items.filter(({ sk }) => sk.startsWith("DEMAND#")) as unknown as Demand[],
      };
    },

    /** @throws ConditionFailed when something else was decided for the enterprise meanwhile */
    async instruct(payee: Payee, { period, payment, carried, demands }: Instructed, at: Date): Promise<void> {
      await commit(table, {
        writes: [
          headWrite(payee, period),
          ...(payment ? [paymentWrite(payment), instructedTotal(payment)] : []),
          ...carried.map(paymentWrite),
          ...demands.map(demandWrite),
        ],
        changes: [...(payment ? [instructedChange(payment)] : []), ...demands.map(demandChange)],
        at,
      });
    },

    /** @throws ConditionFailed when the payee, the payment or the month has changed meanwhile */
    async reissue(payee: Payee, { old, fresh, month }: Reissued, at: Date): Promise<void> {
      const { period, uscc, number, paymentId, batch } = fresh;
      await commit(table, {
        writes: [
          headWrite(payee, payee.through),
          paymentWrite(old),
          paymentWrite(fresh),
          { put: { pk: `PERIOD#${period}`, sk: `REISSUE#${paymentId}`, uscc, period, number } },
          periodWrite(month),
          instructedTotal(fresh),
        ],
        changes: [
          {
            subject: `payment/${old.paymentId}`,
            action: "payment.reissued",
            from: "returned",
            to: paymentId,
          },
          instructedChange(fresh),
        ],
        tell: [
          fact({
            event: PaymentReissued,
            id: paymentId,
            subject: old.paymentId,
            subjectVersion: old.version,
            data: { period, uscc, paymentId, replaces: old.paymentId, batch, amountFen: fresh.amountFen },
            at,
          }),
        ],
        at,
      });
    },

    /** @throws ConditionFailed when another return came first */
    async bookReturns(payments: readonly Payment[], at: Date): Promise<void> {
      for (const some of chunk(payments, RETURNS_TOGETHER)) {
        const writes = [...some.map(paymentWrite), ...controls(some.map(returned))];
        await commit(table, { writes, changes: some.map(returnChange), at });
      }
    },

    /** Keeps what contradicts the record, so that somebody looks; said twice it is one. */
    async keepConflicts(period: Period, conflicts: readonly Conflict[]): Promise<void> {
      const items = conflicts.map((conflict): Item => {
        const { paymentId, status, amountFen, bankRef, date } = conflict;
        const said = sha256(canonical([status, amountFen, bankRef, date])).slice(0, 32);
        return { pk: `PERIOD#${period}`, sk: `CONFLICT#${paymentId}#${said}`, ...conflict };
      });
      await inParallel(items, (item) => table.put(item, "absent").catch(alreadyDone));
    },

    conflicts: (period: Period) => table.all<Conflict>({ pk: `PERIOD#${period}`, prefix: "CONFLICT#" }),
  };
}

/** Three writes each; a transaction takes a hundred. */
const RETURNS_TOGETHER = 33;

const returned = ({ uscc, period, amountFen, status }: Payment): Posting => ({
  uscc,
  period,
  amounts: status === "paid" ? { paidFen: amountFen, paid: 1 } : { returnedFen: amountFen, returned: 1 },
});

const instructedTotal = ({ uscc, period, amountFen }: Payment): Write =>
  control(uscc, period, { instructedFen: amountFen, payments: 1 });

/** What payments made by earlier releases lack. */
const ONLY_ONE = {
  number: 1,
  batch: 1,
  bankCode: "",
  carriedBy: null,
  replaces: null,
  replacedBy: null,
  instructedAt: "",
};
const stored = ({ pk: _, sk: __, ...item }: Item): Payment => ({
  ...ONLY_ONE,
  ...(item as unknown as Payment),
});

const headWrite = ({ uscc, version }: Payee, through: Period): Write => ({
  put: { pk: payeePk(uscc), sk: "HEAD", version: version + 1, through },
  when: version === 0 ? "absent" : { version },
});

const paymentWrite = (payment: Payment): Write => ({
  put: { ...payment, ...paymentKey(payment) },
  when: payment.version === 1 ? "absent" : { version: payment.version - 1 },
});

const instructedChange = ({ paymentId, amountFen }: Payment): Change => ({
  subject: `payment/${paymentId}`,
  action: "payment.instructed",
  to: amountFen,
});

const returnChange = ({ paymentId, status, reason }: Payment): Change => ({
  subject: `payment/${paymentId}`,
  action: `payment.${status}`,
  from: "instructed",
  to: status,
  why: reason ?? "",
});

const demandChange = (demand: Demand): Change =>
  demand.version === 1
    ? { subject: `demand/${demand.demandId}`, action: "demand.raised", to: demand.amountFen }
    : { subject: `demand/${demand.demandId}`, action: "demand.lowered", to: openFen(demand) };
