import type { LocalDate, Period } from "../../../shared/values/period.ts";

/** What a city's people did, and the city took: all that its money follows from. */
export interface Facts {
  firms: Firm[];
  students: Student[];
  placements: Placement[];
  /** In the order of publication, each in force from its month on. */
  policies: PolicyFact[];
  uploads: Upload[];
}

export interface Firm {
  uscc: string;
  /** Days on which its certifications hold, ends included. */
  certified: { from: LocalDate; to: LocalDate }[];
}

export interface Student {
  number: number;
  idNumber: string;
  name: string;
}

export interface Placement {
  id: string;
  uscc: string;
  student: number;
  employeeNo: string;
  start: LocalDate;
  end: LocalDate;
  /** The placements that an officer put behind this one. */
  keptOver: string[];
}

export interface PolicyFact {
  version: string;
  from: Period;
  rateFen: number;
  lateMonths: number;
  method: Method;
}
export type Method =
  | { method: "whole-if-days-at-least"; days: number }
  | { method: "prorate"; divisor: "calendar-days" }
  | { method: "tiers"; tiers: { days: number; percent: number }[] };

/** A day as a file says it. */
export interface Said {
  date: LocalDate;
  hours: number;
}

export interface Upload {
  id: string;
  uscc: string;
  period: Period;
  sequence: number;
  mode: "merge" | "replace-month";
  /** When it was announced: order and instant. */
  announcedAt: number;
  /** By placement. */
  says: ReadonlyMap<string, readonly Said[]>;
  content: string;
  arrived: boolean;
  withdrawn: boolean;
}

export const MONTHS: readonly Period[] = ["2026-06", "2026-07", "2026-08"];
