import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { defaultPolicy } from "../../functions/subsidy/policy.ts";
import { canonical, fingerprint, sha256 } from "../../shared/values/canonical.ts";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { accruals, attendanceCsv, certifiedEnterprise, placed, send } from "./one-enterprise.ts";

/** Every message comes twice: a month is shared out once all the same. */
const held = useStage({ deliverTwice: true });
const FULL = 50_000;

/** Two enterprises through two closes; each test goes on where the one before has stopped. */
const firms: string[] = [];

interface Settlement {
  uscc: string;
  totalFen: number;
  owedFen: number;
  waitingFen: number;
  lines: number;
}
interface Line {
  lineId: string;
  amountFen: number;
  owedFen: number;
  waitingFen: number;
  reasons: { code: string }[];
}
interface Allocation {
  funds: Record<string, string | number | null>[];
  waiting: {
    items: { place: number; uscc: string; waitingFen: number; why: string }[];
    cursor: string | null;
  };
}

async function publishBudget(version: string, annualBudgetFen: number): Promise<void> {
  const policy = { ...defaultPolicy, version, effectiveFrom: version, annualBudgetFen };
  await held.client.call(people.officer, "POST", "/v1/policies", { body: policy });
  await held.client.call(people.secondOfficer, "POST", `/v1/policies/internship/${version}/publish`);
  await held.client.settle();
}

const settlements = async (period: string): Promise<Record<string, number[]>> => {
  const items = await held.client.list<Settlement>(people.finance, `/v1/settlements?period=${period}`);
  return Object.fromEntries(
    items.map(({ uscc, owedFen, totalFen, waitingFen, lines }) => [
      uscc,
      [owedFen, totalFen, waitingFen, lines],
    ]),
  );
};

const linesOf = async (period: string, uscc: string): Promise<(string | number)[][]> => {
  const path = `/v1/settlements/${period}/${uscc}`;
  const { body } = await held.client.call<{ lines: { items: Line[] } }>(enterprise(uscc), "GET", path);
  return body.lines.items.map(({ lineId, owedFen, amountFen, waitingFen, reasons }) => [
    lineId.slice(-5),
    ...[owedFen, amountFen, waitingFen],
    reasons.map(({ code }) => code).join(" "),
  ]);
};

const allocation = async (period: string, query = ""): Promise<Allocation> =>
  (await held.client.call<Allocation>(people.officer, "GET", `/v1/periods/${period}/allocation${query}`))
    .body;

const totals = async (period: string) =>
  (await held.client.call<{ status: string; totals: object }>(people.finance, "GET", `/v1/periods/${period}`))
    .body;

const paymentsOf = async (period: string): Promise<Record<string, number>> => {
  await held.client.call(people.secondFinance, "POST", `/v1/periods/${period}/approve`, {
    body: { seenChecks: true },
  });
  await held.client.call(people.secondFinance, "POST", `/v1/periods/${period}/instruct`);
  await held.client.settle();
  type Payment = { uscc: string; amountFen: number };
  const payments = await held.client.list<Payment>(people.finance, `/v1/periods/${period}/payments`);
  return Object.fromEntries(payments.map(({ uscc, amountFen }) => [uscc, amountFen]));
};

test("before its close a month has no allocation, and settles nobody", async () => {
  await publishBudget("2026-06", 120_000);
  for (const number of [401, 402]) firms.push(await certifiedEnterprise(held.client, number));
  const [first = "", second = ""] = firms;
  for (const [uscc, number] of [
    [first, 411],
    [first, 412],
    [second, 413],
  ] as const) {
    await placed(held.client, uscc, number);
  }
  await send(held.client, first, attendanceCsv({ E411: 20, E412: 20 }));
  await send(held.client, second, attendanceCsv({ E413: 20 }));
  await held.client.settle();
  expect(await settlements("2026-06")).toEqual({});
  await held.client.call(people.officer, "GET", "/v1/periods/2026-06/allocation", { expect: [404] });
});

test("a small budget is used to the fen, and the last in line waits for the rest", async () => {
  const [first = "", second = ""] = firms;
  await held.client.clock("2026-07-05T02:00:00+08:00");
  await held.client.settle();
  expect(await totals("2026-06")).toMatchObject({
    status: "published",
    totals: { enterprises: 2, lines: 3, amountFen: 120_000 },
  });
  expect(await settlements("2026-06")).toEqual({
    [first]: [2 * FULL, 2 * FULL, 0, 2],
    [second]: [FULL, 20_000, 30_000, 1],
  });
  expect(await linesOf("2026-06", second)).toEqual([
    ["00001", FULL, 20_000, 30_000, "full-month waiting-for-budget"],
  ]);
  expect(await accruals(held.client, second)).toMatchObject([{ amountFen: FULL, bookedPeriod: "2026-06" }]);
  expect(await allocation("2026-06")).toEqual({
    period: "2026-06",
    funds: [
      {
        ...{ scheme: "internship", year: "2026", budgetFen: 120_000, enterpriseCapFen: null },
        ...{ grantedBeforeFen: 0, grantedFen: 120_000, returnedFen: 0, waitingFen: 30_000 },
      },
    ],
    waiting: {
      items: [expect.objectContaining({ place: 1, uscc: second, waitingFen: 30_000, why: "budget" })],
      cursor: null,
    },
  });
});

