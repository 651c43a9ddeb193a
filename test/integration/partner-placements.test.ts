import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { defaultInsurancePolicy } from "../../functions/subsidy/schemes/insurance/policy.ts";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { accruals, attendanceCsv, certifiedEnterprise, idNumberOf, owedFen, send } from "./one-enterprise.ts";
import { PartnerSystem } from "./partner.ts";

const held = useStage({ now: "2026-07-02T08:00:00+08:00", deliverTwice: true });
const of = (fact: string) => `cn.ronghe.placement.${fact}.v1`;
const [AGREED, CHANGED, ENDED] = [of("agreed"), of("changed"), of("ended")];
const [ENROLLED, GRADUATED, LEFT] = [of("student-enrolled"), of("student-graduated"), of("student-left")];
const [INSURED, LAPSED] = [of("insurance-in-force"), of("insurance-lapsed")];
const FULL_FEN = 50_000;
let school: PartnerSystem;
let uscc: string;

const named = (number: number) => ({ idNumber: idNumberOf(number), name: `学生${number}` });
const agreed = (number: number, more: Record<string, unknown> = {}) => ({
  scheme: "internship",
  uscc,
  schoolCode: "S001",
  agreementNo: `XY-${number}`,
  start: "2026-06-01",
  end: "2026-08-31",
  post: "装配",
  employeeNo: `E${number}`,
  grade: 2,
  student: named(number),
  ...more,
});
const under = (number: number) => ({ uscc, agreementNo: `XY-${number}`, person: named(number) });
const owed = () => owedFen(held.client, uscc);
const placements = () =>
  held.client.list<{ end: string; status: string; agreementNo: string }>(
    people.officer,
    `/v1/enterprises/${uscc}/placements`,
  );

beforeAll(async () => {
  const { client, stage } = held;
  const types = [AGREED, CHANGED, ENDED, ENROLLED, GRADUATED, LEFT, INSURED, LAPSED];
  school = await PartnerSystem.register(client, () => stage.now(), "S001-SIS", types);
  uscc = await certifiedEnterprise(client, 1);
});

test("an agreement places a student, whose month is then worth money; told again it places nobody twice", async () => {
  expect(await school.tell(AGREED, agreed(1))).toMatchObject({ status: "applied" });
  expect(await school.tell(AGREED, agreed(1))).toMatchObject({ status: "applied" });
  expect(await placements()).toMatchObject([{ agreementNo: "XY-1", status: "active" }]);
  await send(held.client, uscc, attendanceCsv({ E1: 20 }));
  await held.client.settle();
  expect(await owed()).toBe(FULL_FEN);
});

test("what the law or the register forbids is refused with the API's own code, and places nobody", async () => {
  const refusal = async (more: Record<string, unknown>) =>
    (await school.tell(AGREED, agreed(2, more))).refusal?.code;
  expect(await refusal({ grade: 1 })).toBe("first-year-student");
  expect(await refusal({ start: "2023-06-01" })).toBe("under-sixteen");
  expect(await refusal({ schoolCode: "S999" })).toBe("unknown-school");
  expect(await refusal({ uscc: "91411200MA9TE0T007" })).toBe("unknown-enterprise");
  expect((await school.tell(CHANGED, { ...under(2), end: "2026-07-31" })).refusal?.code).toBe(
    "unknown-placement",
  );
  expect(await placements()).toHaveLength(1);
});

test("a last day that is moved takes a month's worth away, and gives it back", async () => {
  const shortened = school.event({ type: CHANGED, data: { ...under(1), end: "2026-06-12" } });
  await school.structured(shortened);
  await held.client.settle();
  expect(await owed()).toBe(0);
  expect(await school.tell(CHANGED, { ...under(1), end: "2026-08-31", post: "焊接" })).toMatchObject({
    status: "applied",
  });
  expect(await owed()).toBe(FULL_FEN);
  expect((await school.structured(shortened)).body.receipts).toMatchObject([{ duplicate: true }]);
  await held.client.settle();
  expect(await owed()).toBe(FULL_FEN);
});

