import { bookOf, type Cell } from "../grid.ts";
import { type Day, isAway, told, whoOf } from "../month.ts";
import type { Shape } from "./shape.ts";

export type DateStyle =
  | "iso"
  | "slash"
  | "dot"
  | "chinese"
  | "compact"
  | "no-year"
  | "weekday"
  | "full-width";

/** A date as people write it. */
export function dateText(date: string, style: DateStyle): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  switch (style) {
    case "iso":
      return date;
    case "slash":
      return `${year}/${month}/${day}`;
    case "dot":
      return `${year}.${month}.${day}`;
    case "chinese":
      return `${year}年${month}月${day}日`;
    case "compact":
      return date.replaceAll("-", "");
    case "no-year":
      return `${month}月${day}日`;
    case "weekday":
      return `${date.replaceAll("-", "/")} 星期${weekdayName(date)}`;
    case "full-width":
      return date.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  }
}

export const weekdayName = (date: string): string =>
  "日一二三四五六".charAt(new Date(`${date}T00:00:00Z`).getUTCDay());

const TEMPLATE = "安置编号,身份证号,学号,工号,姓名,日期,上班时间,下班时间,工时,状态,班次,备注".split(",");
export const BY_NUMBER = "身份证号,工号,姓名,日期,上班时间,下班时间,工时,状态".split(",");
export const BY_NAME = "姓名,日期,上班时间,下班时间,工时,状态".split(",");

/** The template's long form, a row a student-day, with the given columns. */
export function longShape(columns: readonly string[] = TEMPLATE, style: DateStyle = "iso"): Shape {
  return {
    name: "long",
    zh: "模板（逐日）",
    filename: "六月考勤.xlsx",
    native: "xlsx",
    nameHeading: { text: "姓名", row: 0 },
    write: ({ days }) =>
      bookOf({
        name: "考勤",
        rows: [[...columns], ...days.map((day) => columns.map((column) => cellOf(day, column, style)))],
      }),
    tells: told,
    expresses: () => true,
  };
}

export const long = longShape();

function cellOf(day: Day, column: string, style: DateStyle): Cell {
  const { instead = {} } = day;
  const who = whoOf(day);
  switch (column) {
    case "安置编号":
      return who.placementNo;
    case "身份证号":
      return who.idNumber;
    case "学号":
      return who.studentNo;
    case "工号":
      return who.employeeNo;
    case "姓名":
      return who.name;
    case "日期":
      return instead.date ?? { date: day.date, text: dateText(day.date, style) };
    case "上班时间":
      return instead.in ?? (day.in ? { time: day.in } : null);
    case "下班时间":
      return instead.out ?? (day.out ? { time: day.out } : null);
    case "工时":
      return instead.hours ?? day.hours ?? null;
    case "状态":
      return instead.status ?? day.status;
    case "班次":
      return instead.shift ?? (isAway(day) ? null : "常日班");
    default:
      return null;
  }
}
