import { describe, expect, it } from "vitest";
import { applyReturn, type BankReturn, type Payment } from "../../../functions/settlement/payment/payment.ts";
import {
  oneByOne,
  stillUnderWay,
  type WholeBatch,
} from "../../../functions/settlement/payment/whole-batch.ts";
import { payment } from "./payments.ts";

const payments = [
  payment({ paymentId: "P1", amountFen: 100 }),
  payment({ paymentId: "P2", amountFen: 250 }),
  payment({ paymentId: "P1-2", batch: 2, amountFen: 100 }),
];
const whole = (more: Partial<WholeBatch> = {}): WholeBatch => ({
  batch: 1,
  status: "returned",
  reason: "AM04",
  date: "2026-07-16",
  count: 2,
  sumFen: 350,
  ...more,
});
const told = (more: Partial<WholeBatch> = {}) => oneByOne(whole(more), payments)[0] as BankReturn;
const toldOf = (known: Payment | undefined, line: BankReturn) => applyReturn(known, line) as Payment;

describe("what a bank says of a whole file", () => {
  it("is said of each of its transfers, and of no other file's", () => {
    const lines = oneByOne(whole(), payments);
    expect(lines.map(({ paymentId, status, reason }) => [paymentId, status, reason])).toEqual([
      ["P1", "returned", "AM04"],
      ["P2", "returned", "AM04"],
    ]);
    expect(oneByOne(whole({ batch: 2, count: null, sumFen: null }), payments)).toHaveLength(1);
  });

  it("changes nothing while the file is under way, and tells how much of it is", () => {
    expect(oneByOne(whole({ status: null }), payments)).toEqual([]);
    expect(stillUnderWay(whole({ status: null }), payments)).toBe(2);
    expect(stillUnderWay(whole(), payments)).toBe(0);
  });

  it.each([
    ["of more transfers than were sent", { count: 3 }],
    ["of another sum", { sumFen: 351 }],
    ["of a file that was never sent", { batch: 3, count: null, sumFen: null }],
  ])("is refused when it speaks %s", (_, more) => {
    expect(() => oneByOne(whole(more), payments)).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ status: 422, code: "foreign-batch" }) }),
    );
  });

  it("and what it says of each may come in any order, once each or twice", () => {
    const [line, detail] = [told({ status: "paid" }), { ...told({ status: "paid" }), bankRef: "B1" }];
    delete detail.wholeBatch;
    const [byGroup, byDetail] = [toldOf(payments[0], line), toldOf(payments[0], detail)];
    for (const known of [byGroup, byDetail])
      for (const again of [line, detail]) expect(applyReturn(known, again)).toBe("same");
    expect(applyReturn(byDetail, { ...detail, bankRef: "B2" })).toMatchObject({ code: "conflicting-return" });
  });

  it("contradicts what was said otherwise before", () => {
    const returned = toldOf(payments[0], told());
    expect(applyReturn(returned, told({ status: "paid" }))).toMatchObject({ code: "conflicting-return" });
    expect(applyReturn({ ...returned, status: "reissued" }, told())).toBe("same");
  });
});
