import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import type { Persona, Reply } from "../city/client.ts";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { attendanceCsv, certifiedEnterprise, placed, registration, send } from "./one-enterprise.ts";

const held = useStage();
const FULL = 50_000;
const thirdFinance: Persona = { roles: ["finance"], sub: "finance-c" };

/** Two students with one enterprise and one with another, through two months; each test goes on where the last stopped. */
let [first, second] = ["", ""];
const lineIds: Record<string, string> = {};
const TEXT = "张小明六月并未到岗，电话19912345678";

interface Check {
  code: string;
  value: number;
  exceeded?: boolean;
  items?: { uscc: string }[];
}
interface Month {
  status: string;
  totals: { lines: number; amountFen: number };
  checks: Check[];
  checksFingerprint: string;
  held: { uscc: string; code: string; amountFen: number }[];
}

const call = <T = { code: string }>(by: Persona | null, method: string, path: string, more = {}) =>
  held.client.call<T>(by, method, path, more);
const anyAnswer = { expect: [200, 201, 202, 403, 409, 422, 429] };
const statuses = (answers: readonly Reply<unknown>[]) => answers.map(({ status }) => status).toSorted();
const month = async (period: string) =>
  (await call<Month>(people.finance, "GET", `/v1/periods/${period}`)).body;
const approve = (by: Persona, body: object = {}, period = "2026-06") =>
  call<{ code: string; checksFingerprint: string }>(by, "POST", `/v1/periods/${period}/approve`, {
    body: { seenChecks: true, ...body },
    ...anyAnswer,
  });
const object = (named: string[], more: { key?: string; text?: string } = {}) =>
  call<{ id: string; status: string; code: string; pointer: string }>(
    null,
    "POST",
    "/v1/periods/2026-06/objections",
    {
      body: { lineIds: named, text: more.text ?? TEXT },
      ...(more.key ? { key: more.key } : {}),
      ...anyAnswer,
    },
  );
const decide = (id: string, decision: string, by: Persona = people.officer) =>
  call<{ code: string; status: string }>(by, "POST", `/v1/objections/${id}/decision`, {
    body: { decision, reason: "经核实打卡记录" },
    ...anyAnswer,
  });
const paid = async (period: string) =>
  (
    await held.client.list<{ uscc: string; amountFen: number }>(
      people.finance,
      `/v1/periods/${period}/payments`,
    )
  )
    .map(({ uscc, amountFen }) => [uscc, amountFen])
    .toSorted();

test("before publication nobody can object; two closes at once are one", async () => {
  first = await certifiedEnterprise(held.client, 400);
  second = await certifiedEnterprise(held.client, 401);
  await placed(held.client, first, 401);
  await placed(held.client, first, 402);
  await placed(held.client, second, 403);
  await send(held.client, first, attendanceCsv({ E401: 20, E402: 20 }));
  await send(held.client, second, attendanceCsv({ E403: 20 }));
  await held.client.settle();
  expect((await object([`2026-06-${first}-00001`])).body.code).toBe("not-published");
  await held.client.clock("2026-07-01T09:00:00+08:00");
  const close = (by: Persona) => call(by, "POST", "/v1/periods/2026-06/close", anyAnswer);
  const answers = await Promise.all([close(people.finance), close(people.finance), close(people.finance)]);
  expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
  expect(answers.some(({ status }) => status === 202)).toBe(true);
  await held.client.settle();
  expect(await month("2026-06")).toMatchObject({
    status: "published",
    totals: { lines: 3, amountFen: 3 * FULL },
  });
});

test("anybody objects to a published line, once under one key; lines that are not there are pointed at", async () => {
  type Published = { lineId: string; objected: string | null };
  const lines = await held.client.list<Published>(null, "/v1/publicity/2026-06");
  expect(lines.map(({ objected }) => objected)).toEqual([null, null, null]);
  const own = lines.map(({ lineId }) => lineId).filter((lineId) => lineId.includes(first));
  [lineIds["one"], lineIds["other"]] = own as [string, string];
  const filed = await object([lineIds["one"]], { key: "objection-of-a-passer-by" });
  expect([filed.status, filed.body.status]).toEqual([201, "open"]);
  const again = await object([lineIds["one"]], { key: "objection-of-a-passer-by" });
  expect(again.body).toEqual(filed.body);
  const reused = await object([lineIds["one"]], { key: "objection-of-a-passer-by", text: "另一件事" });
  expect([reused.status, reused.body.code]).toEqual([422, "idempotency-key-reused"]);
  const unknown = await object([lineIds["one"], `2026-06-${first}-00003`]);
  expect(unknown.body).toMatchObject({ code: "unknown-line", pointer: "/lineIds/1" });
  lineIds["objection"] = filed.body.id;
  const now = await held.client.list<Published>(null, "/v1/publicity/2026-06");
  expect(now.filter(({ objected }) => objected === "open").map(({ lineId }) => lineId)).toEqual([
    lineIds["one"],
  ]);
  type Settlement = { lines: { items: Published[] } };
  const { body } = await call<Settlement>(enterprise(first), "GET", `/v1/settlements/2026-06/${first}`);
  expect(body.lines.items.map(({ objected }) => objected).toSorted()).toEqual([null, "open"].toSorted());
});

