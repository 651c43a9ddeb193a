import { type Period, periodOf, shanghaiDate } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import type { ApplicationFacts, ApplicationForm, Result } from "../facts.ts";

/** pending → approved | rejected; approved → revoked. What was decided is never decided the same way again. */
export type ApplicationStatus = "pending" | "approved" | "rejected" | "revoked";

/** What an enterprise asks for, what was decided on it, and how it came out. */
export interface Application {
  id: string;
  uscc: string;
  form: ApplicationForm;
  /** Whom it is about, each by the placement that the form names. */
  people: { placementId: string; personId: string }[];
  status: ApplicationStatus;
  appliedBy: string;
  appliedAt: string;
  /** ISO 8601; stays when the approval is revoked, and decides in which month its money was earned. */
  approvedAt: string | null;
  decidedBy: string | null;
  documentNo: string | null;
  reason: string | null;
  /** Results that wait for somebody else to confirm them. */
  posted: { by: string; at: string; people: Result[] } | null;
  /** The results that count, and the month in which results were first confirmed. */
  results: { by: string; at: string; period: Period; people: Result[] } | null;
  version: number;
}

export interface ApplicationDecision {
  decision: "approve" | "reject" | "revoke";
  documentNo?: string | undefined;
  reason?: string | undefined;
}

/** Who acts, and when. */
export interface Actor {
  sub: string;
  at: Date;
}

/** The id carries the enterprise, so that the application is found by it alone. */
export const applied = (
  form: ApplicationForm,
  people: Application["people"],
  number: number,
  { sub, at }: Actor,
): Application => ({
  id: `${form.uscc}-A${String(number).padStart(5, "0")}`,
  uscc: form.uscc,
  form,
  people,
  status: "pending",
  appliedBy: sub,
  appliedAt: at.toISOString(),
  approvedAt: null,
  decidedBy: null,
  documentNo: null,
  reason: null,
  posted: null,
  results: null,
  version: 1,
});

/**
 * The application after an officer's decision.
 * @throws Problem 403 for the applicant, 409 out of turn, 422 without the document or the reason it needs
 */
export function decided(
  application: Application,
  { decision, documentNo, reason }: ApplicationDecision,
  { sub, at }: Actor,
): Application {
  if (sub === application.appliedBy)
    throw samePerson("申请人不能决定自己的申请", "The applicant can't decide");
  const status = NEXT[application.status][decision];
  if (!status) throw outOfTurn(application.status);
  if (decision === "approve" && !documentNo) throw missing("/documentNo", "批准须有文号", "An approval");
  if (decision !== "approve" && !reason) throw missing("/reason", "须说明理由", "This decision");
  return {
    ...application,
    status,
    decidedBy: sub,
    approvedAt: decision === "approve" ? at.toISOString() : application.approvedAt,
    documentNo: documentNo ?? application.documentNo,
    reason: reason ?? null,
    version: application.version + 1,
  };
}

const NEXT: Record<ApplicationStatus, Partial<Record<ApplicationDecision["decision"], ApplicationStatus>>> = {
  pending: { approve: "approved", reject: "rejected" },
  approved: { revoke: "revoked" },
  rejected: {},
  revoked: {},
};

/**
 * The application with results that wait for confirmation; what counted before goes on counting until then.
 * @throws Problem 409 unless it is approved
 */
export function withResults(application: Application, people: Result[], { sub, at }: Actor): Application {
  if (application.status !== "approved") throw outOfTurn(application.status);
  const posted = { by: sub, at: at.toISOString(), people };
  return { ...application, posted, version: application.version + 1 };
}

/**
 * The application once somebody else has confirmed the results. Corrected ones count in the month of the first.
 * @throws Problem 403 for who posted them, 409 when none wait
 */
export function confirmed(application: Application, { sub, at }: Actor): Application {
  const { posted, results, status, version } = application;
  if (status !== "approved") throw outOfTurn(status);
  if (posted === null) throw nothingToConfirm();
  if (posted.by === sub)
    throw samePerson("报送人不能确认自己的结果", "Who posted results can't confirm them");
  const period = results?.period ?? monthOf(at.toISOString());
  const counting = { by: sub, at: at.toISOString(), period, people: posted.people };
  return { ...application, posted: null, results: counting, version: version + 1 };
}

/** The months in which the application can have an account: neither ever changes once it is known. */
export function monthsOf({ approvedAt, results }: Application): Period[] {
  const months = [
    ...(approvedAt === null ? [] : [monthOf(approvedAt)]),
    ...(results ? [results.period] : []),
  ];
  return [...new Set(months)];
}

/**
 * What decides the application's money.
 * @param others applications about the same people; those of its scheme that were approved before it count
 */
export function factsOf(application: Application, others: readonly Application[]): ApplicationFacts {
  const { id, form, status, approvedAt, results } = application;
  return {
    applicationId: id,
    form,
    approved: approvedAt === null ? null : { period: monthOf(approvedAt), sequence: Date.parse(approvedAt) },
    revoked: status === "revoked",
    results: results && { period: results.period, people: results.people },
    earlier: others.filter((other) => cameBefore(other, application)).flatMap(sharing(application)),
  };
}

function cameBefore(other: Application, application: Application): boolean {
  if (other.status !== "approved" || other.form.scheme !== application.form.scheme) return false;
  const place = ({ approvedAt, id }: Application) => `${approvedAt}#${id}`;
  return other.id !== application.id && place(other) < place(application);
}

/** By placement here: whoever takes part there too and did not leave. */
const sharing = (application: Application) => (other: Application) => {
  const left = (other.results?.people ?? []).filter(({ outcome }) => outcome === "left");
  const gone = new Set(left.map(({ placementId }) => placementId));
  const there = other.people.filter(({ placementId }) => !gone.has(placementId));
  const persons = new Set(there.map(({ personId }) => personId));
  return application.people
    .filter(({ personId }) => persons.has(personId))
    .map(({ placementId }) => ({ placementId, form: other.form }));
};

const monthOf = (instant: string): Period => periodOf(shanghaiDate(new Date(instant)));

const samePerson = (zh: string, en: string) => new Problem({ status: 403, code: "same-person", zh, en });

const outOfTurn = (status: ApplicationStatus) =>
  new Problem({
    status: 409,
    code: "wrong-status",
    zh: `申请当前为 ${status}，不能这样办理`,
    en: `The application is ${status}; this can't be done now`,
  });

const missing = (pointer: string, zh: string, what: string) =>
  new Problem({
    status: 422,
    code: "decision-incomplete",
    zh,
    en: `${what} needs ${pointer.slice(1)}`,
    pointer,
  });

const nothingToConfirm = () =>
  new Problem({
    status: 409,
    code: "nothing-to-confirm",
    zh: "没有待确认的结果",
    en: "No results wait for confirmation",
  });
