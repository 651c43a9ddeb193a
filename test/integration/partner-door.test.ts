import { generateKeyPair, SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { idNumberOf, usccOf } from "./one-enterprise.ts";
import { type Answer, PartnerSystem, type Registered } from "./partner.ts";

const held = useStage({ now: "2026-07-02T08:00:00+08:00" });
const MADE = "cn.ronghe.settlement.payment-made.v1";
const RETURNED = "cn.ronghe.settlement.payment-returned.v1";
const data = {
  period: "2026-06",
  paymentId: `P202606-${usccOf(1)}`,
  amountFen: 1,
  bankRef: "A",
  date: "2026-07-14",
};
let bank: PartnerSystem;

beforeAll(async () => {
  bank = await PartnerSystem.register(held.client, () => held.stage.now(), "B001", [MADE]);
});

const codes = (answer: { body: Answer }) => answer.body.receipts?.map(({ code, status }) => code ?? status);
const bearing = async (token: string, more: Record<string, string> = {}) => {
  const event = bank.event({ type: MADE, data });
  const response = await fetch(`${held.client.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json", authorization: `Bearer ${token}`, ...more },
    body: JSON.stringify(event),
  });
  return { status: response.status, body: (await response.json()) as Answer };
};

test("only an administrator registers partners, a source is one partner's, and the secret is shown once", async () => {
  const body = { sources: ["urn:B001"], types: [MADE] };
  await held.client.call(people.officer, "POST", "/v1/partners", { body, expect: [403] });
  const taken = await held.client.call(people.admin, "POST", "/v1/partners", { body, expect: [409] });
  expect(taken.body).toMatchObject({ code: "source-taken" });
  const unknown = { sources: ["urn:other"], types: ["cn.ronghe.settlement.no-such.v1"] };
  await held.client.call(people.admin, "POST", "/v1/partners", { body: unknown, expect: [400] });
  const listed = await held.client.list<Record<string, unknown>>(people.admin, "/v1/partners");
  expect(listed).toMatchObject([{ partnerId: "B001", status: "active", types: [MADE] }]);
  expect(JSON.stringify(listed)).not.toMatch(/whsec_|sealed/);
});

test("all three modes are taken, and an event is the same in each of them", async () => {
  const event = bank.event({ type: MADE, data, dataschema: `https://ronghe.example/schemas/${MADE}` });
  expect(codes(await bank.structured(event))).toEqual(["accepted"]);
  await held.client.settle();
  expect((await bank.binary(event)).body.receipts).toMatchObject([{ id: event.id, duplicate: true }]);
  const [one, other] = [bank.event({ type: MADE, data }), bank.event({ type: MADE, data, subject: "账户" })];
  const batch = await bank.batch([one, event, other, one]);
  expect(batch.status).toBe(202);
  expect(batch.body.receipts?.map(({ id, duplicate }) => [id, duplicate])).toEqual([
    [one.id, false],
    [event.id, true],
    [other.id, false],
    [one.id, true],
  ]);
});

test("the same id with other content is a conflict, for that event alone, and the first one stands", async () => {
  const event = bank.event({ type: MADE, data });
  await bank.structured(event);
  const changed = event.cloneWith({ data: { ...data, amountFen: 2 } });
  expect(await bank.structured(changed)).toMatchObject({ status: 409, body: { code: "event-conflict" } });
  const batch = await bank.batch([changed, bank.event({ type: MADE, data })]);
  expect([batch.status, codes(batch)]).toEqual([202, ["event-conflict", "accepted"]]);
});

test("what is not the partner's, not known or not of its shape is refused by name", async () => {
  const refusal = async (change: object) => {
    const { status, body } = await bank.structured(bank.event({ type: MADE, data, ...change }));
    return [status, body.code];
  };
  expect(await refusal({ source: "urn:other" })).toEqual([403, "foreign-source"]);
  expect(await refusal({ type: RETURNED })).toEqual([403, "foreign-type"]);
  expect(await refusal({ type: "cn.ronghe.settlement.payment-made.v2" })).toEqual([422, "unknown-type"]);
  expect(await refusal({ dataschema: "https://ronghe.example/payment-made.v2" })).toEqual([
    422,
    "unknown-version",
  ]);
  expect(await refusal({ data: { ...data, amountFen: 1.5 } })).toEqual([422, "invalid-data"]);
  expect(await refusal({ data: { ...data, more: 1 } })).toEqual([422, "invalid-data"]);
  expect(await refusal({ data: { ...data, bankRef: "x".repeat(70_000) } })).toEqual([413, "event-too-large"]);
  expect(await refusal({ subject: idNumberOf(1) })).toEqual([400, "personal-data-in-attribute"]);
});

test("a signature is the sender's, fresh, and good once; an attempt that is signed anew is taken", async () => {
  const event = bank.event({ type: MADE, data });
  const off = (seconds: number) => new Date(held.stage.now().getTime() + seconds * 1000);
  const refusal = async (sending: Parameters<PartnerSystem["structured"]>[1]) => {
    const { status, body } = await bank.structured(event, sending);
    return [status, body.code];
  };
  expect(await refusal({ secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })).toEqual([
    401,
    "signature-wrong",
  ]);
  expect(await refusal({ headers: { "ronghe-partner": "B002" } })).toEqual([401, "signature-wrong"]);
  expect(await refusal({ headers: { "webhook-signature": "" } })).toEqual([401, "signature-missing"]);
  expect(await refusal({ at: off(-301) })).toEqual([401, "timestamp-out-of-tolerance"]);
  expect(await refusal({ at: off(330) })).toEqual([401, "timestamp-out-of-tolerance"]);
  const attempt = { webhookId: "msg_1", at: off(-60) };
  expect((await bank.structured(event, attempt)).status).toBe(202);
  expect(await refusal(attempt)).toEqual([409, "webhook-replayed"]);
  expect((await bank.structured(event, { ...attempt, at: off(-30) })).body.receipts).toMatchObject([
    { duplicate: true },
  ]);
  const other = await bank.structured(bank.event({ type: MADE, data }), { ...attempt, at: off(0) });
  expect([other.status, other.body.code]).toEqual([409, "webhook-id-reused"]);
});

test("attributes in headers belong to the body that is signed", async () => {
  const event = bank.event({ type: MADE, data });
  const attempt = { webhookId: "msg_2", at: held.stage.now() };
  expect((await bank.binary(event, attempt)).status).toBe(202);
  const forged = await bank.binary(event, { ...attempt, headers: { "ce-id": "another" } });
  expect([forged.status, forged.body.code]).toEqual([409, "webhook-replayed"]);
});

test("hostile bodies are refused before anything is made of them", async () => {
  const send = async (body: string, type = "application/cloudevents+json", headers = {}) => {
    const answer = await bank.post({ headers: { "content-type": type, ...headers }, body });
    return [answer.status, answer.body.code];
  };
  const event = JSON.stringify(bank.event({ type: MADE, data }));
  expect(await send("{")).toEqual([400, "invalid-json"]);
  expect(await send(`{"data":${"[".repeat(5_000)}${"]".repeat(5_000)}}`)).toEqual([400, "invalid-json"]);
  expect(await send(event.replace('"period"', '"__proto__":{"roles":["admin"]},"period"'))).toEqual([
    400,
    "forbidden-key",
  ]);
  expect(await send(event.replace("1.0", "0.3"))).toEqual([400, "unknown-specversion"]);
  expect(await send("[]", "application/cloudevents-batch+json")).toEqual([400, "malformed-batch"]);
  expect(await send(`[${"{},".repeat(100)}{}]`, "application/cloudevents-batch+json")).toEqual([
    413,
    "batch-too-large",
  ]);
  expect(await send(`"${"x".repeat(1_100_000)}"`)).toEqual([413, "body-too-large"]);
  expect(await send(event, "text/plain")).toEqual([415, "unsupported-media-type"]);
  const injected = {
    "ce-specversion": "1.0",
    "ce-type": MADE,
    "ce-source": bank.source,
    "ce-id": "1%0d%0ax-role: admin",
  };
  expect(await send(JSON.stringify(data), "application/json", injected)).toEqual([400, "invalid-attribute"]);
});

test("a token of the city's provider with the role does as well, and no other token", async () => {
  const token = (more: object) => held.stage.token({ roles: ["partner"], ...more });
  expect((await bearing(await token({ org: "B001" }))).status).toBe(202);
  const refusal = async (given: string, more = {}) => {
    const { status, body } = await bearing(given, more);
    return [status, body.code];
  };
  expect(await refusal(await token({ org: "B009" }))).toEqual([403, "not-a-partner"]);
  expect(await refusal(await token({}))).toEqual([403, "not-a-partner"]);
  expect(await refusal(await token({ org: "B001" }), { "ronghe-partner": "B009" })).toEqual([
    403,
    "not-a-partner",
  ]);
  expect(await refusal(await held.stage.token({ roles: ["finance"], org: "B001" }))).toEqual([
    403,
    "not-a-partner",
  ]);
  const [, claims = ""] = (await token({ org: "B001" })).split(".");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  expect(await refusal(`${none}.${claims}.`)).toEqual([401, "token-algorithm"]);
  const { privateKey } = await generateKeyPair("RS256");
  const foreign = await new SignJWT({ roles: ["partner"], org: "B001", sub: "x" })
    .setProtectedHeader({ alg: "RS256", kid: "stage" })
    .setIssuer("https://elsewhere.example")
    .setExpirationTime("1h")
    .sign(privateKey);
  expect(await refusal(foreign)).toEqual([401, "token-invalid"]);
  expect(await refusal("no token")).toEqual([401, "token-invalid"]);
  const old = await token({ org: "B001" });
  await held.client.clock("2026-07-02T10:00:00+08:00");
  expect(await refusal(old)).toEqual([401, "token-expired"]);
});

test("machine clients of the provider are partners too", async () => {
  const body = { partnerId: "machine-partner", sources: ["urn:machine"], types: [MADE] };
  await held.client.call(people.admin, "POST", "/v1/partners", { body });
  const grant = await fetch(`${held.client.url}/oidc/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "machine-partner",
      client_secret: "local",
    }),
  });
  const { access_token } = (await grant.json()) as { access_token: string };
  expect((await bearing(access_token)).body.code).toBe("foreign-source");
});

test("two secrets are live while they are exchanged, then one; a suspended partner has none that opens", async () => {
  const attempt = async (secret: string) =>
    (await bank.structured(bank.event({ type: MADE, data }), { secret })).status;
  const path = "/v1/partners/B001";
  const body = { overlapHours: 1 };
  const next = (await held.client.call<Registered>(people.admin, "POST", `${path}/secret`, { body })).body
    .secret;
  const { secret } = bank.registered;
  expect([await attempt(secret), await attempt(next)]).toEqual([202, 202]);
  await held.client.clock("2026-07-02T11:30:00+08:00");
  expect([await attempt(secret), await attempt(next)]).toEqual([401, 202]);
  const suspend = { status: "suspended", reason: "密钥外泄" };
  await held.client.call(people.admin, "POST", `${path}/status`, { body: suspend });
  expect(await attempt(next)).toBe(403);
});

test("what became of an event is told to its partner, officers and auditors, and nobody else", async () => {
  const other = await PartnerSystem.register(held.client, () => held.stage.now(), "B003", [MADE]);
  const event = other.event({ type: MADE, data });
  await other.structured(event);
  await held.client.settle();
  const path = `/v1/events/${encodeURIComponent(other.source)}/${event.id}`;
  const asked = (persona: { roles: string[]; org?: string; sub: string }, expect: number) =>
    held.client.call(persona, "GET", path, { expect: [expect] });
  const own = { roles: ["partner"], org: "B003", sub: "b3" };
  expect((await asked(own, 200)).body).toMatchObject({
    status: "refused",
    refusal: { code: "wrong-status" },
  });
  await asked(people.officer, 200);
  await asked({ roles: ["partner"], org: "B001", sub: "b1" }, 403);
  await asked(people.finance, 403);
  const listed = await held.client.list<{ id: string }>(own, "/v1/partners/B003/events");
  expect(listed.map(({ id }) => id)).toEqual([event.id]);
  await held.client.call(own, "GET", "/v1/partners/B001/events", { expect: [403] });
});