test("what was said is sealed, and opens to officers alone", async () => {
  const path = "/v1/periods/2026-06/objections";
  type Objection = { id: string; text: string | null; lineIds: string[] };
  const seen = async (by: Persona) => (await held.client.list<Objection>(by, path)).map(({ text }) => text);
  expect(await seen(people.officer)).toEqual([TEXT]);
  expect(await seen(people.finance)).toEqual([null]);
  await call(enterprise(first), "GET", path, { expect: [403] });
  const kept = await stored("Settlement", "OBJECTIONS#2026-06");
  const audited = await stored("Audit", `objection/${lineIds["objection"]}`);
  expect([kept.length, audited.length]).toEqual([2, 1]);
  const logs = join(held.stage.dir, "logs");
  const logged = await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), "utf8")));
  for (const text of ["张小明", "19912345678"])
    expect(JSON.stringify([kept, audited, logged])).not.toContain(text);
});

test("limits are an officer's to set, one version after the other", async () => {
  const path = "/v1/settings/thresholds";
  type Thresholds = { documentNo: string; version: number };
  const { body: shipped } = await call<Thresholds>(people.finance, "GET", path);
  expect(shipped).toMatchObject({ documentNo: "待确认", version: 0 });
  const set = (by: Persona) =>
    call(by, "PUT", path, { body: { ...shipped, totalPercent: 30 }, ...anyAnswer });
  expect((await set(people.finance)).status).toBe(403);
  expect(statuses(await Promise.all([set(people.officer), set(people.secondOfficer)]))).toEqual([200, 409]);
  expect((await call<Thresholds>(people.finance, "GET", path)).body).toMatchObject({
    totalPercent: 30,
    version: 1,
  });
});

test("a month is approved once, by another than its closer, after publicity, with the checks that were seen", async () => {
  expect((await approve(people.secondFinance)).body.code).toBe("publicity-running");
  await held.client.clock("2026-07-09T09:00:00+08:00");
  expect((await approve(people.finance)).body.code).toBe("same-person");
  const { checks, checksFingerprint } = await month("2026-06");
  const check = (code: string) => checks.find((one) => one.code === code);
  expect(check("open-objections")).toMatchObject({ value: 1, exceeded: true, items: [{ uscc: first }] });
  expect(
    check("new-enterprises")
      ?.items?.map(({ uscc }) => uscc)
      .toSorted(),
  ).toEqual([first, second].toSorted());
  const stale = await approve(people.secondFinance, { checks: "0".repeat(64) });
  expect(stale.body).toMatchObject({ code: "checks-changed", checksFingerprint });
  const both = [people.secondFinance, thirdFinance].map((by) => approve(by, { checks: checksFingerprint }));
  expect(statuses(await Promise.all(both))).toEqual([200, 409]);
  expect(await month("2026-06")).toMatchObject({ status: "approved", checksFingerprint });
  const record = (await stored("Audit", "period/2026-06")).find(({ action }) => action === "period.approved");
  expect(record?.["to"]).toMatchObject({ checks: checksFingerprint });
});

test("objections and the instruction at once: a line is held or paid, never both and never neither", async () => {
  await changeAccount(second);
  const instruct = call(people.finance, "POST", "/v1/periods/2026-06/instruct", anyAnswer);
  const [late, told] = await Promise.all([object([lineIds["other"] as string]), instruct]);
  expect(told.status).toBe(202);
  expect([201, 409]).toContain(late.status);
  await held.client.settle();
  expect((await object([lineIds["other"] as string])).body.code).toBe("already-instructed");
  expect(await paid("2026-06")).toEqual(late.status === 409 ? [[first, FULL]] : []);
  if (late.status === 201) lineIds["late"] = late.body.id;
  const { held: names } = await month("2026-06");
  expect(names).toMatchObject([{ uscc: second, code: "account-changed-since-approval", amountFen: FULL }]);
});

test("an objection is decided once, also after the instruction", async () => {
  const both = [people.officer, people.secondOfficer].map((by) =>
    decide(lineIds["objection"] as string, "dismiss", by),
  );
  const answers = await Promise.all(both);
  expect(statuses(answers)).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe("already-decided");
  if (lineIds["late"]) await decide(lineIds["late"], "dismiss");
  const unknown = await call(people.officer, "POST", "/v1/objections/2026-06-NONE/decision", {
    body: { decision: "dismiss", reason: "无" },
    expect: [404],
  });
  expect(unknown.body.code).toBe("not-found");
});

test("what was dismissed, and what was held by name, goes with the next approved month", async () => {
  await held.client.clock("2026-08-05T02:00:00+08:00");
  await held.client.settle();
  await held.client.clock("2026-08-20T09:00:00+08:00");
  expect((await approve(people.secondFinance, {}, "2026-07")).status).toBe(200);
  await call(people.finance, "POST", "/v1/periods/2026-07/instruct");
  await held.client.settle();
  const firstFen = lineIds["late"] ? 2 * FULL : FULL;
  expect(await paid("2026-07")).toEqual(
    [
      [first, firstFen],
      [second, FULL],
    ].toSorted(),
  );
  expect((await month("2026-07")).held).toEqual([]);
});

async function changeAccount(uscc: string): Promise<void> {
  const body = { ...registration(uscc).account, accountNo: "6200000000000000099" };
  await call(enterprise(uscc), "PUT", `/v1/enterprises/${uscc}/account`, { body });
  await call(people.officer, "POST", `/v1/enterprises/${uscc}/account/confirm`);
}

async function stored(table: "Settlement" | "Audit", pk: string): Promise<Record<string, unknown>[]> {
  const { accessKeyId, secretAccessKey } = held.stage.credentials;
  const client = new DynamoDBClient({
    endpoint: held.stage.endpoints.dynamodb,
    region: held.stage.region,
    credentials: { accessKeyId, secretAccessKey },
  });
  const { Items = [] } = await DynamoDBDocumentClient.from(client).send(
    new QueryCommand({
      TableName: held.stage.table(table),
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
    }),
  );
  return Items;
}
