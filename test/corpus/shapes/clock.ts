import { daysOf } from "../../../shared/values/period.ts";
import { bookOf, type Cell, type Sheet } from "../grid.ts";
import { type Day, type Month, runsOf, told, whoOf } from "../month.ts";
import { dateText, weekdayName } from "./long.ts";
import type { Shape } from "./shape.ts";

const withinOneDay = ({ in: came, out: went, hours }: Day): boolean =>
  came !== undefined && went !== undefined && went > came && hours === undefined;

const punched: Shape["tells"] = (day) => (day.in && day.out ? { ...told(day), status: "出勤" } : null);

/** 刷卡记录 of a fingerprint clock: two rows a person, and in each day's cell its punches, one a line. */
export const fingerprint: Shape = {
  name: "fingerprint",
  zh: "指纹考勤机 刷卡记录",
  filename: "001_2026_6_MON.xls",
  native: "xls",
  timesOnly: true,
  write: (month) => bookOf(punchSheet(month), summarySheet(month), shiftSheet(month)),
  tells: punched,
  expresses: withinOneDay,
};

function punchSheet({ period, days }: Month): Sheet {
  const dates = daysOf(period);
  const [year, month] = period.split("-");
  const last = String(dates.length);
  return {
    name: "刷卡记录",
    rows: [
      ["刷 卡 记 录 表"],
      [
        "考勤日期",
        null,
        `${year}/${month}/01 ~ ${month}/${last}  (崤函机械)`,
        null,
        null,
        "制表时间",
        null,
        "2026/07/01 09:00:00",
      ],
      dates.map((_, index) => index + 1),
      ...runsOf(days).flatMap((run) => personRows(run, dates)),
    ],
  };
}

function personRows(run: readonly Day[], dates: readonly string[]): Cell[][] {
  const { employeeNo, name } = whoOf(run[0] as Day);
  const cells = dates.map((date) => {
    const day = run.find((one) => one.date === date);
    if (!day) return null;
    const { in: came, out: went, instead = {} } = day;
    const punches = [came && (instead.in ?? came), went && (instead.out ?? went)].filter(Boolean);
    return punches.length > 0 ? punches.join("\n") : null;
  });
  return [
    [
      "工 号：",
      null,
      employeeNo,
      null,
      null,
      null,
      null,
      null,
      "姓 名:",
      null,
      name,
      null,
      null,
      null,
      null,
      null,
      "部 门:",
      null,
      "实习生",
    ],
    cells,
  ];
}

/** The clock's own sums: no day stands in them. */
function summarySheet({ days }: Month): Sheet {
  const people = [...new Map(days.map((day) => [day.student.key, whoOf(day)])).values()];
  return {
    name: "考勤汇总表",
    rows: [
      ["考 勤 汇 总 表"],
      ["工号", "姓名", "部门", "工作时数", null, "迟到", null, "出勤天数(标准/实际)"],
      [null, null, null, "标准", "实际", "次数", "分数"],
      ...people.map(({ employeeNo, name }) => [employeeNo, name, "实习生", "168", "168", "0", "0", "21/21"]),
    ],
  };
}

/** Which shift was planned on which day, by its number: it looks like a month of marks and says nothing of presence. */
function shiftSheet({ period, days }: Month): Sheet {
  const dates = daysOf(period);
  const people = [...new Map(days.map((day) => [day.student.key, whoOf(day)])).values()];
  return {
    name: "排班信息",
    rows: [
      ["排 班 信 息 表"],
      ["特殊班次：25-请假，26-出差，空-节假日"],
      ["工号", "姓名", "部门", ...dates.map((_, index) => index + 1)],
      [null, null, null, ...dates.map(weekdayName)],
      ...people.map(({ employeeNo, name }) => [employeeNo, name, "实习生", ...dates.map(() => 1)]),
    ],
  };
}

/** A list of punches: `2026/6/1 星期一 8:20`, a row each. */
export const punchList: Shape = {
  name: "punch-list",
  zh: "打卡流水（登记号码、姓名、出勤时间）",
  filename: "考勤记录.xls",
  native: "xls",
  punches: true,
  timesOnly: true,
  nameHeading: { text: "姓名", row: 0 },
  write: ({ days }) =>
    bookOf({ name: "Sheet1", rows: [["登记号码", "姓名", "出勤时间"], ...days.flatMap(listRows)] }),
  tells: punched,
  expresses: withinOneDay,
};

function listRows(day: Day): Cell[][] {
  const { employeeNo, name } = whoOf(day);
  const { in: came, out: went, instead = {}, date } = day;
  const [, weekday = ""] = dateText(date, "weekday").split(" ");
  const on = instead.date ?? `${dateText(date, "slash")} ${weekday}`;
  const row = (time: string): Cell[] => [employeeNo, name, `${on} ${time.replace(/^0/, "")}`];
  return [...(came ? [row(instead.in ?? came)] : []), ...(went ? [row(instead.out ?? went)] : [])];
}
