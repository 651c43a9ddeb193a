import { daysOf } from "../../../shared/values/period.ts";
import { bookOf, type Cell } from "../grid.ts";
import { type Day, isAway, type Month, runsOf, span, told, whoOf } from "../month.ts";
import { weekdayName } from "./long.ts";
import type { Shape } from "./shape.ts";

const RAW =
  "姓名,考勤组,部门,工号,职位,UserId,考勤日期,考勤时间,打卡时间,打卡结果,打卡地址,打卡备注,异常打卡原因,打卡图片1,打卡图片2,打卡设备,管理员修改备注,管理员修改备注图片1,管理员修改备注图片2,管理员修改备注图片3".split(
    ",",
  );

/** The account that the chat tool gives; no number that a placement knows. */
const userId = (employeeNo: string): string => (employeeNo ? `0199${employeeNo.slice(-3)}26` : "");

const nextDay = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

/** 钉钉 原始记录: a row a punch. The punch carries its own date, so the night shift's end is told. */
export const dingtalkRaw: Shape = {
  name: "dingtalk-raw",
  zh: "钉钉 原始记录",
  filename: "某某公司_原始记录表_20260601-20260630.xlsx",
  native: "xlsx",
  punches: true,
  timesOnly: true,
  nameHeading: { text: "姓名", row: 0 },
  write: ({ days }) => bookOf({ name: "原始记录", rows: [RAW, ...days.flatMap(rawRows)] }),
  tells: (day) => (day.in && day.out ? { ...told(day), status: "出勤" } : null),
  expresses: (day) => day.in !== undefined && day.out !== undefined && day.hours === undefined,
};

function rawRows(day: Day): Cell[][] {
  const { name, employeeNo } = whoOf(day);
  const { in: came, out: went, instead = {}, date } = day;
  const punch = (planned: string, time: string, on: string, result: string): Cell[] => [
    name,
    "实习考勤组",
    "实习生",
    employeeNo,
    "实习生",
    userId(employeeNo),
    instead.date ?? date,
    planned,
    `${on} ${time}`,
    result,
    "厂区南门",
    ...Array.from({ length: 9 }, () => null),
  ];
  const wentOn = came && went && went < came ? nextDay(date) : date;
  return [
    ...(came ? [punch("08:00", instead.in ?? came, date, day.status === "迟到" ? "迟到" : "正常")] : []),
    ...(went ? [punch("17:00", instead.out ?? went, wentOn, day.status === "早退" ? "早退" : "正常")] : []),
  ];
}

const PAIRS = [1, 2, 3].flatMap((n) => [
  `上班打卡时间(${n})`,
  `打卡结果(${n})`,
  `下班打卡时间(${n})`,
  `打卡结果(${n})`,
]);
const DAILY =
  "加班时长,出勤天数,出勤班次,休息天数,工作时长,迟到次数,迟到时长,早退次数,早退时长,上班缺卡次数,下班缺卡次数,旷工天数".split(
    ",",
  );

/** 钉钉 每日统计: a row a person-day, up to three pairs of punches with their results. */
export const dingtalkDay: Shape = {
  name: "dingtalk-day",
  zh: "钉钉 每日统计",
  filename: "某某公司_每日统计_20260601-20260630.xlsx",
  native: "xlsx",
  nameHeading: { text: "姓名", row: 0 },
  write: ({ days }) =>
    bookOf({
      name: "每日统计",
      rows: [["姓名", "部门", "工号", "日期", ...PAIRS, ...DAILY], ...days.map(dailyRow)],
    }),
  tells: told,
  expresses: (day) =>
    day.hours === undefined && (isAway(day) || (day.in !== undefined && day.out !== undefined)),
};

