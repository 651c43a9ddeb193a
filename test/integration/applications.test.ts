import { expect, test } from "vitest";
import { defaultApprenticeshipPolicy } from "../../functions/subsidy/schemes/apprenticeship/policy.ts";
import { defaultBaseAwardPolicy } from "../../functions/subsidy/schemes/base-award/policy.ts";
import { defaultInsurancePolicy } from "../../functions/subsidy/schemes/insurance/policy.ts";
import type { Persona } from "../city/client.ts";
import { enterprise, people } from "../city/people.ts";
import { checked } from "./checking.ts";
import { useStage } from "./on-stage.ts";
import { accruals, attendanceCsv, idNumberOf, placed, registration, send, usccOf } from "./one-enterprise.ts";
import { tampering } from "./tampering.ts";

const held = useStage({ now: "2026-06-10T09:00:00+08:00", deliverTwice: true });

/** An enterprise that has no interns: a class and an award through two closes, each test from where the last stopped. */
const [uscc, other] = [usccOf(501), usccOf(502)];
const apprentices: string[] = [];
let [classId, awardId] = ["", ""];

type Applied = { id: string; status: string; code: string; pointer: string };
const apply = (by: Persona, body: object, expected: number) =>
  held.client.call<Applied>(by, "POST", "/v1/applications", { body, expect: [expected] });
const act = (by: Persona, path: string, body: object | undefined, expected = 200) =>
  held.client.call<{ status: string; code: string; results: { status: string } }>(
    by,
    "POST",
    `/v1/applications/${path}`,
    { ...(body ? { body } : {}), expect: [expected] },
  );

const classOf = (placementIds: string[]) => ({
  scheme: "apprenticeship",
  uscc,
  title: "铝加工班",
  level: "intermediate",
  years: 1,
  opensOn: "2026-06-15",
  endsOn: "2027-06-14",
  placementIds,
});
const awardOf = (owner: string, number: string) => ({
  scheme: "base-award",
  uscc: owner,
  title: "公共实训基地",
  invoices: [{ number, date: "2026-05-01", amountFen: 150_000_000, fiscalFen: 50_000_000 }],
});
const APPROVE = { decision: "approve", documentNo: "测〔2026〕9号" };

const lines = async (period: string) => {
  type Settlement = {
    lines: { items: { placementId: string; scheme: string; earnedPeriod: string; amountFen: number }[] };
  };
  const path = `/v1/settlements/${period}/${uscc}`;
  const { body } = await held.client.call<Settlement>(enterprise(uscc), "GET", path);
  return body.lines.items.map((line) => [line.placementId, line.scheme, line.earnedPeriod, line.amountFen]);
};

test("two schemes come into force, and three apprentices are placed", async () => {
  for (const policy of [defaultApprenticeshipPolicy, defaultBaseAwardPolicy]) {
    const path = `/v1/policies/${policy.scheme}/${policy.version}/publish`;
    await held.client.call(people.officer, "POST", "/v1/policies", { body: policy });
    await held.client.call(people.secondOfficer, "POST", path);
  }
  for (const owner of [uscc, other])
    await held.client.call(enterprise(owner), "POST", "/v1/enterprises", { body: registration(owner) });
  for (const number of [501, 502, 503]) {
    const person = { idNumber: idNumberOf(number), name: `学徒${number}` };
    const contract = { contractNo: `HT-${number}`, contractFrom: "2026-06-01", contractTo: "2028-05-31" };
    const body = { scheme: "apprenticeship", uscc, level: "中级工", person, ...contract };
    const placed = await held.client.call<{ placementId: string }>(
      enterprise(uscc),
      "POST",
      "/v1/placements",
      { body },
    );
    apprentices.push(placed.body.placementId);
  }
});

test("an enterprise applies for its own apprentices only, and each of them is trained in one class", async () => {
  const stranger = await apply(enterprise(uscc), classOf([`${other}-00001`]), 422);
  expect(stranger.body).toMatchObject({ code: "unknown-placement", pointer: "/placementIds/0" });
  await apply(enterprise(other), classOf(apprentices), 403);
  const { body } = await apply(enterprise(uscc), classOf(apprentices), 201);
  expect(body).toMatchObject({ status: "pending" });
  classId = body.id;
  const again = await apply(enterprise(uscc), classOf(apprentices), 409);
  expect(again.body).toMatchObject({ code: "already-supports-another", pointer: "/placementIds/0" });
});

