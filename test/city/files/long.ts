import { writeXlsx } from "hucre/xlsx";
import { encodeGb18030 } from "../../../shared/values/gb18030.ts";
import type { Enterprise } from "../model.ts";
import { dateText, type Line } from "./line.ts";

/** Long form: a heading, then a row a student-day. Data begin in the second row of the file. */
export const LONG_FIRST_ROW = 2;

const TEMPLATE = "安置编号,身份证号,学号,工号,姓名,日期,上班时间,下班时间,工时,状态,班次,备注".split(",");
const HOURS_ONLY = "工号,姓名,日期,工时,状态,备注".split(",");
const BY_STUDENT_NO = "学号,姓名,日期,上班时间,下班时间,状态,班次".split(",");
const BY_ID = "身份证号,姓名,日期,上班时间,下班时间,状态,班次".split(",");

/** The product's own template, filled in. */
export async function templateXlsx(enterprise: Enterprise, lines: readonly Line[]): Promise<Uint8Array> {
  const cell = (line: Line, heading: string) => {
    const text = cellOf(line, heading, enterprise);
    const isDay = heading === "日期" && enterprise.dateStyle === "cell" && !line.instead?.date;
    return isDay ? new Date(`${text}T00:00:00Z`) : text === "" ? null : text;
  };
  const rows = lines.map((line) => TEMPLATE.map((heading) => cell(line, heading)));
  const columns = TEMPLATE.map((heading) => (heading === "日期" ? { numFmt: "yyyy-mm-dd" } : {}));
  const total = totals(TEMPLATE, lines);
  const written = await writeXlsx({
    sheets: [{ name: "考勤", columns, rows: [TEMPLATE, ...rows, total] }],
    properties: PROPERTIES,
  });
  return written;
}

/** Fixed, so that the same rows make the same bytes. */
export const PROPERTIES = {
  created: new Date("2026-07-01T01:00:00Z"),
  modified: new Date("2026-07-01T01:00:00Z"),
};

/** The export of an old clock: hours and no times, in the national encoding. Days of rest are left out. */
export const gb18030Csv = (enterprise: Enterprise, lines: readonly Line[]): Uint8Array =>
  encodeGb18030(csv(HOURS_ONLY, enterprise, lines));

/** Saved from a spreadsheet as "CSV UTF-8", byte order mark and all. Days of rest are left out. */
export function utf8Csv(enterprise: Enterprise, lines: readonly Line[]): Uint8Array {
  const headings = enterprise.dateStyle === "dot" ? BY_ID : BY_STUDENT_NO;
  return new TextEncoder().encode(`\uFEFF${csv(headings, enterprise, lines)}`);
}

function csv(headings: string[], enterprise: Enterprise, lines: readonly Line[]): string {
  const rows = lines.map((line) => headings.map((heading) => cellOf(line, heading, enterprise)));
  return [headings, ...rows, totals(headings, lines)].map((row) => `${row.join(",")}\r\n`).join("");
}

function cellOf(line: Line, heading: string, enterprise: Enterprise): string {
  const { who, day, instead } = line;
  switch (heading) {
    case "安置编号":
      return who.placementNo ?? "";
    case "身份证号":
      // A leading apostrophe keeps a spreadsheet from rounding the number.
      return who.idNumber ? (enterprise.shape === "utf8-csv" ? `'${who.idNumber}` : who.idNumber) : "";
    case "学号":
      return who.studentNo ?? "";
    case "工号":
      return who.employeeNo ?? "";
    case "姓名":
      return who.name ?? "";
    case "日期":
      return dateText(instead?.date ?? day.date, enterprise.dateStyle);
    case "上班时间":
      return instead?.in ?? (instead?.hours ? "" : (day.in ?? ""));
    case "下班时间":
      return instead?.hours ? "" : (day.out ?? "");
    case "工时":
      return hoursOf(line);
    case "状态":
      return day.status;
    case "班次":
      return day.minutes === 0 ? "" : enterprise.shift.to < enterprise.shift.from ? "晚班" : "白班";
    default:
      return line.refuse || day.status !== "早退" ? "" : "经班组长同意";
  }
}

function hoursOf({ day, instead }: Line): string {
  if (instead?.hours !== undefined) return String(instead.hours);
  return day.basis === "stated" ? String(day.minutes / 60) : "";
}

/** What people put under a list. It is no row of a student and no mistake. */
function totals(headings: string[], lines: readonly Line[]): string[] {
  const present = lines.filter((line) => line.day.minutes > 0).length;
  return headings.map((_, i) => (i === 0 ? "合计" : i === headings.length - 1 ? `出勤${present}人次` : ""));
}
