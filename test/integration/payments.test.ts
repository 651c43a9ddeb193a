import { beforeAll, expect, test } from "vitest";
import { BankReturned } from "../../events/partner.ts";
import { encodeGb18030 } from "../../shared/values/gb18030.ts";
import type { Reply } from "../city/client.ts";
import { enterprise, people } from "../city/people.ts";
import { schemaFaults } from "../unit/settlement/pain-001-schema.ts";
import { statusReport } from "../unit/settlement/status-report.ts";
import { useStage } from "./on-stage.ts";
import { attendanceCsv, certifiedEnterprise, placed, registration, send } from "./one-enterprise.ts";
import { tell } from "./tell.ts";

interface Payment {
  paymentId: string;
  uscc: string;
  amountFen: number;
  status: string;
  state: string;
  batch: number;
  account: string;
  reason: string | null;
  replacedBy: string | null;
}
interface Month {
  status: string;
  files: string[];
  conflicts: { paymentId: string; status: string; known: { status: string } }[];
}

const held = useStage({ now: "2026-07-02T08:00:00+08:00" });
const MONTH = "/v1/periods/2026-06";
const firms: { uscc: string; paymentId: string }[] = [];

const payments = () => held.client.list<Payment>(people.finance, `${MONTH}/payments`);
const month = async () => (await held.client.call<Month>(people.finance, "GET", MONTH)).body;
const paymentOf = async (paymentId: string) =>
  (await payments()).find((one) => one.paymentId === paymentId) as Payment;
const returned = (text: string | Uint8Array<ArrayBuffer>, type: string, expect = [200]) =>
  held.client.call<{ code?: string; booked: number; unchanged: number; underWay: number; status: string }>(
    people.finance,
    "POST",
    `${MONTH}/returns`,
    { text, type, expect },
  );
const reissue = (paymentId: string, expect: number[]): Promise<Reply<Payment & { code?: string }>> =>
  held.client.call(people.finance, "POST", `/v1/payments/${paymentId}/reissue`, { expect });

async function download(name: string): Promise<Uint8Array> {
  const { body } = await held.client.call<{ location: string }>(
    people.finance,
    "GET",
    `${MONTH}/files/${name}`,
  );
  return new Uint8Array(await (await fetch(body.location)).arrayBuffer());
}

/** Two firms with an intern each. */
beforeAll(async () => {
  const { client } = held;
  for (const number of [1, 2]) {
    const uscc = await certifiedEnterprise(client, number);
    await placed(client, uscc, number);
    await send(client, uscc, attendanceCsv({ [`E${number}`]: 15 + number }));
    firms.push({ uscc, paymentId: `P202606-${uscc}` });
  }
  await client.settle();
});

/** Their June is closed by its schedule, approved and instructed. */
beforeAll(async () => {
  const { client } = held;
  await client.clock("2026-07-05T02:00:00+08:00");
  await client.settle();
  await client.clock("2026-07-13T09:00:00+08:00");
  await client.call(people.secondFinance, "POST", `${MONTH}/approve`, { body: { seenChecks: true } });
  await client.call(people.finance, "POST", `${MONTH}/instruct`);
  await client.settle();
});

test("the message for the bank fits the schema and sums up the payments", async () => {
  const xml = new TextDecoder().decode(await download("payment.xml"));
  expect(schemaFaults(xml)).toEqual([]);
  const total = (await payments()).reduce((sum, { amountFen }) => sum + amountFen, 0);
  expect(total).toBe(100_000);
  expect(xml).toContain("<MsgId>RONGHE-411200-202606-1</MsgId>");
  expect(xml).toContain("<CtrlSum>1000.00</CtrlSum>");
});

test("the bank's text is GB18030, for all banks and for each, with a total line", async () => {
  for (const name of ["payment.csv", "payment-313505000001.csv"]) {
    const lines = new TextDecoder("gb18030", { fatal: true })
      .decode(await download(name))
      .trimEnd()
      .split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe("合计,2笔,,,,1000.00,100000,");
  }
});

test("a payment shows the lines that it pays, to its payee and to no other firm", async () => {
  const [one, other] = firms;
  const path = `/v1/payments/${one?.paymentId}`;
  const { body } = await held.client.call<{ linesFen: number; otherFen: number; lines: { items: object[] } }>(
    enterprise(one?.uscc ?? ""),
    "GET",
    path,
  );
  expect(body).toMatchObject({
    amountFen: 50_000,
    linesFen: 50_000,
    carriedFen: 0,
    otherFen: 0,
    carries: [],
  });
  expect(body.lines.items).toHaveLength(1);
  await held.client.call(enterprise(other?.uscc ?? ""), "GET", path, { expect: [403] });
});

