import type { GridRow } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { type DayColumn, dayColumns } from "./days.ts";
import { bareHeading, columnsOf, IDENTIFYING } from "./headers.ts";
import {
  columnAt,
  isAside,
  isNothing,
  personalIn,
  type RawRow,
  type Reading,
  rowByRow,
  type Shape,
} from "./shape.ts";
import { mustTouch, statedIn, titlesAbove } from "./stated.ts";

/** A sheet with fewer days is no month. */
const FEWEST_DAYS = 7;

/**
 * 钉钉 月度汇总: a row a person, and under 考勤结果 a column a day, labelled with the day's number or with 六 and 日
 * over the weekend. No row holds a date: the days come from 统计日期 in the title, else from the period.
 */
export const dingtalkMonth: Shape = (head, { period }) => {
  for (const [index, heading] of head.entries()) {
    const labels = head[index + 1];
    const start = heading.values.findIndex((cell) => bareHeading(cell) === "考勤结果");
    if (!labels || start < 0 || !heading.values.some((cell) => bareHeading(cell) === "姓名")) continue;
    const stated = statedIn(titlesAbove(head, index), period);
    mustTouch(stated, period);
    const days = dayColumns(
      labels.values.map((cell, column) => (column < start ? "" : cell)),
      period,
      stated,
    );
    if (days && days.length >= FEWEST_DAYS) return readingOf(heading, labels, days);
  }
  return null;
};

function readingOf(heading: GridRow, labels: GridRow, days: readonly DayColumn[]): Reading {
  const columns = columnsOf(heading.values);
  const who = IDENTIFYING.flatMap((field) => {
    const index = columns.get(field);
    return index === undefined
      ? []
      : [{ field, index, column: columnAt(index, plain(heading.values[index] ?? "")) }];
  });
  const identity = Object.fromEntries(who.map(({ field, column }) => [field, column]));
  const places: RawRow["columns"][] = days.map(({ index, label, date }) => {
    const cell = columnAt(index, `${label} (${date.slice(5)})`);
    return { ...identity, date: cell, status: cell };
  });
  const read = (row: GridRow, sheet: string, into: RawRow[]): void => {
    if (isAside(row.values)) return;
    const person: RawRow["cells"] = {};
    for (const { field, index } of who) {
      const text = plain(row.values[index] ?? "");
      if (text !== "") person[field] = text;
    }
    for (const [i, { index, date }] of days.entries()) {
      const status = plain(row.values[index] ?? "");
      if (isNothing(status)) continue;
      into.push({ sheet, row: row.row, cells: { ...person, date, status }, columns: places[i] ?? {} });
    }
  };
  return {
    shape: "dingtalk-month",
    headingRow: labels.row,
    personal: personalIn(columns),
    rows: rowByRow(labels.row, read),
  };
}
