import { expect, test } from "vitest";
import type { Persona } from "../city/client.ts";
import { enterprise, people } from "../city/people.ts";
import { sheetOf, workbook, zip } from "../unit/attendance/support.ts";
import { useStage } from "./on-stage.ts";
import {
  certifiedEnterprise,
  idNumberOf,
  internship,
  placed,
  sendFile,
  type UploadView,
  uploadView,
  usccOf,
} from "./one-enterprise.ts";

/** Every message is heard twice, and nothing may come of that. */
const held = useStage({ deliverTwice: true });

const HEADINGS = "身份证号,姓名,学校代码,学号,年级,专业,协议编号,开始日期,结束日期,岗位,工号".split(",");
type Row = Record<string, string>;

const rowOf = (number: number, more: Row = {}): Row => ({
  身份证号: idNumberOf(number),
  姓名: `学生${number}`,
  学校代码: "S001",
  学号: `XS${number}`,
  年级: "2",
  专业: "数控技术",
  协议编号: `XY-${number}`,
  开始日期: "2026-06-01",
  结束日期: "2026-08-31",
  岗位: "装配",
  工号: `E${number}`,
  ...more,
});

const csv = (rows: readonly Row[], headings = HEADINGS): string =>
  `${headings.join(",")}\n${rows.map((row) => headings.map((heading) => row[heading] ?? "").join(",")).join("\n")}\n`;

const send = (uscc: string, content: string | Uint8Array, by: Persona = enterprise(uscc)) => {
  const filename = typeof content === "string" ? "花名册.csv" : "花名册.xlsx";
  return sendFile(held.client, by, { kind: "roster", uscc, period: "2026-06", filename }, content);
};

const view = (uscc: string, id: string): Promise<UploadView> => uploadView(held.client, uscc, id);

async function sent(uscc: string, content: string | Uint8Array): Promise<{ id: string; upload: UploadView }> {
  const id = await send(uscc, content);
  await held.client.settle();
  return { id, upload: await view(uscc, id) };
}

type Placement = { placementId: string; start: string; employeeNo: string | null; schoolCode: string | null };
const placements = (uscc: string) =>
  held.client.list<Placement>(enterprise(uscc), `/v1/enterprises/${uscc}/placements`);

/** The lines of the report as CSV. */
async function report(uscc: string, id: string, by: Persona = enterprise(uscc)): Promise<string[]> {
  const path = `/v1/uploads/${id}/report?format=csv`;
  const { body } = await held.client.call<{ location: string }>(by, "GET", path);
  const text = await (await fetch(body.location)).text();
  return text.split("\r\n").slice(1).filter(Boolean);
}

const MISTAKES: [code: string, change: Row][] = [
  ["roster-field-missing", { 姓名: "" }],
  ["roster-invalid-id-number", { 身份证号: "411202200910150031" }],
  ["id-in-scientific-notation", { 身份证号: "4.112E+17" }],
  ["bad-date", { 结束日期: "2026-06-31" }],
  ["roster-dates-reversed", { 开始日期: "2026-09-01" }],
  ["roster-bad-grade", { 年级: "2024级" }],
  ["roster-first-year", { 年级: "一年级" }],
  ["roster-under-sixteen", { 身份证号: "411282201006011151", 开始日期: "2026-05-31" }],
  ["roster-unknown-school", { 学校代码: "S999" }],
  ["roster-duplicate", { 身份证号: idNumberOf(1), 开始日期: "2026-08-31" }],
];

let uscc = "";

test("of two hundred rows with ten kinds of mistakes the good ones are placed, and each mistake is told at its row", async () => {
  uscc = await certifiedEnterprise(held.client, 500);
  const rows = Array.from({ length: 200 }, (_, index) => {
    const mistake = MISTAKES[index - 100];
    return rowOf(index + 1, mistake?.[1]);
  });
  const { id, upload } = await sent(uscc, csv(rows));
  expect(upload.rows).toEqual({ total: 200, accepted: 190, rejected: 10, unchanged: 0 });
  expect(upload).toMatchObject({ status: "partly-accepted", kind: "roster", progress: { percent: 100 } });
  const made = await placements(uscc);
  expect(made).toHaveLength(190);
  expect(new Set(made.map(({ placementId }) => placementId)).size).toBe(190);
  expect(made.find(({ employeeNo }) => employeeNo === "E1")).toMatchObject({
    start: "2026-06-01",
    schoolCode: "S001",
  });
  const lines = await report(uscc, id);
  expect(lines).toHaveLength(10);
  for (const [index, [code]] of MISTAKES.entries())
    expect(lines[index]).toMatch(new RegExp(`^[^,]*,${index + 102},.*,${code},`));
  expect(lines.join("\n")).not.toContain(idNumberOf(1));
});

test("the same roster again, in another order of columns and other words, makes no placement and refuses none", async () => {
  const rows = Array.from({ length: 100 }, (_, index) => {
    const { 身份证号: id = "", 岗位: post = "", ...rest } = rowOf(index + 1);
    return { ...rest, 身份证号码: ` ${id}`, 实习岗位: post };
  });
  const headings = ["实习岗位", "姓名", ...HEADINGS.slice(2, 9), "工号", "身份证号码"];
  const { upload } = await sent(uscc, csv(rows, headings));
  expect(upload.rows).toEqual({ total: 100, accepted: 100, rejected: 0, unchanged: 100 });
  expect(upload.status).toBe("accepted");
  expect(await placements(uscc)).toHaveLength(190);
});

