import { actualsForJune, targets2026 } from "./assessment.ts";
import { type Client, each } from "./client.ts";
import type { Display } from "./display.ts";
import { type CityFile, filesFor } from "./files.ts";
import type { City } from "./model.ts";
import { enterprise, people, unit } from "./people.ts";
import { registrations } from "./registrations.ts";
import { bankReturns } from "./returns.ts";

export const PERIOD = "2026-06";

const UPLOADS_BEGIN = "2026-07-01T09:00:00+08:00";

/**
 * The steps of the month in their order. What an earlier, interrupted play has finished is passed over: nobody is
 * registered once the month is over, and no file is sent once it is closed.
 */
export async function month(client: Client, city: City, display: Display): Promise<void> {
  const { body: health } = await client.call<{ now: string }>(null, "GET", "/health");
  if (Date.parse(health.now) < Date.parse(UPLOADS_BEGIN)) await joined(client, city, display);
  await client.clock(UPLOADS_BEGIN);
  if ((await statusOf(client)) === "open") {
    await uploaded(client, await filesFor(city, await placementNumbers(client, city)), display);
    await step(display, "计提 Accrue", () => client.settle());
  }
  await step(display, "月结（5日2时定时） Close, by its schedule", async () => {
    await client.clock("2026-07-05T02:00:00+08:00");
    await closed(client);
  });
  if ((await statusOf(client)) !== "settled") await paid(client, city, display);
  await assessed(client, city, display);
}

async function joined(client: Client, city: City, display: Display): Promise<void> {
  const register = registrations(city);
  await registered(client, register, display);
  await certified(client, register, display);
  await filed(client, register, display);
  await placed(client, register, display);
}

const statusOf = async (client: Client): Promise<string> =>
  (await client.call<{ status: string }>(people.finance, "GET", `/v1/periods/${PERIOD}`)).body.status;

async function registered(
  client: Client,
  register: ReturnType<typeof registrations>,
  display: Display,
): Promise<void> {
  const known = { expect: [201, 409] };
  for (const body of register.schools)
    await client.call(people.officer, "POST", "/v1/schools", { body, ...known });
  for (const body of register.units)
    await client.call(people.officer, "POST", "/v1/units", { body, ...known });
  await counted(display, "登记 Register", register.enterprises, async (body) => {
    await client.call(enterprise(body.uscc), "POST", "/v1/enterprises", { body, ...known });
  });
  await client.settle();
}

async function certified(
  client: Client,
  register: ReturnType<typeof registrations>,
  display: Display,
): Promise<void> {
  await counted(display, "认定 Certify", register.certifications, async ({ uscc, application, decision }) => {
    const key = `city-${uscc}-${application.kind}-${decision.decision}-${"validFrom" in decision ? decision.validFrom : ""}`;
    const path = `/v1/enterprises/${uscc}/certifications`;
    const applied = await client.call<{ id: string }>(enterprise(uscc), "POST", path, {
      body: application,
      key,
    });
    const decide = `/v1/certifications/${applied.body.id}/decision`;
    await client.call(people.officer, "POST", decide, { body: decision, expect: [200, 409] });
  });
}

async function filed(
  client: Client,
  register: ReturnType<typeof registrations>,
  display: Display,
): Promise<void> {
  await counted(display, "备案 File", register.filings, async ({ uscc, body }) => {
    const key = `city-${uscc}-filing`;
    await client.call(people.officer, "POST", `/v1/enterprises/${uscc}/filings`, { body, key });
  });
}

async function placed(
  client: Client,
  register: ReturnType<typeof registrations>,
  display: Display,
): Promise<void> {
  const ids = new Map<string, string>();
  await counted(display, "安置 Place", register.placements, async ({ key, body }) => {
    const options = { body, key: `city-${key}`, expect: [201, 422] };
    const { body: made } = await client.call<{ placementId?: string }>(
      enterprise(body.uscc),
      "POST",
      "/v1/placements",
      options,
    );
    if (made.placementId) ids.set(key, made.placementId);
  });
  for (const { keep, other, reason } of register.conflicts) {
    const [kept, lost] = [ids.get(keep), ids.get(other)];
    if (!kept || !lost) continue;
    const { body } = await client.call<{ conflicts: { id: string; placementIds: string[] }[] }>(
      people.officer,
      "GET",
      `/v1/placements/${lost}`,
    );
    const conflict = body.conflicts.find(({ placementIds }) => placementIds.includes(kept));
    if (conflict)
      await client.call(people.officer, "POST", `/v1/conflicts/${conflict.id}/decision`, {
        body: { keep: kept, reason },
      });
  }
  await client.settle();
}