test("of two awards that rest on the same invoice at the same moment, one is taken", async () => {
  const both = [uscc, other].map((owner) =>
    held.client.call<Applied>(people.officer, "POST", "/v1/applications", {
      body: awardOf(owner, "26411200000000000001"),
      expect: [201, 409],
    }),
  );
  const answers = await Promise.all(both);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body).toMatchObject({ code: "already-supports-another", pointer: "/invoices/0/number" });
  const taken = answers.find(({ status }) => status === 201) as (typeof answers)[0];
  await act(people.secondOfficer, `${taken.body.id}/decision`, { decision: "reject", reason: "材料不全" });
  awardId = (await apply(people.officer, awardOf(uscc, "26411200000000000001"), 201)).body.id;
});

test("somebody else than the applicant decides; what is approved is owed at once and booked by none yet", async () => {
  await act(enterprise(uscc), `${classId}/decision`, APPROVE, 403);
  expect((await act(people.officer, `${awardId}/decision`, APPROVE, 403)).body.code).toBe("same-person");
  await act(people.officer, `${classId}/decision`, APPROVE);
  await act(people.secondOfficer, `${awardId}/decision`, APPROVE);
  await act(people.secondOfficer, `${awardId}/decision`, APPROVE, 409);
  await held.client.settle();
  const owed = (await accruals(held.client, uscc)).map((one) => [
    one.placementId,
    one.amountFen,
    one.bookedPeriod,
    one.reasons[0]?.code,
  ]);
  expect(owed).toEqual([
    [classId, 750_000, null, "class-advance"],
    [awardId, 10_000_000, null, "award"],
  ]);
});

test("the close finds them without any attendance; the public sees an enterprise and no person", async () => {
  await held.client.clock("2026-07-05T02:00:00+08:00");
  await held.client.settle();
  type Month = { status: string; totals: object; files: string[] };
  const { body } = await held.client.call<Month>(people.finance, "GET", "/v1/periods/2026-06");
  expect(body).toMatchObject({
    status: "published",
    totals: { enterprises: 1, lines: 2, amountFen: 10_750_000 },
  });
  expect(body.files.sort()).toEqual(expect.arrayContaining(["settlement.csv", "settlement.xlsx"]));
  expect(await lines("2026-06")).toEqual([
    [classId, "apprenticeship", "2026-06", 750_000],
    [awardId, "base-award", "2026-06", 10_000_000],
  ]);
  const list = await held.client.list<{ name: string; schoolCode: null }>(
    people.finance,
    "/v1/publicity/2026-06",
  );
  expect(list.map(({ name, schoolCode }) => [name, schoolCode])).toEqual([
    ["—", null],
    ["—", null],
  ]);
});

test("results count once another has confirmed them; a shortfall and a revocation are taken back by the next close", async () => {
  const [first, ...rest] = apprentices as [string, ...string[]];
  const left = rest.map((placementId) => ({ placementId, outcome: "left" }));
  const results = [{ placementId: first, outcome: "passed", certificateNo: "S000041000001" }, ...left];
  const short = await act(enterprise(uscc), `${classId}/results`, { results: left }, 422);
  expect(short.body).toMatchObject({ code: "results-invalid", pointer: "/results" });
  expect((await act(people.officer, `${awardId}/results`, { results }, 409)).body.code).toBe(
    "no-results-expected",
  );
  expect((await act(people.officer, `${classId}/results`, { results })).body.results.status).toBe("posted");
  await act(people.officer, `${classId}/results/confirm`, undefined, 403);
  const confirmed = await act(people.secondOfficer, `${classId}/results/confirm`, undefined);
  expect(confirmed.body.results.status).toBe("confirmed");
  await act(people.officer, `${awardId}/decision`, { decision: "revoke", reason: "发票不实" }, 403);
  await act(people.secondOfficer, `${awardId}/decision`, { decision: "revoke", reason: "发票不实" });
  await held.client.settle();
  await held.client.clock("2026-08-05T02:00:00+08:00");
  await held.client.settle();
  expect(await lines("2026-07")).toEqual([
    [awardId, "base-award", "2026-06", -10_000_000],
    [classId, "apprenticeship", "2026-07", -250_000],
  ]);
});

