import { BANS, POST_BANS, quoted, quotedEn, rulesOf, WORKING_HOURS } from "./rule.ts";
import { DEFAULT_STANDARDS, nightHours } from "./standards.ts";

const NIGHT = nightHours(DEFAULT_STANDARDS);
const { toleranceMinutes } = DEFAULT_STANDARDS.night;

const UNTIL_FILED = {
  zh: "岗位确有需要的，企业应事先向主管部门备案；备案登记后，备案期内的标记自动解除。",
  en: "Where the post needs it, the enterprise files it with the authority beforehand; once the filing is recorded, days that it covers are cleared by themselves.",
};

/** What the rules on internships ban or limit. A violation counts as a day; its effect on the money is the policy's. */
export const internshipRules = rulesOf("meaning", {
  "exceeds-8-hours": {
    severity: "warn",
    source: WORKING_HOURS,
    title: { zh: "一天超过 8 小时", en: "More than 8 hours a day" },
    zh: ({ found, expected }) => `当日工时 ${found ?? ""} 小时，超过 ${expected ?? ""} 小时。`,
    en: ({ found, expected }) => `${found ?? ""} hours on this day, more than ${expected ?? ""}.`,
    help: {
      zh: "扣除休息后，实习时间每天不超过 8 小时（本市标准待确认）。该日照常计入，主管部门会看到提示。",
      en: "After breaks, an internship takes at most 8 hours a day (to be confirmed for this city). The day counts; officers see the warning.",
    },
  },
  "statutory-holiday": {
    severity: "violation",
    source: POST_BANS,
    title: { zh: "法定节假日实习", en: "Work on a statutory holiday" },
    zh: ({ found }) => `${found ?? ""} 是法定节假日，未经备案不得安排实习。`,
    en: ({ found }) =>
      `${found ?? ""} is a statutory holiday, on which interns may not work without a filing.`,
    help: {
      zh: `法定节假日（不含调休）不得安排学生实习。${UNTIL_FILED.zh}`,
      en: `Students may not be made to work on statutory holidays (days merely moved in exchange are none). ${UNTIL_FILED.en}`,
    },
  },
  "night-shift": {
    severity: "violation",
    source: POST_BANS,
    title: { zh: "夜班", en: "Night shift" },
    zh: ({ found, expected }) => `${quoted(found)}在夜间时段 ${expected ?? ""} 内，未经备案不得安排夜班。`,
    en: ({ found, expected }) =>
      `${quotedEn(found)} falls into the night, ${expected ?? ""}; night shifts need a filing.`,
    help: {
      zh: `夜间时段默认 ${NIGHT}，容许越界 ${toleranceMinutes} 分钟（均待确认）。没有打卡时间的，班次写明夜班同样算。${UNTIL_FILED.zh}`,
      en: `The night is ${NIGHT} with a tolerance of ${toleranceMinutes} minutes (both to be confirmed); without times, a shift that calls itself one counts. ${UNTIL_FILED.en}`,
    },
  },
  "overtime-without-filing": {
    severity: "violation",
    source: POST_BANS,
    title: { zh: "未备案加班", en: "Overtime without a filing" },
    zh: ({ found }) => `文件记有加班${quoted(found)}，未经备案不得安排加班。`,
    en: ({ found }) => `The file states overtime, ${quotedEn(found)}; overtime needs a filing.`,
    help: {
      zh: `只看文件自己记为加班的内容：加班时长大于 0，或状态写明加班。${UNTIL_FILED.zh}`,
      en: `This goes by what the file itself calls overtime: hours in its column, or a status that says so. ${UNTIL_FILED.en}`,
    },
  },
  "under-sixteen": {
    severity: "violation",
    source: `${BANS}；禁止使用童工规定第四条`,
    title: { zh: "未满 16 周岁", en: "Under sixteen" },
    zh: ({ found }) => `${found ?? ""} 当日该学生未满 16 周岁。`,
    en: ({ found }) => `On ${found ?? ""} the student was not sixteen yet.`,
    help: {
      zh: "不得安排未满 16 周岁的学生实习，按实习当日的周岁计算，无法备案解除。请立即停止安排，并核对身份证号。",
      en: "Students under sixteen may not be placed, by their age on the day; no filing clears it. Stop at once, and check the identity number.",
    },
  },
  "first-year-student": {
    severity: "violation",
    source: BANS,
    title: { zh: "一年级学生", en: "First-year student" },
    zh: ({ found }) => `${found ?? ""}：该学生登记为一年级，不得安排岗位实习。`,
    en: ({ found }) => `${found ?? ""}: the student is registered in the first year and may not be placed.`,
    help: {
      zh: "一年级在校学生不得参加岗位实习，无法备案解除。年级登记有误的，请院校更正安置，系统会自动重新核对。",
      en: "First-year students may not be placed on a post; no filing clears it. If the year is wrong, the school corrects the placement and the file is read again by itself.",
    },
  },
});