function dailyRow(day: Day): Cell[] {
  const { name, employeeNo } = whoOf(day);
  const { status, instead = {} } = day;
  const away = isAway(day);
  const missing = status === "缺勤" ? "缺卡" : status === "请假" ? "请假" : null;
  const result = (of: "迟到" | "早退") => {
    if (!away && day[of === "迟到" ? "in" : "out"] === undefined) return "缺卡";
    return instead.status ?? (away ? missing : status === of ? of : "正常");
  };
  const hours = day.in && day.out ? String(Math.round((told(day).minutes / 60) * 100) / 100) : null;
  return [
    name,
    "实习生",
    employeeNo,
    instead.date ?? day.date,
    instead.in ?? day.in ?? null,
    result("迟到"),
    instead.out ?? day.out ?? null,
    result("早退"),
    ...Array.from({ length: 8 }, () => null),
    null,
    away ? "0" : "1",
    status === "休息" ? "休息" : "A班 08:00-17:00",
    status === "休息" ? "1" : "0",
    hours,
    status === "迟到" ? "1" : "0",
    null,
    status === "早退" ? "1" : "0",
    null,
    status === "缺勤" ? "1" : "0",
    status === "缺勤" ? "1" : "0",
    status === "缺勤" ? "1" : "0",
  ];
}

const LEFT = [
  "姓名",
  "考勤组",
  "部门",
  "工号",
  "职位",
  "UserId",
  "出勤天数",
  "休息天数",
  "工作时长(小时)",
  "迟到次数",
  "旷工天数",
];
const LEAVES = ["事假(天)", "病假(天)"];

/** 钉钉 月度汇总: a row a person and a column a day, with no date in any row. */
export const dingtalkMonth: Shape = {
  name: "dingtalk-month",
  zh: "钉钉 月度汇总",
  filename: "某某公司_月度汇总_20260601-20260630.xlsx",
  native: "xlsx",
  marks: true,
  nameHeading: { text: "姓名", row: 2 },
  write: writeMonth,
  tells: (day) => ({ ...told({ ...day, in: undefined, out: undefined }) }),
  expresses: (day) => day.in === undefined && day.hours === undefined,
};

function writeMonth({ period, days }: Month) {
  const dates = daysOf(period);
  const none = (count: number): null[] => Array.from({ length: count }, () => null);
  const before = LEFT.length + LEAVES.length;
  const last = before + dates.length - 1;
  const label = (date: string) =>
    ({ 六: "六", 日: "日" })[weekdayName(date)] ?? String(Number(date.slice(8)));
  const merge = (row: number, from: number, to: number, rows = 0) => ({
    startRow: row,
    startCol: from,
    endRow: row + rows,
    endCol: to,
  });
  return bookOf({
    name: "月度汇总",
    rows: [
      [`月度汇总 统计日期：${dates[0]} 至 ${dates.at(-1)}`],
      ["报表生成时间：2026-07-01 09:00"],
      [...LEFT, "请假", ...none(LEAVES.length - 1), "考勤结果", ...none(dates.length - 1)],
      [...none(LEFT.length), ...LEAVES, ...dates.map(label)],
      ...runsOf(days).map((run) => monthRow(run, dates)),
    ],
    merges: [
      merge(0, 0, last),
      merge(1, 0, last),
      ...LEFT.map((_, column) => merge(2, column, column, 1)),
      merge(2, LEFT.length, before - 1),
      merge(2, before, last),
    ],
  });
}

function monthRow(run: readonly Day[], dates: readonly string[]): Cell[] {
  const { name, employeeNo } = whoOf(run[0] as Day);
  const count = (status: string) => String(run.filter((day) => day.status === status).length);
  const present = String(run.filter((day) => !isAway(day)).length);
  const sums = [present, count("休息"), String(Number(present) * 8), count("迟到"), count("缺勤")];
  const marks = dates.map((date) => markOf(run.find((day) => day.date === date)));
  return [
    name,
    "实习考勤组",
    "实习生",
    employeeNo,
    "实习生",
    userId(employeeNo),
    ...sums,
    count("请假"),
    "0",
    ...marks,
  ];
}

function markOf(day: Day | undefined): Cell {
  if (!day) return null;
  if (day.instead?.status !== undefined) return day.instead.status;
  const short = day.date.slice(5);
  switch (day.status) {
    case "出勤":
      return "正常";
    case "迟到":
      return day.in ? `迟到${span("08:00", day.in)}分钟` : "迟到5分钟\n外勤";
    case "早退":
      return "早退20分钟";
    case "请假":
      return `事假${short} 08:00到${short} 17:00 1天`;
    case "缺勤":
      return "旷工";
    case "休息":
      return "休息";
  }
}
