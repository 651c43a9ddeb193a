import { daysOf } from "../../../shared/values/period.ts";
import { bookOf, type Cell, type Sheet } from "../grid.ts";
import { type Day, type Month, runsOf, type Status, told, whoOf } from "../month.ts";
import { weekdayName } from "./long.ts";
import type { Shape } from "./shape.ts";

const untimed = (day: Day): Day => ({ ...day, in: undefined, out: undefined });

/** The template's month at a glance: a row a student, a column a day, in each cell a word or the hours. */
export const templateMatrix: Shape = {
  name: "template-matrix",
  zh: "模板（月表）",
  filename: "六月考勤月表.xlsx",
  native: "xlsx",
  marks: true,
  nameHeading: { text: "姓名", row: 0 },
  write: ({ period, days }) => {
    const dates = daysOf(period);
    const heading = [
      "安置编号",
      "身份证号",
      "学号",
      "工号",
      "姓名",
      ...dates.map((_, index) => String(index + 1)),
    ];
    return bookOf({ name: "考勤月表", rows: [heading, ...runsOf(days).map((run) => monthRow(run, dates))] });
  },
  tells: (day) => told(untimed(day)),
  // numbers up to one in such a sheet are days, as people write them
  expresses: ({ in: came, hours = 8 }) => came === undefined && hours >= 2,
};

function monthRow(run: readonly Day[], dates: readonly string[]): Cell[] {
  const { placementNo, idNumber, studentNo, employeeNo, name } = whoOf(run[0] as Day);
  const cells = dates.map((date) => {
    const day = run.find((one) => one.date === date);
    if (!day) return null;
    return day.instead?.status ?? (day.hours === undefined ? day.status : String(day.hours));
  });
  return [placementNo, idNumber, studentNo, employeeNo, name, ...cells];
}

const MARKS: Record<Status, string> = { 出勤: "√", 休息: "○", 缺勤: "×", 请假: "事", 迟到: "迟", 早退: "早" };

/** A clerk's own: a sheet a week, a legend, two rows of headings, and names merged over the row for signatures. */
export const homeMade: Shape = {
  name: "home-made",
  zh: "自制考勤表（√○×）",
  filename: "实习生考勤表6月.xlsx",
  native: "xlsx",
  marks: true,
  nameHeading: { text: "姓名", row: 2 },
  write: (month) => ({
    sheets: weeksOf(month.period).map((dates, index) => weekSheet(month, dates, index + 1)),
  }),
  tells: (day) => told(untimed(day)),
  expresses: ({ in: came, hours, status }) =>
    came === undefined && hours === undefined && status !== "迟到" && status !== "早退",
};

/** Weeks from Monday to Sunday, as far as they lie in the month. */
function weeksOf(period: string): string[][] {
  const weeks: string[][] = [];
  for (const date of daysOf(period)) {
    if (weeks.length === 0 || weekdayName(date) === "一") weeks.push([]);
    weeks.at(-1)?.push(date);
  }
  return weeks;
}

function weekSheet({ period, days }: Month, dates: readonly string[], week: number): Sheet {
  const [year, month] = period.split("-").map(Number);
  const own = days.filter(({ date }) => dates.includes(date));
  const rows = runsOf(own).flatMap((run, index) => [
    [
      index + 1,
      whoOf(run[0] as Day).employeeNo,
      whoOf(run[0] as Day).name,
      ...dates.map((date) => markOf(run, date)),
    ],
    [],
  ]);
  const width = dates.length + 2;
  const merged = runsOf(own).flatMap((_, index) =>
    [0, 1, 2].map((column) => ({
      startRow: 4 + index * 2,
      startCol: column,
      endRow: 5 + index * 2,
      endCol: column,
    })),
  );
  return {
    name: `第${week}周`,
    rows: [
      [`实习生考勤表（${year}年${month}月）`],
      ["图例：√ 出勤  ○ 休息  × 缺勤  事 事假  病 病假  旷 旷工"],
      ["序号", "工号", "姓名", ...dates.map((date) => Number(date.slice(8)))],
      [null, null, null, ...dates.map(weekdayName)],
      ...rows,
    ],
    merges: [
      { startRow: 0, startCol: 0, endRow: 0, endCol: width },
      { startRow: 1, startCol: 0, endRow: 1, endCol: width },
      ...[0, 1, 2].map((column) => ({ startRow: 2, startCol: column, endRow: 3, endCol: column })),
      ...merged,
    ],
  };
}

function markOf(run: readonly Day[], date: string): Cell {
  const day = run.find((one) => one.date === date);
  return day ? (day.instead?.status ?? MARKS[day.status]) : null;
}
