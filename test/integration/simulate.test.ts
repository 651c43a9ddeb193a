import { expect, test } from "vitest";
import { defaultPolicy } from "../../functions/subsidy/policy.ts";
import { defaultBaseAwardPolicy } from "../../functions/subsidy/schemes/base-award/policy.ts";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import {
  type Accrual,
  accruals,
  attendanceCsv,
  certifiedEnterprise,
  placed,
  send,
} from "./one-enterprise.ts";

const held = useStage({ deliverTwice: true });

interface Row {
  uscc: string;
  period: string;
  nowFen: number;
  draftFen: number;
  nowWaitingFen: number;
  draftWaitingFen: number;
  studentMonths: number;
  paidNow: number;
  paidByDraft: number;
}
interface Job {
  status: string;
  endedAt: string | null;
  result: { nowFen: number; draftFen: number; differenceFen: number; months: Record<string, unknown>[] };
}

/** How many days each student was there, by enterprise: what every sum below is derived from. */
const ATTENDED: Record<string, Record<string, number>> = {};
const usccs: string[] = [];
let books: Accrual[][] = [];

const draft = (change: object): object => ({ ...defaultPolicy, version: "2026-try", ...change });
const everyBook = () => Promise.all(usccs.map((uscc) => accruals(held.client, uscc)));

async function simulate(change: object, periods = ["2026-06"], policy = draft(change)): Promise<string> {
  const { body } = await held.client.call<{ jobId: string }>(
    people.officer,
    "POST",
    "/v1/policies/simulate",
    { body: { policy, periods }, expect: [202] },
  );
  await held.client.settle();
  return body.jobId;
}

const jobOf = async (jobId: string): Promise<Job> =>
  (await held.client.call<Job>(people.officer, "GET", `/v1/jobs/${jobId}`)).body;
const tableOf = (jobId: string): Promise<Row[]> =>
  held.client.list<Row>(people.officer, `/v1/policies/simulations/${jobId}`);

/** The same by arithmetic: so much for every student who was there often enough. */
function expected(rateFen: number, daysNeeded: number): Map<string, [fen: number, paid: number]> {
  return new Map(
    usccs.map((uscc) => {
      const paid = Object.values(ATTENDED[uscc] ?? {}).filter((days) => days >= daysNeeded).length;
      return [uscc, [paid * rateFen, paid]];
    }),
  );
}

test("a month with attendance of three enterprises", async () => {
  for (const [number, days] of [
    [400, [21, 15, 14]],
    [410, [18, 16]],
    [420, [3]],
  ] as const) {
    const uscc = await certifiedEnterprise(held.client, number);
    const students = days.map((count, index) => [`E${number + index}`, count] as const);
    for (const [index] of students.entries()) await placed(held.client, uscc, number + index);
    ATTENDED[uscc] = Object.fromEntries(students);
    usccs.push(uscc);
    await send(held.client, uscc, attendanceCsv(ATTENDED[uscc]));
  }
  await held.client.settle();
  books = await everyBook();
  expect(books.flat()).toHaveLength(6);
});

test.each([
  ["a doubled rate", { rateFen: 100_000 }, 100_000, 15],
  ["a stricter limit of days", { partialMonth: { method: "whole-if-days-at-least", days: 18 } }, 50_000, 18],
])(
  "%s costs what an independent sum says, by enterprise and in all",
  async (_what, change, rateFen, days) => {
    const jobId = await simulate(change);
    const [now, drafted] = [expected(50_000, 15), expected(rateFen, days)];
    const rows = await tableOf(jobId);
    expect(rows).toEqual(
      usccs.toSorted().map((uscc) => ({
        uscc,
        period: "2026-06",
        nowFen: now.get(uscc)?.[0],
        draftFen: drafted.get(uscc)?.[0],
        nowWaitingFen: 0,
        draftWaitingFen: 0,
        studentMonths: Object.keys(ATTENDED[uscc] ?? {}).length,
        paidNow: now.get(uscc)?.[1],
        paidByDraft: drafted.get(uscc)?.[1],
      })),
    );
    const sum = (field: "nowFen" | "draftFen") => rows.reduce((total, row) => total + row[field], 0);
    const totals = { nowFen: sum("nowFen"), draftFen: sum("draftFen") };
    const difference = { differenceFen: totals.draftFen - totals.nowFen };
    expect(await jobOf(jobId)).toMatchObject({
      status: "done",
      result: {
        ...totals,
        ...difference,
        months: [{ period: "2026-06", ...totals, ...difference, enterprises: 3, studentMonths: 6 }],
      },
    });
  },
);

test("within a budget and a cap a draft costs what a close would have paid", async () => {
  // four were there often enough, two at each of the first enterprises
  const jobId = await simulate({ annualBudgetFen: 170_000, enterpriseCapFen: 90_000 });
  expect(await jobOf(jobId)).toMatchObject({
    result: { nowFen: 200_000, nowWaitingFen: 0, draftFen: 170_000, draftWaitingFen: 30_000 },
  });
  const rows = await tableOf(jobId);
  expect(rows.map((row) => row.draftFen + row.draftWaitingFen)).toEqual(rows.map((row) => row.nowFen));
  expect(Math.max(...rows.map((row) => row.draftFen))).toBe(90_000);
});

