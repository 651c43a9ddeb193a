import { expect, test } from "vitest";
import { RankingPublished } from "../../events/assessment.ts";
import { EnterpriseRegistered } from "../../events/registry.ts";
import { enterprise } from "../city/people.ts";
import { receiverFor, useStage } from "./on-stage.ts";
import { registration, usccOf } from "./one-enterprise.ts";
import type { Delivery } from "./receiver.ts";
import { healthOf, partner, refusal, subscribe } from "./subscribing.ts";
import { tell } from "./tell.ts";

const held = useStage();
const HOUR_MS = 3_600_000;
const now = () => held.stage.now();

/** A ranking that is published again and again: one subject whose facts have an order. */
const rank = (subject: string, revision: number) =>
  tell(held.stage, {
    event: RankingPublished,
    id: `ranking-${subject}-${revision}`,
    subject,
    subjectVersion: revision,
    data: { period: "2026-05", revision },
  });
const later = (hours: number) => held.client.clock(new Date(now().getTime() + hours * HOUR_MS).toISOString());
const deliverRuns = () =>
  held.stage.state().functions.find(({ name }) => name.includes("Deliver"))?.invocations;
const revisions = (deliveries: readonly Delivery[], subject: string) =>
  deliveries.filter(({ event }) => event.subject === subject).map(({ event }) => event.data?.["revision"]);

test("a fact reaches its subscriber as a CloudEvent, signed as Standard Webhooks ask, and nobody else", async () => {
  const receiver = await receiverFor(now);
  const subscriber = partner("P-first");
  const { id, secret } = await subscribe(held.client, subscriber, receiver, "/a", [EnterpriseRegistered]);
  await subscribe(held.client, subscriber, receiver, "/b", [RankingPublished]);
  const uscc = usccOf(701);
  await held.client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc) });
  await held.client.settle();
  expect(secret).toMatch(/^whsec_/);
  expect(receiver.deliveries).toHaveLength(1);
  const [{ event, path, webhookId } = expect.fail()] = receiver.deliveries;
  expect(path).toBe("/a");
  expect(webhookId).toMatch(/^msg_[0-9a-f]{40}$/);
  expect(event.toJSON()).toMatchObject({
    specversion: "1.0",
    type: EnterpriseRegistered.type,
    source: "ronghe/registry",
    subject: uscc,
    datacontenttype: "application/json",
    data: { uscc },
  });
  expect(event.toJSON()).not.toHaveProperty("correlationid");
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({
    status: "healthy",
    lastSuccessAt: expect.any(String),
    failuresInRow: 0,
    backlog: 0,
    parked: 0,
    nextTryAt: null,
  });
  const before = deliverRuns();
  await later(1);
  await held.client.settle();
  expect(deliverRuns()).toBe(before);
});

test("while a receiver fails, a subject's facts wait in their order and others go on; it recovers and has them all", async () => {
  const receiver = await receiverFor(now);
  const subscriber = partner("P-failing");
  const { id } = await subscribe(held.client, subscriber, receiver, "/r", [RankingPublished]);
  receiver.answer = ({ event }) => (event.subject === "one" ? 503 : 204);
  for (const revision of [1, 2, 3]) await rank("one", revision);
  for (const revision of [1, 2]) await rank("two", revision);
  await held.client.settle();
  const answered = receiver.deliveries.filter(({ status }) => status === 204);
  expect(revisions(answered, "two").toSorted()).toEqual([1, 2]);
  expect(new Set(revisions(receiver.deliveries, "one"))).toEqual(new Set([1]));
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({
    backlog: 3,
    lastFailure: "status-503",
    nextTryAt: expect.any(String),
  });
  receiver.answer = () => 204;
  receiver.deliveries.length = 0;
  await later(1);
  await held.client.settle();
  expect(revisions(receiver.deliveries, "one")).toEqual([1, 2, 3]);
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({ status: "healthy", backlog: 0 });
});

test("what cannot be delivered in three days is parked and shown, and a replay brings it back", async () => {
  const receiver = await receiverFor(now);
  const subscriber = partner("P-parked");
  const { id } = await subscribe(held.client, subscriber, receiver, "/p", [RankingPublished]);
  receiver.answer = ({ event }) => (event.data?.["revision"] === 1 ? 500 : 204);
  const from = now().toISOString();
  await rank("parked", 1);
  await rank("parked", 2);
  await held.client.settle();
  await later(24);
  await held.client.settle();
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({ backlog: 2, parked: 0 });
  await later(49);
  await held.client.settle();
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({ backlog: 0, parked: 1 });
  const parked = await held.client.list(subscriber, `/v1/subscriptions/${id}/parked`);
  expect(parked).toMatchObject([{ subject: "parked", failure: "status-500", attempts: 3 }]);
  const first = receiver.deliveries[0];
  expect(revisions(receiver.deliveries, "parked").at(-1)).toBe(2);

  receiver.answer = () => 204;
  receiver.deliveries.length = 0;
  const path = `/v1/subscriptions/${id}/replay`;
  await held.client.call(subscriber, "POST", path, { body: { from }, expect: [202] });
  await held.client.settle();
  expect(revisions(receiver.deliveries, "parked")).toEqual([1, 2]);
  expect(receiver.deliveries[0]?.webhookId).toBe(first?.webhookId);
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({
    parked: 0,
    replay: { from, finished: true, facts: 2 },
  });
});

