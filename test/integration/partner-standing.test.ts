import { beforeAll, expect, test } from "vitest";
import { defaultApprenticeshipPolicy } from "../../functions/subsidy/schemes/apprenticeship/policy.ts";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { accruals, attendanceCsv, certifiedEnterprise, idNumberOf, placed, send } from "./one-enterprise.ts";
import { PartnerSystem } from "./partner.ts";

const held = useStage({ now: "2026-07-02T08:00:00+08:00", deliverTwice: true });
const MONTH = "/v1/periods/2026-06";
const registry = (fact: string) => `cn.ronghe.registry.${fact}.v1`;
const [LISTED, DELISTED, TAX] = [
  registry("credit-listed"),
  registry("credit-delisted"),
  registry("tax-recorded"),
];
const [ACCIDENT, CLOSED] = [registry("safety-accident"), registry("safety-accident-closed")];
const [OPENED, CERTIFICATE] = [
  "cn.ronghe.subsidy.class-opened.v1",
  "cn.ronghe.subsidy.certificate-issued.v1",
];
const assessment = (fact: string) => `cn.ronghe.assessment.${fact}.v1`;
const [TEACHER, MILESTONE, BASE] = ["teacher-qualified", "project-milestone", "base-accepted"].map(
  assessment,
) as [string, string, string];

let bureau: PartnerSystem;
let [honest, dishonest] = ["", ""];

const blocks = async (uscc: string) =>
  (
    await held.client.call<{ blocks: { kind: string; id: string }[] }>(
      people.officer,
      "GET",
      `/v1/enterprises/${uscc}`,
    )
  ).body.blocks.map(({ kind, id }) => `${kind} ${id}`);
const paid = async (period: string) =>
  (
    await held.client.list<{ uscc: string; amountFen: number }>(
      people.finance,
      `/v1/periods/${period}/payments`,
    )
  ).map(({ uscc, amountFen }) => [uscc, amountFen]);

beforeAll(async () => {
  const { client, stage } = held;
  const types = [LISTED, DELISTED, TAX, ACCIDENT, CLOSED, OPENED, CERTIFICATE, TEACHER, MILESTONE, BASE];
  bureau = await PartnerSystem.register(client, () => stage.now(), "BUREAU", types);
  [honest, dishonest] = [await certifiedEnterprise(client, 1), await certifiedEnterprise(client, 2)];
  for (const [index, uscc] of [honest, dishonest].entries()) {
    await placed(client, uscc, index + 1);
    await send(client, uscc, attendanceCsv({ [`E${index + 1}`]: 20 }));
  }
  await client.settle();
});

test("a listing is for a registered enterprise, and one that was never told is not taken back", async () => {
  const listing = { listNo: "SX-1", date: "2026-07-01" };
  const unknown = await bureau.tell(LISTED, { ...listing, uscc: "91411200MA9TE0T007", reason: "拒不履行" });
  expect(unknown.refusal?.code).toBe("unknown-enterprise");
  const never = await bureau.tell(DELISTED, { ...listing, uscc: dishonest });
  expect(never.refusal?.code).toBe("unknown-block");
});

test("an enterprise on a list of the dishonest is not paid, and is once it is taken off", async () => {
  const listing = { uscc: dishonest, listNo: "SX-1", date: "2026-07-01" };
  await bureau.tell(LISTED, { ...listing, reason: "拒不履行" });
  expect([await blocks(dishonest), await blocks(honest)]).toEqual([["credit SX-1"], []]);
  await held.client.clock("2026-07-05T02:00:00+08:00");
  await held.client.settle();
  await held.client.clock("2026-07-13T09:00:00+08:00");
  await held.client.call(people.secondFinance, "POST", `${MONTH}/approve`, { body: { seenChecks: true } });
  await held.client.call(people.finance, "POST", `${MONTH}/instruct`);
  await held.client.settle();
  expect(await paid("2026-06")).toEqual([[honest, 50_000]]);
  const month = await held.client.call<{ held: { uscc: string; code: string }[] }>(
    people.finance,
    "GET",
    MONTH,
  );
  expect(month.body.held).toMatchObject([{ uscc: dishonest, code: "payee-blocked" }]);
  await bureau.tell(DELISTED, { ...listing, date: "2026-07-14" });
  expect(await blocks(dishonest)).toEqual([]);
});

test("an accident blocks until its causes are put right, and a tax grade D until there is a better one", async () => {
  const accident = { uscc: honest, accidentNo: "SG-1", date: "2026-06-20" };
  await bureau.tell(ACCIDENT, { ...accident, severity: "larger" });
  await bureau.tell(TAX, { uscc: honest, year: "2025", grade: "D", taxFen: 1_000_000_00 });
  expect(await blocks(honest)).toEqual(["accident SG-1", "tax 2025"]);
  await bureau.tell(TAX, { uscc: honest, year: "2025", grade: "B", taxFen: 1_000_000_00 });
  await bureau.tell(CLOSED, { ...accident, date: "2026-07-13" });
  expect(await blocks(honest)).toEqual([]);
});

