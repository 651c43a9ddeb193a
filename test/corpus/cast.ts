import { isWorkingDay } from "../../shared/values/calendar.ts";
import { daysOf, type LocalDate, type Period } from "../../shared/values/period.ts";
import { type Day, type Month, PERIOD, type Status, type Student, student } from "./month.ts";

export const zhang = student(64, "张小明", { employeeNo: "0064" });
export const li = student(102, "李芳");
export const guli = student(103, "古丽·买买提");
/** A rare character, outside GB 2312. */
export const yao = student(104, "赵㛃堃");

/** Two students with one name. */
export const namesakes = [student(111, "王强"), student(112, "王强")] as const;
/** Under an agreement of two weeks. */
export const brief = student(121, "孙晚", { start: "2026-06-08", end: "2026-06-19" });
/** Sixteen on 10 June, and placed from that day on. */
export const young = student(122, "钱小满", { birth: "20100610", start: "2026-06-10" });
export const firstYear = student(123, "周初一", { grade: 1 });

/** Two students whom the firm gave one number. */
export const sharers = [
  student(131, "郑大同", { employeeNo: "E130" }),
  student(132, "冯小异", { employeeNo: "E130" }),
] as const;

/** Everybody of the firm. */
export const EVERYBODY: readonly Student[] = [
  ...[zhang, li, guli, yao],
  ...namesakes,
  ...sharers,
  ...[brief, young, firstYear],
];
const REGULARS = [zhang, li, guli, yao] as const;

/** Somebody whom no school ever placed. */
export const STRANGER = student(999, "吴名氏", { birth: "19851231" });

const EXCEPTIONS: readonly [Student, day: number, Partial<Day>][] = [
  [li, 3, { status: "迟到", in: "08:17" }],
  [li, 10, { status: "请假", in: undefined, out: undefined }],
  [li, 17, { status: "缺勤", in: undefined, out: undefined }],
  [guli, 4, { status: "早退", out: "16:00" }],
  [yao, 24, { status: "请假", in: undefined, out: undefined }],
];

/** A shift from 8 to 5 on working days, rest on the others; nothing in it that any rule could mind. */
export function plainMonth(
  students: readonly Student[] = REGULARS,
  period: Period = PERIOD,
  dates: readonly LocalDate[] = daysOf(period),
): Month {
  return { period, days: students.flatMap((who) => dates.map((date) => plainDay(who, date))) };
}

export function plainDay(who: Student, date: LocalDate, more: Partial<Day> = {}): Day {
  const status: Status = isWorkingDay(date) ? "出勤" : "休息";
  const times = status === "出勤" ? { in: "08:00", out: "17:00" } : {};
  const exception = EXCEPTIONS.find(
    ([student, day]) => student === who && date === `${PERIOD}-${String(day).padStart(2, "0")}`,
  );
  return { student: who, date, status, ...times, ...exception?.[2], ...more };
}
