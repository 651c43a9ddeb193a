import { bytesSource } from "../../functions/attendance/files/bytes.ts";
import { readFile } from "../../functions/attendance/readers/read.ts";
import { interpret } from "../../functions/attendance/reading/interpret.ts";
import { Roster } from "../../functions/attendance/reading/match.ts";
import type { FindingLine } from "../../functions/attendance/report/finding-line.ts";
import { FileRefused } from "../../functions/attendance/rules/file-refused.ts";
import { type DayRecord, workedMinutes } from "../../functions/attendance/sheet.ts";
import { normaliseId, normaliseName } from "../../shared/values/identifiers.ts";
import { maskName } from "../../shared/values/mask.ts";
import type { FileStatus, RosterEntry, RuleCode } from "./case.ts";
import { EVERYBODY } from "./cast.ts";
import { type Kept, LETTERS, type Status, type Student, TODAY } from "./month.ts";

/** What became of a file. */
export interface Outcome {
  status: FileStatus;
  file: RuleCode[];
  rows: RuleCode[];
  kept: Kept;
  counts: { total: number; accepted: number; rejected: number };
}

/** Stands for the keyed hash, in a form that a failing test can be read by. */
const keyOf = (kind: string, value: string): string => `${kind}:${value}`;

const entryOf = (student: Student): RosterEntry => ({
  placementId: student.key,
  placementNo: student.placementNo,
  personId: personOf(student),
  idKey: keyOf("id", normaliseId(student.idNumber)),
  studentNoKey: keyOf("studentNo", normaliseId(student.studentNo)),
  employeeNo: student.employeeNo,
  nameKey: keyOf("name", normaliseName(student.name)),
  maskedName: maskName(student.name),
  start: student.start,
  end: student.end,
  grade: student.grade,
});

/** Reads a file as an upload of it is read, from its bytes to student-months, against the given firm. */
export async function readCase(
  bytes: Uint8Array,
  about: { filename: string; period: string },
  students: readonly Student[] = EVERYBODY,
): Promise<Outcome> {
  const { period } = about;
  const roster = new Roster(students.map(entryOf), period, keyOf);
  const told = { file: new Set<RuleCode>(), rows: new Set<RuleCode>() };
  const sink = ({ row, code }: FindingLine) => void told[row === 0 ? "file" : "rows"].add(code);
  try {
    const { rows, warnings } = await readFile(bytesSource(bytes), about);
    const options = { period, today: TODAY, warnings, sink, sixteenOn: birthdaysOf(students) };
    const { sheets, rows: counts } = await interpret(rows, roster, options);
    const status = counts.accepted === 0 ? "rejected" : counts.rejected > 0 ? "partly-accepted" : "accepted";
    const kept = [...sheets].map(({ placementId, days }) => [placementId, days.map(dayText).join(" ")]);
    return {
      status,
      file: [...told.file].sort(),
      rows: [...told.rows].sort(),
      kept: Object.fromEntries(kept),
      counts,
    };
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const counts = { total: 0, accepted: 0, rejected: 0 };
    return { status: "rejected", file: [cause.code], rows: [], kept: {}, counts };
  }
}

/** The day on which each student becomes sixteen, by the identity number. */
const birthdaysOf = (students: readonly Student[]) => async (personIds: readonly string[]) =>
  new Map(
    students
      .map((student) => [personOf(student), sixteenOn(student)] as const)
      .filter(([personId]) => personIds.includes(personId)),
  );

const personOf = ({ key }: Student): string => `person of ${key}`;

function sixteenOn({ idNumber }: Student): string {
  const birth = idNumber.slice(6, 14);
  return `${Number(birth.slice(0, 4)) + 16}-${birth.slice(4, 6)}-${birth.slice(6)}`;
}

const STATUSES: Record<DayRecord["status"], Status> = {
  present: "出勤",
  late: "迟到",
  "left-early": "早退",
  leave: "请假",
  absent: "缺勤",
  rest: "休息",
};

const dayText = (day: DayRecord): string =>
  `${Number(day.date.slice(8))}:${workedMinutes(day, { breakMinutes: 60 })}${LETTERS[STATUSES[day.status]]}`;