/** The city's placement keys with the numbers that the product gave them. */
export async function placementNumbers(client: Client, city: City): Promise<Map<string, string>> {
  const keys = new Map(city.placements.map(({ agreementNo, key }) => [agreementNo, key]));
  const numbers = new Map<string, string>();
  await each(city.enterprises, async ({ uscc }) => {
    type Listed = { agreementNo: string; placementNo: string };
    for (const { agreementNo, placementNo } of await client.list<Listed>(
      people.officer,
      `/v1/enterprises/${uscc}/placements`,
    )) {
      const key = keys.get(agreementNo);
      if (key) numbers.set(key, placementNo);
    }
  });
  return numbers;
}

/** First files first: a firm's second file corrects its first. */
async function uploaded(client: Client, files: readonly CityFile[], display: Display): Promise<void> {
  let done = 0;
  for (const round of [1, 2] as const) {
    const own = files.filter(({ upload }) => upload === round);
    await each(
      own,
      async (file) => {
        await upload(client, file, `city-${file.uscc}-${file.upload}`);
        display.step("上传 Upload", ++done, files.length);
      },
      4,
    );
  }
}

/** Announces a file and puts it where it was told to. One that is there already is not put again. */
export async function upload(
  client: Client,
  file: Pick<CityFile, "uscc" | "period" | "filename" | "mode" | "bytes">,
  key: string,
): Promise<string> {
  const { uscc, period, filename, mode, bytes } = file;
  const body = { kind: "attendance", uscc, period, filename, size: bytes.length, mode };
  const announced = await client.call<{ id: string; put: { url: string; headers: Record<string, string> } }>(
    enterprise(uscc),
    "POST",
    "/v1/uploads",
    { body, key },
  );
  const { url, headers } = announced.body.put;
  const put = await fetch(url, { method: "PUT", headers, body: bytes as Uint8Array<ArrayBuffer> });
  if (!put.ok && put.status !== 412)
    throw new Error(`PUT of ${filename} answered ${put.status}: ${await put.text()}`);
  return announced.body.id;
}

/** What a killed stage left in an outbox is told within a minute, so a close may take that long. */
async function closed(client: Client): Promise<void> {
  for (let attempt = 0; attempt < 90; attempt++) {
    await client.settle();
    const status = await statusOf(client);
    if (status !== "open" && status !== "closing") return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error(`${PERIOD} does not close`);
}

interface PaymentItem {
  paymentId: string;
  uscc: string;
  amountFen: number;
}

async function paid(client: Client, city: City, display: Display): Promise<void> {
  const period = `/v1/periods/${PERIOD}`;
  await step(display, "批准（公示期满，另一人） Approve, after publicity, by another", async () => {
    await client.clock("2026-07-13T09:00:00+08:00");
    if ((await statusOf(client)) !== "published") return;
    await client.call(people.secondFinance, "POST", `${period}/approve`, { body: { seenChecks: true } });
  });
  await step(display, "拨付 Instruct", async () => {
    await client.call(people.finance, "POST", `${period}/instruct`);
    await client.settle();
  });
  await step(display, "回盘 Bank returns", async () => {
    const payments = await client.list<PaymentItem>(people.finance, `${period}/payments`);
    await client.call(people.finance, "POST", `${period}/returns`, { text: returnsCsv(payments, city) });
  });
}

function returnsCsv(payments: readonly PaymentItem[], city: City): string {
  const returned = new Map(bankReturns(city).map(({ uscc, reason }) => [uscc, reason]));
  const rows = payments.map(({ paymentId, uscc, amountFen }, index) => {
    const reason = returned.get(uscc);
    return [
      paymentId,
      reason ? "returned" : "paid",
      amountFen,
      reason ?? "",
      `HP20260714${index + 1}`,
      "2026-07-14",
    ].join(",");
  });
  return `paymentId,status,amountFen,reason,bankRef,date\n${rows.join("\n")}\n`;
}

async function assessed(client: Client, city: City, display: Display): Promise<void> {
  const { status } = await client.call(null, "GET", `/v1/rankings/${PERIOD}`, { expect: [200, 404] });
  if (status === 200) return;
  await client.call(people.leader, "PUT", "/v1/targets/2026", {
    body: targets2026(city),
    expect: [200, 409],
  });
  const actuals = actualsForJune(city);
  await counted(display, "填报 Report", actuals, async (body) => {
    await client.call(unit(body.unitId), "POST", "/v1/actuals", {
      body,
      key: `city-${body.unitId}-${body.code}`,
    });
  });
  await step(display, "考核（15日3时定时） Score, by its schedule", async () => {
    await client.clock("2026-07-15T03:00:00+08:00");
    await client.settle();
  });
  await step(display, "公布排名 Publish the ranking", async () => {
    await client.call(people.leader, "POST", `/v1/rankings/${PERIOD}/publish`, { expect: [200, 409] });
  });
}

async function counted<T>(
  display: Display,
  name: string,
  list: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  let done = 0;
  display.step(name, 0, list.length);
  await each(list, async (item) => {
    await work(item);
    display.step(name, ++done, list.length);
  });
}

async function step(display: Display, name: string, work: () => Promise<void>): Promise<void> {
  display.step(name, 0, 1);
  await work();
  display.step(name, 1, 1);
}
