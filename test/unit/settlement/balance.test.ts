import { describe, expect, it } from "vitest";
import {
  instructionFor,
  overpaidFen,
  type Position,
  payableFen,
  reissuableFen,
} from "../../../functions/settlement/payment/balance.ts";
import {
  type Demand,
  demandStatus,
  openFen,
  type Receipt,
  raised,
  receive,
} from "../../../functions/settlement/payment/demand.ts";
import type { Payment } from "../../../functions/settlement/payment/payment.ts";
import { type Circumstances, reissued } from "../../../functions/settlement/payment/reissued.ts";
import { payment, USCC } from "./payments.ts";

const demand = (facts: Partial<Demand> = {}): Demand => ({
  ...raised("2026-07", USCC, 30_000, new Date(0)),
  ...facts,
});
const paid = (amountFen: number, facts: Partial<Payment> = {}) =>
  payment({ amountFen, status: "paid", ...facts });

const receipt = (bankRef: string, amountFen: number): Receipt => ({
  bankRef,
  demandId: demand().demandId,
  amountFen,
  date: "2026-08-01",
});
const refusal = (status: number, code: string) =>
  expect.objectContaining({ facts: expect.objectContaining({ status, code }) });

/** Instructed with nothing but the given facts; by default all that the month settles is earned in the month. */
const instruct = (facts: Partial<Position>) =>
  instructionFor({
    settledFen: 0,
    addedFen: () => 0,
    payments: [],
    demands: [],
    recovery: "demand",
    ...facts,
  });

describe("instructing a payee who was paid too much", () => {
  it("demands it back, where the policy says so", () => {
    expect(instruct({ settledFen: 20_000, payments: [paid(50_000)] })).toMatchObject({
      payFen: 0,
      demandFen: 30_000,
    });
  });

  it("demands nothing where it is netted: later settlements cover it", () => {
    const payments = [paid(50_000)];
    expect(instruct({ settledFen: 20_000, payments, recovery: "net" })).toMatchObject({
      payFen: 0,
      demandFen: 0,
    });
    expect(instruct({ settledFen: 60_000, payments, recovery: "net" })).toMatchObject({ payFen: 10_000 });
  });

  it("demands only what a bank has confirmed as paid, not what is on its way or came back", () => {
    expect(instruct({ settledFen: 20_000, payments: [payment()] }).demandFen).toBe(0);
    expect(instruct({ settledFen: 20_000, payments: [payment({ status: "returned" })] })).toMatchObject({
      payFen: 20_000,
      demandFen: 0,
    });
  });

  it("demands the same only once", () => {
    const known = { settledFen: 20_000, payments: [paid(50_000)], demands: [demand()] };
    expect(instruct(known)).toMatchObject({ payFen: 0, demandFen: 0, corrected: [] });
    expect(overpaidFen(10_000, known.payments, known.demands)).toBe(10_000);
  });

  it("pays what was earned since in full, while the demand stands or has come in", () => {
    for (const receivedFen of [0, 10_000, 30_000]) {
      const demands = [demand({ receivedFen })];
      expect(instruct({ settledFen: 70_000, payments: [paid(50_000)], demands })).toMatchObject({
        payFen: 50_000,
        corrected: [],
      });
    }
  });

  it("withdraws what a correction shows to have been demanded without cause", () => {
    const corrected = (addedFen: number, receivedFen = 0) =>
      instruct({
        settledFen: 20_000 + addedFen,
        addedFen: () => addedFen,
        payments: [paid(50_000)],
        demands: [demand({ receivedFen })],
      });
    expect(corrected(10_000)).toMatchObject({
      payFen: 0,
      demandFen: 0,
      corrected: [{ withdrawnFen: 10_000 }],
    });
    expect(corrected(30_000)).toMatchObject({ payFen: 0, corrected: [{ withdrawnFen: 30_000 }] });
    expect(corrected(40_000)).toMatchObject({ payFen: 10_000, corrected: [{ withdrawnFen: 30_000 }] });
    // what has come in already is paid out again
    expect(corrected(30_000, 25_000)).toMatchObject({ payFen: 25_000, corrected: [{ withdrawnFen: 5_000 }] });
  });

  it("withdraws no more than the enterprise is owed by all of the month", () => {
    expect(
      instruct({
        settledFen: 30_000,
        addedFen: () => 30_000,
        payments: [paid(50_000)],
        demands: [demand()],
      }).corrected,
    ).toMatchObject([{ withdrawnFen: 10_000 }]);
  });

  it("withdraws for months that the demand judged, not for what was earned later", () => {
    const addedFen = (upTo: string) => (upTo >= "2026-08" ? 50_000 : 10_000);
    const { payFen, corrected } = instruct({
      settledFen: 70_000,
      addedFen,
      payments: [paid(50_000)],
      demands: [demand()],
    });
    expect([payFen, corrected[0]?.withdrawnFen]).toEqual([40_000, 10_000]);
  });

  it("withdraws from the oldest demand first, each fen once", () => {
    const demands = [demand({ period: "2026-08", amountFen: 20_000 }), demand({ amountFen: 5_000 })];
    const { corrected } = instruct({
      settledFen: 43_000,
      addedFen: () => 18_000,
      payments: [paid(50_000)],
      demands,
    });
    expect(corrected.map(({ period, withdrawnFen }) => [period, withdrawnFen])).toEqual([
      ["2026-07", 5_000],
      ["2026-08", 13_000],
    ]);
  });
});

