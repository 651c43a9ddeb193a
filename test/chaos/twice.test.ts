import { expect, test } from "vitest";
import { BankReturned } from "../../events/partner.ts";
import { EnterpriseRegistered } from "../../events/registry.ts";
import { defaultPolicy } from "../../functions/subsidy/policy.ts";
import { sumFen } from "../../shared/values/money.ts";
import { compare } from "../city/compare.ts";
import { silentDisplay } from "../city/display.ts";
import { buildCity } from "../city/model.ts";
import { enterprise, people } from "../city/people.ts";
import { play } from "../city/play.ts";
import { checked } from "../integration/checking.ts";
import { receiverFor, useStage } from "../integration/on-stage.ts";
import { idNumberOf, registration, sendFile, usccOf } from "../integration/one-enterprise.ts";
import { PartnerSystem } from "../integration/partner.ts";
import { partner, subscribe } from "../integration/subscribing.ts";
import { tell } from "../integration/tell.ts";

interface Told {
  paymentId: string;
  status: "paid" | "returned";
  amountFen: number;
  reason: string | null;
  bankRef: string | null;
  date: string;
}

const held = useStage({ now: "2026-06-01T08:00:00+08:00", deliverTwice: true });
const RATE_FEN = 50_000;
const MINUTE_MS = 60_000;
const city = buildCity({ scale: "small" });

test("every worker hears every message and every firing twice, and the month is the same to the fen", async () => {
  const { ok } = await play({ url: held.stage.url, scale: "small", display: silentDisplay });
  expect(ok).toBe(true);
  expect(await compare(held.client, city)).toEqual([]);
});

test("a placement that is told again has its files looked at again, and the month stays the same", async () => {
  const [firm] = city.enterprises;
  type Listed = { placementId: string; end: string };
  const path = `/v1/enterprises/${firm?.uscc}/placements`;
  const [one] = await held.client.list<Listed>(people.officer, path);
  const body = { end: one?.end, reason: "按期结束" };
  await held.client.call(people.officer, "POST", `/v1/placements/${one?.placementId}/end`, { body });
  await held.client.settle();
  expect(await compare(held.client, city)).toEqual([]);
});

test("a roster places its intern once, after the month", async () => {
  const uscc = city.enterprises[0]?.uscc ?? "";
  const path = `/v1/enterprises/${uscc}/placements`;
  const before = (await held.client.list(people.officer, path)).length;
  const headings = "身份证号,姓名,学校代码,学号,年级,专业,协议编号,开始日期,结束日期,岗位,工号";
  const row = `${idNumberOf(999)},学生九,S001,XS9,2,数控技术,XY-9,2026-07-01,2026-08-31,装配,E9`;
  const file = { kind: "roster" as const, uscc, period: "2026-07", filename: "花名册.csv" };
  await sendFile(held.client, people.officer, file, `${headings}\n${row}\n`);
  await held.client.settle();
  expect((await held.client.list(people.officer, path)).length).toBe(before + 1);
  expect(await compare(held.client, city)).toEqual([]);
});

test("a bank that tells by event what its file has said changes nothing", async () => {
  const path = "/v1/periods/2026-06/payments";
  const before = await held.client.list<Told>(people.finance, path);
  const returns = before.slice(0, 3).map(({ paymentId, status, amountFen, reason, bankRef, date }) => ({
    ...{ paymentId, status, amountFen, date },
    ...{ reason: reason ?? "", bankRef: bankRef ?? "" },
  }));
  const data = { period: "2026-06", returns };
  await tell(held.stage, { event: BankReturned, id: "bank-again", subject: "2026-06", data });
  await held.client.settle();
  expect(await held.client.list<Told>(people.finance, path)).toEqual(before);
});

test("the books agree with each other, though every step of the check is heard twice too", async () => {
  const { result } = await checked(held.client);
  expect([result.listed, result.differences]).toEqual([[], 0]);
});

test("a draft that says what is in force costs what it costs, though every part is judged twice", async () => {
  const body = { policy: { ...defaultPolicy, version: "2026-try" }, periods: ["2026-06"] };
  const asked = await held.client.call<{ jobId: string }>(people.officer, "POST", "/v1/policies/simulate", {
    body,
    expect: [202],
  });
  await held.client.settle();
  type Job = { status: string; result: { nowFen: number; draftFen: number } };
  const job = await held.client.call<Job>(people.officer, "GET", `/v1/jobs/${asked.body.jobId}`);
  expect(job.body.status).toBe("done");
  expect(job.body.result.draftFen).toBe(job.body.result.nowFen);
  expect(job.body.result.nowFen).toBeGreaterThan(0);
});