test("a file whose total line does not agree books nothing", async () => {
  const rows = firms.map(({ paymentId }, index) => `${paymentId},paid,50000,,B${index},2026-07-14`);
  const csv = `paymentId,status,amountFen,reason,bankRef,date\n${rows.join("\n")}\n合计,2笔,99999,,,\n`;
  const answer = await returned(encodeGb18030(csv), "application/octet-stream", [422]);
  expect(answer.body).toMatchObject({
    code: "total-mismatch",
    found: { amountFen: 99_999 },
    expected: { amountFen: 100_000 },
  });
  expect((await payments()).map(({ status }) => status)).toEqual(["instructed", "instructed"]);
});

test("a status report of the whole file is held against the file, and while it is under way nothing is booked", async () => {
  const report = (group: string) => statusReport([], { group });
  const other = await returned(
    report("<OrgnlNbOfTxs>3</OrgnlNbOfTxs><GrpSts>ACSC</GrpSts>"),
    "text/xml",
    [422],
  );
  expect(other.body.code).toBe("foreign-batch");
  const accepted = await returned(report("<GrpSts>ACSP</GrpSts>"), "application/xml");
  expect(accepted.body).toEqual({ booked: 0, unchanged: 0, underWay: 2, status: "instructed" });
  const mixed = await returned(report("<GrpSts>PART</GrpSts>"), "application/xml", [422]);
  expect(mixed.body.code).toBe("unreadable-return");
});

test("a bank's status report pays one, returns the other, and may come twice", async () => {
  const report = statusReport([
    { paymentId: firms[0]?.paymentId ?? "", code: "ACSC", bankRef: "HP1", acceptedAt: "2026-07-14" },
    {
      paymentId: firms[1]?.paymentId ?? "",
      code: "RJCT",
      bankRef: "HP2",
      reason: { code: "AC04", words: ["账户已销户"] },
    },
  ]);
  expect((await returned(report, "application/xml")).body).toEqual({
    booked: 2,
    unchanged: 0,
    underWay: 0,
    status: "settled",
  });
  expect((await returned(report, "text/xml")).body).toMatchObject({ booked: 0, unchanged: 2 });
  expect(await paymentOf(firms[1]?.paymentId ?? "")).toMatchObject({
    state: "returned",
    reason: "AC04 账户已销户",
  });
});

test("the same in GB18030, as a CSV that says so, changes nothing", async () => {
  const rows = firms.map(({ paymentId }, at) =>
    at === 0
      ? `${paymentId},paid,50000,,HP1,2026-07-14`
      : `${paymentId},returned,50000,账户已销户,HP2,2026-07-16`,
  );
  const csv = encodeGb18030(`paymentId,status,amountFen,reason,bankRef,date\n${rows.join("\n")}\n`);
  const answer = await returned(csv, "text/csv; charset=gb18030");
  expect(answer.body).toMatchObject({ booked: 0, unchanged: 2 });
});

test("a bank that says otherwise later is refused, and what it said is shown", async () => {
  const { paymentId = "" } = firms[0] ?? {};
  const csv = `paymentId,status,amountFen,reason,bankRef,date\n${paymentId},returned,50000,冻结,HP9,2026-07-15\n`;
  for (let time = 1; time <= 2; time++)
    expect((await returned(csv, "text/csv", [409])).body.code).toBe("conflicting-return");
  expect((await month()).conflicts).toMatchObject([
    { paymentId, status: "returned", bankRef: "HP9", known: { status: "paid", bankRef: "HP1" } },
  ]);
});

test("a reissue waits until the account was changed by one and confirmed by another", async () => {
  const { uscc = "", paymentId = "" } = firms[1] ?? {};
  const account = { ...registration(uscc).account, accountNo: "6200000000000000002" };
  const refused = async () => (await reissue(paymentId, [409])).body.code;
  expect(await refused()).toBe("account-not-confirmed");
  await held.client.call(enterprise(uscc), "PUT", `/v1/enterprises/${uscc}/account`, { body: account });
  expect(await refused()).toBe("account-not-confirmed");
  await held.client.call(people.officer, "POST", `/v1/enterprises/${uscc}/account/confirm`);
  expect(await paymentOf(paymentId)).toMatchObject({ status: "returned", state: "re-verified" });
});

