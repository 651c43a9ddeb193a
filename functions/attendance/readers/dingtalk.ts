import { addDays, daysOf, type LocalDate, type Period, weekday } from "../../../shared/values/period.ts";
import type { GridRow } from "../files/grid.ts";
import { parseDate, plain } from "../files/text.ts";
import { FileRefused } from "../rules/file-refused.ts";
import { bareHeading, columnsOf, IDENTIFYING } from "./headers.ts";
import { columnAt, isTotal, personalIn, type RawRow, type Reading, type Shape } from "./shape.ts";

interface DayColumn {
  index: number;
  label: string;
}

/**
 * 钉钉 月度汇总: a row a person, and under 考勤结果 a column a day, labelled with the day's number or with 六 and 日
 * over the weekend. No row holds a date: the days come from 统计日期 in the title, else from the period.
 */
export const dingtalkMonth: Shape = (head, period) => {
  for (const [index, heading] of head.entries()) {
    const labels = head[index + 1];
    if (!labels || !heading.values.some((cell) => bareHeading(cell) === "姓名")) continue;
    const days = dayColumns(heading, labels);
    if (days.length < 7) continue;
    return readingOf(heading, labels, days, datesOf(head.slice(0, index), days, period));
  }
  return null;
};

function dayColumns(heading: GridRow, labels: GridRow): DayColumn[] {
  const start = heading.values.findIndex((cell) => bareHeading(cell) === "考勤结果");
  const days: DayColumn[] = [];
  for (let index = Math.max(0, start); index < labels.values.length; index++) {
    const label = plain(labels.values[index] ?? "");
    if (/^(?:[12]?\d|3[01]|六|日|天)$/.test(label)) days.push({ index, label });
    else if (days.length > 0) break;
  }
  return days;
}

/**
 * The date of each day column.
 * @throws FileRefused day-columns-differ when the labels are those of other days
 */
function datesOf(titles: readonly GridRow[], days: readonly DayColumn[], period: Period): LocalDate[] {
  const title =
    titles.flatMap(({ values }) => values.map(plain)).find((cell) => cell.includes("统计日期")) ?? "";
  const from = /统计日期\s*[:：]?\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)/.exec(title)?.[1];
  const first = (from && parseDate(from, period)) || daysOf(period)[0] || "";
  const dates = days.map((_, index) => addDays(first, index));
  const wrong = days.findIndex(({ label }, index) => !fits(label, dates[index] ?? ""));
  if (wrong < 0) return dates;
  throw new FileRefused("day-columns-differ", { found: days[wrong]?.label, expected: dates[wrong] });
}

function fits(label: string, date: LocalDate): boolean {
  if (label === "六") return weekday(date) === 6;
  if (label === "日" || label === "天") return weekday(date) === 7;
  return Number(label) === Number(date.slice(8));
}

function readingOf(
  heading: GridRow,
  labels: GridRow,
  days: readonly DayColumn[],
  dates: readonly LocalDate[],
): Reading {
  const columns = columnsOf(heading.values);
  const who: RawRow["columns"] = {};
  for (const field of IDENTIFYING) {
    const index = columns.get(field);
    if (index !== undefined) who[field] = columnAt(index, plain(heading.values[index] ?? ""));
  }
  const places = days.map(({ index, label }, day) => {
    const cell = columnAt(index, `${label} (${(dates[day] ?? "").slice(5)})`);
    return { ...who, date: cell, status: cell };
  });
  const read = (row: GridRow, sheet: string): RawRow[] => {
    if (isTotal(row.values)) return [];
    const person: RawRow["cells"] = {};
    for (const field of IDENTIFYING) {
      const text = plain(row.values[columns.get(field) ?? -1] ?? "");
      if (text !== "") person[field] = text;
    }
    return days.flatMap(({ index }, day) => {
      const status = plain(row.values[index] ?? "");
      if (status === "" || /^-{1,3}$/.test(status)) return [];
      return [
        {
          sheet,
          row: row.row,
          cells: { ...person, date: dates[day] ?? "", status },
          columns: places[day] ?? {},
        },
      ];
    });
  };
  return { shape: "dingtalk-month", headingRow: labels.row, personal: personalIn(columns), read };
}
