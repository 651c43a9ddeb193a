import { Problem } from "../../shared/values/problem.ts";

export const CERTIFICATION_KINDS = ["internship-compliant", "cultivated", "certified"] as const;
export type CertificationKind = (typeof CERTIFICATION_KINDS)[number];
export type CertificationStatus = "applied" | "approved" | "rejected" | "revoked";

export interface Certification {
  id: string;
  uscc: string;
  kind: CertificationKind;
  status: CertificationStatus;
  evidence: string[];
  appliedBy: string;
  appliedAt: string;
  validFrom: string | null;
  validTo: string | null;
  documentNo: string | null;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  version: number;
}

export interface Application {
  uscc: string;
  kind: CertificationKind;
  evidence: string[];
  by: string;
}

/** An application that nobody has decided yet. The id carries the enterprise, so that it is found by it alone. */
export const applied = ({ by, ...application }: Application, number: string, at: Date): Certification => ({
  ...application,
  id: `${application.uscc}-${number}`,
  status: "applied",
  appliedBy: by,
  appliedAt: at.toISOString(),
  validFrom: null,
  validTo: null,
  documentNo: null,
  reason: null,
  decidedBy: null,
  decidedAt: null,
  version: 1,
});

export interface Decision {
  decision: "approve" | "reject" | "revoke";
  validFrom?: string | undefined;
  validTo?: string | undefined;
  documentNo?: string | undefined;
  reason?: string | undefined;
}

/**
 * The certification after an officer's decision. Approving sets the days it holds; revoking ends it: as of
 * `validTo` where the officer names a last day, else as if it had never been.
 * @throws Problem 403 for the applicant, 409 out of turn, 422 without dates
 */
export function decide(
  certification: Certification,
  decision: Decision,
  officer: string,
  at: string,
): Certification {
  if (officer === certification.appliedBy) throw samePerson();
  const next = NEXT[certification.status]?.[decision.decision];
  if (!next) throw outOfTurn(certification.status, decision.decision);
  const decided = {
    ...certification,
    status: next,
    decidedBy: officer,
    decidedAt: at,
    version: certification.version + 1,
  };
  const reason = decision.reason ?? null;
  if (decision.decision === "approve") return { ...decided, ...validity(decision), reason };
  if (decision.decision === "reject") return { ...decided, reason };
  const lastDay = earlier(decision.validTo ?? null, certification.validTo);
  const held =
    decision.validTo !== undefined && lastDay !== null && lastDay >= (certification.validFrom ?? "");
  return held
    ? { ...decided, validTo: lastDay, reason }
    : { ...decided, validFrom: null, validTo: null, reason };
}

/** A revocation can shorten what was valid, never lengthen it. */
const earlier = (asked: string | null, granted: string | null): string | null =>
  asked !== null && granted !== null && granted < asked ? granted : asked;

const NEXT: Record<CertificationStatus, Partial<Record<Decision["decision"], CertificationStatus>>> = {
  applied: { approve: "approved", reject: "rejected" },
  approved: { revoke: "revoked" },
  rejected: {},
  revoked: {},
};

function validity({ validFrom, validTo, documentNo }: Decision) {
  if (!validFrom || !validTo) throw missingDates(validFrom ? "/validTo" : "/validFrom");
  if (validTo < validFrom) throw missingDates("/validTo");
  return { validFrom, validTo, documentNo: documentNo ?? null };
}

const samePerson = () =>
  new Problem({
    status: 403,
    code: "same-person",
    zh: "申请人不能决定自己的申请",
    en: "The applicant cannot decide its own application",
  });

const outOfTurn = (status: CertificationStatus, decision: string) =>
  new Problem({
    status: 409,
    code: "already-decided",
    zh: `当前状态为 ${status}，不能 ${decision}`,
    en: `A certification that is ${status} cannot be decided with ${decision}`,
  });

const missingDates = (pointer: string) =>
  new Problem({
    status: 422,
    code: "invalid-validity",
    zh: "批准时须给出有效期，且止日不早于起日",
    en: "An approval needs its first and last day, in order",
    pointer,
  });