test("an agreement that ends early, or a student who leaves or graduates, ends what is paid with that day", async () => {
  await school.tell(AGREED, agreed(3));
  await school.tell(AGREED, agreed(4));
  await send(held.client, uscc, attendanceCsv({ E1: 20, E3: 20, E4: 20 }));
  await held.client.settle();
  expect(await owed()).toBe(3 * FULL_FEN);
  await school.tell(ENDED, { ...under(1), end: "2026-06-12", reason: "企业停产" });
  expect(await owed()).toBe(2 * FULL_FEN);
  await school.tell(LEFT, { schoolCode: "S001", student: named(3), date: "2026-06-10", reason: "退学" });
  expect(await owed()).toBe(FULL_FEN);
  await school.tell(GRADUATED, { schoolCode: "S001", student: named(4), date: "2026-06-30" });
  expect(await owed()).toBe(FULL_FEN);
  const ends = (await placements()).map(({ end, status }) => [end, status]);
  expect(ends).toEqual([
    ["2026-06-12", "ended"],
    ["2026-06-10", "ended"],
    ["2026-06-30", "ended"],
  ]);
});

test("whoever has left is placed again only once the school has them back", async () => {
  const later = agreed(3, { agreementNo: "XY-3b", start: "2026-07-10", end: "2026-07-31" });
  expect((await school.tell(AGREED, later)).refusal?.code).toBe("student-left");
  await school.tell(ENROLLED, { schoolCode: "S001", student: named(3), date: "2026-07-01" });
  expect(await school.tell(AGREED, later)).toMatchObject({ status: "applied" });
});

test("what is sent in one batch about one student is done in its order", async () => {
  const events = [
    { type: AGREED, data: agreed(5) },
    { type: CHANGED, data: { ...under(5), end: "2026-07-31" } },
    { type: CHANGED, data: { ...under(5), end: "2026-09-30" } },
    { type: ENDED, data: { ...under(5), end: "2026-07-15", reason: "转岗" } },
    { type: CHANGED, data: { ...under(5), end: "2026-07-20" } },
  ].map((told) => school.event({ ...told, subject: "学生五" }));
  await school.batch(events);
  await held.client.settle();
  for (const { id } of events) expect(await school.outcome(id)).toMatchObject({ status: "applied" });
  expect((await placements()).find(({ agreementNo }) => agreementNo === "XY-5")).toMatchObject({
    end: "2026-07-20",
    status: "active",
  });
});

test("an insurance in force earns its premium; when it lapses from the first day on, the premium is taken back", async () => {
  const policy = { ...defaultInsurancePolicy, requiresCertification: null };
  await held.client.call(people.officer, "POST", "/v1/policies", { body: policy });
  await held.client.call(people.secondOfficer, "POST", `/v1/policies/insurance/${policy.version}/publish`);
  await held.client.settle();
  const premiums = async () =>
    (await accruals(held.client, uscc))
      .filter(({ scheme }) => scheme === "insurance")
      .reduce((sum, { amountFen }) => sum + amountFen, 0);
  const before = await premiums();
  const cover = { uscc, agreementNo: "XY-4", student: named(4) };
  const insurance = { policyNo: "BX-4", from: "2026-06-01", to: "2026-08-31", premiumFen: 8_850 };
  expect(await school.tell(INSURED, { ...cover, ...insurance })).toMatchObject({ status: "applied" });
  expect(await premiums()).toBe(before + 8_850);
  const lapse = { ...cover, date: "2026-06-01" };
  expect((await school.tell(LAPSED, { ...lapse, policyNo: "BX-5" })).refusal?.code).toBe("unknown-policy");
  expect(await school.tell(LAPSED, { ...lapse, policyNo: "BX-4" })).toMatchObject({ status: "applied" });
  expect(await premiums()).toBe(before);
});

test("nobody's identity number or name is in the receipts or in what the functions log, which count events by code", async () => {
  const receipts = await held.client.list(people.admin, "/v1/partners/S001-SIS/events");
  expect(receipts.length).toBeGreaterThan(10);
  const folder = join(held.stage.dir, "logs");
  const logs = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
  const written = JSON.stringify(receipts) + logs.join("");
  for (const number of [1, 2, 3, 4, 5]) {
    expect(written).not.toContain(idNumberOf(number));
    expect(written).not.toContain(`学生${number}`);
  }
  expect(written).toMatch(/"Name":"EventsTaken".*"code":"accepted","EventsTaken":1/);
  expect(written).toMatch(/"code":"under-sixteen","EventsConcluded":1/);
  await held.client.call(enterprise(uscc), "GET", "/v1/partners/S001-SIS/events", { expect: [403] });
});
