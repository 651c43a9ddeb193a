import { expect, test } from "vitest";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import {
  accruals,
  attendanceCsv,
  certifiedEnterprise,
  owedFen,
  placed,
  send,
  uploadView,
} from "./one-enterprise.ts";

const held = useStage();
const FULL = 50_000;

async function withTwoInterns(number: number): Promise<string> {
  const uscc = await certifiedEnterprise(held.client, number);
  await placed(held.client, uscc, number * 10 + 1);
  await placed(held.client, uscc, number * 10 + 2);
  return uscc;
}

test("a later file replaces what it names and leaves the rest standing", async () => {
  const uscc = await withTwoInterns(1);
  await send(held.client, uscc, attendanceCsv({ E11: 20, E12: 20 }));
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
  await send(held.client, uscc, attendanceCsv({ E12: 3 }));
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(FULL);
  const entries = (await accruals(held.client, uscc)).map(({ amountFen }) => amountFen);
  expect(entries).toEqual([FULL, FULL, -FULL]);
});

test("replace-month takes back what the file does not name", async () => {
  const uscc = await withTwoInterns(2);
  await send(held.client, uscc, attendanceCsv({ E21: 20, E22: 20 }));
  await send(held.client, uscc, attendanceCsv({ E21: 18 }), { mode: "replace-month" });
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(FULL);
});

test("withdrawn, the word before it stands again", async () => {
  const uscc = await withTwoInterns(3);
  await send(held.client, uscc, attendanceCsv({ E31: 20, E32: 20 }));
  const second = await send(held.client, uscc, attendanceCsv({ E31: 2, E32: 2 }));
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(0);
  await held.client.call(enterprise(uscc), "POST", `/v1/uploads/${second}/withdraw`);
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
});

test("the same file again changes nothing, and is the latest word all the same", async () => {
  const uscc = await withTwoInterns(4);
  const [a, b] = [attendanceCsv({ E41: 20, E42: 20 }), attendanceCsv({ E41: 1, E42: 1 })];
  await send(held.client, uscc, a);
  await send(held.client, uscc, b);
  const again = await send(held.client, uscc, a);
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
  const view = await uploadView(held.client, uscc, again);
  expect(view.rows.unchanged).toBe(view.rows.accepted);
});

test("a refused file changes nothing and says why", async () => {
  const uscc = await withTwoInterns(5);
  await send(held.client, uscc, attendanceCsv({ E51: 20 }));
  const bad = await send(held.client, uscc, "这不是,考勤\n1,2\n");
  await held.client.settle();
  expect((await uploadView(held.client, uscc, bad)).status).toBe("rejected");
  expect(await owedFen(held.client, uscc)).toBe(FULL);
  const report = await held.client.call<{ location: string }>(
    enterprise(uscc),
    "GET",
    `/v1/uploads/${bad}/report?format=csv`,
  );
  expect(await (await fetch(report.body.location)).text()).toContain("header-not-recognised");
});

test("refused rows leave the good rows of the same file standing", async () => {
  const uscc = await withTwoInterns(6);
  const id = await send(
    held.client,
    uscc,
    `${attendanceCsv({ E61: 20 })}E999,2026-06-01,8,出勤\nE61,2026-07-01,8,出勤\n`,
  );
  await held.client.settle();
  const view = await uploadView(held.client, uscc, id);
  expect(view).toMatchObject({ status: "partly-accepted", rows: { total: 22, accepted: 20, rejected: 2 } });
  expect(view.progress).toEqual({ percent: 100, studentMonths: 1, accruedFen: FULL });
});

test("a second PUT to the same place is refused, as is another size", async () => {
  const uscc = await withTwoInterns(7);
  const body = { kind: "attendance", uscc, period: "2026-06", filename: "a.csv", size: 5 };
  const { body: made } = await held.client.call<{ put: { url: string; headers: Record<string, string> } }>(
    enterprise(uscc),
    "POST",
    "/v1/uploads",
    { body },
  );
  const { url, headers } = made.put;
  expect(
    (
      await fetch(url, {
        method: "PUT",
        headers: { ...headers, "content-length": "6" },
        body: "123456",
      }).catch(() => ({ status: 403 }))
    ).status,
  ).toBe(403);
  expect((await fetch(url, { method: "PUT", headers, body: "12345" })).status).toBe(200);
  expect((await fetch(url, { method: "PUT", headers, body: "54321" })).status).toBe(412);
});

test("revoking a certification takes the money back, and the entries say why", async () => {
  const uscc = await withTwoInterns(8);
  await send(held.client, uscc, attendanceCsv({ E81: 20 }));
  await held.client.settle();
  const { body } = await held.client.call<{ items: { id: string }[] }>(
    people.officer,
    "GET",
    `/v1/enterprises/${uscc}/certifications`,
  );
  await held.client.call(people.officer, "POST", `/v1/certifications/${body.items[0]?.id}/decision`, {
    body: { decision: "revoke", reason: "材料不实" },
  });
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(0);
});