test("a redirect is not followed, and an answer that never ends is given up", {
  timeout: 60_000,
}, async () => {
  const receiver = await receiverFor(now);
  const subscriber = partner("P-odd");
  const { id } = await subscribe(held.client, subscriber, receiver, "/odd", [RankingPublished]);
  receiver.answer = () => 302;
  await rank("odd", 1);
  await held.client.settle();
  expect(receiver.deliveries.map(({ path }) => path)).toEqual(["/odd"]);
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({ lastFailure: "redirect", backlog: 1 });
  receiver.answer = () => undefined;
  await later(1);
  await held.client.settle();
  expect(await healthOf(held.client, subscriber, id)).toMatchObject({ lastFailure: "timeout", backlog: 1 });
});

test("a thousand subscriptions to a dead host keep nobody waiting, and are told when it is back", async () => {
  const dead = await receiverFor(now);
  const port = Number(new URL(dead.url).port);
  const subscriber = partner("P-many");
  const many = Array.from({ length: 1_000 }, (_, index) => `/many/${index}`);
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  await Promise.all(
    [0, 1, 2, 3].map(async (lane) => {
      for (const path of many.filter((_, index) => index % 4 === lane))
        await subscribe(held.client, subscriber, dead, path, [RankingPublished], secret);
    }),
  );
  await dead.close();
  const live = await receiverFor(now);
  const { id } = await subscribe(held.client, partner("P-live"), live, "/live", [RankingPublished]);
  await rank("crowd", 1);
  const told = performance.now();
  while (live.deliveries.length === 0 && performance.now() - told < 30_000)
    await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(`told beside a dead host after ${Math.round(performance.now() - told)} ms`);
  expect(live.deliveries).toHaveLength(1);
  await held.client.settle();
  expect(await healthOf(held.client, partner("P-live"), id)).toMatchObject({ status: "healthy" });

  const back = await receiverFor(now, port);
  for (const path of many) back.secrets.set(path, secret);
  await later(1);
  await held.client.settle();
  expect(new Set(back.deliveries.map(({ path }) => path)).size).toBe(1_000);
  expect(back.deliveries).toHaveLength(1_000);
});

test("a subscriber sees and ends its own subscriptions only; an admin all", async () => {
  const receiver = await receiverFor(now);
  const [mine, other] = [partner("P-mine"), partner("P-other")];
  const { id } = await subscribe(held.client, mine, receiver, "/own", [RankingPublished]);
  const path = `/v1/subscriptions/${id}`;
  expect(await refusal(held.client, other, "GET", path, 403)).toBe("foreign-organisation");
  expect(await refusal(held.client, other, "DELETE", path, 403)).toBe("foreign-organisation");
  expect(await held.client.list(other, "/v1/subscriptions")).toEqual([]);
  const listed = await held.client.list<{ id: string }>(mine, "/v1/subscriptions");
  expect(listed.map((one) => one.id)).toEqual([id]);
  expect(JSON.stringify(listed)).not.toContain("secret");
  const admin = { roles: ["admin"], sub: "admin" };
  expect(await held.client.list(admin, "/v1/subscriptions?owner=P-mine")).toMatchObject([{ id }]);
  await held.client.call(mine, "DELETE", path, { expect: [204] });
  await held.client.call(mine, "GET", path, { expect: [404] });
  await rank("ended", 1);
  await held.client.settle();
  expect(receiver.deliveries).toEqual([]);
});

test.each([
  ["http://receiver.example/a\r\nx-injected: 1", "url-malformed"],
  ["http://receiver.example/a\tb", "url-malformed"],
  ["ftp://receiver.example/", "url-malformed"],
  ["http://user:password@receiver.example/", "url-malformed"],
  ["receiver.example", "url-malformed"],
])("%j is no place for deliveries", async (url, code) => {
  const body = { url, types: [RankingPublished.type] };
  expect(await refusal(held.client, partner("P-bad"), "POST", "/v1/subscriptions", 422, body)).toBe(code);
});

test("nobody subscribes to what stays inside, or with a weak secret", async () => {
  const url = "https://receiver.example/";
  const inside = { url, types: ["cn.ronghe.subsidy.accrued.v1"] };
  const weak = { url, types: [RankingPublished.type], secret: "whsec_c2hvcnQ=" };
  for (const body of [inside, weak])
    expect(await refusal(held.client, partner("P-bad"), "POST", "/v1/subscriptions", 400, body)).toBe(
      "invalid-request",
    );
});