test("a class that its institution opens is an application, and a certificate a result; officers decide on both", async () => {
  const policy = defaultApprenticeshipPolicy;
  await held.client.call(people.officer, "POST", "/v1/policies", { body: policy });
  await held.client.call(
    people.secondOfficer,
    "POST",
    `/v1/policies/apprenticeship/${policy.version}/publish`,
  );
  const apprentices = [601, 602].map((number) => ({ idNumber: idNumberOf(number), name: `学徒${number}` }));
  const opened = {
    uscc: honest,
    title: "铝加工班",
    level: "intermediate",
    years: 1,
    opensOn: "2026-07-01",
    endsOn: "2027-06-30",
  };
  const early = await bureau.tell(OPENED, { ...opened, apprentices });
  expect(early.refusal?.code).toBe("unknown-placement");
  for (const [index, person] of apprentices.entries()) {
    const contract = { contractNo: `HT-${index}`, contractFrom: "2026-06-01", contractTo: "2028-05-31" };
    const body = { scheme: "apprenticeship", uscc: honest, level: "中级工", person, ...contract };
    await held.client.call(enterprise(honest), "POST", "/v1/placements", { body });
  }
  expect(await bureau.tell(OPENED, { ...opened, apprentices })).toMatchObject({ status: "applied" });
  const applications = `/v1/enterprises/${honest}/applications`;
  const [made] = await held.client.list<{ id: string; status: string }>(people.officer, applications);
  expect(made).toMatchObject({ status: "pending" });
  const issued = { uscc: honest, level: "intermediate", date: "2026-07-12" };
  const certificate = (index: number) => ({
    ...issued,
    person: apprentices[index],
    certificateNo: `Z-${index}`,
  });
  expect((await bureau.tell(CERTIFICATE, certificate(0))).refusal?.code).toBe("unknown-class");
  const decision = { decision: "approve", documentNo: "测〔2026〕9号" };
  const path = `/v1/applications/${made?.id}`;
  await held.client.call(people.officer, "POST", `${path}/decision`, { body: decision });
  await held.client.settle();
  const worth = async () =>
    (await accruals(held.client, honest, "2026-07"))
      .filter(({ scheme }) => scheme === "apprenticeship")
      .reduce((sum, { amountFen }) => sum + amountFen, 0);
  expect(await worth()).toBe(500_000);
  for (const index of [0, 1])
    expect(await bureau.tell(CERTIFICATE, certificate(index))).toMatchObject({ status: "applied" });
  expect(await worth()).toBe(500_000);
  await held.client.call(people.officer, "POST", `${path}/results/confirm`);
  await held.client.settle();
  expect(await worth()).toBe(1_000_000);
});

test("what is told counts for the units that it names, and a larger accident vetoes its district", async () => {
  const straight = (target: number) => Array.from({ length: 12 }, () => target);
  const counted = (code: string, weight: number, target: number) => ({
    ...{ code, kind: "higher-is-better", weight, target },
    curve: straight(target),
  });
  const indicators = [
    counted("qualified-teachers", 40, 2),
    counted("project-investment", 30, 100),
    counted("accepted-bases", 30, 1),
    { code: "safety-accidents", kind: "veto", weight: 0 },
  ];
  const body = { units: [{ unitId: "411202", group: "places", indicators }] };
  await held.client.call(people.leader, "PUT", "/v1/targets/2026", { body });
  const units = { unitIds: ["411202"], date: "2026-06-15" };
  const teacher = { idNumber: idNumberOf(700), name: "王老师" };
  for (const certificateNo of ["SS-1", "SS-1", "SS-2"])
    await bureau.tell(TEACHER, { ...units, certificateNo, teacher });
  await bureau.tell(MILESTONE, {
    ...units,
    projectNo: "XM-1",
    milestone: "主体封顶",
    investedFen: 50_000_000,
  });
  await bureau.tell(BASE, { ...units, unitIds: ["411203"], baseNo: "JD-1" });
  await held.client.clock("2026-07-15T03:00:00+08:00");
  await held.client.settle();
  type Line = { code: string; actual: number; points: number };
  const { body: scored } = await held.client.call<{
    total: number;
    vetoed: boolean;
    grade: string;
    lines: Line[];
  }>(people.leader, "GET", "/v1/assessments/2026-06/411202");
  expect(scored.lines.map(({ code, actual, points }) => [code, actual, points])).toEqual([
    ["qualified-teachers", 2, 40],
    ["project-investment", 50, 15],
    ["accepted-bases", 0, 0],
    ["safety-accidents", 1, 0],
  ]);
  expect(scored).toMatchObject({ total: 55, vetoed: true, grade: "差" });
});

test("what was held goes out with the next month's payments", async () => {
  await held.client.clock("2026-08-05T02:00:00+08:00");
  await held.client.settle();
  await held.client.clock("2026-08-20T09:00:00+08:00");
  const july = "/v1/periods/2026-07";
  await held.client.call(people.secondFinance, "POST", `${july}/approve`, { body: { seenChecks: true } });
  await held.client.call(people.finance, "POST", `${july}/instruct`);
  await held.client.settle();
  const payments = new Map((await paid("2026-07")) as [string, number][]);
  expect([payments.get(dishonest), payments.get(honest)]).toEqual([50_000, 1_000_000]);
});
