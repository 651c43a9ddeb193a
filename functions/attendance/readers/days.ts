import {
  addDays,
  addMonths,
  type LocalDate,
  lastDay,
  type Period,
  weekday,
} from "../../../shared/values/period.ts";
import type { GridRow } from "../files/grid.ts";
import { parseDate, plain } from "../files/text.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type { Stated } from "./stated.ts";

/** A column that stands for a day. */
export interface DayColumn {
  index: number;
  /** The heading as the file has it. */
  label: string;
  /** `YYYY-MM-DD`; in a form with 31 columns for every month, also a day that the month doesn't have. */
  date: string;
}

/** What a heading says about its day. */
interface Label {
  index: number;
  text: string;
  /** Day of the month. */
  day?: number;
  /** The whole date, where the heading has a month. */
  date?: LocalDate;
  /** Monday is 1. */
  weekday?: number;
  /** `6.1` may stand for 6.10. */
  isDotted?: boolean;
}

const WEEKDAYS = "一二三四五六日";
const ALONE = /^(?:星期|周|礼拜)?([一二三四五六日天])$/;
const BESIDE =
  /^(.*?)(?:[\s(/]*(?:星期|周|礼拜)([一二三四五六日天])|[\s(/]([一二三四五六])|\(([日天])(?=\))|(?<=[日号\d])([一二三四五六]))\)?$/;
const BEFORE = /^\(?(?:(?:星期|周|礼拜)([一二三四五六日天])|([一二三四五六]))\)?\s+(?=\d)/;
const LONGEST_LABEL = 24;

export const weekdayIn = (text: string): number | undefined => {
  const word = ALONE.exec(text)?.[1];
  return word ? WEEKDAYS.indexOf(word === "天" ? "日" : word) + 1 : undefined;
};

function labelOf(cell: string, index: number, period: Period): Label | null {
  if (cell === "" || cell.length > LONGEST_LABEL || cell.includes(":")) return null;
  const text = plain(cell).replace(/\s+/g, " ");
  const alone = weekdayIn(text);
  if (alone) return { index, text, weekday: alone };
  const split = BESIDE.exec(text) ?? BEFORE.exec(text);
  const word = split?.slice(1).find((part) => part && /^[一二三四五六日天]$/.test(part));
  const rest = (word ? text.replace(BEFORE, "").replace(BESIDE, "$1") : text).trim();
  const on = word ? { weekday: weekdayIn(word) ?? 0 } : {};
  const day = /^(\d{1,2})\s?[日号]?$/.exec(rest)?.[1];
  if (day) return Number(day) >= 1 && Number(day) <= 31 ? { index, text, day: Number(day), ...on } : null;
  const dotted = /^(\d{1,2})\.(\d{1,2})$/.exec(rest);
  const date = parseDate(dotted ? `${dotted[1]}-${dotted[2]}` : rest, period);
  if (!date) return null;
  const near = nearYear(date, rest, period);
  return {
    index,
    text,
    day: Number(near.slice(8)),
    date: near,
    ...on,
    ...(dotted ? { isDotted: true } : {}),
  };
}

/** A month without a year is that of the nearest year: 12/26 in a table for January is of the year before. */
function nearYear(date: LocalDate, text: string, period: Period): LocalDate {
  if (/\d{4}/.test(text)) return date;
  const [month, own] = [date.slice(5, 7), period.slice(5)];
  const years = month === "12" && own === "01" ? -1 : month === "01" && own === "12" ? 1 : 0;
  return `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
}

/** Days without a month or a title must be as many, or reach the month's end, to be told from other numbers. */
const FEWEST_NUMBERS = 5;

/**
 * The days over the columns of a row, in any spelling: `1`…`31`, dates, `6/1`, `6月1日 周一`; 六 and 日 may stand for
 * the days of a weekend.
 * @param stated what the titles say about the days
 * @returns null when it is no row of days
 * @throws FileRefused day-columns-differ when weekdays among them are those of another month
 */
export function dayColumns(
  values: readonly string[],
  period: Period,
  stated: Stated | undefined,
): DayColumn[] | null {
  const labels: Label[] = [];
  for (let index = 0; index < values.length; index++) {
    const label = labelOf(values[index] ?? "", index, period);
    if (label) labels.push(label);
  }
  const numbered = labels.filter(({ day }) => day !== undefined);
  if (numbered.length === 0) return weekOf(labels, stated);
  // A month that begins on a Sunday has a first week of one day; only a title can say that the number is a day.
  if (numbered.length < (stated ? 1 : 2) || !ascend(numbered)) return null;
  const isDated = numbered.every(({ date }) => date !== undefined);
  const last = numbered.at(-1)?.day ?? 0;
  const mayBeFew = isDated || stated !== undefined || last >= Number(lastDay(period).slice(8));
  if (!mayBeFew && numbered.length < FEWEST_NUMBERS) return null;
  const columns = datedColumns(labels, monthOfFirst(numbered, period, stated));
  if (!isDated && !stated) mustFit(columns, new Map(labels.map(({ index, weekday }) => [index, weekday])));
  return columns;
}

/** Firms leave out days on which nobody works; the longest holiday has eight. */
const LONGEST_GAP = 9;

/** Days go up; at the end of a month they may begin again, once. */
function ascend(labels: readonly Label[]): boolean {
  let [before, turns] = [labels[0]?.day ?? 0, 0];
  for (const label of labels.slice(1)) {
    const day = isTenfold(label, before) ? before + 1 : (label.day ?? 0);
    if (day <= before && before < 20) return false;
    if (day - before > LONGEST_GAP) return false;
    if (day <= before) turns += 1;
    before = day;
  }
  return turns <= 1;
}

/** A spreadsheet shows 6.10 as 6.1. */
const isTenfold = ({ day = 0, isDotted }: Label, before: number): boolean =>
  isDotted === true && before + 1 === day * 10;

/** The month of the first day: told by its own date or the titles; else the month of the file is the one they end in. */
function monthOfFirst(labels: readonly Label[], period: Period, stated: Stated | undefined): Period {
  const first = labels[0];
  if (first?.date) return first.date.slice(0, 7);
  if (stated && "from" in stated && Number(stated.from.slice(8)) <= (first?.day ?? 0))
    return stated.from.slice(0, 7);
  const turn = labels.findIndex(({ day = 0 }, i) => i > 0 && day < (labels[i - 1]?.day ?? 0));
  if (turn < 0) return period;
  const before = addMonths(period, -1);
  return labels[turn - 1]?.day === Number(lastDay(before).slice(8)) ? before : period;
}

function datedColumns(labels: readonly Label[], month: Period): DayColumn[] {
  const columns: DayColumn[] = [];
  let [current, before] = [month, 0];
  const firstDayAt = labels.findIndex(({ day }) => day !== undefined);
  for (const [i, label] of labels.entries()) {
    const { index, text, day, date } = label;
    // 六 and 日 before the 3rd are the 1st and the 2nd.
    let next = day ?? (i < firstDayAt ? (labels[firstDayAt]?.day ?? 0) - (firstDayAt - i) : before + 1);
    if (isTenfold(label, before)) next = before + 1;
    if (date) current = date.slice(0, 7);
    else if (next < before) current = addMonths(current, 1);
    before = next;
    columns.push({ index, label: text, date: `${current}-${String(next).padStart(2, "0")}` });
  }
  return columns;
}

/** A week's sheet whose headings are weekdays alone takes its days from the title. */
function weekOf(labels: readonly Label[], stated: Stated | undefined): DayColumn[] | null {
  if (labels.length < 5 || labels.length > 7 || !stated || "month" in stated) return null;
  const start = weekday(stated.from);
  const dates = labels.map(({ weekday: on = 0 }) => addDays(stated.from, (on - start + 7) % 7));
  const isRow = dates.every((date, i) => (i === 0 || date > (dates[i - 1] ?? "")) && date <= stated.to);
  return isRow ? labels.map(({ index, text }, i) => ({ index, label: text, date: dates[i] ?? "" })) : null;
}

/**
 * Holds weekdays against the days they stand over.
 * @param weekdays by column
 * @throws FileRefused day-columns-differ
 */
export function mustFit(
  columns: readonly DayColumn[],
  weekdays: ReadonlyMap<number, number | undefined>,
): void {
  for (const { index, label, date } of columns) {
    const told = weekdays.get(index);
    if (told === undefined || date > lastDay(date.slice(0, 7)) || weekday(date) === told) continue;
    const word = `周${WEEKDAYS[told - 1]}`;
    const found = ALONE.test(label) ? label : `${label} ${word}`;
    throw new FileRefused("day-columns-differ", {
      found,
      expected: `${date} 周${WEEKDAYS[weekday(date) - 1]}`,
    });
  }
}

/** A row of weekdays under the days. */
export function isWeekdayRow(row: GridRow, days: readonly DayColumn[]): boolean {
  const cells = days.map(({ index }) => plain(row.values[index] ?? "")).filter((cell) => cell !== "");
  return cells.length * 2 > days.length && cells.every((cell) => weekdayIn(cell) !== undefined);
}
