import { type Field, HEADINGS } from "../readers/headers.ts";

/** Where a rule looks: at the file, at one row by itself, at what the row means to a placement, across rows. */
export type Layer = "file" | "row" | "meaning" | "across";
/**
 * `reject`: the row (or file) doesn't count. `warn`: it counts, and officers see it. `violation`: it breaks the
 * internship rules; what that does to the money is the policy's to say.
 */
export type Severity = "reject" | "warn" | "violation";

/** What a rule's explanation may name. Found values are masked already. */
export interface Particulars {
  found?: string | undefined;
  expected?: string | undefined;
  /** Another row, the candidates for a name, and the like. */
  other?: string | undefined;
}

export interface Rule {
  code: string;
  layer: Layer;
  severity: Severity;
  /** The text that asks for it. */
  source: string;
  zh: (about: Particulars) => string;
  en: (about: Particulars) => string;
}

const TEMPLATE = "考勤文件模板说明";
const LIMITS = "系统容量限制";
const PLACEMENT = "职业学校学生实习管理规定（教职成〔2021〕4号）第十四条";
const POST_BANS = "职业学校学生实习管理规定（教职成〔2021〕4号）第十七条（条款号待确认）";
const EIGHT_HOURS = "宁波市职业教育校企合作促进条例第九条（本市待确认）";

const q = (text: string | undefined): string => (text ? `“${text}”` : "空白");
const qe = (text: string | undefined): string => (text ? `"${text}"` : "nothing");

const rule = <const Code extends string>(
  code: Code,
  layer: Layer,
  severity: Severity,
  source: string,
  zh: Rule["zh"],
  en: Rule["en"],
) => ({ code, layer, severity, source, zh, en });

