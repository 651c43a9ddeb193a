import { citizenIdWithCheckDigit } from "../../shared/values/identifiers.ts";
import { type LocalDate, lastDay, type Period } from "../../shared/values/period.ts";

export type Status = "出勤" | "迟到" | "早退" | "请假" | "缺勤" | "休息";

/** How a file can say who somebody is. */
export interface Who {
  placementNo: string;
  idNumber: string;
  studentNo: string;
  employeeNo: string;
  name: string;
}

/** A placed student. `key` is how expectations name one; no file ever shows it. */
export interface Student extends Who {
  key: string;
  start: LocalDate;
  end: LocalDate;
  /** Year of study. */
  grade: number;
}

/** What stands in the file in place of what the day says: one way of being wrong. */
export interface Instead {
  date?: string;
  in?: string;
  out?: string;
  hours?: string;
  status?: string;
  shift?: string;
}

/** One student-day. With times it is what a clock knows, with hours what a clerk knows, else a mark alone. */
export interface Day {
  student: Student;
  date: LocalDate;
  status: Status;
  /** `HH:MM`; an out-time that is earlier is on the next day. */
  in?: string;
  out?: string;
  hours?: number;
  instead?: Instead;
  /** The marks that the file gives in place of the student's own. */
  who?: Partial<Who>;
}

export interface Month {
  period: Period;
  days: readonly Day[];
}

/** Student-months read back: by student, `1:480 3:423L 6:0R`, the day, its minutes less the break, and its status. */
export type Kept = Record<string, string>;

/** What a file tells of one day: minutes less the break. */
export interface Told {
  minutes: number;
  status: Status;
}

export const LETTERS: Record<Status, string> = {
  出勤: "",
  迟到: "L",
  早退: "E",
  请假: "V",
  缺勤: "A",
  休息: "R",
};

export const isAway = ({ status }: Day): boolean =>
  status === "请假" || status === "缺勤" || status === "休息";

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes from coming to going, across midnight too. */
export function span(came: string, went: string): number {
  const minutes = minutesOf(went) - minutesOf(came);
  return minutes >= 0 ? minutes : minutes + 1440;
}

/** The rules of the contract: stated hours, else out − in less an hour of break past six hours, else eight. */
export function told(day: Day): Told {
  const { status } = day;
  if (day.hours !== undefined) return { minutes: Math.round(day.hours * 60), status };
  if (day.in !== undefined && day.out !== undefined) {
    const gross = span(day.in, day.out);
    return { minutes: gross > 360 ? gross - 60 : gross, status };
  }
  return { minutes: isAway(day) ? 0 : 480, status };
}

/** The student-months that a file leaves, when it tells each day so; null where it can't tell a day. */
export function keptOf(days: readonly Day[], tells: (day: Day) => Told | null): Kept {
  const kept = new Map<string, Map<number, string>>();
  for (const day of days) {
    const said = tells(day);
    if (!said) continue;
    const month = kept.get(day.student.key) ?? new Map<number, string>();
    const number = Number(day.date.slice(8));
    if (!month.has(number)) month.set(number, `${number}:${said.minutes}${LETTERS[said.status]}`);
    kept.set(day.student.key, month);
  }
  return Object.fromEntries(
    [...kept].map(([key, month]) => [
      key,
      [...month.entries()]
        .sort(([a], [b]) => a - b)
        .map(([, text]) => text)
        .join(" "),
    ]),
  );
}

/** How many student-days stand in it. */
export const countDays = (kept: Kept): number =>
  Object.values(kept).reduce((count, days) => count + days.split(" ").length, 0);

/** Consecutive days of one student under the same marks: what makes one row of a sheet with a column a day. */
export function runsOf(days: readonly Day[]): Day[][] {
  const runs: Day[][] = [];
  for (const day of days) {
    const last = runs.at(-1)?.at(-1);
    const goesOn =
      last && last.student === day.student && JSON.stringify(last.who) === JSON.stringify(day.who);
    if (goesOn && day.date > last.date) runs.at(-1)?.push(day);
    else runs.push([day]);
  }
  return runs;
}

/** The marks that a file shows for a day. */
export const whoOf = ({ student, who }: Day): Who => ({ ...student, ...who });

/** Nobody at all: every mark left empty. */
export const NOBODY: Who = { placementNo: "", idNumber: "", studentNo: "", employeeNo: "", name: "" };

/** A student of the corpus; `birth` as eight digits. */
export function student(
  number: number,
  name: string,
  more: Partial<Student> & { birth?: string } = {},
): Student {
  const { birth = "20091015", ...rest } = more;
  const three = String(number).padStart(3, "0");
  return {
    key: `s${number}`,
    name,
    idNumber: citizenIdWithCheckDigit(`411202${birth}${three}`),
    studentNo: `2024${three}`,
    employeeNo: `E${three}`,
    placementNo: `AZ-${three}`,
    start: "2026-03-01",
    end: "2026-08-31",
    grade: 2,
    ...rest,
  };
}

export const PERIOD: Period = "2026-06";
/** The day after which June is told. */
export const TODAY: LocalDate = "2026-07-05";
export const LAST = lastDay(PERIOD);
