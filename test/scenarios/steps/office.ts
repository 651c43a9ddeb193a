import {
  approve,
  beginClose,
  instruct,
  openPeriod,
  publish,
  type SettlementPeriod,
} from "../../../functions/settlement/month/period.ts";
import { payableFen } from "../../../functions/settlement/payment/balance.ts";
import { type Payment, paymentIdFor } from "../../../functions/settlement/payment/payment.ts";
import { lastPublicDay, type PublicityRule } from "../../../functions/settlement/publicity/duration.ts";
import { type BookedLine, heldFen } from "../../../functions/settlement/publicity/hold.ts";
import {
  assertObjectable,
  assertRoom,
  holds,
  type Objection,
  rule,
} from "../../../functions/settlement/publicity/objection.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";
import { type LocalDate, lastDay, type Period } from "../../../shared/values/period.ts";

/** What one enterprise's line brings: whose month it is, and how much. */
export interface Booking {
  uscc: string;
  subject: string;
  earned: Period;
  amountFen: Fen;
}

const instant = (date: LocalDate): Date => new Date(`${date}T09:00:00+08:00`);

/** A settlement office in memory: months, publicity, objections and payments by the rules of the city, without the city. */
export class Office {
  readonly months = new Map<Period, SettlementPeriod>();
  readonly lines: (BookedLine & { uscc: string })[] = [];
  readonly payments: Payment[] = [];
  objections: Objection[] = [];
  /** How often each enterprise has changed its account. */
  readonly accounts = new Map<string, number>();
  rules: PublicityRule[] = [{ publicityDays: 5, countFirstDay: false }];

  month(period: Period): SettlementPeriod {
    return this.months.get(period) ?? openPeriod(period);
  }

  /** Closes and publishes a month with these lines; lines of one key in one month are one. */
  publish(period: Period, bookings: readonly Booking[], by: string, on: LocalDate): void {
    const closing = beginClose(this.month(period), by, instant(on), on, null);
    const lines = bookings.map(({ uscc, subject, earned, amountFen }, index) => ({
      uscc,
      lineId: `${period}-${uscc}-${String(index + 1).padStart(5, "0")}`,
      subjectId: subject,
      earnedPeriod: earned,
      bookedPeriod: period,
      scheme: "internship",
      placementId: `${subject}@${uscc}`,
      amountFen,
    }));
    this.lines.push(...lines);
    const totals = {
      enterprises: new Set(bookings.map(({ uscc }) => uscc)).size,
      lines: lines.length,
      amountFen: sumFen(bookings.map(({ amountFen }) => amountFen)),
    };
    this.months.set(period, publish(closing, totals, lastPublicDay(on, this.rules), instant(on)));
  }

  approve(period: Period, by: string, on: LocalDate): void {
    const waiting = [...this.months.values()].find(
      (one) => one.period < period && (one.status === "published" || one.status === "approved"),
    );
    this.months.set(period, approve(this.month(period), by, instant(on), on, waiting?.period ?? null));
  }

  /** Makes each enterprise's payment of the month. @returns by enterprise what is paid now */
  instruct(period: Period): Map<string, Fen> {
    this.months.set(period, instruct(this.month(period), "finance", instant(lastDay(period))));
    const paid = new Map<string, Fen>();
    for (const uscc of new Set(this.lines.map((line) => line.uscc))) {
      const amountFen = payableFen(
        this.settledFen(uscc, period) - this.heldFen(uscc, period),
        this.payments.filter((one) => one.uscc === uscc),
      );
      paid.set(uscc, amountFen);
      if (amountFen > 0) this.payments.push(paymentOf(period, uscc, amountFen, this.account(uscc)));
    }
    return paid;
  }

  account = (uscc: string): string => `sealed ${this.accounts.get(uscc) ?? 0}`;

  settledFen(uscc: string, period: Period): Fen {
    return sumFen(this.#booked(uscc, period).map(({ amountFen }) => amountFen));
  }

  heldFen(uscc: string, period: Period): Fen {
    const named = new Set(this.objections.filter((one) => holds(one)).flatMap(({ lineIds }) => lineIds));
    return heldFen(named, this.#booked(uscc, period));
  }

  goneFen(uscc: string): Fen {
    return sumFen(this.payments.filter((one) => one.uscc === uscc).map(({ amountFen }) => amountFen));
  }

  object(period: Period, lineIds: string[]): Objection {
    assertObjectable(this.month(period));
    const open = this.objections.filter(({ status }) => status === "open");
    const openOf = (lineId: string) => open.filter((one) => one.lineIds.includes(lineId)).length;
    assertRoom(open.length, new Map(lineIds.map((lineId) => [lineId, openOf(lineId)])));
    const objection = newObjection(`${period}-${this.objections.length + 1}`, period, lineIds);
    this.objections.push(objection);
    return objection;
  }

  decide(id: string, decision: "uphold" | "dismiss"): void {
    const found = this.objections.find((one) => one.id === id) as Objection;
    const next = rule(found, { decision, reason: "sealed" }, "officer", instant("2026-07-20"));
    this.objections = this.objections.map((one) => (one === found ? next : one));
  }

  #booked(uscc: string, period: Period) {
    return this.lines.filter((line) => line.uscc === uscc && line.bookedPeriod <= period);
  }
}

const newObjection = (id: string, period: Period, lineIds: string[]): Objection => ({
  id,
  period,
  lineIds,
  status: "open",
  text: "sealed",
  contact: null,
  filedAt: "2026-07-06T09:00:00+08:00",
  reason: null,
  decidedBy: null,
  decidedAt: null,
  version: 1,
});

const paymentOf = (period: Period, uscc: string, amountFen: Fen, account: string): Payment => ({
  paymentId: paymentIdFor(period, uscc),
  period,
  uscc,
  amountFen,
  number: 1,
  batch: 1,
  status: "paid",
  account,
  accountMasked: "**23",
  bankCode: "313505000001",
  reason: null,
  bankRef: "B",
  bankDate: null,
  carriedBy: null,
  replaces: null,
  replacedBy: null,
  instructedAt: "2026-07-20T09:00:00+08:00",
  version: 2,
});
