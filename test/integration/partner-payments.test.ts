import { beforeAll, expect, test } from "vitest";
import { people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { attendanceCsv, certifiedEnterprise, placed, send } from "./one-enterprise.ts";
import { PartnerSystem } from "./partner.ts";

const held = useStage({ now: "2026-07-02T08:00:00+08:00", deliverTwice: true });
const MONTH = "/v1/periods/2026-06";
const MADE = "cn.ronghe.settlement.payment-made.v1";
const RETURNED = "cn.ronghe.settlement.payment-returned.v1";
const numbers: string[] = [];
let bank: PartnerSystem;

interface Payment {
  paymentId: string;
  status: string;
  reason: string | null;
  bankRef: string | null;
}
const payment = async (index: number): Promise<Payment | undefined> => {
  const all = await held.client.list<Payment>(people.finance, `${MONTH}/payments`);
  return all.find(({ paymentId }) => paymentId === numbers[index]);
};
const month = async () =>
  (await held.client.call<{ status: string; conflicts: object[] }>(people.finance, "GET", MONTH)).body;
const transfer = (index: number, more: Record<string, unknown> = {}) => ({
  period: "2026-06",
  paymentId: numbers[index],
  amountFen: 50_000,
  bankRef: `HP${index}`,
  date: "2026-07-14",
  ...more,
});

beforeAll(async () => {
  const { client, stage } = held;
  for (const number of [1, 2]) {
    const uscc = await certifiedEnterprise(client, number);
    await placed(client, uscc, number);
    await send(client, uscc, attendanceCsv({ [`E${number}`]: 20 }));
    numbers.push(`P202606-${uscc}`);
  }
  await client.settle();
  await client.clock("2026-07-05T02:00:00+08:00");
  await client.settle();
  await client.clock("2026-07-13T09:00:00+08:00");
  bank = await PartnerSystem.register(client, () => stage.now(), "B001", [MADE, RETURNED]);
});

test("what is told of a payment before it was instructed is refused, with the code that the API answers", async () => {
  expect(await bank.tell(MADE, transfer(0), "P0")).toMatchObject({
    status: "refused",
    partnerId: "B001",
    refusal: { code: "wrong-status" },
  });
});

test("a payment that was made is booked as a line of the bank's file is, however often it is told", async () => {
  await held.client.call(people.secondFinance, "POST", `${MONTH}/approve`, { body: { seenChecks: true } });
  await held.client.call(people.finance, "POST", `${MONTH}/instruct`);
  await held.client.settle();
  const event = bank.event({ type: MADE, data: transfer(0), subject: "P0" });
  expect(await bank.structured(event)).toMatchObject({
    status: 202,
    body: { receipts: [{ source: bank.source, id: event.id, status: "accepted", duplicate: false }] },
  });
  await held.client.settle();
  expect(await bank.outcome(event.id)).toMatchObject({ status: "applied", refusal: null });
  expect(await payment(0)).toMatchObject({ status: "paid", bankRef: "HP0" });
  expect((await bank.binary(event)).body.receipts).toMatchObject([{ status: "applied", duplicate: true }]);
});

test("one that came back is open again, its reason without the account's number, and the month is settled", async () => {
  const reason = "账号6200000000000000001已销户";
  expect(await bank.tell(RETURNED, transfer(1, { reason }), "P1")).toMatchObject({ status: "applied" });
  expect(await payment(1)).toMatchObject({ status: "returned", reason: "账号*****************01已销户" });
  expect((await month()).status).toBe("settled");
});

test("a bank that says otherwise later is refused, and what it said is shown", async () => {
  expect(await bank.tell(RETURNED, transfer(0, { reason: "冻结" }), "P0")).toMatchObject({
    status: "refused",
    refusal: { code: "conflicting-return" },
  });
  expect(await payment(0)).toMatchObject({ status: "paid" });
  expect((await month()).conflicts).toHaveLength(1);
});
