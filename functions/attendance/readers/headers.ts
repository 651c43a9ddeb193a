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

/** Other words that firms, clocks and chat tools write over the same columns; where several stand, the first counts. */
const SYNONYMS: Partial<Record<Field, readonly string[]>> = {
  placementNo: ["安置号", "实习安置编号"],
  idNumber: ["身份证号码", "身份证", "公民身份号码", "居民身份证号", "证件号码", "证件号"],
  studentNo: ["学生学号"],
  employeeNo: [
    ...["员工编号", "员工工号", "员工号", "人员编号", "人员工号", "职工号", "职工编号", "用户编号"],
    ...["登记号码", "登记号", "考勤号码", "考勤编号", "考勤号"],
  ],
  account: ["UserId", "用户ID", "用户账号"],
  name: ["学生姓名", "员工姓名", "实习生姓名", "人员姓名", "用户姓名", "名字"],
  date: ["考勤日期", "出勤日期", "打卡日期", "刷卡日期", "上班日期", "工作日期", "实习日期"],
  in: [
    ...["上班打卡时间", "上班打卡", "上班刷卡时间", "上班签到时间", "签到时间", "最早打卡时间", "最早打卡"],
    ...["首次打卡时间", "到岗时间", "上班", "签到"],
  ],
  out: [
    ...["下班打卡时间", "下班打卡", "下班刷卡时间", "下班签退时间", "签退时间", "最晚打卡时间", "最晚打卡"],
    ...["末次打卡时间", "离岗时间", "下班", "签退"],
  ],
  hours: [
    ...["工时小时", "实际工时", "出勤工时", "工作工时", "工作时长", "实际工作时长", "出勤时长", "出勤小时"],
    ...["出勤小时数", "工作小时", "工作小时数"],
  ],
  status: ["出勤状态", "考勤状态", "考勤结果", "出勤情况", "考勤情况"],
  shift: ["出勤班次", "班次名称"],
  note: ["说明"],
  punch: [
    ...["实际打卡时间", "刷卡时间", "打卡日期时间", "刷卡日期时间", "考勤日期时间", "日期时间", "打卡记录"],
    // 考勤时间 beside 打卡时间 is the time that was planned; 时间 alone may be anything.
    ...["刷卡记录", "上下班时间", "出勤时间", "考勤时间", "时间"],
  ],
  overtime: ["加班时数", "加班小时", "加班小时数", "加班工时", "加班总时长"],
};

/** Each known heading with its field, and how much it is preferred among headings of that field: 0 the most. */
const KNOWN: ReadonlyMap<string, { field: Field; rank: number }> = new Map(
  (Object.keys(HEADINGS) as Field[]).flatMap((field) =>
    [HEADINGS[field], ...(SYNONYMS[field] ?? [])].map(
      (heading, rank) => [heading.toLowerCase(), { field, rank }] as const,
    ),
  ),
);

const LONGEST_HEADING = 40;

/** A heading without decoration: no spaces, no asterisk of a required column, no `(必填)`, no unit like `(小时)`. */
export const bareHeading = (text: string): string =>
  plain(text)
    .replace(/\s+/g, "")
    .slice(0, LONGEST_HEADING)
    .replace(/^[*★]+|[*★]+$/g, "")
    .replace(/\((?:必填|选填|可选|小时|时|h|分钟?|min|天|YYYY.*?|HH.*?|.*?格式.*?)\)/gi, "");

/** Whether a heading says that its numbers are minutes: `工作时长(min)`, `加班时长(分钟)`. */
export const isInMinutes = (heading: string): boolean => /\((?:分钟?|min)\)\s*$/i.test(plain(heading));

const knownAs = (heading: string) => KNOWN.get(bareHeading(heading).toLowerCase());

/** The field that stands under a heading, or undefined. */
export const fieldOf = (heading: string): Field | undefined => knownAs(heading)?.field;

export const countKnown = (cells: readonly string[]): number =>
  new Set(cells.map(fieldOf).filter((field) => field !== undefined)).size;

/** Column of each field: the one with the most usual heading, and of several with the same the first. */
export function columnsOf(cells: readonly string[]): Map<Field, number> {
  const best = new Map<Field, { index: number; rank: number }>();
  for (const [index, cell] of cells.entries()) {
    const known = cell === "" ? undefined : knownAs(cell);
    if (known && known.rank < (best.get(known.field)?.rank ?? Number.POSITIVE_INFINITY))
      best.set(known.field, { index, rank: known.rank });
  }
  return new Map([...best].map(([field, { index }]) => [field, index]));
}

/**
 * Two rows of headings as one: a group such as 上班1 goes before the headings under it, and a merged one reaches over
 * the empty cells to its right.
 * @param group which upper headings are groups; others stand by themselves
 */
export function twoRowHeadings(top: readonly string[], below: readonly string[], group: RegExp): string[] {
  let current = "";
  return Array.from({ length: Math.max(top.length, below.length) }, (_, index) => {
    const above = bareHeading(top[index] ?? "");
    const name = bareHeading(below[index] ?? "");
    current = above || current;
    if (name === "") return above;
    return group.test(current) ? current + name : name;
  });
}
