import { AGREEMENT, BANS, IDENTITY_NUMBER, quoted, quotedEn, ROSTER_TEMPLATE, rulesOf } from "./rule.ts";
import { PLAUSIBLE_DATES } from "./standards.ts";

const { monthsAround, mostYears } = PLAUSIBLE_DATES;

/** What can be wrong with a row of a roster (花名册), which registers a placement. */
export const rosterRules = rulesOf("roster", {
  "roster-field-missing": {
    severity: "reject",
    source: ROSTER_TEMPLATE,
    title: { zh: "花名册缺少内容", en: "A field of the roster is missing" },
    zh: ({ expected }) => `缺少${expected ?? ""}，无法登记安置。`,
    en: ({ expected }) => `${expected ?? ""} is missing; the placement can't be registered.`,
    help: {
      zh: "登记安置需要身份证号、姓名、学校代码、年级、协议编号、开始日期、结束日期和岗位。请补齐后重新上传，已登记的行不受影响。",
      en: "A placement needs identity number, name, school, year of study, agreement number, both dates and the post. Add what is missing and upload the file again; registered rows are left as they are.",
    },
  },
  "roster-invalid-id-number": {
    severity: "reject",
    source: IDENTITY_NUMBER,
    title: { zh: "花名册中身份证号有误", en: "Invalid identity number in the roster" },
    zh: ({ found }) => `身份证号${quoted(found)}的位数、出生日期或校验码不对，无法登记安置。`,
    en: ({ found }) =>
      `The identity number ${quotedEn(found)} has a wrong length, birth date or check digit; the placement can't be registered.`,
    help: {
      zh: "身份证号为 18 位，末位是校验码（0–9 或 X）。通常是录入时错了一位，请对照证件更正后重新上传。",
      en: "An identity number has 18 characters, the last of which checks the others (0–9 or X). Usually one digit was mistyped; compare it with the card and upload the file again.",
    },
  },
  "roster-bad-grade": {
    severity: "reject",
    source: ROSTER_TEMPLATE,
    title: { zh: "年级无效", en: "Invalid year of study" },
    zh: ({ found, expected }) => `年级${quoted(found)}无效，应为 ${expected ?? ""}。`,
    en: ({ found, expected }) =>
      `The year of study ${quotedEn(found)} is not valid; expected ${expected ?? ""}.`,
    help: {
      zh: "年级填写就读的第几年，如 2、二年级。入学年份（如 2024 级）不能代替。",
      en: "Give the year of study, as 2 or 二年级. The year of enrolment (2024级) is something else.",
    },
  },
  "roster-dates-reversed": {
    severity: "reject",
    source: ROSTER_TEMPLATE,
    title: { zh: "起止日期颠倒", en: "Dates reversed" },
    zh: ({ found, expected }) => `结束日期${quoted(found)}早于开始日期 ${expected ?? ""}。`,
    en: ({ found, expected }) => `The end ${quotedEn(found)} lies before the start ${expected ?? ""}.`,
    help: {
      zh: "请核对协议上的实习起止日期。",
      en: "Compare both dates with the agreement.",
    },
  },
  "roster-dates-implausible": {
    severity: "reject",
    source: `${ROSTER_TEMPLATE}（期限待确认）`,
    title: { zh: "日期不合理", en: "Implausible date" },
    zh: ({ found, expected }) => `日期${quoted(found)}不合理，应在 ${expected ?? ""} 之间。`,
    en: ({ found, expected }) =>
      `The date ${quotedEn(found)} is implausible; expected within ${expected ?? ""}.`,
    help: {
      zh: `开始日期与所选月份相差不超过 ${monthsAround} 个月，结束日期不晚于开始日期后 ${mostYears} 年（均待确认）。多半是年份录入有误，请对照协议更正。`,
      en: `A start lies within ${monthsAround} months of the month chosen, an end within ${mostYears} years of the start (both to be confirmed). Usually the year was mistyped; compare it with the agreement.`,
    },
  },
  "roster-unknown-school": {
    severity: "reject",
    source: ROSTER_TEMPLATE,
    title: { zh: "学校代码不存在", en: "Unknown school" },
    zh: ({ found }) => `没有学校代码${quoted(found)}。`,
    en: ({ found }) => `There is no school with the code ${quotedEn(found)}.`,
    help: {
      zh: "学校须先由主管部门登记。请核对学校代码，或联系主管部门。",
      en: "Schools are registered by an officer. Check the code, or ask the authority.",
    },
  },
  "roster-foreign-school": {
    severity: "reject",
    source: ROSTER_TEMPLATE,
    title: { zh: "不是本校的学校代码", en: "Another school's code" },
    zh: ({ found, expected }) =>
      `学校代码${quoted(found)}不是本校的代码${expected ? `（${expected}）` : ""}。`,
    en: ({ found, expected }) =>
      `The code ${quotedEn(found)} is not your school's${expected ? `, which is ${expected}` : ""}.`,
    help: {
      zh: "院校只能为本校学生登记安置。请更正学校代码；其他学校的学生，由其学校或企业上传。",
      en: "A school registers its own students only. Correct the code; students of other schools are sent by their school or the enterprise.",
    },
  },
  "roster-unknown-enterprise": {
    severity: "reject",
    source: ROSTER_TEMPLATE,
    title: { zh: "企业登记未通过", en: "The enterprise is not registered" },
    zh: () => "企业的登记已不再有效，不能登记安置。",
    en: () => "The enterprise's registration no longer holds, so nobody can be placed with it.",
    help: {
      zh: "花名册上传之后企业登记被退回。请联系主管部门，登记通过后重新上传。",
      en: "The registration was turned down after the roster was sent. Ask the authority, and upload it again afterwards.",
    },
  },
  "roster-under-sixteen": {
    severity: "reject",
    source: BANS,
    title: { zh: "开始时未满 16 周岁", en: "Under sixteen at the start" },
    zh: ({ found }) => `开始日期 ${found ?? ""} 当日该学生未满 16 周岁，不得安排实习。`,
    en: ({ found }) => `On the first day, ${found ?? ""}, the student is not sixteen and may not be placed.`,
    help: {
      zh: "按实习开始当日的周岁计算。请核对身份证号和开始日期；满 16 周岁后方可开始。",
      en: "What counts is the age on the first day. Check the identity number and the date; the internship can't start before the sixteenth birthday.",
    },
  },
  "roster-first-year": {
    severity: "reject",
    source: BANS,
    title: { zh: "一年级学生不得安置", en: "First-year students may not be placed" },
    zh: () => "一年级学生不得安排岗位实习。",
    en: () => "First-year students may not be placed on a post.",
    help: {
      zh: "请核对年级；一年级在校学生不得参加岗位实习。",
      en: "Check the year of study; first-year students may not be placed on a post.",
    },
  },
  "roster-already-placed": {
    severity: "reject",
    source: AGREEMENT,
    title: { zh: "期间内已有安置", en: "Placed already" },
    zh: ({ found, other }) => `该学生在 ${found ?? ""} 期间已安置在本企业（${other ?? ""}）。`,
    en: ({ found, other }) =>
      `The student is placed with this enterprise in ${found ?? ""} already (${other ?? ""}).`,
    help: {
      zh: "同一企业同一期间只能有一个安置。需要更改日期的，先结束原安置。",
      en: "One enterprise has one placement of a student at a time. To change its dates, end the earlier one first.",
    },
  },
  "roster-duplicate": {
    severity: "reject",
    source: ROSTER_TEMPLATE,
    title: { zh: "花名册中重复", en: "Twice in the roster" },
    zh: ({ other }) => `该学生已在第 ${other ?? ""} 行出现，以先出现的为准。`,
    en: ({ other }) => `The student stands in row ${other ?? ""} already; the first one counts.`,
    help: {
      zh: "同一名学生在同一期间只需一行。请删除重复的行。",
      en: "A student has one row for the same days. Delete the other.",
    },
  },
  "roster-conflict": {
    severity: "warn",
    source: AGREEMENT,
    title: { zh: "与别处的安置重叠", en: "Overlaps a placement elsewhere" },
    zh: ({ found }) => `已登记，但该学生在 ${found ?? ""} 期间另有安置，需主管部门决定。`,
    en: ({ found }) =>
      `Registered, but the student is placed elsewhere in ${found ?? ""}; an officer has to decide.`,
    help: {
      zh: "同一期间在两家企业的安置不能同时有效。主管部门决定之前，按规则只有一处可以计发。",
      en: "Two enterprises can't have a student on the same days. Until an officer decides, only one of them is payable.",
    },
  },
});
