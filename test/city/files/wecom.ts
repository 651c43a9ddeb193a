import { writeXlsx } from "hucre/xlsx";
import { minutesOf, weekday } from "../days.ts";
import type { Enterprise } from "../model.ts";
import type { Line } from "./line.ts";
import { PROPERTIES } from "./long.ts";

/** Title, period, two rows of headings; data begin in the fifth row. */
export const WECOM_FIRST_ROW = 5;

type Column = { group: string; heading: string; value: (line: Line, enterprise: Enterprise) => string };

const EMPTY = "--";

/** Groups of more than one column are merged over theirs; a group alone stands over both rows. */
const COLUMNS: readonly Column[] = [
  { group: "时间", heading: "", value: dateCell },
  { group: "姓名", heading: "", value: ({ who }) => who.name ?? "" },
  { group: "账号", heading: "", value: ({ who }) => who.employeeNo ?? "" },
  { group: "基础信息", heading: "部门", value: () => "实习生" },
  { group: "基础信息", heading: "工号", value: ({ who }) => who.employeeNo ?? "" },
  { group: "考勤概况", heading: "所属规则", value: () => "实习考勤" },
  { group: "考勤概况", heading: "班次", value: shiftCell },
  { group: "考勤概况", heading: "最早", value: inCell },
  { group: "考勤概况", heading: "最晚", value: outCell },
  { group: "考勤概况", heading: "打卡次数(次)", value: ({ day }) => (day.minutes > 0 ? "2" : "0") },
  {
    group: "考勤概况",
    heading: "标准工作时长(小时)",
    value: ({ day }) => (day.status === "休息" ? EMPTY : "7.5"),
  },
  { group: "考勤概况", heading: "实际工作时长(小时)", value: workedCell },
  { group: "考勤概况", heading: "假勤申请", value: leaveCell },
  { group: "考勤概况", heading: "考勤结果", value: resultCell },
  { group: "上班1", heading: "打卡时间", value: inCell },
  { group: "上班1", heading: "打卡状态", value: (line, enterprise) => punchStatus(line, enterprise, "迟到") },
  { group: "下班1", heading: "打卡时间", value: outCell },
  { group: "下班1", heading: "打卡状态", value: (line, enterprise) => punchStatus(line, enterprise, "早退") },
];

/** 企业微信 "上下班打卡_日报": a row a person-day in the first sheet, a row a punch in the second. */
export async function wecomXlsx(enterprise: Enterprise, lines: readonly Line[]): Promise<Uint8Array> {
  const rows = lines.map((line) => COLUMNS.map(({ value }) => value(line, enterprise)));
  const groups = COLUMNS.map(({ group }, i) => (COLUMNS[i - 1]?.group === group ? null : group));
  const written = await writeXlsx({
    sheets: [
      {
        name: "概况统计与打卡明细",
        rows: [
          ["概况统计与打卡明细"],
          [SPAN],
          groups,
          COLUMNS.map(({ heading }) => heading || null),
          ...rows,
          ["合计"],
        ],
        merges: merges(),
      },
      { name: "打卡详情", rows: [["打卡详情"], [SPAN], PUNCH_HEADINGS, ...punches(enterprise, lines)] },
    ],
    properties: PROPERTIES,
  });
  return written;
}

const SPAN = "统计时间:2026-06-01 ～ 2026-06-30     制表时间:2026-07-01 09:00(UTC+8)";
const PUNCH_HEADINGS = [
  "日期",
  "姓名",
  "账号",
  "部门",
  "工号",
  "打卡类型",
  "应打卡时间",
  "实际打卡时间",
  "打卡状态",
  "打卡地点",
];

function merges() {
  const last = COLUMNS.length - 1;
  const titles = [0, 1].map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: last }));
  const over = COLUMNS.flatMap(({ group, heading }, col) => {
    if (heading === "") return [{ startRow: 2, startCol: col, endRow: 3, endCol: col }];
    if (COLUMNS[col - 1]?.group === group) return [];
    const end = COLUMNS.findLastIndex((other) => other.group === group);
    return [{ startRow: 2, startCol: col, endRow: 2, endCol: end }];
  });
  return [...titles, ...over];
}

function punches(enterprise: Enterprise, lines: readonly Line[]): string[][] {
  return lines.flatMap((line) => {
    if (line.day.minutes === 0) return [];
    const number = line.who.employeeNo ?? "";
    const person = [dateCell(line), line.who.name ?? "", number, "实习生", number];
    const status = (of: "迟到" | "早退") => punchStatus(line, enterprise, of);
    return [
      [...person, "上班1", enterprise.shift.from, inCell(line), status("迟到"), "厂区"],
      [...person, "下班1", enterprise.shift.to, outCell(line), status("早退"), "厂区"],
    ];
  });
}

function dateCell({ day, instead }: Line): string {
  const name = "一二三四五六日".charAt(weekday(day.date) - 1);
  return `${(instead?.date ?? day.date).replaceAll("-", "/")} 星期${name}`;
}

function shiftCell({ day }: Line, { shift }: Enterprise): string {
  return day.status === "休息" ? "休息" : `白班 ${shift.from}-${shift.to}`;
}

function inCell({ day, instead }: Line): string {
  return instead?.in ?? day.in ?? EMPTY;
}

function outCell({ day }: Line): string {
  return day.out ?? EMPTY;
}

/** Hours less the break, as the tool itself works them out. */
function workedCell({ day }: Line): string {
  if (day.minutes === 0) return EMPTY;
  return String(Math.round((day.minutes > 360 ? day.minutes - 60 : day.minutes) / 6) / 10);
}

function leaveCell({ day }: Line, { shift }: Enterprise): string {
  if (day.status !== "请假") return EMPTY;
  const date = day.date.slice(5).replace("-", "/");
  return `事假 ${date} ${shift.from} - ${date} ${shift.to} 1天`;
}

function resultCell({ day }: Line): string {
  if (day.status === "出勤") return "正常";
  return day.status === "缺勤" ? "旷工" : day.status;
}

/** 正常, 迟到15分钟, 早退20分钟; 旷工 and 请假 stand where there was no punch to judge. */
function punchStatus({ day }: Line, { shift }: Enterprise, of: "迟到" | "早退"): string {
  if (day.status === "休息") return EMPTY;
  if (day.minutes === 0) return day.status === "缺勤" ? "旷工" : day.status;
  if (day.status !== of) return "正常";
  const minutes =
    of === "迟到"
      ? minutesOf(day.in ?? "") - minutesOf(shift.from)
      : minutesOf(shift.to) - minutesOf(day.out ?? "");
  return `${of}${minutes}分钟`;
}
