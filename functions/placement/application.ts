import type { Vault } from "../../shared/runtime/vault.ts";
import { maskName } from "../../shared/values/mask.ts";
import { Problem } from "../../shared/values/problem.ts";
import { registryQueries } from "../registry/queries.ts";
import { type Applicant, assertPlaceable, warningsOf } from "./placement.ts";
import type { Draft } from "./register.ts";
import type { PlacementForm } from "./routes.ts";

/**
 * What a form of the API asks to be registered, with its person found in the vault.
 * @throws Problem 422 for what the law forbids
 */
export async function draftFrom(form: PlacementForm, vault: Vault): Promise<Draft> {
  const applicant = applicantOf(form);
  assertPlaceable(applicant);
  const { idNumber, name } = form.scheme === "internship" ? form.student : form.person;
  const intern = form.scheme === "internship" ? form : null;
  const studentNo = intern?.student.studentNo;
  return {
    personId: await vault.personFor({ idNumber, name }),
    uscc: form.uscc,
    scheme: form.scheme,
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
    origin: null,
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

/** @throws Problem 422 naming what is not registered */
export async function assertKnown(uscc: string, schoolCode: string | null): Promise<void> {
  const registry = registryQueries();
  const enterprise = await registry.enterprise(uscc);
  if (!enterprise || enterprise.status === "rejected")
    throw unknown("unknown-enterprise", "企业未登记", "The enterprise is not registered", "/uscc");
  if (schoolCode !== null && !(await registry.school(schoolCode))) {
    throw unknown("unknown-school", "院校未登记", "The school is not registered", "/schoolCode");
  }
}

const unknown = (code: string, zh: string, en: string, pointer: string) =>
  new Problem({ status: 422, code, zh, en, pointer });
