/**
 * How an indicator is scored. Measured kinds compare a total since January with the plan curve; `quantitative` is
 * the plain word for `higher-is-better`.
 */
export const KINDS = [
  "quantitative",
  "higher-is-better",
  "lower-is-better",
  "must-reach",
  "qualitative",
  "bonus",
  "deduction",
  "veto",
] as const;
export type Kind = (typeof KINDS)[number];

/** 定量: measured against the plan curve. */
export const MEASURED = ["quantitative", "higher-is-better", "lower-is-better", "must-reach"] as const;
export type MeasuredKind = (typeof MEASURED)[number];

/** 优 良 中 差, best first. */
export const GRADES = ["优", "良", "中", "差"] as const;
export type Grade = (typeof GRADES)[number];

export interface Indicator {
  code: string;
  kind: Kind;
  /** Points it can bring; those of a unit sum to 100. Zero for bonus, deduction and veto. */
  weight: number;
  /** Of the year; `null` where nothing is measured. */
  target: number | null;
  /** Planned total at the end of each month, January to December; empty where nothing is measured. */
  curve: number[];
}

/** Where a figure comes from, so that anyone can look it up. */
export interface Source {
  kind: "certification" | "settlement" | "placements" | "report" | "accident" | "event";
  /** Of the certification, the month, the report, the accident, or what a partner told. */
  id: string;
  /** What this source contributes, where it is a number. */
  value: number | null;
  evidence?: string[];
  reportedBy?: string;
  /** `null` until somebody outside the unit has checked the figure. */
  checkedBy?: string | null;
}

/** What was reached by the end of the month, since January. */
export interface Actual {
  value: number | Grade;
  sources: Source[];
}

export const isMeasured = (kind: Kind): kind is MeasuredKind => (MEASURED as readonly Kind[]).includes(kind);

/** Its weight counts towards the hundred. */
export const weighs = (kind: Kind): boolean => isMeasured(kind) || kind === "qualitative";

/** Qualitative indicators take a grade, all others a number. */
export const fits = (value: number | Grade, kind: Kind): boolean =>
  (typeof value === "string") === (kind === "qualitative");
