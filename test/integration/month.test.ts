import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import { fenFromYuan, inChineseCapitals, sumFen, yuan } from "../../shared/values/money.ts";
import { compare } from "../city/compare.ts";
import { silentDisplay } from "../city/display.ts";
import { buildCity } from "../city/model.ts";
import { DEFAULT_POLICY, expected } from "../city/oracle.ts";
import { people } from "../city/people.ts";
import { play } from "../city/play.ts";
import { useStage } from "./on-stage.ts";

const held = useStage({ now: "2026-06-01T08:00:00+08:00" });
const city = buildCity({ scale: "small" });

test("a month runs from registration to ranking, and the oracle agrees to the fen", async () => {
  const { ok } = await play({ url: held.stage.url, scale: "small", display: silentDisplay });
  expect(await compare(held.client, city)).toEqual([]);
  expect(ok).toBe(true);
});

test("a policy of one fen more would be found out", async () => {
  const found = await compare(held.client, city, { ...DEFAULT_POLICY, rateFen: DEFAULT_POLICY.rateFen + 1 });
  expect(found.map(({ where }) => where)).toContain("city total");
});

test("played again, nothing is registered, booked or paid a second time", async () => {
  const before = await figures();
  expect((await play({ url: held.stage.url, scale: "small", display: silentDisplay })).ok).toBe(true);
  expect(await figures()).toEqual(before);
});

test("the month is settled: what the bank returned is carried, the rest is paid", async () => {
  const { status, settledFen, paidFen, returnedFen } = await figures();
  expect(status).toBe("settled");
  expect(settledFen).toBe(expected(city).totalFen);
  expect(returnedFen).toBeGreaterThan(0);
  expect(paidFen + returnedFen).toBe(settledFen);
});

test("the workbook that finance downloads sums to the same fen in another library", async () => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await download("settlement.xlsx")) as never);
  const lines = workbook.worksheets[1];
  let total = 0;
  lines?.eachRow((row, number) => {
    if (number > 1) total += Math.round(Number(row.getCell(10).value) * 100);
  });
  expect(total).toBe(expected(city).totalFen);
  const summary = workbook.worksheets[0];
  const closing = summary?.getRow(summary.rowCount).getCell(4);
  expect(closing?.formula).toMatch(/^SUM\(/);
  expect(Math.round(Number(closing?.result) * 100)).toBe(expected(city).totalFen);
});

test("the workbook's notes account for what its lines add up to", async () => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await download("settlement.xlsx")) as never);
  const notes = workbook.getWorksheet("说明 Notes");
  const texts: unknown[] = [];
  notes?.eachRow((row) => row.eachCell(({ value }) => texts.push(value)));
  expect(texts).toContain("待确认");
  expect(texts).toContain(inChineseCapitals(expected(city).totalFen));
  expect(workbook.worksheets.map(({ name }) => name.slice(0, 2))).toEqual(["汇总", "明细", "调整", "说明"]);
});

test("the CSV holds the same lines", async () => {
  const rows: Record<string, string>[] = parse(Buffer.from(await download("settlement.csv")), {
    bom: true,
    columns: true,
  });
  const amounts = rows.map((row) => fenFromYuan(row["金额(元) Amount"] ?? "") ?? Number.NaN);
  expect(sumFen(amounts)).toBe(expected(city).totalFen);
});

test("the form to be signed states the total in figures and in words, and who has approved it", async () => {
  const { text } = await extractText(
    await getDocumentProxy(new Uint8Array(await download("settlement.pdf"))),
  );
  const form = text.join("").replace(/\s/g, "");
  const { totalFen } = expected(city);
  expect(form.replaceAll(",", "")).toContain(`${yuan(totalFen)}元${inChineseCapitals(totalFen)}`);
  expect(form).toContain("示范市产教融合补贴结算审批表");
  expect(form).toContain("finance-b2026-07-");
});

test("the payment file carries a total line that agrees, and only finance may have it", async () => {
  const text = new TextDecoder("gb18030").decode(await download("payment.csv"));
  const closing = text.trim().split("\r\n").at(-1)?.split(",");
  expect(closing?.[0]).toBe("合计");
  expect(Number(closing?.[6])).toBe(expected(city).totalFen);
  const denied = await held.client.call(people.officer, "GET", "/v1/periods/2026-06/files/payment.csv", {
    expect: [403],
  });
  expect(denied.status).toBe(403);
});

