import type { Indicator } from "./assessment.ts";

/** One line of the worked example of a June score; `points` are in hundredths. */
export type WorkedLine = Omit<Indicator, "curve"> & {
  /** Planned total by the end of June. */
  planned: number;
  actual: number | "良";
  points: number;
};

/** A unit's June in which every kind of line occurs: behind the plan, over it, and judged by grade. */
export const WORKED_LINES: readonly WorkedLine[] = [
  line("new-listed-enterprises", 30, 12, 6, 5, 2500),
  line("intern-person-months", 25, 6000, 2400, 2640, 2500),
  line("apprentices-in-training", 20, 800, 400, 350, 1750),
  line("reserve-project-investment", 15, 30_000, 12_000, 9_000, 1125),
  {
    code: "policy-issued",
    kind: "qualitative",
    weight: 10,
    target: 0,
    planned: 0,
    actual: "良",
    points: 850,
  },
];

/** In hundredths of a point: a provincial award, two late reports, one overdue rectification. */
export const WORKED_BONUS = 100;
export const WORKED_DEDUCTIONS = [50, 50, 100];

/** 86.25: the lines give 87.25, the award adds one, the deductions take two. */
export const WORKED_TOTAL = 8625;

/** Were the second plan a straight line, 3,000 by June, its line would be worth 22.00 and the total 83.25. */
export const STRAIGHT_LINE_PLAN = 3000;
export const STRAIGHT_LINE_POINTS = 2200;
export const STRAIGHT_LINE_TOTAL = 8325;

function line(
  code: string,
  weight: number,
  target: number,
  planned: number,
  actual: number,
  points: number,
): WorkedLine {
  return { code, kind: "higher-is-better", weight, target, planned, actual, points };
}
