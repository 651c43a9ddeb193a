import { Problem } from "../../shared/values/problem.ts";

/** What a school has told of somebody: from when on they are its student, and their last day as such. */
export interface Enrolment {
  schoolCode: string;
  from: string | null;
  to: string | null;
}

/** With the student at the school from that day on; whoever comes back has not left. */
export const enrolledOn = (known: readonly Enrolment[], schoolCode: string, from: string): Enrolment[] => [
  ...known.filter((one) => one.schoolCode !== schoolCode),
  { schoolCode, from, to: null },
];

/** With that day as the last one at the school. */
export function leftOn(known: readonly Enrolment[], schoolCode: string, to: string): Enrolment[] {
  const before = known.find((one) => one.schoolCode === schoolCode);
  return [...known.filter((one) => one !== before), { schoolCode, from: before?.from ?? null, to }];
}

/** @throws Problem 422 when the school has said that the student is gone by then; what it never told forbids nothing */
export function assertEnrolled(known: readonly Enrolment[], schoolCode: string, start: string): void {
  const left = known.find((one) => one.schoolCode === schoolCode)?.to ?? null;
  if (left !== null && left < start) throw gone();
}

const gone = () =>
  new Problem({
    status: 422,
    code: "student-left",
    zh: "该校已告知学生毕业或离校，不能再安排实习",
    en: "The school has told that the student graduated or left",
    pointer: "/start",
  });