test("the public list shows nobody's full name", async () => {
  const lines = await held.client.list<{ name: string; amountFen: number }>(null, "/v1/publicity/2026-06");
  expect(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(expected(city).totalFen);
  for (const { name } of lines) expect(name).toMatch(/^.＊+$/);
});

test("the public list as a file holds the same lines, and nothing but what the public may see", async () => {
  const path = "/v1/publicity/2026-06/publicity.csv";
  const { body } = await held.client.call<{ location: string }>(null, "GET", path, {
    expect: [303],
  });
  const file = await (await fetch(body.location)).arrayBuffer();
  const rows: Record<string, string>[] = parse(Buffer.from(file), { bom: true, columns: true });
  type Line = { lineId: string; name: string; schoolCode: string; earnedPeriod: string; amountFen: number };
  const lines = await held.client.list<Line>(null, "/v1/publicity/2026-06");
  expect(rows.map((row) => Object.values(row).filter((_, at) => at !== 3))).toEqual(
    lines.map((line) => [line.lineId, line.name, line.schoolCode, line.earnedPeriod, yuan(line.amountFen)]),
  );
});

test("the ranking is public once the leader has published it", async () => {
  const places = await held.client.list<{ rank: number; total: number }>(null, "/v1/rankings/2026-06");
  expect(places.length).toBe(city.districts.length + city.zones.length + city.departments.length);
});

test("no log line carries a name, an identity number, a phone or an account", async () => {
  const secrets = [
    ...city.placements.flatMap(({ student }) => [student.idNumber, student.name]),
    ...city.enterprises.flatMap(({ contact, account }) => [contact.phone, account.accountNo]),
  ];
  let bytes = 0;
  for (const name of await readdir(join(held.stage.dir, "logs"))) {
    const log = await readFile(join(held.stage.dir, "logs", name), "utf8");
    bytes += log.length;
    for (const secret of secrets) expect(log.includes(secret), `${name} holds a personal value`).toBe(false);
  }
  expect(bytes).toBeGreaterThan(10_000);
});

test("the record says who approved the month, when, from what to what, and why", async () => {
  const { dynamodb } = held.stage.endpoints;
  const { accessKeyId, secretAccessKey } = held.stage.credentials;
  const client = new DynamoDBClient({
    endpoint: dynamodb,
    region: held.stage.region,
    credentials: { accessKeyId, secretAccessKey },
  });
  const { Items = [] } = await DynamoDBDocumentClient.from(client).send(
    new QueryCommand({
      TableName: held.stage.table("Audit"),
      KeyConditionExpression: "pk = :subject",
      ExpressionAttributeValues: { ":subject": "period/2026-06" },
    }),
  );
  const steps = Items.map(({ action, who, why }) => ({ action, who, why }));
  expect(steps.map(({ action }) => action)).toEqual([
    "period.closing",
    "period.published",
    "period.approved",
    "period.instructed",
    "period.settled",
  ]);
  expect(steps[2]).toEqual({ action: "period.approved", who: "finance-b", why: "checks seen" });
  for (const { at, from, to } of Items) {
    expect(at).toMatch(/^2026-07-/);
    expect(from).toBeTruthy();
    expect(to).toBeTruthy();
  }
});

interface Figures {
  status: string;
  settledFen: number;
  paidFen: number;
  returnedFen: number;
  placements: number;
}

async function figures(): Promise<Figures> {
  const { body } = await held.client.call<Figures>(null, "GET", "/v1/overview?period=2026-06");
  const { status, settledFen, paidFen, returnedFen, placements } = body;
  return { status, settledFen, paidFen, returnedFen, placements };
}

async function download(name: string): Promise<ArrayBuffer> {
  const path = `/v1/periods/2026-06/files/${name}`;
  const { body } = await held.client.call<{ location: string }>(people.finance, "GET", path);
  const response = await fetch(body.location);
  expect(response.status).toBe(200);
  return response.arrayBuffer();
}
