import type { GridRow } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { bareHeading, type Field, isInMinutes, twoRowHeadings } from "./headers.ts";
import { withUnit } from "./long.ts";
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
import { parseStatus } from "./status.ts";

/** Of the nth pair of punches of a day: where its times and their results stand. */
interface Pair {
  in: number | undefined;
  out: number | undefined;
  results: number[];
}

/**
 * 钉钉 每日统计: a row a person-day with up to three pairs of punches, 上班打卡时间(1), 打卡结果(1) … or 上班1打卡时间,
 * 上班1打卡结果 …, in one row of headings or in two with 上班1 over 打卡时间 and 打卡结果.
 */
export const dingtalkDay: Shape = (head) => {
  for (const [index, row] of head.entries()) {
    const below = head[index + 1];
    const inTwoRows = below ? twoRowHeadings(row.values, below.values, GROUP) : [];
    for (const [headings, last] of [
      [row.values.map(bareHeading), row],
      [inTwoRows, below ?? row],
    ] as const) {
      const pairs = pairsIn(headings);
      const names = WHO.some((heading) => headings.includes(heading));
      const isDay = names && (headings.includes("日期") || headings.includes("考勤日期"));
      if (isDay && pairs.some(isPunched)) return readingOf(headings, last, row, pairs);
    }
  }
  return null;
};

const WHO = ["姓名", "工号", "UserId"];

/** Both punches of a pair have a result, or it is no statistics but somebody's list. */
const isPunched = (pair: Pair): boolean =>
  pair.in !== undefined && pair.out !== undefined && pair.results.length === 2;

const GROUP = /^[上下]班\d?$/;
const TIME = /^(上|下)班([1-9])?(?:打卡时间|打卡|时间)(?:\(([1-9])\))?$/;
const RESULT = /^(?:[上下]班([1-9])?)?打卡结果(?:\(([1-9])\))?$/;

/** Results follow their times, also where both results of a pair have the same heading. */
function pairsIn(headings: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  let current = 0;
  for (const [index, heading] of headings.entries()) {
    const time = TIME.exec(heading);
    const result = RESULT.exec(heading);
    if (!time && !result) continue;
    current = Number(time?.[2] ?? time?.[3] ?? result?.[1] ?? result?.[2] ?? (current || 1));
    pairs[current - 1] ??= { in: undefined, out: undefined, results: [] };
    const pair = pairs[current - 1] as Pair;
    if (result) pair.results.push(index);
    else if (time?.[1] === "上") pair.in ??= index;
    else pair.out ??= index;
  }
  return pairs.filter((pair) => pair !== undefined);
}

const PLAIN: readonly [Field, readonly string[]][] = [
  ["name", ["姓名"]],
  ["employeeNo", ["工号"]],
  ["account", ["UserId"]],
  ["date", ["日期", "考勤日期"]],
  ["shift", ["出勤班次", "班次"]],
];

function readingOf(
  headings: readonly string[],
  last: GridRow,
  top: GridRow,
  pairs: readonly Pair[],
): Reading {
  const at = (...names: string[]) => {
    const index = headings.findIndex((heading) => names.includes(heading));
    return index < 0 ? undefined : index;
  };
  const copied = PLAIN.flatMap(([field, names]) => {
    const index = at(...names);
    return index === undefined ? [] : [{ field, index }];
  });
  const [hours, overtime] = [at("工作时长", "实际工作时长"), at("加班时长", "加班总时长")];
  const unit = (index: number | undefined) =>
    index !== undefined && (isInMinutes(last.values[index] ?? "") || isInMinutes(top.values[index] ?? ""))
      ? "分钟"
      : "";
  const units = { hours: unit(hours), overtime: unit(overtime) };
  const facts = { absent: at("旷工天数"), rest: at("休息天数"), leave: at("关联的审批单", "假勤申请") };
  const columns: RawRow["columns"] = {};
  const place = (field: Field, index: number | undefined) => {
    if (index !== undefined) columns[field] = columnAt(index, headings[index] ?? "");
  };
  for (const { field, index } of copied) place(field, index);
  place("in", pairs[0]?.in);
  place("out", pairs.findLast((pair) => pair.out !== undefined)?.out);
  place("hours", hours);
  place("overtime", overtime);
  place("status", pairs[0]?.results[0]);
  const read = (row: GridRow, sheet: string, into: RawRow[]): void => {
    if (isAside(row.values)) return;
    const text = (index: number | undefined) => textOf(row, index);
    const cells: RawRow["cells"] = {};
    for (const { field, index } of copied) if (text(index) !== "") cells[field] = text(index);
    if (cells.date === undefined && cells.name === undefined) return;
    const came = pairs.map((pair) => text(pair.in)).filter((time) => time !== "");
    const went = pairs.map((pair) => text(pair.out)).filter((time) => time !== "");
    if (came[0] !== undefined) cells.in = came[0];
    if (went.length > 0) cells.out = went.at(-1) ?? "";
    // Punches are exact; the tool's own hours are needed only where a day has more than one pair.
    const isBroken = came.length > 1 && went.length > 1;
    if (isBroken && text(hours) !== "") cells.hours = withUnit(text(hours), units.hours);
    if (Number(text(overtime)) > 0) cells.overtime = withUnit(text(overtime), units.overtime);
    const results = pairs.flatMap((pair) => pair.results.map(text)).filter((result) => result !== "");
    const status =
      came.length + went.length > 0
        ? withPunch(results)
        : withoutPunch(
            results,
            { absent: text(facts.absent), rest: text(facts.rest), leave: text(facts.leave) },
            cells,
          );
    if (status !== undefined) cells.status = status;
    into.push({ sheet, row: row.row, cells, columns });
  };
  const who = new Map(copied.map(({ field, index }) => [field, index]));
  return {
    shape: "dingtalk-day",
    headingRow: last.row,
    personal: personalIn(who),
    rows: rowByRow(last.row, read),
  };
}

/** The tool writes `--` or leaves the cell empty for a punch that never came. */
function textOf(row: GridRow, index: number | undefined): string {
  const text = index === undefined ? "" : plain(row.values[index] ?? "");
  return isNothing(text) || text === "未打卡" || text === "缺卡" ? "" : text;
}

/** Punches show that somebody was there; a result that nobody knows, such as 打卡无效, may say that they don't count. */
const withPunch = (results: readonly string[]): string | undefined =>
  results.find((result) => parseStatus(result) === null) ??
  results.find((result) => /^(?:严重)?迟到|^早退/.test(result));

/** A day without punches is leave if one was applied for, rest if no shift was planned, and absence otherwise. */
function withoutPunch(
  results: readonly string[],
  told: { absent: string; rest: string; leave: string },
  { shift = "" }: RawRow["cells"],
): string {
  const leave = [...results, told.leave].find((result) => /假|调休/.test(result));
  if (leave !== undefined) return /^[^\d]{0,6}假/.test(leave) ? leave : "请假";
  if (Number(told.absent) > 0 || results.some((result) => result.startsWith("旷工"))) return "旷工";
  const isRest = Number(told.rest) > 0 || shift === "" || /^(?:休息|未排班|--)/.test(shift);
  return isRest || results.some((result) => result.startsWith("休息")) ? "休息" : "缺勤";
}