test("a draft of a scheme that is applied for is tried on what was decided", async () => {
  const [uscc] = usccs;
  const award = { ...defaultBaseAwardPolicy, annualBudgetFen: null, enterpriseCapFen: null };
  await held.client.call(people.officer, "POST", "/v1/policies", { body: award });
  await held.client.call(
    people.secondOfficer,
    "POST",
    `/v1/policies/${award.scheme}/${award.version}/publish`,
  );
  const invoice = {
    number: "26412000000000009901",
    date: "2026-05-01",
    amountFen: 150_000_000,
    fiscalFen: 0,
  };
  const form = { scheme: "base-award", uscc, title: "公共实训基地", invoices: [invoice] };
  const { body } = await held.client.call<{ id: string }>(people.officer, "POST", "/v1/applications", {
    body: form,
    expect: [201],
  });
  const decision = { decision: "approve", documentNo: "测〔2026〕7号" };
  await held.client.call(people.secondOfficer, "POST", `/v1/applications/${body.id}/decision`, {
    body: decision,
  });
  await held.client.settle();
  const approvedIn = (
    await held.client.call<{ approvedPeriod: string }>(people.officer, "GET", `/v1/applications/${body.id}`)
  ).body.approvedPeriod;
  const tried = { ...award, version: "2026-try", enterpriseCapFen: 1_000_000 };
  const jobId = await simulate({}, [approvedIn], tried);
  const [row] = await tableOf(jobId);
  expect(row).toMatchObject({ uscc, studentMonths: 1, paidNow: 1, paidByDraft: 1, draftFen: 1_000_000 });
  expect(row?.nowFen).toBeGreaterThan(1_000_000);
  expect((row?.draftFen ?? 0) + (row?.draftWaitingFen ?? 0)).toBe(row?.nowFen);
});

test("every message has come twice, and again changes nothing; the books are as they were", async () => {
  const jobId = await simulate({ rateFen: 70_000 });
  const [job, table] = [await jobOf(jobId), await tableOf(jobId)];
  await held.client.settle();
  expect([await jobOf(jobId), await tableOf(jobId)]).toEqual([job, table]);
  expect(await everyBook()).toEqual(books);
  const policies = await held.client.list<{ policy: { version: string } }>(people.officer, "/v1/policies");
  expect(policies.map(({ policy }) => policy.version)).not.toContain("2026-try");
});

test("months without attendance cost nothing, and end the job all the same", async () => {
  const jobId = await simulate({}, ["2026-02", "2026-01", "2026-02"]);
  expect(await jobOf(jobId)).toMatchObject({
    status: "done",
    result: { draftFen: 0, months: [{ period: "2026-01" }, { period: "2026-02" }] },
  });
  expect(await tableOf(jobId)).toEqual([]);
});

test("a draft that makes no sense is not tried, and only an officer may ask", async () => {
  const ask = (by: Parameters<typeof held.client.call>[0], body: object, status: number) =>
    held.client.call<{ code: string; pointer?: string }>(by, "POST", "/v1/policies/simulate", {
      body,
      expect: [status],
    });
  const periods = ["2026-06"];
  const unsound = await ask(people.officer, { policy: draft({ rateFen: 0 }), periods }, 422);
  expect(unsound.body).toMatchObject({ code: "policy-invalid", pointer: "/policy/rateFen" });
  await ask(people.officer, { policy: draft({}), periods: [] }, 400);
  await ask(people.officer, { policy: draft({}), periods: Array(25).fill("2026-06") }, 400);
  await ask(enterprise(usccs[0] ?? ""), { policy: draft({}), periods }, 403);
  await held.client.call(people.officer, "GET", "/v1/policies/simulations/none", { expect: [404] });
});

test("a policy lives from its draft through review and publication to its successor, in its own words", async () => {
  const version = draft({ version: "2026-08", effectiveFrom: "2026-08", documentNo: "测〔2026〕8号" });
  const call = (by: typeof people.officer, method: string, path: string, status: number, body?: object) =>
    held.client.call<{ code?: string; status: string; inForceUntil?: string; policy: { effectiveTo: null } }>(
      by,
      method,
      `/v1/policies${path}`,
      { ...(body ? { body } : {}), expect: [status] },
    );
  await call(people.officer, "POST", "", 201, version);
  const own = await call(people.officer, "POST", "/internship/2026-08/review", 403);
  expect(own.body.code).toBe("same-person");
  await call(people.secondOfficer, "POST", "/internship/2026-08/review", 200);
  expect((await call(people.officer, "GET", "/internship/2026-08", 200)).body.status).toBe("reviewed");
  const again = await call(people.secondOfficer, "POST", "/internship/2026-08/review", 409);
  expect(again.body.code).toBe("policy-not-draft");
  await call(people.secondOfficer, "POST", "/internship/2026-08/publish", 200);
  const old = (await call(people.officer, "GET", "/internship/2026-01", 200)).body;
  expect(old).toMatchObject({ status: "published", inForceUntil: "2026-07", policy: { effectiveTo: null } });
  await call(people.officer, "GET", "/internship/none", 404);
});