test("a certificate is one apprentice's in the whole city, until its results are corrected or its class is revoked", async () => {
  const people502 = (number: number) => ({ idNumber: idNumberOf(number), name: `学徒${number}` });
  const contract = { contractNo: "HT-9", contractFrom: "2026-06-01", contractTo: "2028-05-31" };
  const placement = {
    scheme: "apprenticeship",
    uscc: other,
    level: "中级工",
    person: people502(509),
    ...contract,
  };
  const { body: made } = await held.client.call<{ placementId: string }>(
    enterprise(other),
    "POST",
    "/v1/placements",
    { body: placement },
  );
  const form = { ...classOf([made.placementId]), uscc: other };
  const { body } = await apply(enterprise(other), form, 201);
  await act(people.officer, `${body.id}/decision`, APPROVE);
  const passed = (certificateNo: string) => ({
    results: [{ placementId: made.placementId, outcome: "passed", certificateNo }],
  });
  const taken = await act(people.officer, `${body.id}/results`, passed("s 000041000001"), 409);
  expect(taken.body).toMatchObject({
    code: "already-supports-another",
    pointer: "/results/0/certificateNo",
  });
  await act(people.officer, `${body.id}/results`, passed("S000041000002"));
  await act(people.officer, `${body.id}/results`, passed("S000041000003"));
  const [first = "", ...rest] = apprentices;
  const corrected = (certificateNo: string) => ({
    results: [
      { placementId: first, outcome: "passed", certificateNo },
      ...rest.map((placementId) => ({ placementId, outcome: "left" })),
    ],
  });
  await act(people.officer, `${classId}/results`, corrected("S000041000003"), 409);
  await act(people.officer, `${classId}/results`, corrected("S000041000002"));
});

test("a revoked class lets go of its apprentices: what was paid is owed back, and the class may be applied for corrected", async () => {
  const again = await apply(enterprise(uscc), classOf(apprentices), 409);
  expect(again.body.code).toBe("already-supports-another");
  await act(people.officer, `${classId}/decision`, { decision: "revoke", reason: "名单有误" });
  const { body } = await apply(enterprise(uscc), classOf(apprentices), 201);
  await act(people.officer, `${body.id}/decision`, APPROVE);
  await held.client.settle();
  const owed = (await accruals(held.client, uscc))
    .filter(({ placementId }) => placementId === classId)
    .map(({ amountFen, reasons }) => [amountFen, reasons[0]?.code]);
  expect(owed).toEqual([
    [750_000, "class-advance"],
    [-750_000, "application-revoked"],
  ]);
});

test("a check of the books judges applications anew, and finds what was tampered with", async () => {
  const entitlement = async () => {
    const { result } = await checked(held.client);
    return result.listed.filter(({ comparison }) => comparison === "entitlement");
  };
  expect(await entitlement()).toEqual([]);
  const { items, change } = tampering(held.stage);
  const [account] = await items<{ entries: { amountFen: number }[] }>("Subsidy", `SUBJECT#${awardId}`);
  if (!account) throw new Error("The award has no account");
  const restore = await change("Subsidy", account, ({ entries }) => {
    for (const entry of entries.slice(0, 1)) entry.amountFen += 1;
  });
  expect(await entitlement()).toMatchObject([{ uscc, period: "2026-06", expected: 0, found: 1 }]);
  await restore();
});

test("an enterprise reads its own applications, and nobody else's", async () => {
  const own = await held.client.list<{ id: string; status: string }>(
    enterprise(uscc),
    `/v1/enterprises/${uscc}/applications`,
  );
  expect(own.map(({ id, status }) => [id, status])).toContainEqual([awardId, "revoked"]);
  await held.client.call(enterprise(other), "GET", `/v1/applications/${classId}`, { expect: [403] });
  await held.client.call(people.officer, "GET", "/v1/applications/unknown", { expect: [404] });
});

test("an intern's premium is owed once the insurance is recorded, though the month was attended before", async () => {
  const policy = { ...defaultInsurancePolicy, requiresCertification: null };
  await held.client.call(people.officer, "POST", "/v1/policies", { body: policy });
  const path = `/v1/policies/insurance/${policy.version}/publish`;
  await held.client.call(people.secondOfficer, "POST", path);
  const placementId = await placed(held.client, other, 504);
  await send(held.client, other, attendanceCsv({ E504: 3 }));
  await held.client.settle();
  const premiums = async () =>
    (await accruals(held.client, other))
      .filter(({ scheme }) => scheme === "insurance")
      .map(({ amountFen, reasons }) => [amountFen, reasons[0]?.code]);
  expect(await premiums()).toEqual([[0, "not-insured"]]);
  const insurance = { policyNo: "BX-1", from: "2026-06-01", to: "2026-08-31", premiumFen: 8_850 };
  const insured = `/v1/placements/${placementId}/insurance`;
  await held.client.call(enterprise(uscc), "PUT", insured, { body: insurance, expect: [403] });
  await held.client.call(enterprise(other), "PUT", insured, { body: insurance });
  await held.client.settle();
  expect(await premiums()).toEqual([
    [0, "not-insured"],
    [8_850, "insured"],
  ]);
});
