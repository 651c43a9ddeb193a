import type { GridRow } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { bareHeading } from "./headers.ts";
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

/** A heading of two rows: the group above and the column below it. */
interface Heading {
  group: string;
  name: string;
  index: number;
}

/**
 * 企业微信 上下班打卡 日报, sheet 概况统计与打卡明细: a row a person-day under two rows of headings, in which a group
 * (上班1) stands over its columns (打卡时间, 打卡状态). The second sheet lists the same punches one by one.
 */
export const wecomDay: Shape = (head) => {
  for (const [index, top] of head.entries()) {
    const below = head[index + 1];
    if (!below) continue;
    const headings = headingsOf(top, below);
    const has = (group: string, name?: string) => find(headings, group, name) !== undefined;
    const names = has("姓名") || has("账号") || headings.some(({ name }) => name === "工号");
    if (names && (has("时间") || has("日期")) && (has("上班1", "打卡时间") || has("考勤概况", "考勤结果")))
      return readingOf(headings, below.row);
  }
  return null;
};

/** A merged group leaves the cells to its right empty: it reaches as far as there are columns below. */
function headingsOf(top: GridRow, below: GridRow): Heading[] {
  const headings: Heading[] = [];
  let group = "";
  for (let index = 0; index < Math.max(top.values.length, below.values.length); index++) {
    const above = bareHeading(top.values[index] ?? "");
    const name = bareHeading(below.values[index] ?? "");
    if (above !== "") group = above;
    if (above !== "" || name !== "") headings.push({ group, name, index });
  }
  return headings;
}

const find = (headings: readonly Heading[], group: string, name?: string): Heading | undefined =>
  headings.find((heading) => heading.group === group && (name === undefined || heading.name === name));

function readingOf(headings: readonly Heading[], headingRow: number): Reading {
  const places = placesOf(headings);
  const columns: RawRow["columns"] = {};
  for (const field of FIELDS) {
    const place = places[field];
    if (!place) continue;
    columns[field] = columnAt(place.index, place.name ? `${place.group} ${place.name}` : place.group);
  }
  const read = (row: GridRow, sheet: string, into: RawRow[]): void => {
    if (isAside(row.values)) return;
    const cells = cellsOf(row, places);
    const isNobody = !cells.date && !cells.name && !cells.employeeNo && !cells.account;
    if (!isNobody) into.push({ sheet, row: row.row, cells, columns });
  };
  const who = (["name", "employeeNo", "account"] as const).flatMap((field) =>
    places[field] ? ([[field, places[field].index]] as const) : [],
  );
  return {
    shape: "wecom-day",
    headingRow,
    personal: personalIn(new Map(who)),
    rows: rowByRow(headingRow, read),
  };
}

const FIELDS = ["date", "name", "employeeNo", "account", "in", "out", "hours", "shift", "status"] as const;

type Places = ReturnType<typeof placesOf>;

function placesOf(headings: readonly Heading[]) {
  const named = (name: string) =>
    headings.find((heading) => heading.name === name || (heading.group === name && !heading.name));
  return {
    date: find(headings, "时间") ?? find(headings, "日期"),
    name: find(headings, "姓名"),
    employeeNo: named("工号"),
    account: named("账号"),
    in: find(headings, "上班1", "打卡时间") ?? find(headings, "考勤概况", "最早"),
    out: find(headings, "下班1", "打卡时间") ?? find(headings, "考勤概况", "最晚"),
    secondIn: find(headings, "上班2", "打卡时间"),
    hours: named("实际工作时长"),
    planned: named("标准工作时长"),
    shift: named("班次"),
    leave: named("假勤申请"),
    status: named("考勤结果") ?? find(headings, "上班1", "打卡状态"),
  };
}

function cellsOf(row: GridRow, places: Places): RawRow["cells"] {
  const text = (key: keyof Places) => cellText(row, places[key]);
  const cells: RawRow["cells"] = {};
  for (const field of FIELDS) if (text(field) !== "") cells[field] = text(field);
  // Punches are exact; the tool's own hours are rounded, and needed only where a day has more than one pair.
  if (cells.in && cells.out && text("secondIn") === "") delete cells.hours;
  const punched = Boolean(cells.in ?? cells.out);
  cells.status ??= unpunchedStatus(punched, text("leave"), text("shift"), text("planned"));
  return cells;
}

/** The tool writes `--`, and for a punch that never came 未打卡 or 缺卡. */
function cellText(row: GridRow, place: Heading | undefined): string {
  const text = place ? plain(row.values[place.index] ?? "") : "";
  return isNothing(text) || text === "未打卡" || text === "缺卡" ? "" : text;
}

/** A day without punches is leave if one was applied for, rest if no shift was planned, and absence otherwise. */
function unpunchedStatus(
  punched: boolean,
  leave: string,
  shift: string,
  planned: string,
): string | undefined {
  if (punched) return undefined;
  if (leave !== "") return "请假";
  return shift.startsWith("休息") || !(Number(planned) > 0) ? "休息" : "缺勤";
}
