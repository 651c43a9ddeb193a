import { firstDay, isDate, type LocalDate, lastDay, type Period } from "../../../shared/values/period.ts";
import type { GridRow } from "../files/grid.ts";
import { parseDate, plain } from "../files/text.ts";
import { FileRefused } from "../rules/file-refused.ts";

/** The days that a sheet says it is about: from one day to another, or a month. */
export type Stated = { from: LocalDate; to: LocalDate } | { month: Period };

/** When the file was made or printed says nothing about the days in it. */
const MADE = /(?:制表|报表生成|生成|打印|导出|填表|填报|上报|更新)(?:时间|日期)?\s*:?\s*[\d年月日/.:\-\s]*/g;
const DAY = "\\d{1,2}[-/.月]\\d{1,2}日?";
const RANGE = new RegExp(
  `((?:\\d{4}[-/.年])?${DAY})[^\\d至到~—–-]{0,6}[至到~—–-]+\\s*((?:\\d{4}[-/.年])?${DAY})`,
);
const MONTH = /(?<!\d)(20\d{2})\s*[-/.年]\s*(\d{1,2})(?!\d|[-/.]\d|月\d)/;
const MONTH_ALONE =
  /(?<![\d年./-])(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份|考勤|出勤|$|[^\d一二三四五六七八九十])/;

/** What titles, or the name of the sheet, say about the days; undefined when they say nothing. */
export function statedIn(texts: readonly string[], period: Period): Stated | undefined {
  const bare = texts.map((text) => plain(text).replace(MADE, ""));
  for (const text of bare) {
    const range = rangeIn(text, period);
    if (range) return range;
  }
  for (const text of bare) {
    const month = monthIn(text, period);
    if (month) return { month };
  }
  return undefined;
}

/** All that stands above a row. */
export const titlesAbove = (head: readonly GridRow[], index: number): string[] =>
  head.slice(0, index).flatMap(({ values }) => values.filter((value) => value !== ""));

function rangeIn(text: string, period: Period): { from: LocalDate; to: LocalDate } | null {
  const range = RANGE.exec(text);
  if (!range) return null;
  const from = parseDate(withDashes(range[1]), period);
  // `2021/09/01 ~ 09/22`: the second day has the year of the first.
  const to = from && parseDate(withDashes(range[2]), from.slice(0, 7));
  if (!from || !to) return null;
  return { from, to: to < from ? `${Number(to.slice(0, 4)) + 1}${to.slice(4)}` : to };
}

const withDashes = (text = ""): string => text.replace(/日$/, "").replace(/[/.年月]/g, "-");

function monthIn(text: string, period: Period): Period | null {
  const whole = MONTH.exec(text);
  if (whole) return periodOfParts(whole[1] ?? "", whole[2] ?? "");
  const alone = MONTH_ALONE.exec(text)?.[1];
  const month = alone && (/\d/.test(alone) ? alone : String(NUMERALS.indexOf(alone) + 1));
  return month ? periodOfParts(period.slice(0, 4), month) : null;
}

const NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

function periodOfParts(year: string, month: string): Period | null {
  const period = `${year}-${month.padStart(2, "0")}`;
  return isDate(`${period}-01`) ? period : null;
}

/**
 * Refuses a sheet that says that it is about other days than those of the month.
 * @throws FileRefused period-differs
 */
export function mustTouch(stated: Stated | undefined, period: Period): void {
  if (!stated) return;
  const [from, to] =
    "month" in stated ? [firstDay(stated.month), lastDay(stated.month)] : [stated.from, stated.to];
  if (from <= lastDay(period) && to >= firstDay(period)) return;
  throw new FileRefused("period-differs", {
    found: "month" in stated ? stated.month : `${from} – ${to}`,
    expected: period,
  });
}