/** Every rule that attendance files are held to. A new one is one more line, and a line where it is applied. */
// biome-ignore format: a table is read by its columns
const TABLE = [
  rule("file-empty", "file", "reject", TEMPLATE,
    () => "文件是空的。", () => "The file is empty."),
  rule("file-is-old-xls", "file", "reject", TEMPLATE,
    () => "这是旧版 .xls 文件，请在表格软件中另存为 .xlsx 或 CSV 后重新上传。",
    () => "This is an old .xls file. Save it as .xlsx or CSV and upload it again."),
  rule("file-encrypted", "file", "reject", TEMPLATE,
    () => "文件设有打开密码，请取消密码后重新上传。", () => "The file is protected by a password. Remove it and upload the file again."),
  rule("file-damaged", "file", "reject", TEMPLATE,
    ({ found }) => `文件损坏或不完整（${found ?? ""}），请重新导出后上传。`,
    ({ found }) => `The file is damaged or incomplete (${found ?? ""}). Export it again and upload it.`),
  rule("file-too-large", "file", "reject", LIMITS,
    ({ found, expected }) => `文件展开后过大（${found}，上限 ${expected}），请分成几个文件上传。`,
    ({ found, expected }) => `The file is too large when unpacked (${found}, at most ${expected}). Split it into several files.`),
  rule("file-not-what-it-says", "file", "reject", TEMPLATE,
    ({ found, expected }) => `文件内容不是表格（实为 ${found}），需要 ${expected}。`,
    ({ found, expected }) => `The content is no spreadsheet (it is ${found}); expected ${expected}.`),
  rule("header-not-recognised", "file", "reject", TEMPLATE,
    ({ found, expected }) => `没有找到可识别的表头（见到：${found ?? ""}）。需要：${expected ?? ""}。`,
    ({ found, expected }) => `No headings were recognised (found: ${found ?? ""}). Expected: ${expected ?? ""}.`),
  rule("day-columns-differ", "file", "reject", TEMPLATE,
    ({ found, expected }) => `日期列“${found}”与统计月份不符（该列应为 ${expected}），请检查所选月份。`,
    ({ found, expected }) => `The day column "${found}" doesn't fit the month (it should be ${expected}). Check the month that was chosen.`),
  rule("period-differs", "file", "reject", TEMPLATE,
    ({ found, expected }) => `文件写明的统计期间是 ${found ?? ""}，与所选月份 ${expected ?? ""} 不同。`,
    ({ found, expected }) => `The file says that it covers ${found ?? ""}; the month chosen is ${expected ?? ""}.`),
  rule("summary-only", "file", "reject", TEMPLATE,
    ({ found, expected }) => `文件只有汇总（${found ?? ""}），没有每天的记录。请上传：${expected ?? ""}。`,
    ({ found, expected }) => `The file holds totals only (${found ?? ""}) and no days. Upload: ${expected ?? ""}.`),
  rule("extension-differs", "file", "warn", TEMPLATE,
    ({ found, expected }) => `文件扩展名${q(found)}与内容（${expected}）不一致，已按内容读取。`,
    ({ found, expected }) => `The extension ${qe(found)} differs from the content (${expected}); it was read by its content.`),
  rule("hidden-sheet", "file", "warn", TEMPLATE,
    ({ found }) => `隐藏的工作表“${found}”未读取。`, ({ found }) => `The hidden sheet "${found}" was not read.`),
  rule("hidden-rows", "file", "warn", TEMPLATE,
    ({ found, other }) => `工作表${q(other)}有 ${found ?? ""} 行被隐藏或筛选掉，也已读取。`,
    ({ found, other }) => `${found ?? ""} rows of the sheet ${qe(other)} are hidden or filtered out; they were read too.`),
  rule("sheet-not-recognised", "file", "warn", TEMPLATE,
    ({ found }) => `工作表${q(found)}的表头无法识别，未读取；其他工作表已读取。`,
    ({ found }) => `The headings of the sheet ${qe(found)} were not recognised; it was not read, others were.`),
  rule("sheet-of-another-month", "file", "warn", TEMPLATE,
    ({ found, expected }) => `工作表${q(found)}是 ${expected ?? ""} 以外的月份，未读取；其他工作表已读取。`,
    ({ found, expected }) => `The sheet ${qe(found)} is of a month other than ${expected ?? ""}; it was not read, others were.`),

  rule("missing-identity", "row", "reject", TEMPLATE,
    () => "没有安置编号、身份证号、学号、工号和姓名，无法确定是谁。",
    () => "Neither placement number, identity number, student number, employee number nor name is given."),
  rule("id-in-scientific-notation", "row", "reject", TEMPLATE,
    ({ found }) => `号码${q(found)}已被表格软件变成科学计数，末尾数字已丢失。请把该列设为“文本”后重新填写。`,
    ({ found }) => `The spreadsheet turned the number into ${qe(found)} and its last digits are lost. Format the column as text and enter it again.`),
  rule("bad-date", "row", "reject", TEMPLATE,
    ({ found, expected }) => `日期${q(found)}不是有效日期，应如 ${expected}。`,
    ({ found, expected }) => `The date ${qe(found)} is no day of the calendar; expected e.g. ${expected}.`),
  rule("bad-time", "row", "reject", TEMPLATE,
    ({ found, expected }) => `时间${q(found)}无效，应如 ${expected}。`,
    ({ found, expected }) => `The time ${qe(found)} is not valid; expected e.g. ${expected}.`),
  rule("bad-hours", "row", "reject", TEMPLATE,
    ({ found, expected }) => `工时${q(found)}不是小时数，应如 ${expected}。`,
    ({ found, expected }) => `The hours ${qe(found)} are no number of hours; expected e.g. ${expected}.`),
  rule("hours-out-of-range", "row", "reject", TEMPLATE,
    ({ found, expected }) => `工时${q(found)}超出范围 ${expected}。`,
    ({ found, expected }) => `The hours ${qe(found)} are out of the range ${expected}.`),
  rule("unknown-status", "row", "reject", TEMPLATE,
    ({ found, expected }) => `状态${q(found)}无法识别，应为：${expected}。`,
    ({ found, expected }) => `The status ${qe(found)} is unknown; expected one of: ${expected}.`),
  rule("missing-punch", "row", "reject", TEMPLATE,
    () => "上下班时间只有一个，无法得出工时。请补上另一个时间或填写工时。",
    () => "Only one of the two times is given, so the hours can't be told. Give the other time or the hours."),
  rule("nothing-stated", "row", "reject", TEMPLATE,
    () => "这一天没有时间、工时和状态，不知道是否出勤。",
    () => "The day has no times, no hours and no status: nothing says whether the student was there."),

  rule("unknown-student", "meaning", "reject", PLACEMENT,
    ({ found }) => `本企业当月的实习安置中没有${q(found)}。请核对号码，或先登记安置。`,
    ({ found }) => `No placement with this enterprise in this month fits ${qe(found)}. Check the number or register the placement first.`),
  rule("invalid-id-number", "meaning", "reject", "GB 11643-1999",
    ({ found }) => `身份证号${q(found)}的位数、出生日期或校验码不对，且找不到对应的安置。`,
    ({ found }) => `The identity number ${qe(found)} has a wrong length, birth date or check digit, and no placement has it.`),
  rule("ambiguous-name", "meaning", "reject", TEMPLATE,
    ({ found, other }) => `姓名${q(found)}在本企业当月有多人：${other}。请填写安置编号、身份证号、学号或工号。`,
    ({ found, other }) => `Several people of this enterprise share the name ${qe(found)} this month: ${other}. Give a number.`),
  rule("ambiguous-number", "meaning", "reject", TEMPLATE,
    ({ found, other }) => `号码${q(found)}对应多人：${other}。请填写安置编号或身份证号。`,
    ({ found, other }) => `Several people have the number ${qe(found)}: ${other}. Give the placement number or identity number.`),
  rule("outside-period", "meaning", "reject", TEMPLATE,
    ({ found, expected }) => `日期${q(found)}不在所报月份 ${expected} 内。`,
    ({ found, expected }) => `The date ${qe(found)} is not in the month ${expected} of this file.`),
  rule("future-day", "meaning", "reject", TEMPLATE,
    ({ found, expected }) => `日期${q(found)}尚未到来（今天是 ${expected}），不能报出勤。`,
    ({ found, expected }) => `The day ${qe(found)} has not come yet (today is ${expected}); nobody can have attended.`),
  rule("outside-placement", "meaning", "reject", PLACEMENT,
    ({ found, expected }) => `日期${q(found)}不在该学生的安置期间 ${expected} 内。`,
    ({ found, expected }) => `The date ${qe(found)} is outside the student's placement, ${expected}.`),
  rule("identifiers-disagree", "meaning", "warn", TEMPLATE,
    ({ found, expected, other }) => `${other}${q(found)}与按${expected}找到的安置不一致，已按${expected}记入。`,
    ({ found, expected, other }) => `${other} ${qe(found)} doesn't fit the placement found by ${expected}; the row counts by ${expected}.`),
  rule("exceeds-8-hours", "meaning", "warn", EIGHT_HOURS,
    ({ found }) => `当日工时 ${found} 小时，超过 8 小时。`, ({ found }) => `${found} hours on this day, more than 8.`),
  rule("statutory-holiday", "meaning", "warn", POST_BANS,
    ({ found }) => `${found} 是法定节假日，原则上不得安排实习。`,
    ({ found }) => `${found} is a statutory holiday, on which interns as a rule may not work.`),
  rule("worked-on-rest-day", "meaning", "warn", TEMPLATE,
    ({ found }) => `${q(found)}：休息日有打卡但没有工时，未计为出勤。如确有实习请填写工时。`,
    ({ found }) => `${qe(found)}: a punch on a day of rest without hours; not counted. State the hours if the student worked.`),

  rule("duplicate-day", "across", "reject", TEMPLATE,
    ({ found, other }) => `该学生 ${found} 已在第 ${other} 行出现，以先出现的为准。`,
    ({ found, other }) => `The student's ${found} stands in row ${other} already; the first one counts.`),
] as const;