test("the public list, the payments and the overview know only what is paid", async () => {
  const [first = "", second = ""] = firms;
  const list = await held.client.list<{ amountFen: number }>(null, "/v1/publicity/2026-06");
  expect(list.map(({ amountFen }) => amountFen).toSorted()).toEqual([20_000, FULL, FULL]);
  const overview = await held.client.call<{ settledFen: number }>(null, "GET", "/v1/overview?period=2026-06");
  expect(overview.body.settledFen).toBe(120_000);
  await held.client.clock("2026-07-20T09:00:00+08:00");
  expect(await paymentsOf("2026-06")).toEqual({ [first]: 2 * FULL, [second]: 20_000 });
});

test("next month a raised budget releases what waits, as far as it reaches", async () => {
  const [first = "", second = ""] = firms;
  await publishBudget("2026-07", 140_000);
  await held.client.clock("2026-08-05T02:00:00+08:00");
  await held.client.settle();
  expect(await settlements("2026-07")).toEqual({ [first]: [0, 0, 0, 0], [second]: [0, 20_000, 10_000, 1] });
  expect(await linesOf("2026-07", second)).toEqual([
    ["00001", 0, 20_000, 10_000, "released-from-waiting waiting-for-budget"],
  ]);
  expect((await totals("2026-07")).totals).toEqual({ enterprises: 1, lines: 1, amountFen: 20_000 });
});

test("what was released is paid once", async () => {
  await held.client.clock("2026-08-20T09:00:00+08:00");
  expect(await paymentsOf("2026-07")).toEqual({ [firms[1] ?? ""]: 20_000 });
});

test("a correction lowers what waits, and only the rest of it is taken back", async () => {
  const second = firms[1] ?? "";
  await send(held.client, second, attendanceCsv({ E413: 3 }));
  await held.client.settle();
  await held.client.clock("2026-09-05T02:00:00+08:00");
  await held.client.settle();
  expect(await linesOf("2026-08", second)).toEqual([
    ["00001", -FULL, -40_000, 0, "too-few-days waiting-lowered"],
  ]);
  expect(await allocation("2026-08")).toMatchObject({
    funds: [{ grantedBeforeFen: 140_000, grantedFen: 0, returnedFen: 40_000, waitingFen: 0 }],
    waiting: { items: [] },
  });
});

test("the evidence holds every allocation, chained to the month before, and anyone can redo the hashes", async () => {
  let previousHash = "";
  for (const period of ["2026-06", "2026-07", "2026-08"]) {
    const journal = await evidence(`journals/${period}/allocation.json`);
    const { claimsHash, funds, hash, shares } = journal;
    expect(journal.previousHash).toBe(previousHash);
    const listed = shares.map(({ waiting, ...share }) => {
      expect(share["hash"]).toBe(fingerprint(waiting));
      return share;
    });
    expect(hash).toBe(sha256(previousHash + canonicalHash({ period, claimsHash, funds, shares: listed })));
    previousHash = hash;
  }
  expect((await held.stage.state()).deadLetters).toEqual([]);
});

test("a month is not closed once a later one was: what came late belongs to the next close", async () => {
  const month = await totals("2026-05");
  expect(month.status).toBe("open");
  const path = "/v1/periods/2026-05/close";
  const { body } = await held.client.call<{ code: string }>(people.finance, "POST", path, { expect: [409] });
  expect(body.code).toBe("later-month-closed");
});

const canonicalHash = (value: unknown): string => sha256(canonical(value));

interface Journal {
  hash: string;
  previousHash: string;
  claimsHash: string;
  funds: unknown[];
  shares: ({ waiting: unknown[] } & Record<string, unknown>)[];
}

async function evidence(key: string): Promise<Journal> {
  const { endpoints, region, credentials } = held.stage;
  const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  const object = await s3.send(new GetObjectCommand({ Bucket: held.stage.bucket("Evidence"), Key: key }));
  return JSON.parse((await object.Body?.transformToString()) ?? "") as Journal;
}
