import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Recovery } from "../../../functions/settlement/payment/balance.ts";
import { openFen } from "../../../functions/settlement/payment/demand.ts";
import { isOpenReturn } from "../../../functions/settlement/payment/payment.ts";
import { addMonths, type Period } from "../../../shared/values/period.ts";
import { PayeeBooks } from "../../scenarios/steps/payee-books.ts";
import { USCC } from "./payments.ts";

const FIRST = "2026-01";

/** What may happen to a payee, in any order and as often as it likes; `which` picks among what there is. */
type Event =
  | { kind: "close"; earnedFen: number; corrections: { back: number; fen: number }[] }
  | { kind: "instruct"; late: boolean }
  | { kind: "answer"; which: number; paid: boolean }
  | { kind: "account" }
  | { kind: "reissue"; which: number }
  | { kind: "receive"; which: number; percent: number }
  | { kind: "again"; which: number };

const which = fc.nat(20);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("close" as const),
      earnedFen: fc.nat(100_000),
      corrections: fc.array(
        fc.record({ back: fc.integer({ min: 1, max: 4 }), fen: fc.integer({ min: -100_000, max: 50_000 }) }),
        { maxLength: 2 },
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("instruct" as const), late: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("answer" as const), which, paid: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("account" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("reissue" as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("receive" as const),
      which,
      percent: fc.integer({ min: 1, max: 120 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("again" as const), which }) },
);

/** A payee, the months that were closed for it, and what everybody has said so far, to be said again. */
class Life {
  readonly books: PayeeBooks;
  closed = 0;
  waiting: Period[] = [];
  said: (() => unknown)[] = [];
  /** The last month that was instructed, whatever came after it. */
  through: Period = "";
  #outFen = 0;
  #references = 0;

  constructor(recovery: Recovery) {
    this.books = new PayeeBooks(USCC, recovery);
  }

  happen(event: Event): void {
    const { books } = this;
    if (event.kind === "close") this.close(event.earnedFen, event.corrections);
    if (event.kind === "instruct") this.instruct(event.late);
    if (event.kind === "answer") {
      const payment = pick(books.payments, event.which);
      if (payment?.status === "instructed") this.answer(payment.paymentId, event.paid);
    }
    if (event.kind === "account") this.moveAccount();
    if (event.kind === "reissue") {
      const payment = pick(books.payments, event.which);
      if (payment) this.say(() => books.reissue(payment.paymentId));
    }
    if (event.kind === "receive") {
      const demand = pick(books.demands, event.which);
      if (demand) this.receive(demand.demandId, Math.ceil((openFen(demand) * event.percent) / 100));
    }
    if (event.kind === "again") pick(this.said, event.which)?.();
    this.check();
  }

  /** Each earned month is worth 0 or more in the end, as it is for a person. */
  close(earnedFen: number, corrections: { back: number; fen: number }[] = []): void {
    const period = addMonths(FIRST, this.closed++);
    this.waiting.push(period);
    this.books.settle(period, period, earnedFen);
    for (const { back, fen } of corrections) {
      const earned = addMonths(period, -back);
      const worth = this.books.lines
        .filter(({ earnedPeriod }) => earnedPeriod === earned)
        .reduce((sum, { amountFen }) => sum + amountFen, 0);
      if (earned >= FIRST) this.books.settle(period, earned, Math.max(-worth, fen));
    }
  }

  instruct(late: boolean): void {
    const period = late ? this.waiting.pop() : this.waiting.shift();
    if (period) this.say(() => this.books.instruct(period));
    if (period && period > this.through) this.through = period;
    this.check();
  }

  answer(paymentId: string, paid: boolean): void {
    const { amountFen } = this.books.payment(paymentId);
    const told = {
      paymentId,
      amountFen,
      status: paid ? ("paid" as const) : ("returned" as const),
      bankRef: `B${++this.#references}`,
    };
    this.say(() => this.books.bank(told));
  }

  moveAccount(): void {
    this.books.changeAccount();
    this.books.confirmAccount();
  }

  receive(demandId: string, amountFen: number): void {
    if (amountFen === 0) return;
    const receipt = { demandId, amountFen, bankRef: `R${++this.#references}`, date: "2026-08-01" };
    this.say(() => this.books.receive(receipt));
  }

  say(word: () => unknown): void {
    word();
    this.said.push(word);
  }

  check(): void {
    const { payments, demands } = this.books;
    for (const { amountFen } of [...payments, ...demands]) expect(amountFen).toBeGreaterThan(0);
    for (const demand of demands) expect(openFen(demand)).toBeGreaterThanOrEqual(0);
    const out = payments.filter(({ status }) => status === "paid" || status === "instructed");
    const outFen = out.reduce((sum, { amountFen }) => sum + amountFen, 0);
    const asked = demands.reduce((sum, { amountFen, withdrawnFen }) => sum + amountFen - withdrawnFen, 0);
    // nothing goes out beyond what the months instructed so far have settled
    if (outFen - asked > this.#outFen)
      expect(outFen - asked).toBeLessThanOrEqual(this.books.settledFen(this.through));
    this.#outFen = outFen - asked;
    expect(new Set(payments.map(({ paymentId }) => paymentId)).size).toBe(payments.length);
    expect(asked).toBeLessThanOrEqual(outFen);
  }

  /** Everybody does what is still to be done, until nobody has anything to do. */
  quieten(): void {
    for (let month = 0; month < 4; month++) {
      while (this.waiting.length > 0) this.instruct(false);
      this.#answerAll();
      this.moveAccount();
      for (const payment of this.books.payments.filter(isOpenReturn)) this.books.reissue(payment.paymentId);
      this.#answerAll();
      for (const demand of this.books.demands) this.receive(demand.demandId, openFen(demand));
      this.check();
      this.close(0);
    }
    while (this.waiting.length > 0) this.instruct(false);
    this.#answerAll();
  }

  #answerAll(): void {
    for (const { paymentId, status } of this.books.payments)
      if (status === "instructed") this.answer(paymentId, true);
  }
}

const pick = <T>(list: readonly T[], index: number): T | undefined =>
  list.length === 0 ? undefined : list[index % list.length];

const lived = (recovery: Recovery, events: readonly Event[]): Life => {
  const life = new Life(recovery);
  for (const one of events) life.happen(one);
  return life;
};

describe("whatever happens, in whatever order and however often", () => {
  const events = fc.array(event, { minLength: 1, maxLength: 40 });

  it("what was paid less what came back is what was settled, once everything is quiet: on demand", () => {
    fc.assert(
      fc.property(events, (list) => {
        const life = lived("demand", list);
        life.quieten();
        expect(life.books.openDemandsFen()).toBe(0);
        expect(life.books.heldFen()).toBe(life.books.settledFen("9999-12"));
      }),
      { numRuns: 1_000 },
    );
  });

  it("and when it is netted, once the enterprise has earned what it owes", () => {
    fc.assert(
      fc.property(events, (list) => {
        const life = lived("net", list);
        life.quieten();
        expect(life.books.demands).toEqual([]);
        expect(life.books.heldFen()).toBeGreaterThanOrEqual(life.books.settledFen("9999-12"));
        life.close(100_000_000);
        life.quieten();
        expect(life.books.heldFen()).toBe(life.books.settledFen("9999-12"));
      }),
      { numRuns: 500 },
    );
  });

  it("and when the policy changes from one to the other on the way", () => {
    fc.assert(
      fc.property(events, events, fc.boolean(), (before, after, demanded) => {
        const life = lived(demanded ? "demand" : "net", before);
        life.books.recovery = demanded ? "net" : "demand";
        for (const one of after) life.happen(one);
        life.close(100_000_000);
        life.quieten();
        expect(life.books.heldFen()).toBe(life.books.settledFen("9999-12"));
      }),
      { numRuns: 500 },
    );
  });
});
