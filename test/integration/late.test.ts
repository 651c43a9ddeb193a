import { expect, test } from "vitest";
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

const held = useStage();
const FULL = 50_000;

/** One enterprise through two closes; each test goes on where the one before has stopped. */
let uscc = "";

const bookings = (list: readonly Accrual[]) =>
  list.map(({ bookedPeriod, amountFen }) => [bookedPeriod, amountFen]);
const month = async (period: string) =>
  (
    await held.client.call<{ status: string; totals: { lines: number; amountFen: number } }>(
      people.finance,
      "GET",
      `/v1/periods/${period}`,
    )
  ).body;

test("a month closes by its schedule and books what was there", async () => {
  uscc = await certifiedEnterprise(held.client, 300);
  await placed(held.client, uscc, 301);
  await placed(held.client, uscc, 302);
  await send(held.client, uscc, attendanceCsv({ E301: 20 }));
  await held.client.settle();
  await held.client.clock("2026-07-05T02:00:00+08:00");
  await held.client.settle();
  expect(await month("2026-06")).toMatchObject({
    status: "published",
    totals: { lines: 1, amountFen: FULL },
  });
  expect(bookings(await accruals(held.client, uscc))).toEqual([["2026-06", FULL]]);
});

test("what arrives after the close is owed at once and booked by none yet", async () => {
  await send(held.client, uscc, attendanceCsv({ E302: 20 }));
  await held.client.settle();
  expect(bookings(await accruals(held.client, uscc))).toEqual([
    ["2026-06", FULL],
    [null, FULL],
  ]);
});

test("the next close books it, with its own earned month, and nothing else again", async () => {
  await held.client.clock("2026-08-05T02:00:00+08:00");
  await held.client.settle();
  expect(bookings(await accruals(held.client, uscc))).toEqual([
    ["2026-06", FULL],
    ["2026-07", FULL],
  ]);
  type Settlement = { totalFen: number; lines: { items: { earnedPeriod: string; amountFen: number }[] } };
  const { body } = await held.client.call<Settlement>(
    enterprise(uscc),
    "GET",
    `/v1/settlements/2026-07/${uscc}`,
  );
  expect(body.lines.items).toMatchObject([{ earnedPeriod: "2026-06", amountFen: FULL }]);
});

test("a month is not approved while an earlier one waits, nor by its closer, nor during publicity", async () => {
  const approve = (period: string, by: (typeof people)["finance"], status: number) =>
    held.client.call<{ code: string }>(by, "POST", `/v1/periods/${period}/approve`, {
      body: { seenChecks: true },
      expect: [status],
    });
  expect((await approve("2026-07", people.finance, 409)).body.code).toBe("earlier-month-open");
  await approve("2026-06", people.finance, 200);
  await held.client.call(people.finance, "POST", "/v1/periods/2026-06/instruct");
  await held.client.settle();
  expect((await approve("2026-07", people.finance, 409)).body.code).toBe("publicity-running");
  await held.client.clock("2026-08-20T09:00:00+08:00");
  await approve("2026-07", people.finance, 200);
  await held.client.call(people.finance, "POST", "/v1/periods/2026-07/instruct");
  await held.client.settle();
});

test("each month pays its own share; a returned one is carried, and told otherwise it is refused", async () => {
  type Item = { paymentId: string; amountFen: number };
  const [june] = await held.client.list<Item>(people.finance, "/v1/periods/2026-06/payments");
  const [july] = await held.client.list<Item>(people.finance, "/v1/periods/2026-07/payments");
  expect([june?.amountFen, july?.amountFen]).toEqual([FULL, FULL]);
  const post = (status: string, expected: number) => {
    const text = `paymentId,status,amountFen,reason,bankRef,date\n${june?.paymentId},${status},${FULL},账户已冻结,B1,2026-08-21\n`;
    return held.client.call<{ code?: string }>(people.finance, "POST", "/v1/periods/2026-06/returns", {
      text,
      expect: [expected],
    });
  };
  await post("returned", 200);
  await post("returned", 200);
  expect((await post("paid", 409)).body.code).toBe("conflicting-return");
  expect((await month("2026-06")).status).toBe("settled");
});

test("an owner sees its own settlements without naming itself, and nobody else's", async () => {
  const { body } = await held.client.call<{ items: { uscc: string }[] }>(
    enterprise(uscc),
    "GET",
    "/v1/settlements?period=2026-06",
  );
  expect(body.items.map((item) => item.uscc)).toEqual([uscc]);
  const foreign = `/v1/settlements?period=2026-06&uscc=${uscc}`;
  await held.client.call({ roles: ["enterprise"], org: "91411224MA9TE5T12B", sub: "other" }, "GET", foreign, {
    expect: [403],
  });
});

test("a school that is also an enterprise does not speak for another enterprise", async () => {
  const both = { roles: ["enterprise", "school"], org: "S001x", sub: "both" };
  const body = { kind: "attendance", uscc, period: "2026-07", filename: "a.csv", size: 5 };
  await held.client.call(both, "POST", "/v1/uploads", { body, expect: [403] });
});

test("attendance is taken neither for a month to come nor for one long past", async () => {
  for (const period of ["2026-12", "2023-01"]) {
    const body = { kind: "attendance", uscc, period, filename: "a.csv", size: 5 };
    const answer = await held.client.call<{ code: string }>(enterprise(uscc), "POST", "/v1/uploads", {
      body,
      expect: [422],
    });
    expect(answer.body.code).toBe("period-out-of-range");
  }
});
