import type { Placement } from "../model.ts";
import type { Truth, TruthDay } from "../truth.ts";

/** Why the product must refuse a row. */
export type RefusalCode =
  | "unknown-student"
  | "duplicate-day"
  | "outside-period"
  | "hours-out-of-range"
  | "missing-identity"
  | "bad-date"
  | "bad-time"
  | "outside-placement"
  | "ambiguous-name";

/** The marks by which a row says whose it is. Which of them are written depends on the kind of file. */
export type Who = {
  placementNo?: string;
  idNumber?: string;
  studentNo?: string;
  employeeNo?: string;
  name?: string;
};

/** One student-day on its way into a file. */
export type Line = {
  who: Who;
  day: TruthDay;
  /** Text that stands in the file in place of what the day says. */
  instead?: { date?: string; in?: string; hours?: number };
  refuse?: RefusalCode;
};

export const whoIs = (placement: Placement, placementNo?: string): Who => ({
  ...(placementNo ? { placementNo } : {}),
  idNumber: placement.student.idNumber,
  studentNo: placement.student.studentNo,
  ...(placement.employeeNo ? { employeeNo: placement.employeeNo } : {}),
  name: placement.student.name,
});

/** The days of the given placements, student by student. */
export function linesOf(
  placements: readonly Placement[],
  days: Truth,
  placementNos?: ReadonlyMap<string, string>,
): Line[] {
  return placements.flatMap((placement) => {
    const who = whoIs(placement, placementNos?.get(placement.key));
    return (days.get(placement.key) ?? []).map((day) => ({ who, day }));
  });
}

/** A day's date as a firm writes it. */
export function dateText(date: string, style: "iso" | "slash" | "dot" | "cell"): string {
  if (style === "iso" || style === "cell") return date;
  const [year, month, day] = date.split("-").map(Number);
  return [year, month, day].join(style === "slash" ? "/" : ".");
}
