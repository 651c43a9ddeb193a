import type { GridRow } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { FileRefused } from "../rules/file-refused.ts";
import { type DayColumn, dayColumns, isWeekdayRow, mustFit, weekdayIn } from "./days.ts";
import { bareHeading, columnsOf, type Field, fieldOf, IDENTIFYING } from "./headers.ts";
import { isSlotRow, type Matrix, type MatrixDay, matrixRows, slotIn } from "./matrix-rows.ts";
import { type About, personalIn, type Reading, type Shape, type ShapeName } from "./shape.ts";
import { mustTouch, type Stated, statedIn, titlesAbove } from "./stated.ts";

/** Headings stand at most so many rows above the days, and one row below. */
const ROWS_ABOVE = 2;
/**
 * A month or a week across: a row (or two, for 上午 and 下午) a person, a column a day. The template's second form, what
 * firms make themselves, and the sheet 打卡时间 of 钉钉. Cells hold marks, hours or times; a legend explains own marks.
 */
export const monthMatrix: Shape = (head, about) => {
  for (const [index, row] of head.entries()) {
    const who = identitiesAround(head, index);
    if (who.size === 0) continue;
    const stated = statedIn([...titlesAbove(head, index), about.sheet], about.period);
    const days = dayColumns(row.values, about.period, stated);
    if (!days || !isHeading(row, who, days)) continue;
    mustBeOf(about, stated, days);
    return readingOf(head, index, { who, days, stated, about });
  }
  return null;
};

function identitiesAround(
  head: readonly GridRow[],
  index: number,
): Map<Field, { index: number; header: string }> {
  const found = new Map<Field, { index: number; header: string }>();
  for (const row of head.slice(Math.max(0, index - ROWS_ABOVE), index + 2)) {
    const columns = columnsOf(row.values);
    for (const field of IDENTIFYING) {
      const column = columns.get(field);
      if (column === undefined || found.has(field)) continue;
      found.set(field, { index: column, header: plain(row.values[column] ?? "") });
    }
  }
  return found;
}

/** A row of a person may hold dates too, but it holds a person. */
const isHeading = (row: GridRow, who: Matrix["who"], days: readonly DayColumn[]): boolean =>
  [...who].every(([field, { index }]) => {
    const value = row.values[index] ?? "";
    return days.every((day) => day.index !== index) && (value.trim() === "" || fieldOf(value) === field);
  });

/** @throws FileRefused period-differs when titles, or all the days, are of another month */
function mustBeOf({ period }: About, stated: Stated | undefined, days: readonly DayColumn[]): void {
  mustTouch(stated, period);
  if (days.some(({ date }) => date.startsWith(period))) return;
  throw new FileRefused("period-differs", {
    found: `${days[0]?.date} – ${days.at(-1)?.date}`,
    expected: period,
  });
}

function readingOf(
  head: readonly GridRow[],
  index: number,
  found: { who: Matrix["who"]; days: DayColumn[]; stated: Stated | undefined; about: About },
): Reading {
  let last = index;
  if (isHeadingOf(head[index + 1], found.who)) last = index + 1;
  const weekdays = head.slice(index + 1, index + 3).find((row) => isWeekdayRow(row, found.days));
  if (weekdays) last = Math.max(last, head.indexOf(weekdays));
  if (weekdays && !found.stated) mustFit(found.days, weekdaysIn(weekdays));
  const slots = head.slice(index + 1, index + 4).find((row) => isSlotRow(row, found.days));
  if (slots) last = Math.max(last, head.indexOf(slots));
  const body = head.slice(last + 1);
  const matrix: Matrix = {
    ...found,
    days: withParts(found.days, slots),
    slotColumn: slotColumnIn(body, found.days[0]?.index ?? 0),
    headingRow: head[last]?.row ?? 0,
    isInDays: isInDays(body, found.days),
    circle: body.some(({ values }) => found.days.some((day) => /[√✓✔]/.test(values[day.index] ?? "")))
      ? "休息"
      : "出勤",
  };
  return {
    shape: shapeOf(head.slice(0, last + 1)),
    headingRow: matrix.headingRow,
    personal: personalIn(new Map([...found.who].map(([field, { index }]) => [field, index]))),
    rows: (sheet) => matrixRows(sheet, matrix),
  };
}

const isHeadingOf = (row: GridRow | undefined, who: Matrix["who"]): boolean => {
  const columns = row && columnsOf(row.values);
  return [...who].some(([field, { index }]) => columns?.get(field) === index);
};

/** 钉钉 puts the times of all punches into a sheet of the same export that tells them better elsewhere. */
function shapeOf(headings: readonly GridRow[]): ShapeName {
  const texts = headings.flatMap(({ values }) => values.map(bareHeading));
  return texts.includes("UserId") && texts.includes("考勤组") ? "dingtalk-times" : "month-matrix";
}

const weekdaysIn = (row: GridRow): Map<number, number | undefined> =>
  new Map(row.values.map((value, index) => [index, weekdayIn(plain(value))]));

/** The columns of a day's parts reach up to the next day's. */
function withParts(days: readonly DayColumn[], slots: GridRow | undefined): MatrixDay[] {
  return days.map((day, i) => {
    if (!slots) return { ...day, parts: [{ index: day.index, slot: undefined }] };
    const end = days[i + 1]?.index ?? slots.values.length;
    const parts: { index: number; slot: string | undefined }[] = [];
    for (let index = day.index; index < end; index++) {
      const slot = slotIn(slots.values[index] ?? "");
      if (slot) parts.push({ index, slot });
    }
    return { ...day, parts };
  });
}

function slotColumnIn(body: readonly GridRow[], firstDay: number): number | undefined {
  const counts = Array.from(
    { length: firstDay },
    (_, column) => body.filter(({ values }) => slotIn(values[column] ?? "")).length,
  );
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.indexOf(most) : undefined;
}

/** Where no number is above one, days are counted: nobody is an intern for one hour. */
function isInDays(body: readonly GridRow[], days: readonly DayColumn[]): boolean {
  const numbers = body
    .flatMap(({ values }) => days.map(({ index }) => plain(values[index] ?? "")))
    .filter((cell) => /^\d{1,2}(?:\.\d{1,2})?$/.test(cell))
    .map(Number);
  return numbers.length > 0 && numbers.some((one) => one > 0) && numbers.every((one) => one <= 1);
}
