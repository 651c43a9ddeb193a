import { GRADES, type Grade } from "./indicator.ts";

/** What the city decides about scoring; it stands in the year's targets, where everyone sees it. */
export interface Rules {
  /** The document that lays them down. */
  documentNo: string;
  /** What each grade of a qualitative indicator is worth, in percent of its weight. */
  gradePercent: Record<Grade, number>;
  /** From how many points on a unit's total has this grade; below all of them it is the lowest. */
  gradeFrom: Record<Exclude<Grade, "差">, number>;
  /** What all bonuses of a unit together can bring at most, in points. */
  bonusCap: number;
}

/** Until the city's own document is there: visible wherever the targets are, and marked. */
export const defaultRules: Rules = {
  documentNo: "待确认",
  gradePercent: { 优: 100, 良: 85, 中: 70, 差: 50 },
  gradeFrom: { 优: 90, 良: 80, 中: 60 },
  bonusCap: 5,
};

export const LOWEST = "差" satisfies Grade;

/** The grade of a total. */
export function gradeOf(total: number, { gradeFrom }: Rules): Grade {
  const reached = (grade: Grade): boolean => grade === LOWEST || total >= gradeFrom[grade];
  return GRADES.find(reached) ?? LOWEST;
}
