import type { LocalDate, Period } from "../../../shared/values/period.ts";

/** What a city's people did, and the city took: all that its money follows from. */
export interface Facts {
  firms: Firm[];
  students: Student[];
  placements: Placement[];
  /** In the order of publication, each in force from its month on. */
  policies: PolicyFact[];
  uploads: Upload[];
  traits: Traits;
  /** What decides about money once it is booked, in its order. */
  steps: Step[];
  objections: Objection[];
  /** What the city has seen of what only some cities do: how often. */
  seen: Map<string, number>;
}

/** What only some cities do. */
export interface Traits {
  /** Policies that limit what a year, or an enterprise in it, is paid. */
  limits: boolean;
  /** Accounts are corrected, and what came back goes out again. */
  reissues: boolean;
  /** What was paid too much is demanded back. */
  demands: boolean;
  objections: boolean;
}

/** Each was over before the next began, so that their order is known whatever the city makes of it. */
export type Step =
  | { step: "closed" | "instructed"; period: Period /** Published so far. */; policies: number }
  | { step: "reissued"; paymentId: string /** Nothing where nothing was owed any more. */; by: string | null }
  | { step: "received"; demandId: string; amountFen: number }
  | { step: "dismissed"; objection: string };

/** Somebody said something against published lines, before the month was instructed. */
export interface Objection {
  id: string;
  period: Period;
  lines: { lineId: string; amountFen: number }[];
  decision: "upheld" | "dismissed" | null;
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
  /** What a year's months may cost in all and for each enterprise; absent where nothing limits it. */
  budgetFen?: number | null;
  capFen?: number | null;
  recovery?: "net" | "demand";
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

export const saw = ({ seen }: Facts, what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1);
