import { bareHeading } from "../readers/headers.ts";

/** What a row of a roster (花名册) can say. */
export type RosterField =
  | "idNumber"
  | "name"
  | "schoolCode"
  | "studentNo"
  | "grade"
  | "major"
  | "agreementNo"
  | "start"
  | "end"
  | "post"
  | "employeeNo";

/** The roster's own headings, by which problems name a field. */
export const ROSTER_HEADINGS: Record<RosterField, string> = {
  idNumber: "身份证号",
  name: "姓名",
  schoolCode: "学校代码",
  studentNo: "学号",
  grade: "年级",
  major: "专业",
  agreementNo: "协议编号",
  start: "开始日期",
  end: "结束日期",
  post: "岗位",
  employeeNo: "工号",
};

/** Without these nobody can be placed. */
export const REQUIRED = [
  "idNumber",
  "name",
  "schoolCode",
  "grade",
  "agreementNo",
  "start",
  "end",
  "post",
] as const satisfies readonly RosterField[];

/** So many characters a field holds, as in `POST /v1/placements`. */
export const LONGEST: Record<RosterField, number> = {
  idNumber: 24,
  name: 50,
  schoolCode: 40,
  studentNo: 40,
  grade: 10,
  major: 60,
  agreementNo: 60,
  start: 40,
  end: 40,
  post: 60,
  employeeNo: 40,
};

/** Other words that schools and firms write over the same columns. */
const SYNONYMS: Partial<Record<RosterField, readonly string[]>> = {
  idNumber: ["身份证号码", "身份证", "公民身份号码", "居民身份证号", "证件号码", "证件号"],
  name: ["学生姓名", "实习生姓名", "员工姓名"],
  schoolCode: ["学校编码", "学校编号", "院校代码", "院校编码"],
  studentNo: ["学生学号"],
  grade: ["就读年级", "在读年级", "学生年级"],
  major: ["专业名称", "所学专业", "就读专业"],
  agreementNo: ["协议号", "三方协议编号", "三方协议号", "实习协议编号", "实习协议号", "合同编号"],
  start: ["实习开始日期", "开始时间", "实习开始时间", "起始日期", "实习起始日期", "开始", "实习开始"],
  end: ["实习结束日期", "结束时间", "实习结束时间", "截止日期", "终止日期", "结束", "实习结束"],
  post: ["实习岗位", "岗位名称", "工作岗位"],
  employeeNo: ["员工编号", "员工工号", "员工号", "人员编号", "职工号", "登记号码", "考勤号码"],
};

/** Each known heading with its field; of several columns of a field, the one with the lowest rank is read. */
const KNOWN: ReadonlyMap<string, { field: RosterField; rank: number }> = new Map(
  (Object.keys(ROSTER_HEADINGS) as RosterField[]).flatMap((field) =>
    [ROSTER_HEADINGS[field], ...(SYNONYMS[field] ?? [])].map(
      (heading, rank) => [heading, { field, rank }] as const,
    ),
  ),
);

export const rosterFieldOf = (heading: string): RosterField | undefined =>
  KNOWN.get(bareHeading(heading))?.field;

/** The column of each field that a row of headings names. */
export function rosterColumnsOf(cells: readonly string[]): Map<RosterField, number> {
  const best = new Map<RosterField, { index: number; rank: number }>();
  for (const [index, cell] of cells.entries()) {
    const known = KNOWN.get(bareHeading(cell));
    if (known && known.rank < (best.get(known.field)?.rank ?? Number.POSITIVE_INFINITY))
      best.set(known.field, { index, rank: known.rank });
  }
  return new Map([...best].map(([field, { index }]) => [field, index]));
}
