import { plain } from "../files/text.ts";

/** What a row can say. The keys of `RawRow.cells`. */
export type Field =
  | "placementNo"
  | "idNumber"
  | "studentNo"
  | "employeeNo"
  | "account"
  | "name"
  | "date"
  | "in"
  | "out"
  | "hours"
  | "status"
  | "shift"
  | "note"
  /** One of several punches of a day: files with a row a punch. */
  | "punch"
  /** Hours worked beyond the shift, as a clock or a chat tool counts them. */
  | "overtime"
  /** What an administrator wrote when changing a punch by hand. */
  | "edited";

/** The heading of the template for each field, by which problems name it. */
export const HEADINGS: Record<Field, string> = {
  placementNo: "安置编号",
  idNumber: "身份证号",
  studentNo: "学号",
  employeeNo: "工号",
  account: "账号",
  name: "姓名",
  date: "日期",
  in: "上班时间",
  out: "下班时间",
  hours: "工时",
  status: "状态",
  shift: "班次",
  note: "备注",
  punch: "打卡时间",
  overtime: "加班时长",
  edited: "管理员修改备注",
};

/** Columns by which a student is found, the surest first. */
export const IDENTIFYING = ["placementNo", "idNumber", "studentNo", "employeeNo", "account", "name"] as const;

/** Other words that firms write over the same columns. */
const SYNONYMS: Partial<Record<Field, readonly string[]>> = {
  idNumber: ["身份证号码", "身份证", "公民身份号码", "证件号码"],
  studentNo: ["学生学号"],
  employeeNo: ["员工编号", "员工工号", "人员编号", "登记号码", "职工号"],
  account: ["UserId", "用户ID", "用户账号"],
  name: ["学生姓名", "员工姓名", "实习生姓名"],
  date: ["考勤日期", "出勤日期", "打卡日期"],
  in: ["上班打卡时间", "上班打卡", "签到时间"],
  out: ["下班打卡时间", "下班打卡", "签退时间"],
  hours: ["工时小时", "实际工时", "出勤工时"],
  status: ["出勤状态", "考勤状态", "考勤结果"],
  shift: ["出勤班次"],
  note: ["说明"],
};

const FIELD_OF: ReadonlyMap<string, Field> = new Map(
  (Object.keys(HEADINGS) as Field[]).flatMap((field) =>
    [HEADINGS[field], ...(SYNONYMS[field] ?? [])].map((heading) => [heading, field] as const),
  ),
);

const LONGEST_HEADING = 40;

/** A heading without decoration: no spaces, no asterisk of a required column, no `(必填)`, no `(小时)`. */
export const bareHeading = (text: string): string =>
  plain(text)
    .replace(/\s+/g, "")
    .slice(0, LONGEST_HEADING)
    .replace(/^[*★]+|[*★]+$/g, "")
    .replace(/\((?:必填|选填|可选|小时|h|YYYY.*?|HH.*?|.*?格式.*?)\)/gi, "");

/** The field that stands under a heading, or undefined. */
export const fieldOf = (heading: string): Field | undefined => FIELD_OF.get(bareHeading(heading));

export const countKnown = (cells: readonly string[]): number =>
  new Set(cells.map(fieldOf).filter((field) => field !== undefined)).size;

/** Column of each field; the first wins when a heading stands twice. */
export function columnsOf(cells: readonly string[]): Map<Field, number> {
  const columns = new Map<Field, number>();
  for (const [index, cell] of cells.entries()) {
    const field = fieldOf(cell);
    if (field && !columns.has(field)) columns.set(field, index);
  }
  return columns;
}