test("reissued it is a new payment in a file of its own; asked ten times at once it is the same one", async () => {
  const { paymentId = "" } = firms[1] ?? {};
  const answers = await Promise.all(Array.from({ length: 10 }, () => reissue(paymentId, [200, 201])));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const numbers = new Set(answers.map(({ body }) => body.paymentId));
  expect([...numbers]).toEqual([`${paymentId}-2`]);
  await held.client.settle();
  expect(await paymentOf(paymentId)).toMatchObject({ state: "reissued", replacedBy: `${paymentId}-2` });
  expect(await paymentOf(`${paymentId}-2`)).toMatchObject({
    state: "instructed",
    batch: 2,
    amountFen: 50_000,
    account: "*****************02",
  });
  const { status, files } = await month();
  expect(status).toBe("instructed");
  expect(files).toEqual(expect.arrayContaining(["payment-2.csv", "payment-2.xml"]));
  const xml = new TextDecoder().decode(await download("payment-2.xml"));
  expect(schemaFaults(xml)).toEqual([]);
  expect(xml).toContain("<MsgId>RONGHE-411200-202606-2</MsgId>");
  expect(xml).toContain("<Id>6200000000000000002</Id>");
});

test("what a bank tells by event is booked as if it had been posted, and the month is settled again", async () => {
  const paymentId = `${firms[1]?.paymentId}-2`;
  const told = { paymentId, status: "paid" as const, amountFen: 50_000, bankRef: "HP3", date: "2026-07-21" };
  for (const id of ["bank-1", "bank-2"]) {
    const data = { period: "2026-06", returns: [told] };
    await tell(held.stage, { event: BankReturned, id, subject: "2026-06", data });
    await held.client.settle();
  }
  expect(await paymentOf(paymentId)).toMatchObject({ state: "paid" });
  expect((await month()).status).toBe("settled");
  expect(held.stage.state().deadLetters).toEqual([]);
});

test("nothing was paid twice, and nobody may ask for another payment", async () => {
  const paid = (await payments()).filter(({ status }) => status === "paid");
  expect(paid.map(({ uscc }) => uscc).toSorted()).toEqual(firms.map(({ uscc }) => uscc).toSorted());
  expect((await reissue(paid[0]?.paymentId ?? "", [409])).body.code).toBe("not-returned");
  const { items } = (await held.client.call<{ items: object[] }>(people.finance, "GET", "/v1/demands")).body;
  expect(items).toEqual([]);
});

test("what a correction shows to be paid too much is demanded, and comes in once", async () => {
  const { client } = held;
  const { uscc = "" } = firms[0] ?? {};
  const { body: policies } = await client.call<{ items: { policy: object }[] }>(
    people.officer,
    "GET",
    "/v1/policies",
  );
  const policy = { ...policies.items[0]?.policy, version: "2026-07", effectiveFrom: "2026-07" };
  await client.call(people.officer, "POST", "/v1/policies", { body: { ...policy, recovery: "demand" } });
  await client.call(people.secondOfficer, "POST", "/v1/policies/internship/2026-07/publish");
  await send(client, uscc, attendanceCsv({ E1: 5 }));
  await client.settle();
  await client.clock("2026-08-05T02:00:00+08:00");
  await client.settle();
  await client.clock("2026-08-13T09:00:00+08:00");
  const july = "/v1/periods/2026-07";
  await client.call(people.secondFinance, "POST", `${july}/approve`, { body: { seenChecks: true } });
  await client.call(people.finance, "POST", `${july}/instruct`);
  await client.settle();
  const demandId = `D202607-${uscc}`;
  const { body } = await client.call<{ items: object[] }>(enterprise(uscc), "GET", "/v1/demands");
  expect(body.items).toMatchObject([{ demandId, amountFen: 50_000, openFen: 50_000, status: "open" }]);
  const receive = async (amountFen: number, bankRef: string, expect: number[]) => {
    const receipt = { amountFen, bankRef, date: "2026-08-14" };
    const path = `/v1/demands/${demandId}/receipts`;
    const options = { body: receipt, expect };
    return (await client.call<{ code?: string; status?: string }>(people.finance, "POST", path, options))
      .body;
  };
  expect(await receive(20_000, "R1", [201])).toMatchObject({ openFen: 30_000, status: "open" });
  expect(await receive(20_000, "R1", [200])).toMatchObject({ openFen: 30_000 });
  expect(await receive(30_000, "R1", [409])).toMatchObject({ code: "conflicting-receipt" });
  expect(await receive(30_001, "R2", [422])).toMatchObject({ code: "more-than-open" });
  expect(await receive(30_000, "R2", [201])).toMatchObject({ openFen: 0, status: "recovered" });
  const all = await client.list<{ demandId: string }>(people.finance, "/v1/demands");
  expect(all.map((one) => one.demandId)).toEqual([demandId]);
});
