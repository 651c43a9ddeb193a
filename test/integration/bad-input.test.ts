import { expect, test } from "vitest";
import type { Persona } from "../city/client.ts";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import {
  certifiedEnterprise,
  internship,
  placed,
  registration,
  send,
  uploadView,
  usccOf,
} from "./one-enterprise.ts";

const held = useStage();

interface ProblemBody {
  code: string;
  status: number;
  title: string;
  detail: string;
  detailZh: string;
  detailEn: string;
  pointer?: string;
}

async function problem(
  persona: Persona | null,
  method: string,
  path: string,
  body: unknown,
  status: number,
): Promise<ProblemBody> {
  const answer = await held.client.call<ProblemBody>(persona, method, path, { body, expect: [status] });
  return answer.body;
}

test("an unknown field, a wrong type and a missing field are named by pointer, in both languages", async () => {
  const uscc = usccOf(100);
  const form = registration(uscc);
  const unknown = await problem(enterprise(uscc), "POST", "/v1/enterprises", { ...form, colour: "red" }, 400);
  expect(unknown).toMatchObject({ code: "invalid-request", pointer: "/colour" });
  const wrong = await problem(enterprise(uscc), "POST", "/v1/enterprises", { ...form, staff: "many" }, 400);
  expect(wrong.pointer).toBe("/staff");
  const { name: _name, ...nameless } = form;
  const missing = await problem(enterprise(uscc), "POST", "/v1/enterprises", nameless, 400);
  expect(missing.pointer).toBe("/name");
  expect(missing.detailZh).toContain("缺失");
  expect(missing.detailEn).toContain("missing");
  expect(missing.title).toMatch(/请求有误 Bad request/);
});

test("the language of the detail follows the caller", async () => {
  const response = await fetch(`${held.stage.url}/v1/publicity/2030-01`, {
    headers: { "accept-language": "en-GB,en" },
  });
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const { detail, detailEn } = (await response.json()) as ProblemBody;
  expect(detail).toBe(detailEn);
});

test("without a token 401; with another role, or for another organisation, 403", async () => {
  expect((await fetch(`${held.stage.url}/v1/enterprises/${usccOf(1)}`)).status).toBe(401);
  const leader = await problem(people.leader, "POST", "/v1/enterprises", registration(usccOf(101)), 403);
  expect(leader.code).toBe("missing-role");
  const foreign = await problem(
    enterprise(usccOf(102)),
    "GET",
    `/v1/enterprises/${usccOf(103)}`,
    undefined,
    403,
  );
  expect(foreign.code).toBe("foreign-organisation");
});

test("invalid JSON, an oversize body and a foreign media type have their own codes", async () => {
  const token = await held.stage.token({ roles: ["officer"], sub: "officer-a" });
  const post = (body: string, type = "application/json") =>
    fetch(`${held.stage.url}/v1/enterprises`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": type },
      body,
    });
  const code = async (response: Response) => [response.status, ((await response.json()) as ProblemBody).code];
  expect(await code(await post("{not json"))).toEqual([400, "invalid-json"]);
  expect(await code(await post(JSON.stringify({ name: "x".repeat(2_000_000) })))).toEqual([
    413,
    "body-too-large",
  ]);
  expect(await code(await post("<a/>", "application/xml"))).toEqual([415, "unsupported-media-type"]);
  expect((await post("x".repeat(11_000_000))).status).toBe(413);
});

test("an enterprise registers once", async () => {
  const uscc = usccOf(104);
  await held.client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc) });
  const again = await problem(enterprise(uscc), "POST", "/v1/enterprises", registration(uscc), 409);
  expect(again).toMatchObject({ code: "enterprise-exists", pointer: "/uscc" });
});

test("a wrong check digit is accepted and goes to review with its reason", async () => {
  const valid = usccOf(105);
  const uscc = valid.slice(0, 17) + (valid.endsWith("1") ? "2" : "1");
  await held.client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc) });
  await held.client.settle();
  const { body } = await held.client.call<{ status: string; reasons: { code: string }[] }>(
    people.officer,
    "GET",
    `/v1/enterprises/${uscc}`,
  );
  expect(body.status).toBe("review");
  expect(body.reasons.map(({ code }) => code)).toEqual(["uscc-check-digit"]);
});

