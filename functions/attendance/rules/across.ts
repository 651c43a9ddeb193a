import { AGREEMENT, quoted, quotedEn, rulesOf, TEMPLATE, WORKING_HOURS } from "./rule.ts";

/** What only several rows, files or enterprises together tell. */
export const acrossRules = rulesOf("across", {
  "duplicate-day": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "同一天重复", en: "Day given twice" },
    zh: ({ found, other }) => `该学生 ${found ?? ""} 已在第 ${other ?? ""} 行出现，以先出现的为准。`,
    en: ({ found, other }) =>
      `The student's ${found ?? ""} stands in row ${other ?? ""} already; the first one counts.`,
    help: {
      zh: "同一名学生同一天只能有一行，已按先出现的一行记入。若后一行才是正确的，请删除前一行后重新上传。",
      en: "A student has one row a day; the first one counts. If the later one is right, delete the first and upload the file again.",
    },
  },
  "exceeds-40-hours": {
    severity: "warn",
    source: WORKING_HOURS,
    title: { zh: "一周超过 40 小时", en: "More than 40 hours a week" },
    zh: ({ found, expected, other }) =>
      `${other ?? ""} 一周工时 ${found ?? ""} 小时，超过 ${expected ?? ""} 小时。`,
    en: ({ found, expected, other }) =>
      `${found ?? ""} hours in the week ${other ?? ""}, more than ${expected ?? ""}.`,
    help: {
      zh: "扣除休息后，每周（周一至周日，仅计本月内的日子）不超过 40 小时（本市标准待确认）。照常计入，主管部门会看到提示。",
      en: "After breaks, a week (Monday to Sunday, as far as it lies in the month) has at most 40 hours (to be confirmed for this city). The days count; officers see the warning.",
    },
  },
  "same-day-elsewhere": {
    severity: "warn",
    source: AGREEMENT,
    title: { zh: "同一天在别处出勤", en: "Present elsewhere on the same day" },
    zh: ({ found }) => `该学生 ${found ?? ""} 在另一家企业也有出勤，只有一处可以计发。`,
    en: ({ found }) =>
      `The student was reported present with another enterprise on ${found ?? ""}; only one of them is payable.`,
    help: {
      zh: "同一天不可能在两家企业实习。两家企业都会收到提示，由主管部门决定以哪一处为准；请核对本单位记录。",
      en: "Nobody works at two places on one day. Both enterprises are told and an officer decides which stands; check your own records.",
    },
  },
  "enterprise-has-spoken": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "与企业上报不一致", en: "Differs from what the enterprise reported" },
    zh: ({ found }) => `企业已上报该学生${quoted(found)}的考勤，且与本文件不同；以企业上报为准。`,
    en: ({ found }) =>
      `The enterprise has reported the student's ${quotedEn(found)} differently; its word stands.`,
    help: {
      zh: "院校的文件不会覆盖企业的文件。两者不一致时记为差异，由主管部门核实；请与企业核对。",
      en: "A school's file never overrides an enterprise's. Where they differ, officers see it; settle it with the enterprise.",
    },
  },
});