test("what partners tell acts once in every context, and is refused once where it does not fit", async () => {
  const of = (type: string): string => `cn.ronghe.${type}.v1`;
  const [TAX, TEACHER, PAID] = [
    "registry.tax-recorded",
    "assessment.teacher-qualified",
    "settlement.payment-made",
  ].map(of) as [string, string, string];
  const [CHANGED, CERTIFICATE] = ["placement.changed", "subsidy.certificate-issued"].map(of) as [
    string,
    string,
  ];
  const types = [TAX, TEACHER, PAID, CHANGED, CERTIFICATE];
  const bureau = await PartnerSystem.register(held.client, () => held.stage.now(), "BUREAU", types);
  const uscc = city.enterprises[0]?.uscc ?? "";
  const person = { idNumber: idNumberOf(998), name: "学生八" };
  const path = "/v1/periods/2026-06/payments";
  const before = await held.client.list<Told>(people.finance, path);
  const paid = before.find(({ status }) => status === "paid");
  const { paymentId, amountFen, bankRef, date } = paid ?? expect.fail("Nobody was paid");
  const outcomes = [
    await bureau.tell(TAX, { uscc, year: "2025", grade: "A", taxFen: 1_000_000_00 }),
    await bureau.tell(TEACHER, {
      unitIds: ["411202"],
      date: "2026-06-15",
      certificateNo: "SS-1",
      teacher: person,
    }),
    await bureau.tell(PAID, { period: "2026-06", paymentId, amountFen, bankRef: bankRef ?? "", date }),
    await bureau.tell(CHANGED, { uscc, agreementNo: "XY-none", person, end: "2026-07-31" }),
    await bureau.tell(CERTIFICATE, {
      uscc,
      level: "intermediate",
      date: "2026-07-12",
      person,
      certificateNo: "Z-1",
    }),
  ];
  expect(outcomes.map(({ status, refusal }) => refusal?.code ?? status)).toEqual([
    ...["applied", "applied", "applied", "unknown-placement", "unknown-class"],
  ]);
  expect(await held.client.list<Told>(people.finance, path)).toEqual(before);
});

test("what the city tells reaches a subscriber under one id, and so does its replay", async () => {
  const receiver = await receiverFor(() => held.stage.now());
  const subscriber = partner("P-twice");
  const from = held.stage.now().toISOString();
  const { id } = await subscribe(held.client, subscriber, receiver, "/twice", [EnterpriseRegistered]);
  const uscc = usccOf(703);
  await held.client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc) });
  await held.client.settle();
  const replay = `/v1/subscriptions/${id}/replay`;
  await held.client.call(subscriber, "POST", replay, { body: { from }, expect: [202] });
  await held.client.clock(new Date(held.stage.now().getTime() + 2 * MINUTE_MS).toISOString());
  await held.client.settle();
  expect(receiver.deliveries.length).toBeGreaterThan(1);
  expect(new Set(receiver.deliveries.map(({ webhookId }) => webhookId)).size).toBe(1);
});

/** Answer people, and hear no message. */
const ANSWERING = /Api|Applications|Bank|Ledger|Pages|Payments|Publicity|Rulebook|Notifications/;

test("no function was left out, and none failed", async () => {
  const { functions } = await held.stage.state();
  const workers = functions.filter(({ name }) => !ANSWERING.test(name));
  const idle = workers.filter(({ invocations }) => invocations < 2).map(({ name }) => name);
  expect(idle).toEqual([]);
  expect(functions.filter(({ errors }) => errors > 0)).toEqual([]);
});

test("no message was put aside, and nobody is paid twice", async () => {
  const { deadLetters } = await held.stage.state();
  expect(deadLetters).toEqual([]);
  const payments = await held.client.list<{ uscc: string }>(people.finance, "/v1/periods/2026-06/payments");
  expect(new Set(payments.map(({ uscc }) => uscc)).size).toBe(payments.length);
});

test("no entry repeats another, and no month is ever worth more than the rate", async () => {
  for (const { uscc } of city.enterprises) {
    type Entry = { placementId: string; amountFen: number; days: number; policyVersion: string | null };
    const path = `/v1/enterprises/${uscc}/accruals?period=2026-06`;
    const entries = await held.client.list<Entry>(people.officer, path);
    for (const booked of Map.groupBy(entries, ({ placementId }) => placementId).values()) {
      const totals = booked.map((_, at) => sumFen(booked.slice(0, at + 1).map(({ amountFen }) => amountFen)));
      expect(totals.every((total) => total >= 0 && total <= RATE_FEN)).toBe(true);
      const states = booked.map(({ days, policyVersion }, at) => `${totals[at]} ${days} ${policyVersion}`);
      expect(states.filter((state, at) => state === states[at - 1])).toEqual([]);
    }
  }
});
