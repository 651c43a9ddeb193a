import type { Fen } from "../../shared/values/money.ts";
import type { LocalDate, Period } from "../../shared/values/period.ts";
import type { Reason } from "./reason.ts";

/** Everything that decides what one person's presence is worth. Nothing else does. */
export interface PersonFacts {
  personId: string;
  placements: readonly PlacementFacts[];
  /** Accepted words only. Several for one placement and month are one word and the words it replaced. */
  sheets: readonly SheetFacts[];
  /** Of every enterprise the person is or was placed with. */
  certifications: readonly CertificationFacts[];
}

export interface PlacementFacts {
  placementId: string;
  uscc: string;
  /** `internship`, `apprenticeship`, … */
  scheme: string;
  /** Both included; a placement that ended early has its real end here. */
  start: LocalDate;
  end: LocalDate;
  /** Year of study; absent where nobody recorded it. */
  grade?: number | undefined;
  /** The liability insurance of the placement; absent where none is recorded. */
  insurance?: InsuranceFacts | undefined;
  /** The placements over which an officer kept this one when they claimed the same days. */
  keptOver?: readonly string[];
}

/** The days it covers, both included, and what it cost, where that is known. */
export interface InsuranceFacts {
  from: LocalDate;
  to: LocalDate;
  premiumFen?: Fen | undefined;
}

/** What one upload said about one student-month. */
export interface SheetFacts {
  placementId: string;
  period: Period;
  /** The order in which uploads were announced: the highest is the word that stands. */
  sequence: number;
  uploadId: string;
  /** The city's day on which the upload was announced; without it the file counts as in time. */
  announcedOn?: LocalDate;
  /** The instant of it: sequences run per enterprise and month, and do not compare between enterprises. */
  announcedAt?: string;
  days: readonly AttendanceDay[];
  violations?: readonly Violation[];
}

/** One student-day as the file had it; whether it counts is the policy's to say. */
export interface AttendanceDay {
  date: LocalDate;
  /** `stated`: the file gave the hours; `punched`: out minus in, breaks included; `marked`: present without times. */
  basis: "stated" | "punched" | "marked";
  minutes: number;
  status: AttendanceStatus;
}
/** 出勤 迟到 早退 请假 缺勤 休息 */
export type AttendanceStatus = "present" | "late" | "left-early" | "leave" | "absent" | "rest";

/** A breach of the internship rules found on a day. One that proved to be none is not listed at all. */
export interface Violation {
  date: LocalDate;
  code: string;
  /** Put right, or approved after the fact. */
  cleared: boolean;
}

/** It held from `validFrom` to `validTo`, both included; a revoked one until its last day, or never without dates. */
export interface CertificationFacts {
  uscc: string;
  kind: string;
  /** Only `approved` and `revoked` ever held. */
  status: string;
  validFrom: LocalDate | null;
  validTo: LocalDate | null;
}

/** What an enterprise applies with: which scheme, for whom, and whatever the scheme asks for. */
export interface ApplicationForm {
  scheme: string;
  uscc: string;
}

/** Everything that decides what one application is worth. */
export interface ApplicationFacts<F extends ApplicationForm = ApplicationForm> {
  applicationId: string;
  form: F;
  /** The month it was approved in, and its place among all that were. */
  approved: { period: Period; sequence: number } | null;
  revoked: boolean;
  /** Once somebody has confirmed them; the month is that of the first confirmation. */
  results: { period: Period; people: readonly Result[] } | null;
  /** What was approved before this for the same people, who did not leave it: by placement here, the form there. */
  earlier: readonly { placementId: string; form: F }[];
}

/** How the training of one person, by placement, came out. */
export interface Result {
  placementId: string;
  outcome: "passed" | "trained" | "left";
  /** Of the person who passed. */
  certificateNo?: string | undefined;
}

/** What one placement's month, or an application's, is worth now, and why. */
export interface Entitlement {
  scheme: string;
  /** An application's own id where the money is no person's. */
  placementId: string;
  uscc: string;
  /** The month it was earned in. */
  period: Period;
  /** Days that count; 0 for an application. */
  days: number;
  amountFen: Fen;
  /** `null` when no published policy covers the month. */
  policyVersion: string | null;
  reasons: Reason[];
  /** Of the word that stands, or of the approval. */
  sequence: number;
}
