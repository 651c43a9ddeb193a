import { beforeAll, expect, test } from "vitest";
import { packed, unpacked } from "../../shared/runtime/packed.ts";
import { people } from "../city/people.ts";
import { checked, type Told } from "./checking.ts";
import { useStage } from "./on-stage.ts";
import { FULL_FEN, paidMonth } from "./paid-month.ts";
import { tampering } from "./tampering.ts";

const held = useStage();
const auditor = { roles: ["auditor"], sub: "auditor-a" };
let usccs: string[] = [];

beforeAll(async () => {
  usccs = await paidMonth(held.client, 4);
});

/** Each comparison and enterprise that a check names. */
const named = (differences: readonly Told[]) =>
  new Set(differences.map(({ comparison, uscc }) => `${comparison} ${uscc}`));

test("after a month every comparison agrees, and says what it has compared", async () => {
  const { result } = await checked(held.client);
  expect(result.listed).toEqual([]);
  expect(result.differences).toBe(0);
  expect(result.periods).toEqual(["2026-06"]);
  expect(result.enterprises).toBe(usccs.length);
  for (const { code, compared, differences } of result.comparisons) {
    expect(compared, code).toBeGreaterThan(0);
    expect(differences, code).toBe(0);
  }
  const total = usccs.length * 2 * FULL_FEN;
  const amounts = result.comparisons.filter(({ code }) => !["claims", "evidence"].includes(code));
  for (const { code, expectedFen, foundFen } of amounts)
    expect({ code, expectedFen, foundFen }).toEqual({ code, expectedFen: total, foundFen: total });
});

test("asked for months it looks at those, and one that is not closed is named", async () => {
  const { result } = await checked(held.client, { periods: ["2026-06"] });
  expect([result.periods, result.differences]).toEqual([["2026-06"], 0]);
  const refused = (periods: unknown) =>
    held.client.call<{ code: string; pointer: string }>(people.finance, "POST", "/v1/ledger/check", {
      body: { periods },
      expect: [400, 409],
    });
  const open = await refused(["2026-06", "2026-07"]);
  expect([open.status, open.body.code, open.body.pointer]).toEqual([409, "period-not-closed", "/periods/1"]);
  expect((await refused(["2031-01"])).status).toBe(409);
  expect((await refused(["June"])).status).toBe(400);
  expect((await refused([])).status).toBe(400);
});

test("only those who audit or keep the money may ask, and nobody sees a check that there never was", async () => {
  const path = "/v1/ledger/check";
  for (const persona of [people.officer, people.leader])
    await held.client.call(persona, "POST", path, { expect: [403] });
  const asked = await held.client.call<{ jobId: string }>(auditor, "POST", path, { key: "once" });
  const again = await held.client.call<{ jobId: string }>(auditor, "POST", path, { key: "once" });
  expect(again.body).toEqual(asked.body);
  await held.client.settle();
  await held.client.call(auditor, "GET", "/v1/ledger/checks/check-none", { expect: [404] });
  await held.client.call(auditor, "GET", "/v1/ledger/checks/check-none/file", { expect: [404] });
});

test("what is changed past every function is named by its own comparison", async () => {
  const { items, change } = tampering(held.stage);
  const [first, second, third, fourth] = usccs as [string, string, string, string];
  type Line = { subjectId: string; placementId: string; toN: number; amountFen: number; days: number };
  const chunkOf = async (uscc: string) => {
    const [chunk] = await items<{ lines: string }>("Settlement", `LINES#${uscc}#2026-06`);
    const [line] = unpacked<Line[]>(chunk?.lines ?? "");
    if (!chunk || !line) throw new Error(`${uscc} has no lines`);
    return { chunk, line };
  };

  // one fen in one entry
  const { line } = await chunkOf(first);
  type Account = { entries: { amountFen: number; placementId: string }[] };
  const [account] = await items<Account>("Subsidy", `SUBJECT#${line.subjectId}`);
  const restore = [
    await change("Subsidy", account as NonNullable<typeof account>, ({ entries }) => {
      for (const entry of entries) if (entry.placementId === line.placementId) entry.amountFen += 1;
    }),
  ];
  // the days of one line
  const { chunk } = await chunkOf(second);
  restore.push(
    await change("Settlement", chunk, (copy) => {
      const [line, ...others] = unpacked<Line[]>(copy.lines) as [Line];
      copy.lines = packed([{ ...line, days: line.days + 1 }, ...others]);
    }),
  );
  // one fen in one control total
  const [posted] = await items<{ owedFen: number }>("Settlement", `CONTROL#${third}`);
  restore.push(
    await change("Settlement", posted as NonNullable<typeof posted>, (copy) => {
      copy.owedFen += 1;
    }),
  );
  // one fen in one payment
  type Paid = { amountFen: number };
  const payees = await items<Paid>("Settlement", `PAYEE#${fourth}`);
  const payment = payees.find(({ sk }) => sk === "PAYMENT#2026-06") as (typeof payees)[0];
  restore.push(
    await change("Settlement", payment, (copy) => {
      copy.amountFen += 1;
    }),
  );

  const { jobId, result } = await checked(held.client);
  expect(named(result.listed)).toEqual(
    new Set([
      `entitlement ${first}`,
      `lines ${first}`,
      `lines ${second}`,
      `manifests ${second}`,
      `evidence ${second}`,
      `control-settled ${third}`,
      `control-paid ${fourth}`,
      "payment-file null",
    ]),
  );
  const entry = result.listed.find(({ comparison }) => comparison === "entitlement") as Told;
  expect(entry.subject).toBe(`${line.subjectId} internship ${line.placementId} amountFen`);
  expect(Number(entry.found) - Number(entry.expected)).toBe(1);

  const paged = await held.client.list<Told>(auditor, `/v1/ledger/checks/${jobId}`);
  expect(paged).toEqual(result.listed);
  expect(paged).toHaveLength(result.differences);
  const file = await held.client.call<{ location: string }>(
    auditor,
    "GET",
    `/v1/ledger/checks/${jobId}/file`,
  );
  const text = await (await fetch(file.body.location)).text();
  expect(
    text
      .trim()
      .split("\n")
      .map((one) => JSON.parse(one)),
  ).toEqual(paged);

  for (const back of restore) await back();
  expect((await checked(held.client)).result.differences).toBe(0);
});

test("a check that hears its messages again ends as it did", async () => {
  const { jobId, result } = await checked(held.client);
  for (const step of ["conclude", "begin", "enterprise"]) {
    const work = { jobId, step, uscc: usccs[0] };
    const body = JSON.stringify({ correlationid: "again", work });
    const record = { messageId: step, body, attributes: { ApproximateReceiveCount: "1" } };
    await held.stage.invoke("settlement-Check", { Records: [record] });
  }
  await held.client.settle();
  const again = await held.client.call<{ result: unknown }>(people.finance, "GET", `/v1/jobs/${jobId}`);
  expect(again.body.result).toEqual(result);
});
