import { ConditionFailed } from "../../shared/runtime/table.ts";
import type { Vault } from "../../shared/runtime/vault.ts";
import { maskName } from "../../shared/values/mask.ts";
import { Problem } from "../../shared/values/problem.ts";
import { type Applicant, assertPlaceable, type Conflict, overlapsOf, warningsOf } from "./placement.ts";
import type { PlacementForm } from "./routes.ts";
import type { PersonItem, Placement, placementStore } from "./store.ts";

type Store = ReturnType<typeof placementStore>;

const ATTEMPTS = 5;

/**
 * Registers a placement: checks what the law forbids, finds the person in the vault, and writes the placement
 * together with the person's item, so that two registrations at the same moment see each other.
 * @throws Problem 422, or 409 when the person's placements keep changing
 */
export async function register(form: PlacementForm, store: Store, vault: Vault, at: Date) {
  assertPlaceable(applicantOf(form));
  const { idNumber, name } = form.scheme === "internship" ? form.student : form.person;
  const personId = await vault.personFor({ idNumber, name });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const person = await store.person(personId);
    const placement = placementFrom(form, personId, await numberFor(form, person, store), vault);
    const conflicts = conflictsOf(placement, person);
    try {
      await store.add(placement, withPlacement(person, placement, conflicts), at);
      return { placement, conflicts };
    } catch (cause) {
      if (!(cause instanceof ConditionFailed)) throw cause;
    }
  }
  throw new Problem({
    status: 409,
    code: "changed-meanwhile",
    zh: "该人员的安置正被同时修改，请重试",
    en: "The person's placements keep changing; try again",
  });
}

/** A placement that ends on a day, and its person with that end. */
export function endedOn(
  placement: Placement,
  person: PersonItem,
  { end, reason }: { end: string; reason: string },
): [Placement, PersonItem] {
  const placements = person.placements.map((one) =>
    one.placementId === placement.placementId ? { ...one, end } : one,
  );
  return [
    { ...placement, status: "ended", end, endReason: reason, version: placement.version + 1 },
    { ...person, placements, version: person.version + 1 },
  ];
}

/** Refuses before a number is spent. */
async function numberFor(form: PlacementForm, person: PersonItem, store: Store): Promise<number> {
  const { start, end } = datesOf(form);
  overlapsOf({ placementId: "", uscc: form.uscc, scheme: form.scheme, start, end }, person.placements);
  return store.nextNumber(form.uscc);
}

function conflictsOf(placement: Placement, person: PersonItem): Conflict[] {
  return overlapsOf(placement, person.placements).map(({ other, from, to }, index) => ({
    id: `${person.personId}-${person.conflicts.length + index + 1}`,
    placementIds: [other.placementId, placement.placementId],
    from,
    to,
    keep: null,
    reason: null,
  }));
}

const withPlacement = (person: PersonItem, placement: Placement, conflicts: Conflict[]): PersonItem => {
  const { placementId, uscc, scheme, start, end } = placement;
  return {
    ...person,
    placements: [...person.placements, { placementId, uscc, scheme, start, end }],
    conflicts: [...person.conflicts, ...conflicts],
    version: person.version + 1,
  };
};

function placementFrom(form: PlacementForm, personId: string, number: number, vault: Vault): Placement {
  const digits = String(number).padStart(5, "0");
  const applicant = applicantOf(form);
  const { idNumber, name } = form.scheme === "internship" ? form.student : form.person;
  const intern = form.scheme === "internship" ? form : null;
  const studentNo = intern?.student.studentNo;
  return {
    placementId: `${form.uscc}-${digits}`,
    placementNo: `AZ${form.uscc.slice(8, 17)}${digits}`,
    personId,
    uscc: form.uscc,
    scheme: form.scheme,
    status: "active",
    ...datesOf(form),
    schoolCode: intern?.schoolCode ?? null,
    post: intern?.post ?? null,
    employeeNo: form.employeeNo ?? null,
    agreementNo: form.scheme === "internship" ? form.agreementNo : form.contractNo,
    level: form.scheme === "apprenticeship" ? form.level : null,
    grade: intern?.student.grade ?? null,
    major: intern?.student.major ?? null,
    pay: intern?.pay ?? null,
    insurance: intern?.insurance ?? null,
    idKey: vault.keyOf("id", idNumber),
    nameKey: vault.keyOf("name", name),
    studentNoKey: studentNo ? vault.keyOf("studentNo", studentNo) : null,
    maskedName: maskName(name),
    warnings: warningsOf(applicant),
    endReason: null,
    version: 1,
  };
}

function applicantOf(form: PlacementForm): Applicant {
  const shared = { scheme: form.scheme, ...datesOf(form), employeeNo: form.employeeNo };
  if (form.scheme === "apprenticeship") return { ...shared, idNumber: form.person.idNumber };
  const { idNumber, grade } = form.student;
  return { ...shared, idNumber, grade, insured: form.insurance !== undefined, paid: form.pay !== undefined };
}

const datesOf = (form: PlacementForm): { start: string; end: string } =>
  form.scheme === "internship"
    ? { start: form.start, end: form.end }
    : { start: form.contractFrom, end: form.contractTo };