test("what is personal comes back masked", async () => {
  const uscc = usccOf(106);
  await held.client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc) });
  const { body } = await held.client.call<{ contact: object; account: { accountNo: string } }>(
    enterprise(uscc),
    "GET",
    `/v1/enterprises/${uscc}`,
  );
  expect(body.contact).toEqual({ name: "王＊＊", phone: "*********01" });
  expect(body.account.accountNo).toBe("*****************01");
});

test("who is under 16, in the first year, or placed twice is refused; elsewhere at the same time is a conflict", async () => {
  const [uscc, other] = [
    await certifiedEnterprise(held.client, 107),
    await certifiedEnterprise(held.client, 108),
  ];
  const place = (body: unknown, status: number) =>
    problem(people.officer, "POST", "/v1/placements", body, status);
  const young = { idNumber: "411282201006011151", name: "某某", grade: 2 };
  expect((await place(internship(uscc, 1, { start: "2026-05-31", student: young }), 422)).code).toBe(
    "under-sixteen",
  );
  await place(internship(uscc, 1, { student: young }), 201);
  const first = internship(uscc, 2);
  expect((await place({ ...first, student: { ...first.student, grade: 1 } }, 422)).code).toBe(
    "first-year-student",
  );
  await place(first, 201);
  expect((await place(first, 422)).code).toBe("already-placed");
  const elsewhere = (await place({ ...first, uscc: other }, 201)) as unknown as { conflicts: unknown[] };
  expect(elsewhere.conflicts).toHaveLength(1);
});

test("an idempotency key gives the first answer again, and refuses another request", async () => {
  const uscc = await certifiedEnterprise(held.client, 109);
  const send = (body: unknown, expect: number[]) =>
    held.client.call(enterprise(uscc), "POST", "/v1/placements", { body, key: "one-key-109", expect });
  const first = await send(internship(uscc, 3), [201]);
  expect((await send(internship(uscc, 3), [201])).body).toEqual(first.body);
  expect((await send(internship(uscc, 4), [422])).body).toMatchObject({ code: "idempotency-key-reused" });
});

const text = (content: string) => new TextEncoder().encode(content);
const PNG = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
]);
/** The first record of Excel 4. */
const OLD_XLS = Uint8Array.from([0x09, 0x04, 0x06, 0x00, 0, 0, 0x10, 0, ...new Uint8Array(600)]);
const CUT_OFF_ZIP = Uint8Array.from([0x50, 0x4b, 0x03, 0x04, ...new Uint8Array(60)]);

test.each([
  ["a picture under a workbook's name", "考勤.xlsx", PNG, "file-not-what-it-says"],
  ["a workbook older than Excel 5", "考勤.xls", OLD_XLS, "file-is-old-xls"],
  ["a workbook that was cut off", "考勤.xlsx", CUT_OFF_ZIP, "file-damaged"],
  ["columns that nobody knows", "考勤.csv", text("甲,乙\n1,2\n"), "header-not-recognised"],
  ["an unknown student", "考勤.csv", text("工号,日期,工时,状态\nX9,2026-06-01,8,出勤\n"), "unknown-student"],
  [
    "an identity number as Excel spoils it",
    "考勤.csv",
    text("身份证号,日期,工时\n4.112E+17,2026-06-01,8\n"),
    "id-in-scientific-notation",
  ],
  ["a day that does not exist", "考勤.csv", text("工号,日期,工时\nE900,2026-06-31,8\n"), "bad-date"],
])("%s is refused with its code in the report", async (_name, filename, content, code) => {
  const uscc = await firm();
  const id = await send(held.client, uscc, content, { filename });
  await held.client.settle();
  expect((await uploadView(held.client, uscc, id)).status).toBe("rejected");
  const path = `/v1/uploads/${id}/report?format=csv`;
  const report = await held.client.call<{ location: string }>(enterprise(uscc), "GET", path);
  expect(await (await fetch(report.body.location)).text()).toContain(code);
});

test("an empty file is refused when it is announced", async () => {
  const uscc = await firm();
  const empty = { kind: "attendance", uscc, period: "2026-06", filename: "空.csv", size: 0 };
  expect((await problem(enterprise(uscc), "POST", "/v1/uploads", empty, 422)).code).toBe("file-empty");
});

let registered: Promise<string> | undefined;
const firm = (): Promise<string> => {
  registered ??= certifiedEnterprise(held.client, 110).then(async (uscc) => {
    await placed(held.client, uscc, 900);
    return uscc;
  });
  return registered;
};

test("after all of this the stage goes on", async () => {
  const { body } = await held.client.call<{ status: string }>(null, "GET", "/health");
  expect(body.status).toBe("ok");
});