test("what a placement stands in the way of is refused; another agreement on the same days is, too", async () => {
  const { id, upload } = await sent(
    uscc,
    csv([
      rowOf(1, { 开始日期: "2026-07-01", 结束日期: "2026-12-31" }),
      rowOf(2, { 协议编号: "XY-other" }),
      rowOf(3, { 开始日期: "2026-09-01", 结束日期: "2026-12-31" }),
    ]),
  );
  expect(upload.rows).toEqual({ total: 3, accepted: 1, rejected: 2, unchanged: 0 });
  const lines = await report(uscc, id);
  expect(lines.map((line) => line.split(",")[6])).toEqual(["roster-already-placed", "roster-already-placed"]);
  expect(lines[0]).toContain("2026-06-01 – 2026-08-31");
  expect(await placements(uscc)).toHaveLength(191);
});

test("who is placed elsewhere in the same days is placed, and both the report and the officer are told", async () => {
  const other = await certifiedEnterprise(held.client, 501);
  await placed(held.client, other, 777);
  const { id, upload } = await sent(uscc, csv([rowOf(777, { 姓名: "学生777" })]));
  expect(upload).toMatchObject({ status: "accepted", rows: { accepted: 1, unchanged: 0 } });
  const [line = ""] = await report(uscc, id);
  expect(line).toContain("roster-conflict");
  expect(line).toContain("2026-06-01 – 2026-08-31");
  expect(line).not.toContain(other);
  const mine = (await placements(uscc)).find(({ employeeNo }) => employeeNo === "E777");
  const path = `/v1/placements/${mine?.placementId}`;
  const { body } = await held.client.call<{ conflicts: unknown[] }>(people.officer, "GET", path);
  expect(body.conflicts).toHaveLength(1);
});

const school = (code: string): Persona => ({ roles: ["school"], org: code, sub: `school-${code}` });

test("a school places its own students, also where it has none yet, and nobody else's", async () => {
  const firm = await certifiedEnterprise(held.client, 502);
  await held.client.call(people.officer, "POST", "/v1/schools", { body: { code: "S777", name: "测试职校" } });
  const id = await send(firm, csv([rowOf(601, { 学校代码: "S777" }), rowOf(602)]), school("S777"));
  await held.client.settle();
  const { body } = await held.client.call<UploadView>(school("S777"), "GET", `/v1/uploads/${id}`);
  expect(body.rows).toMatchObject({ total: 2, accepted: 1, rejected: 1 });
  expect((await report(firm, id, school("S777")))[0]).toContain("roster-foreign-school");
  expect(await placements(firm)).toMatchObject([{ schoolCode: "S777" }]);
});

test("a roster that can't be read changes nothing and says why; one that is no roster names what is missing", async () => {
  const firm = await certifiedEnterprise(held.client, 503);
  const { id, upload } = await sent(firm, "工号,日期,工时\nE1,2026-06-01,8\n");
  expect(upload).toMatchObject({ status: "rejected", code: "header-not-recognised", rows: { total: 0 } });
  expect((await report(firm, id))[0]).toContain("身份证号、姓名、学校代码");
  expect(await placements(firm)).toEqual([]);
});

test("what a spreadsheet never looked up places nobody; a hidden row does, and the report says so", async () => {
  const firm = await certifiedEnterprise(held.client, 504);
  const rows = [rowOf(701, { 姓名: "=VLOOKUP(A2,名单!A:B,2,0)" }), rowOf(702, { 岗位: "#N/A" }), rowOf(703)];
  const cells = [HEADINGS, ...rows.map((row) => HEADINGS.map((heading) => row[heading] ?? ""))];
  const sheet = sheetOf(cells).replace(/<row>(?!.*<row>)/, '<row hidden="1">');
  const { id, upload } = await sent(firm, zip(workbook({ 一班: sheet })));
  expect(upload).toMatchObject({ status: "partly-accepted", rows: { total: 3, accepted: 1, rejected: 2 } });
  expect((await report(firm, id)).map((line) => line.split(",")[6])).toEqual([
    "formula-not-calculated",
    "formula-not-calculated",
    "hidden-rows",
  ]);
  expect(await placements(firm)).toMatchObject([{ employeeNo: "E703" }]);
});

test("a roster is sent ahead of its month, but can't be withdrawn", async () => {
  const body = { kind: "roster", uscc, period: "2027-03", filename: "a.csv", size: 5 };
  await held.client.call(enterprise(uscc), "POST", "/v1/uploads", { body });
  const late = { ...body, kind: "attendance" };
  await held.client.call(enterprise(uscc), "POST", "/v1/uploads", { body: late, expect: [422] });
  const { id } = await sent(uscc, csv([rowOf(1)]));
  const refused = await held.client.call<{ code: string }>(
    enterprise(uscc),
    "POST",
    `/v1/uploads/${id}/withdraw`,
    {
      expect: [409],
    },
  );
  expect(refused.body.code).toBe("roster-stays");
});

test("whom a roster placed is found by an attendance file, and no roster takes part in a month's words", async () => {
  const attendance = { kind: "attendance", uscc, period: "2026-06", filename: "考勤.csv" } as const;
  const id = await sendFile(held.client, enterprise(uscc), attendance, "学号,日期,工时\nXS1,2026-06-01,8\n");
  await held.client.settle();
  expect(await view(uscc, id)).toMatchObject({ status: "accepted", progress: { studentMonths: 1 } });
  expect(internship(usccOf(500), 1).uscc).toBe(uscc);
});
