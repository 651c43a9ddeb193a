import { writeXlsx } from "hucre/xlsx";
import { DAYS, weekday } from "../days.ts";
import type { Enterprise, Placement } from "../model.ts";
import { type Dice, dice } from "../prng.ts";
import type { Truth, TruthDay } from "../truth.ts";
import { type RefusalCode, type Who, whoIs } from "./line.ts";
import { PROPERTIES } from "./long.ts";
import { NAMESAKE, stranger } from "./mistakes.ts";

/** Title, time of the report, two rows of headings; data begin in the fifth row. */
export const DINGTALK_FIRST_ROW = 5;

/** One person's month, a cell a day. */
export type MonthRow = {
  who: Who;
  /** Text of the cell by date; a date that is missing is an empty cell. */
  cells: Map<string, string>;
  /** Why the row as a whole must be refused. */
  refuse?: RefusalCode;
  /** Days whose cell alone must be refused. */
  refusedDays?: { date: string; code: RefusalCode }[];
};

/** The rows of a 月度汇总, with the mistakes that such a sheet can have. */
export function monthRows(
  enterprise: Enterprise,
  placements: readonly Placement[],
  truth: Truth,
  seed: number,
): MonthRow[] {
  const roll = dice(seed, `dingtalk of ${enterprise.uscc}`);
  const rows: MonthRow[] = placements
    .filter(({ key }) => truth.has(key))
    .map((placement) => ({ who: whoIs(placement), cells: cellsOf(truth.get(placement.key) ?? [], roll) }));
  const early = rows[3];
  if (early) {
    early.cells.set("2026-06-11", "正常");
    early.refusedDays = [{ date: "2026-06-11", code: "outside-placement" }];
  }
  const first = rows[0] as MonthRow;
  const shared = placements[NAMESAKE]?.student.name;
  const wrong: MonthRow[] = [
    { who: stranger(enterprise.interns), cells: first.cells, refuse: "unknown-student" },
    { who: {}, cells: first.cells, refuse: "missing-identity" },
    { who: first.who, cells: first.cells, refuse: "duplicate-day" },
  ];
  if (shared) wrong.push({ who: { name: shared }, cells: first.cells, refuse: "ambiguous-name" });
  for (const row of wrong) rows.splice(roll.between(1, rows.length), 0, row);
  return rows;
}

function cellsOf(days: readonly TruthDay[], roll: Dice): Map<string, string> {
  return new Map(days.map((day) => [day.date, cellOf(day, roll)]));
}

function cellOf({ date, status }: TruthDay, roll: Dice): string {
  const short = date.slice(5);
  switch (status) {
    case "出勤":
      return roll.oneIn(20) ? "外勤" : "正常";
    case "迟到":
      return roll.oneIn(4) ? `迟到${roll.between(2, 25)}分钟\n外勤` : `迟到${roll.between(2, 25)}分钟`;
    case "早退":
      return `早退${roll.between(5, 90)}分钟`;
    case "请假":
      return `${roll.oneIn(3) ? "病假" : "事假"}${short} 08:30到${short} 17:00 1天`;
    case "缺勤":
      return roll.oneIn(3) ? "上班缺卡\n下班缺卡" : "旷工";
    case "休息":
      return "休息";
  }
}

const PERSON = ["姓名", "考勤组", "部门", "工号", "职位", "UserId"];
const SUMS = ["出勤天数", "休息天数", "工作时长(小时)", "迟到次数", "早退次数", "旷工天数"];
const LEAVES = ["事假(天)", "病假(天)"];

/** 钉钉 "月度汇总": a row a person, a column a day, and no date in any row. */
export async function dingtalkXlsx(rows: readonly MonthRow[]): Promise<Uint8Array> {
  const left = [...PERSON, ...SUMS];
  const days = left.length + LEAVES.length;
  const width = days + DAYS.length;
  const heads = [...left, "请假", ...blank(LEAVES.length - 1), "考勤结果", ...blank(DAYS.length - 1)];
  const labels = [...blank(left.length), ...LEAVES, ...DAYS.map(dayLabel)];
  const total = [
    "合计",
    ...blank(5),
    ...sumsOf(rows.flatMap(({ cells }) => [...cells.values()])),
    ...blank(32),
  ];
  const title = "月度汇总 统计日期：2026-06-01 至 2026-06-30";
  const across = (row: number, startCol: number, endCol: number) => ({
    startRow: row,
    startCol,
    endRow: row,
    endCol,
  });
  const written = await writeXlsx({
    sheets: [
      {
        name: "月度汇总",
        rows: [[title], ["报表生成时间：2026-07-01 09:00"], heads, labels, ...rows.map(monthRow), total],
        merges: [
          across(0, 0, width - 1),
          across(1, 0, width - 1),
          ...left.map((_, col) => ({ startRow: 2, startCol: col, endRow: 3, endCol: col })),
          across(2, left.length, days - 1),
          across(2, days, width - 1),
        ],
      },
    ],
    properties: PROPERTIES,
  });
  return written;
}

const blank = (count: number): null[] => Array.from({ length: count }, () => null);

/** The day's number, but 六 and 日 over the weekend. */
const dayLabel = (date: string): string => ["六", "日"][weekday(date) - 6] ?? String(Number(date.slice(8)));

function monthRow({ who, cells }: MonthRow): (string | null)[] {
  const texts = [...cells.values()];
  const userId = who.employeeNo ? `0199${who.employeeNo.slice(-4)}26` : null;
  const person = [who.name ?? null, "实习考勤组", "实习生", who.employeeNo ?? null, "实习生", userId];
  const leaves = LEAVES.map((leave) => String(count(texts, leave.slice(0, 2))));
  return [...person, ...sumsOf(texts), ...leaves, ...DAYS.map((date) => cells.get(date) ?? null)];
}

function sumsOf(texts: string[]): string[] {
  const present = texts.filter((text) => /^(正常|外勤|迟到|早退)/.test(text)).length;
  const late = count(texts, "迟到");
  return [present, count(texts, "休息"), present * 8, late, count(texts, "早退"), count(texts, "旷工")].map(
    String,
  );
}

const count = (texts: string[], word: string): number => texts.filter((text) => text.startsWith(word)).length;
