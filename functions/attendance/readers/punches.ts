import type { GridRow } from "../files/grid.ts";
import { parseDate, parseDateTime, plain } from "../files/text.ts";
import { partOf, wholeDay } from "./cell.ts";
import { bareHeading, columnsOf, type Field, fieldOf, IDENTIFYING } from "./headers.ts";
import {
  type About,
  columnAt,
  isAside,
  isNothing,
  personalIn,
  type RawRow,
  type Reading,
  rowByRow,
  type Shape,
  type ShapeName,
} from "./shape.ts";

/**
 * A row a punch: the lists of clocks (登记号码, 姓名, 出勤时间), 钉钉 原始记录 and 企业微信 打卡详情. The time stands with its
 * date in one column, or beside a column for the date. A cell with several times is a day of them.
 */
export const punchList: Shape = (head, about) => {
  for (const row of head) {
    const columns = columnsOf(row.values);
    if (isPunchList(columns)) return punchReading(shapeOf(row), row, columns, about);
  }
  return null;
};

/** Whether columns make a list of punches. */
export const isPunchList = (columns: ReadonlyMap<Field, number>): boolean =>
  columns.has("punch") &&
  IDENTIFYING.some((field) => columns.has(field)) &&
  !columns.has("in") &&
  !columns.has("out") &&
  !columns.has("hours");

function shapeOf({ values }: GridRow): ShapeName {
  const headings = values.map(bareHeading);
  if (headings.includes("打卡结果") && headings.includes("考勤日期")) return "dingtalk-punches";
  return headings.includes("实际打卡时间") ? "wecom-punches" : "punch-list";
}

/** What a tool made of a punch: 正常, 迟到, 外勤, and for a punch that never came or doesn't count 缺卡, 打卡无效. */
const RESULTS: ReadonlySet<string> = new Set(["打卡结果", "打卡状态", "考勤结果"]);
const NO_PUNCH = /^(?:-{1,3}|未打卡|缺卡|无|未签到|未签退)$/;
const WITHOUT_PUNCH = /缺卡|未打卡|请假|休息|旷工|无需打卡/;
const COPIED: readonly Field[] = [...IDENTIFYING, "shift", "edited"];

export function punchReading(
  shape: ShapeName,
  heading: GridRow,
  columns: ReadonlyMap<Field, number>,
  { period }: About,
): Reading {
  const punchAt = columns.get("punch") ?? 0;
  const dateAt = columns.get("date");
  const resultAt = heading.values.findIndex((value) => RESULTS.has(bareHeading(value)));
  const told: RawRow["columns"] = {};
  for (const [field, index] of columns) told[field] = columnAt(index, plain(heading.values[index] ?? ""));
  told.date ??= told.punch;
  // A cell with several punches is read as coming and going.
  told.in = told.punch;
  told.out = told.punch;
  const copied = COPIED.flatMap((field) => {
    const index = columns.get(field);
    return index === undefined ? [] : [{ field, index }];
  });
  const read = (row: GridRow, sheet: string, into: RawRow[]): void => {
    if (isAside(row.values)) return;
    const punch = plain(row.values[punchAt] ?? "");
    const date = dateAt === undefined ? "" : plain(row.values[dateAt] ?? "");
    const result = resultAt < 0 ? "" : plain(row.values[resultAt] ?? "");
    const isMissing = punch === "" || NO_PUNCH.test(punch);
    if (/无效/.test(result) || (isMissing && WITHOUT_PUNCH.test(result))) return;
    // Where the tool says that there was none, nothing is missing; an empty cell may be a mistake.
    if (isMissing && (punch !== "" || date === "")) return;
    if (!/\d/.test(punch) && fieldOf(punch) === "punch") return;
    const cells: RawRow["cells"] = {};
    for (const { field, index } of copied) {
      const text = plain(row.values[index] ?? "");
      if (!isNothing(text)) cells[field] = text;
    }
    into.push({
      sheet,
      row: row.row,
      cells: { ...cells, ...punchedOn(date, isMissing ? "" : punch, period) },
      columns: told,
    });
  };
  return { shape, headingRow: heading.row, personal: personalIn(columns), rows: rowByRow(heading.row, read) };
}

/** The date before the last word. */
function dateBefore(punch: string, period: string): string | null {
  const words = punch.split(/\s+/, MOST_WORDS + 1);
  return words.length > MOST_WORDS ? null : parseDate(words.slice(0, -1).join(" ") || punch, period);
}

/** As many as a date has, with a weekday beside it and a time. */
const MOST_WORDS = 8;

/** The day and the punch. Without a column for the date, it stands before the time. */
function punchedOn(date: string, punch: string, period: string): RawRow["cells"] {
  if (date !== "" && !isNothing(date)) {
    if (punch === "") return { date };
    const part = punch.length > 5 ? partOf(punch) : null;
    return part?.kind === "times" && part.times.length > 1 ? { date, ...wholeDay(part) } : { date, punch };
  }
  const dated = parseDateTime(punch, period);
  const day = dated?.date ?? dateBefore(punch, period);
  return { date: day ?? punch, punch };
}
