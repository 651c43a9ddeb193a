import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { payableFen } from "../../../functions/settlement/payment/balance.ts";
import {
  applyReturn,
  type BankReturn,
  isOpenReturn,
  type Payment,
  paymentIdFor,
  readPaymentId,
} from "../../../functions/settlement/payment/payment.ts";
import { payment, USCC } from "./payments.ts";

const line = (facts: Partial<BankReturn> = {}): BankReturn => ({
  row: 2,
  paymentId: paymentIdFor("2026-06", USCC),
  status: "paid",
  amountFen: 50_000,
  reason: "",
  bankRef: "B1",
  date: "2026-07-20",
  ...facts,
});

describe("a payment's number", () => {
  it("follows from payee and month and fits a bank's 35 characters", () => {
    expect(paymentIdFor("2026-06", USCC)).toBe("P202606-91411200MA9TE0T007");
    expect(paymentIdFor("2026-06", USCC).length).toBeLessThanOrEqual(35);
    expect(paymentIdFor("2026-06", USCC, 2)).toBe("P202606-91411200MA9TE0T007-2");
    expect(paymentIdFor("2026-06", USCC, 999).length).toBeLessThanOrEqual(35);
  });

  it.each([1, 2, 17, 999])("says again what it was made of: number %i", (number) => {
    expect(readPaymentId(paymentIdFor("2026-06", USCC, number))).toEqual({
      period: "2026-06",
      uscc: USCC,
      number,
    });
  });

  it.each(["", "P202606", "P202606-914", `D202606-${USCC}`, `P202606-${USCC}-`, `P202606-${USCC}-0`])(
    "is not %o",
    (text) => expect(readPaymentId(text)).toBeNull(),
  );
});

describe("what is to be paid", () => {
  it.each<[string, number, Partial<Payment>[], number]>([
    ["all of the first settlement", 50_000, [], 50_000],
    ["what is new", 80_000, [{ amountFen: 50_000, status: "paid" }], 30_000],
    [
      "what is new while the last is on its way",
      80_000,
      [{ amountFen: 50_000, status: "instructed" }],
      30_000,
    ],
    ["what came back, and what is new", 80_000, [{ amountFen: 50_000, status: "returned" }], 80_000],
    [
      "what came back and went out again once only",
      80_000,
      [
        { amountFen: 50_000, status: "reissued" },
        { amountFen: 50_000, status: "instructed" },
      ],
      30_000,
    ],
    ["nothing while the enterprise owes", 20_000, [{ amountFen: 50_000, status: "paid" }], 0],
    ["what is left once a debt is covered", 60_000, [{ amountFen: 50_000, status: "paid" }], 10_000],
    ["nothing of a debt alone", -10_000, [], 0],
    [
      "nothing twice",
      50_000,
      [
        { amountFen: 30_000, status: "paid" },
        { amountFen: 20_000, status: "instructed" },
      ],
      0,
    ],
  ])("is %s", (_, settled, payments, payable) => {
    expect(payableFen(settled, payments.map(payment))).toBe(payable);
  });

  it("over the months never exceeds what was settled at its highest, and catches up in the end", () => {
    const settlements = fc.array(
      fc.record({ fen: fc.integer({ min: -100_000, max: 100_000 }), returned: fc.boolean() }),
      { minLength: 1, maxLength: 24 },
    );
    fc.assert(
      fc.property(settlements, (list) => {
        const payments: Payment[] = [];
        let [settled, highest] = [0, 0];
        for (const { fen, returned } of list) {
          settled += fen;
          highest = Math.max(highest, settled);
          const amountFen = payableFen(settled, payments);
          expect(amountFen).toBeGreaterThanOrEqual(0);
          if (amountFen > 0) payments.push(payment({ amountFen, status: returned ? "returned" : "paid" }));
        }
        const paid = payments.reduce((sum, one) => sum + (one.status === "paid" ? one.amountFen : 0), 0);
        expect(paid).toBeLessThanOrEqual(highest);
        expect(paid + payableFen(settled, payments)).toBeGreaterThanOrEqual(settled);
      }),
    );
  });
});

describe("a bank's line", () => {
  it("settles the payment it names", () => {
    expect(applyReturn(payment(), line())).toEqual(
      payment({ status: "paid", bankRef: "B1", bankDate: "2026-07-20", version: 2 }),
    );
    expect(applyReturn(payment(), line({ status: "returned", reason: "账户已销户", bankRef: "" }))).toEqual(
      payment({ status: "returned", reason: "账户已销户", bankDate: "2026-07-20", version: 2 }),
    );
  });

  it.each<["paid" | "returned", string]>([
    ["paid", "B1"],
    ["paid", ""],
    ["returned", "B1"],
  ])("told again is the same: %s with reference %o", (status, bankRef) => {
    const told = applyReturn(payment(), line({ status, bankRef })) as Payment;
    expect(applyReturn(told, line({ status, bankRef }))).toBe("same");
  });

  it.each<[string, Partial<Payment>, Partial<BankReturn>]>([
    ["paid, then returned", { status: "paid", bankRef: "B1" }, { status: "returned" }],
    ["returned, then paid", { status: "returned", bankRef: "B1" }, { status: "paid" }],
    ["paid twice by two transfers", { status: "paid", bankRef: "B0" }, { bankRef: "B1" }],
    ["paid, once without a reference", { status: "paid", bankRef: null }, { bankRef: "B1" }],
  ])("contradicts what is on record: %s", (_, known, told) => {
    expect(applyReturn(payment(known), line({ row: 7, ...told }))).toMatchObject({
      row: 7,
      code: "conflicting-return",
    });
  });

  it("is refused for no payment and for another amount, whatever its state", () => {
    expect(applyReturn(undefined, line())).toMatchObject({ row: 2, code: "unknown-payment" });
    for (const [status, code] of [
      ["instructed", "amount-differs"],
      ["paid", "conflicting-return"],
      ["returned", "conflicting-return"],
    ] as const)
      expect(applyReturn(payment({ status, bankRef: "B1" }), line({ amountFen: 49_999 }))).toMatchObject({
        paymentId: paymentIdFor("2026-06", USCC),
        code,
      });
  });

  it("may leave the amount out, and is held against the amount instructed", () => {
    expect(applyReturn(payment(), line({ amountFen: null }))).toMatchObject({ status: "paid", version: 2 });
    const known = payment({ status: "paid", bankRef: "B1" });
    expect(applyReturn(known, line({ amountFen: null }))).toBe("same");
  });

  it("about a payment that was reissued since is the same return or a contradiction, never a second payment", () => {
    const reissued = payment({ status: "reissued", bankRef: "B1", reason: "账户已销户" });
    expect(applyReturn(reissued, line({ status: "returned" }))).toBe("same");
    expect(applyReturn(reissued, line({ status: "paid" }))).toMatchObject({ code: "conflicting-return" });
  });

  it("leaves a return open until a later payment or a reissue takes it up", () => {
    expect(isOpenReturn(payment({ status: "returned" }))).toBe(true);
    expect(isOpenReturn(payment({ status: "returned", carriedBy: "P202607" }))).toBe(false);
    expect(isOpenReturn(payment({ status: "reissued" }))).toBe(false);
  });

  it("changes a copy", () => {
    const before = payment();
    applyReturn(before, line());
    expect(before).toEqual(payment());
  });
});