describe("a demand", () => {
  it("is open until all of it has come in or was withdrawn", () => {
    expect(demandStatus(demand())).toBe("open");
    expect(demandStatus(demand({ receivedFen: 29_999 }))).toBe("open");
    expect(demandStatus(demand({ receivedFen: 30_000 }))).toBe("recovered");
    expect(demandStatus(demand({ receivedFen: 10_000, withdrawnFen: 20_000 }))).toBe("recovered");
    expect(demandStatus(demand({ withdrawnFen: 30_000 }))).toBe("withdrawn");
  });

  it("takes in what is open and no more", () => {
    const partly = receive(demand(), receipt("B1", 10_000), undefined) as Demand;
    expect(openFen(partly)).toBe(20_000);
    expect(() => receive(partly, receipt("B2", 20_001), undefined)).toThrow(refusal(422, "more-than-open"));
    expect(demandStatus(receive(partly, receipt("B2", 20_000), undefined) as Demand)).toBe("recovered");
  });

  it("takes in a bank reference once, for one demand and one amount", () => {
    const known = receipt("B1", 10_000);
    expect(receive(demand({ receivedFen: 30_000 }), known, known)).toBe("same");
    for (const other of [{ amountFen: 9_999 }, { date: "2026-08-02" }, { demandId: "D202608" }])
      expect(() => receive(demand(), { ...known, ...other }, known)).toThrow(
        refusal(409, "conflicting-receipt"),
      );
  });
});

const returned = payment({ status: "returned" });
const now = (): Circumstances => ({
  to: { account: "sealed anew", accountMasked: "*****23", bankCode: "313505000001" },
  settledFen: { instructed: 50_000, booked: 50_000 },
  payments: [returned],
  demands: [],
  batch: 2,
  at: new Date("2026-07-20T00:00:00Z"),
});

describe("a reissue", () => {
  const amount = (instructed: number, booked: number, demands: Demand[] = []) =>
    reissuableFen(returned, { instructed, booked }, [returned], demands);

  it("comes to what came back", () => {
    expect(amount(50_000, 50_000)).toBe(50_000);
    expect(amount(50_000, 90_000)).toBe(50_000);
  });

  it("never pays what the books already know not to be owed", () => {
    expect(amount(50_000, 20_000)).toBe(20_000);
    expect(amount(20_000, 90_000)).toBe(20_000);
    expect(amount(50_000, -1)).toBe(0);
  });

  it("leaves nothing over for the next month to pay twice", () => {
    const { old, fresh } = reissued(returned, now());
    expect(payableFen(50_000, [old, fresh])).toBe(0);
  });

  it("is a new payment of the same month under the next number, each naming the other", () => {
    const { old, fresh } = reissued(payment({ ...returned, bankRef: "B1", version: 2 }), now());
    expect(old).toMatchObject({ status: "reissued", replacedBy: fresh.paymentId, bankRef: "B1", version: 3 });
    expect(fresh).toEqual(
      payment({
        paymentId: "P202606-91411200MA9TE0T007-2",
        number: 2,
        batch: 2,
        account: "sealed anew",
        replaces: returned.paymentId,
        instructedAt: "2026-07-20T00:00:00.000Z",
      }),
    );
  });

  it.each<[string, Partial<Payment>, Partial<Circumstances>]>([
    ["not-returned", { status: "instructed" }, {}],
    ["not-returned", { status: "paid" }, {}],
    ["already-carried", { carriedBy: "P202607" }, {}],
    ["account-not-confirmed", {}, { to: { ...now().to, account: "sealed" } }],
    ["nothing-owed", {}, { settledFen: { instructed: 50_000, booked: 0 } }],
  ])("is refused: %s", (code, facts, circumstances) => {
    expect(() => reissued({ ...returned, ...facts }, { ...now(), ...circumstances })).toThrow(
      refusal(409, code),
    );
  });
});
