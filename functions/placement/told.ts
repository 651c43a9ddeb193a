import type { Envelope, Fact } from "../../events/envelope.ts";
import type { Known } from "../../events/inbound/define.ts";
import type { PlacementAgreed } from "../../events/inbound/placement.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { Problem } from "../../shared/values/problem.ts";
import { assertKnown } from "./application.ts";
import { assertEnrolled } from "./enrolment.ts";
import { assertPlaceable, warningsOf } from "./placement.ts";
import type { Draft } from "./register.ts";
import type { PersonItem, Placement, placementStore } from "./store.ts";

type Agreed = Fact<typeof PlacementAgreed>["data"];

/** How an agreement is named by those who signed it. */
interface Agreement {
  uscc: string;
  agreementNo: string;
}

/**
 * What an agreement asks to be registered, by the rules of `POST /v1/placements`.
 * @throws Problem 422 for what the law forbids, what is not registered, and students whose school says they left
 */
export async function draftFrom(
  { id, data }: Pick<Envelope, "id"> & { data: Agreed },
  store: ReturnType<typeof placementStore>,
): Promise<Draft> {
  const intern = data.scheme === "internship" ? data : null;
  const who: Known = data.scheme === "internship" ? data.student : data.person;
  await assertKnown(data.uscc, intern?.schoolCode ?? null);
  if (intern)
    assertEnrolled((await store.person(who.personId)).enrolments ?? [], intern.schoolCode, data.start);
  const applicant = { ...data, ...(await identityOf(who)), insured: intern?.insurance !== undefined };
  assertPlaceable(applicant);
  const { personId, idKey, nameKey, studentNoKey, maskedName } = who;
  return {
    ...{ personId, idKey, nameKey, studentNoKey, maskedName },
    uscc: data.uscc,
    scheme: data.scheme,
    start: data.start,
    end: data.end,
    agreementNo: data.agreementNo,
    employeeNo: data.employeeNo ?? null,
    schoolCode: intern?.schoolCode ?? null,
    post: intern?.post ?? null,
    level: data.scheme === "apprenticeship" ? data.level : null,
    grade: intern?.grade ?? null,
    major: intern?.major ?? null,
    pay: intern?.monthlyPayFen === undefined ? null : { monthlyFen: intern.monthlyPayFen },
    insurance: intern?.insurance ?? null,
    warnings: warningsOf({ ...applicant, paid: intern?.monthlyPayFen !== undefined }),
    origin: `partner/${id}`,
  };
}

async function identityOf({ personId }: Known): Promise<{ idNumber: string }> {
  const identity = (await (await openVault()).identitiesOf([personId])).get(personId);
  if (!identity) throw new Error("The vault does not know a person of an event");
  return identity;
}

/**
 * The person's placement under an agreement, and all of theirs.
 * @throws Problem 422 `unknown-placement`
 */
export async function placedUnder(
  { uscc, agreementNo }: Agreement,
  { personId }: Known,
  store: ReturnType<typeof placementStore>,
): Promise<{ placement: Placement; person: PersonItem }> {
  const person = await store.person(personId);
  const there = person.placements.filter((one) => one.uscc === uscc);
  const found = await store.placements(there.map(({ placementId }) => placementId));
  const placement = found.find((one) => one.agreementNo === agreementNo);
  if (!placement) throw unknownPlacement();
  return { placement, person };
}

const unknownPlacement = () =>
  new Problem({
    status: 422,
    code: "unknown-placement",
    zh: "没有此人在该企业、该协议号下的安置",
    en: "The person has no placement with the enterprise under this agreement",
  });
