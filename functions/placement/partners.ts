import type { Fact } from "../../events/envelope.ts";
import {
  InsuranceInForce,
  InsuranceLapsed,
  PlacementAgreed,
  PlacementEnded,
  PlacementRevised,
  StudentEnrolled,
  StudentGraduated,
  StudentLeft,
} from "../../events/inbound/placement.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { on, partnerWorker } from "../../shared/runtime/partner-worker.ts";
import { Problem } from "../../shared/values/problem.ts";
import { enrolledOn, leftOn } from "./enrolment.ts";
import { assertInsurable, insuredWith, lapsedOn } from "./insure.ts";
import { endedOn, register } from "./register.ts";
import { endOutside, revisedTo } from "./revise.ts";
import { placementStore } from "./store.ts";
import { draftFrom, placedUnder } from "./told.ts";

const store = placementStore();
const now = () => systemClock.now();

/** Does what partners tell of agreements, students and insurances, by the rules that the API goes by. */
export const handler = partnerWorker([
  on(PlacementAgreed, async (told) => register(await draftFrom(told, store), store, now())),

  on(PlacementRevised, async ({ data }) => {
    const { placement, person } = await placedUnder(data, data.person, store);
    const [revised, next] = revisedTo(placement, person, data);
    await store.revise(revised, placement.end, next, now()).catch(changedMeanwhile);
  }),

  on(PlacementEnded, async ({ data }) => {
    const { placement, person } = await placedUnder(data, data.person, store);
    if (data.end < placement.start || data.end > placement.end) throw endOutside();
    const [ended, next] = endedOn(placement, person, data);
    await store.end(ended, placement.end, next, now()).catch(changedMeanwhile);
  }),

  on(StudentEnrolled, async ({ data: { schoolCode, student, date } }) => {
    const person = await store.person(student.personId);
    const enrolments = enrolledOn(person.enrolments ?? [], schoolCode, date);
    const next = { ...person, enrolments, version: person.version + 1 };
    await store.enrol(next, "student.enrolled", now()).catch(changedMeanwhile);
  }),

  on(StudentGraduated, ({ data }) => leave(data, "毕业")),
  on(StudentLeft, ({ data }) => leave(data, data.reason)),

  on(InsuranceInForce, async ({ data: { uscc, agreementNo, student, ...insurance } }) => {
    const { placement, person } = await placedUnder({ uscc, agreementNo }, student, store);
    assertInsurable(placement, insurance);
    const [insured, next] = insuredWith(placement, person, insurance);
    await store.insure(insured, next, now()).catch(changedMeanwhile);
  }),

  on(InsuranceLapsed, async ({ data }) => {
    const { placement, person } = await placedUnder(data, data.student, store);
    if (placement.insurance?.policyNo !== data.policyNo) throw unknownPolicy();
    const [insured, next] = insuredWith(placement, person, lapsedOn(placement.insurance, data.date));
    await store.insure(insured, next, now()).catch(changedMeanwhile);
  }),
]);

type Leaving = Pick<Fact<typeof StudentLeft>["data"], "schoolCode" | "student" | "date">;

/** Ends what the school has the student placed in; an internship that had not begun keeps its first day alone. */
async function leave({ schoolCode, student, date }: Leaving, reason: string): Promise<void> {
  const left = await store.person(student.personId);
  const enrolments = leftOn(left.enrolments ?? [], schoolCode, date);
  await store
    .enrol({ ...left, enrolments, version: left.version + 1 }, "student.left", now())
    .catch(changedMeanwhile);
  const placements = await store.placements(left.placements.map(({ placementId }) => placementId));
  for (const placement of placements.filter((one) => one.schoolCode === schoolCode && one.end > date)) {
    const end = date < placement.start ? placement.start : date;
    const [ended, next] = endedOn(placement, await store.person(student.personId), { end, reason });
    await store.end(ended, placement.end, next, now()).catch(changedMeanwhile);
  }
}

const unknownPolicy = () =>
  new Problem({
    status: 422,
    code: "unknown-policy",
    zh: "该安置登记的不是这一保单",
    en: "This is not the policy that is recorded for the placement",
    pointer: "/policyNo",
  });