export type RuleCode = (typeof TABLE)[number]["code"];

/** The rules by their stable codes. */
export const rules: ReadonlyMap<RuleCode, Rule> = new Map(TABLE.map((entry) => [entry.code, entry]));

/** A rule that something broke, and where. `found` is the value as it stands in the file, not masked. */
export interface Finding extends Particulars {
  code: RuleCode;
  field?: Field;
}

/** The rule of a code, which always exists. */
export function ruleOf(code: RuleCode): Rule {
  const found = rules.get(code);
  if (!found) throw new RangeError(`No such rule: ${code}`);
  return found;
}

/** What a file must have, for people: any column that says who, the date, and what happened. */
const EXPECTED_HEADINGS = `${["placementNo", "idNumber", "studentNo", "employeeNo", "name"]
  .map((field) => HEADINGS[field as Field])
  .join(
    " / ",
  )}；${HEADINGS.date}；${["hours", "in", "out", "status"].map((field) => HEADINGS[field as Field]).join(" / ")}；钉钉 月度汇总；企业微信 日报`;

/** The file as a whole can't be read; it changes nothing. */
export class FileRefused extends Error {
  readonly code: RuleCode;
  readonly finding: Finding;
  /** What stood where headings were expected, when none were recognised: the user may say what each means. */
  readonly headings: readonly string[];

  constructor(code: RuleCode, { headings = [], ...about }: Particulars & { headings?: readonly string[] }) {
    super(code);
    this.name = "FileRefused";
    this.code = code;
    this.headings = headings;
    this.finding = {
      code,
      ...(code === "header-not-recognised" ? { expected: EXPECTED_HEADINGS } : {}),
      ...about,
    };
  }
}
