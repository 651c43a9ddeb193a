import { citizenIdWithCheckDigit } from "../../../shared/values/identifiers.ts";
import { enterprise, people } from "../../city/people.ts";
import { registration, usccOf } from "../../integration/one-enterprise.ts";
import type { Dice } from "../engine/chance.ts";
import type { Engine } from "../engine/engine.ts";
import type { PatientClient } from "./client.ts";
import type { Facts, Firm, Placement, Student, Traits } from "./facts.ts";

/** A seed's city, and whatever its people need to act. */
export interface Scene {
  engine: Engine;
  client: PatientClient;
  roll: Dice;
  facts: Facts;
  /** What has to be over before the next file is announced. */
  announcing: Promise<unknown>;
  bank: Bank;
}

/** What the bank did with each payment, whatever the city makes of it. */
export type Bank = Map<string, { amountFen: number; status: "paid" | "returned"; line: string }>;

export const noFacts = (): Facts => ({
  ...{ firms: [], students: [], placements: [], policies: [], uploads: [] },
  ...{ traits: PLAIN, steps: [], objections: [], seen: new Map() },
});
const PLAIN: Traits = { limits: false, reissues: false, demands: false, objections: false };

/** Most cities are plain in most ways. */
export const drawTraits = (roll: Dice): Traits => ({
  limits: roll.oneIn(3),
  reissues: roll.oneIn(3),
  demands: roll.oneIn(3),
  objections: roll.oneIn(3),
});

/** Two or three firms that register and are certified, three to eight students, some of them with two firms. */
export async function settleIn(scene: Scene): Promise<void> {
  const { roll, engine } = scene;
  const firms = Array.from({ length: roll.between(2, 3) }, (_, at) => usccOf(at + 1));
  await Promise.all(firms.map((uscc) => joined(scene, uscc)));
  await engine.idle();
  const students = Array.from({ length: roll.between(3, 8) }, (_, at) => studentOf(at + 1));
  scene.facts.students.push(...students);
  for (const student of students) {
    const first = roll.between(0, firms.length - 1);
    await placed(scene, firms[first] as string, student);
    if (roll.oneIn(3)) await placed(scene, firms[(first + 1) % firms.length] as string, student);
  }
}

const studentOf = (number: number): Student => ({
  number,
  idNumber: citizenIdWithCheckDigit(`41120220090101${String(number).padStart(3, "0")}`),
  name: `学生${"甲乙丙丁戊己庚辛"[number - 1]}`,
});

async function joined({ client, facts, roll }: Scene, uscc: string): Promise<void> {
  const firm: Firm = { uscc, certified: [] };
  facts.firms.push(firm);
  await client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc), expect: [409] });
  const times = roll.oneIn(4) ? 2 : 1;
  for (let n = 0; n < times; n++) await certify({ client, roll }, firm);
}

/** A certification for some days, perhaps long past, by application and decision. */
export async function certify({ client, roll }: Pick<Scene, "client" | "roll">, firm: Firm): Promise<void> {
  const from = roll.pick(["2026-01-01", "2026-01-01", "2026-06-08", "2026-07-01"]);
  const to = roll.pick(["2026-12-31", "2026-12-31", "2026-07-20"]);
  const path = `/v1/enterprises/${firm.uscc}/certifications`;
  const application = { kind: "internship-compliant", evidence: ["评估报告.pdf"] };
  const { body } = await client.call<{ id: string }>(enterprise(firm.uscc), "POST", path, {
    body: application,
  });
  const decision = { decision: "approve", validFrom: from, validTo: to, documentNo: "测〔2026〕1号" };
  await decided(client, body.id, decision);
  const certified = { from, to };
  firm.certified.push(certified);
  if (!roll.oneIn(5)) return;
  const last = roll.pick([undefined, "2026-06-20"]);
  const revoked = { decision: "revoke", reason: "复查不合格", ...(last ? { validTo: last } : {}) };
  await decided(client, body.id, revoked);
  if (last && last >= from) certified.to = last < to ? last : to;
  else firm.certified.splice(firm.certified.indexOf(certified), 1);
}

const decided = (client: PatientClient, id: string, body: object) =>
  client.call(people.officer, "POST", `/v1/certifications/${id}/decision`, { body, expect: [409] });

/** A placement; one that is told twice is found by its agreement. */
async function placed({ client, roll, facts }: Scene, uscc: string, student: Student): Promise<void> {
  const employeeNo = `E${student.number}`;
  const agreementNo = `XY-${uscc.slice(8, 16)}-${student.number}`;
  const start = roll.pick(["2026-06-01", "2026-06-01", "2026-06-15"]);
  const end = roll.pick(["2026-08-31", "2026-08-31", "2026-07-17"]);
  const body = {
    ...{ scheme: "internship", uscc, schoolCode: "S001", agreementNo, start, end, post: "装配", employeeNo },
    student: { idNumber: student.idNumber, name: student.name, grade: 2 },
  };
  const made = await client.call<{ placementId?: string }>(enterprise(uscc), "POST", "/v1/placements", {
    body,
    expect: [422],
  });
  const id = made.body.placementId ?? (await foundByAgreement(client, uscc, agreementNo));
  const placement: Placement = { id, uscc, student: student.number, employeeNo, start, end, keptOver: [] };
  facts.placements.push(placement);
}

async function foundByAgreement(client: PatientClient, uscc: string, agreementNo: string): Promise<string> {
  type Listed = { placementId: string; agreementNo: string };
  const all = await client.list<Listed>(enterprise(uscc), `/v1/enterprises/${uscc}/placements`);
  const found = all.find((one) => one.agreementNo === agreementNo);
  if (!found) throw new Error(`Nobody is placed by ${agreementNo}`);
  return found.placementId;
}
