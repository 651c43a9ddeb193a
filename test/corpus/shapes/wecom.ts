import { daysOf } from "../../../shared/values/period.ts";
import { bookOf, type Cell, type Sheet } from "../grid.ts";
import { type Day, isAway, type Month, told, whoOf } from "../month.ts";
import { dateText } from "./long.ts";
import type { Shape } from "./shape.ts";

const EMPTY = "--";

interface Column {
  group: string;
  heading?: string;
  value(day: Day): string;
}

const shown = (text: string | undefined): string => text ?? EMPTY;
const inOf = (day: Day): string => shown(day.instead?.in ?? day.in);
const outOf = (day: Day): string => shown(day.instead?.out ?? day.out);
const dateOf = (day: Day): string => day.instead?.date ?? dateText(day.date, "weekday");
const isLone = ({ in: came, out: went }: Day): boolean => (came === undefined) !== (went === undefined);
const result = (day: Day): string => (isLone(day) ? "缺卡" : resultOf(day));
const resultOf = ({ status, instead }: Day): string =>
  instead?.status ??
  { 出勤: "正常", 缺勤: "旷工", 迟到: "迟到", 早退: "早退", 请假: "请假", 休息: "休息" }[status];

const COLUMNS: readonly Column[] = [
  { group: "时间", value: dateOf },
  { group: "姓名", value: (day) => whoOf(day).name },
  { group: "账号", value: (day) => accountOf(day) },
  { group: "基础信息", heading: "部门", value: () => "实习生" },
  { group: "基础信息", heading: "工号", value: (day) => whoOf(day).employeeNo },
  {
    group: "考勤概况",
    heading: "班次",
    value: ({ status }) => (status === "休息" ? "休息" : "白班 08:00-17:00"),
  },
  { group: "考勤概况", heading: "最早", value: inOf },
  { group: "考勤概况", heading: "最晚", value: outOf },
  { group: "考勤概况", heading: "打卡次数(次)", value: ({ in: came }) => (came ? "2" : "0") },
  {
    group: "考勤概况",
    heading: "标准工作时长(小时)",
    value: ({ status }) => (status === "休息" ? EMPTY : "8.0"),
  },
  { group: "考勤概况", heading: "实际工作时长(小时)", value: (day) => hoursOf(day) },
  { group: "考勤概况", heading: "假勤申请", value: (day) => leaveOf(day) },
  { group: "考勤概况", heading: "考勤结果", value: result },
  { group: "上班1", heading: "打卡时间", value: inOf },
  { group: "上班1", heading: "打卡状态", value: (day) => punchStatus(day, "迟到") },
  { group: "下班1", heading: "打卡时间", value: outOf },
  { group: "下班1", heading: "打卡状态", value: (day) => punchStatus(day, "早退") },
];

function accountOf(day: Day): string {
  const { employeeNo } = whoOf(day);
  return employeeNo ? `wx_${employeeNo.toLowerCase()}` : "";
}

const hoursOf = (day: Day): string =>
  day.in && day.out ? String(Math.round(told(day).minutes / 6) / 10) : EMPTY;

function leaveOf({ status, date }: Day): string {
  const short = date.slice(5).replace("-", "/");
  return status === "请假" ? `事假 ${short} 08:00 - ${short} 17:00 1天` : EMPTY;
}

function punchStatus(day: Day, of: "迟到" | "早退"): string {
  if (day.status === "休息") return EMPTY;
  if (isAway(day)) return result(day);
  if (day[of === "迟到" ? "in" : "out"] === undefined) return "缺卡";
  return day.status === of ? `${of}15分钟` : "正常";
}

const span = (period: string): string => {
  const dates = daysOf(period);
  return `统计时间:${dates[0]} ～ ${dates.at(-1)}     制表时间:2026-07-01 09:00(UTC+8)`;
};

function dailySheet({ period, days }: Month): Sheet {
  const groups = COLUMNS.map(({ group }, i) => (COLUMNS[i - 1]?.group === group ? null : group));
  const last = COLUMNS.length - 1;
  const merges = COLUMNS.flatMap(({ group, heading }, column) => {
    if (!heading) return [{ startRow: 2, startCol: column, endRow: 3, endCol: column }];
    if (COLUMNS[column - 1]?.group === group) return [];
    const end = COLUMNS.findLastIndex((other) => other.group === group);
    return [{ startRow: 2, startCol: column, endRow: 2, endCol: end }];
  });
  return {
    name: "概况统计与打卡明细",
    rows: [
      ["概况统计与打卡明细"],
      [span(period)],
      groups,
      COLUMNS.map(({ heading }) => heading ?? null),
      ...days.map((day) => COLUMNS.map(({ value }) => value(day))),
    ],
    merges: [0, 1].map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: last })).concat(merges),
  };
}

const PUNCHES = "日期,姓名,账号,部门,工号,打卡类型,应打卡时间,实际打卡时间,打卡状态,打卡地点".split(",");

function punchSheet({ period, days }: Month): Sheet {
  return { name: "打卡详情", rows: [["打卡详情"], [span(period)], PUNCHES, ...days.flatMap(punchRows)] };
}

function punchRows(day: Day): Cell[][] {
  const who = whoOf(day);
  const person = [dateOf(day), who.name, accountOf(day), "实习生", who.employeeNo];
  return [
    ...(day.in ? [[...person, "上班1", "08:00", inOf(day), punchStatus(day, "迟到"), "厂区"]] : []),
    ...(day.out ? [[...person, "下班1", "17:00", outOf(day), punchStatus(day, "早退"), "厂区"]] : []),
  ];
}

const common = { native: "xlsx", filename: "上下班打卡_日报_20260601-20260630.xlsx" } as const;

/** 企业微信 日报: a row a person-day under two rows of headings, and the punches once more in a second sheet. */
export const wecom: Shape = {
  ...common,
  name: "wecom",
  zh: "企业微信 日报",
  nameHeading: { text: "姓名", row: 2 },
  write: (month) => bookOf(dailySheet(month), punchSheet(month)),
  tells: told,
  expresses: (day) =>
    day.hours === undefined && (isAway(day) || (day.in !== undefined && day.out !== undefined)),
};

/** The second sheet of it by itself: a row a punch, whose time has no date of its own. */
export const wecomPunches: Shape = {
  ...common,
  name: "wecom-punches",
  zh: "企业微信 打卡详情",
  punches: true,
  timesOnly: true,
  nameHeading: { text: "姓名", row: 2 },
  write: (month) => bookOf(punchSheet(month)),
  tells: (day) => (day.in && day.out ? { ...told(day), status: "出勤" } : null),
  expresses: ({ in: came, out: went, hours }) =>
    came !== undefined && went !== undefined && went > came && hours === undefined,
};
