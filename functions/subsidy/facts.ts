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
  /** The placements over which an officer kept this one when they claimed the same days. */
  keptOver?: readonly string[];
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

/** What one placement's month is worth now, and why. */
export interface Entitlement {
  scheme: string;
  placementId: string;
  uscc: string;
  /** The month it was earned in. */
  period: Period;
  /** Days that count. */
  days: number;
  amountFen: Fen;
  /** `null` when no published policy covers the month. */
  policyVersion: string | null;
  reasons: Reason[];
  /** Of the word that stands. */
  sequence: number;
}
