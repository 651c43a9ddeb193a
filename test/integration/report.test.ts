import { readXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { enterprise } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { certifiedEnterprise, idNumberOf, placed, send, uploadView } from "./one-enterprise.ts";

const held = useStage();

async function reportOf(uscc: string, id: string, format: "xlsx" | "csv"): Promise<Buffer> {
  const path = `/v1/uploads/${id}/report?format=${format}`;
  const { body } = await held.client.call<{ location: string }>(enterprise(uscc), "GET", path);
  return Buffer.from(await (await fetch(body.location)).arrayBuffer());
}

const CSV = `身份证号,姓名,日期,工时,状态,备注
${idNumberOf(1)},学生1,2026-06-01,8,出勤,
${idNumberOf(1)},学生1,2026-06-31,8,出勤,=1+1
${idNumberOf(1)},学生1,2026-06-02,8,在月球,电话13912345678
${idNumberOf(77)},学生77,2026-06-03,8,出勤,
`;

test("an enterprise gets its own file back with what was wrong in it, and a list of that", async () => {
  const uscc = await certifiedEnterprise(held.client, 600);
  await placed(held.client, uscc, 1);
  const id = await send(held.client, uscc, CSV);
  await held.client.settle();
  expect(await uploadView(held.client, uscc, id)).toMatchObject({
    status: "partly-accepted",
    rows: { total: 4, accepted: 1, rejected: 3 },
  });

  const [summary, sheet] = (await readXlsx(await reportOf(uscc, id, "xlsx"))).sheets;
  expect(JSON.stringify(summary?.rows)).toContain("部分接受");
  expect(sheet?.rows).toHaveLength(5);
  expect(sheet?.rows[1]?.slice(2, 5)).toEqual(["2026-06-01", "8", "出勤"]);
  expect(sheet?.rows.map((row) => row[7]).slice(2)).toEqual([
    "bad-date",
    "unknown-status",
    "unknown-student",
  ]);
  expect(sheet?.rows[3]?.[5]).toBe("电话*********78");

  const csv = (await reportOf(uscc, id, "csv")).toString();
  expect(csv.trimEnd().split("\r\n")).toHaveLength(4);
  for (const text of [csv, JSON.stringify([summary?.rows, sheet?.rows])]) {
    expect(text).not.toContain(idNumberOf(1).slice(0, 12));
    expect(text).not.toContain("学生77");
  }

  const again = await send(held.client, uscc, CSV, { filename: "再来一次.csv" });
  await held.client.settle();
  expect(await reportOf(uscc, again, "csv")).toEqual(await reportOf(uscc, id, "csv"));
});

test("there is no report before the file was read", async () => {
  const uscc = await certifiedEnterprise(held.client, 601);
  const announcement = { kind: "attendance", uscc, period: "2026-06", filename: "a.csv", size: 10 };
  const announced = await held.client.call<{ id: string }>(enterprise(uscc), "POST", "/v1/uploads", {
    body: announcement,
  });
  const path = `/v1/uploads/${announced.body.id}/report`;
  const early = await held.client.call(enterprise(uscc), "GET", path, { expect: [409] });
  expect(early.body).toMatchObject({ code: "report-not-ready" });
});

test("a file that is larger than a part of an upload, every row refused, is given back whole", async () => {
  const uscc = await certifiedEnterprise(held.client, 602);
  await placed(held.client, uscc, 1);
  const rows = Array.from(
    { length: 60_000 },
    () => `E1,2026-06-01,8,出勤,${crypto.randomUUID().replace(/\d/g, "x")}`,
  );
  const id = await send(held.client, uscc, `工号,日期,工时,状态,备注\n${rows.join("\n")}\n`);
  await held.client.settle();
  const csv = await reportOf(uscc, id, "csv");
  expect(csv.length).toBeGreaterThan(8 * 1024 * 1024);
  expect(csv.toString().match(/,duplicate-day,/g)).toHaveLength(rows.length - 1);
});
