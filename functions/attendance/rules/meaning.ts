import { AGREEMENT, IDENTITY_NUMBER, quoted, quotedEn, rulesOf, TEMPLATE } from "./rule.ts";

/** Whose row it is, and whether its day can be theirs. */
export const meaningRules = rulesOf("meaning", {
  "unknown-student": {
    severity: "reject",
    source: AGREEMENT,
    title: { zh: "没有对应的安置", en: "No such placement" },
    zh: ({ found }) => `本企业当月的实习安置中没有${quoted(found)}。请核对号码，或先登记安置。`,
    en: ({ found }) =>
      `No placement with this enterprise in this month fits ${quotedEn(found)}. Check the number or register the placement first.`,
    help: {
      zh: "没有三方协议就没有实习：只有已登记的安置才能计入。请核对安置编号、身份证号、学号、工号或姓名；确为实习生的，先登记安置（可用花名册上传），系统会自动重新核对本文件。本企业职工不必上报。",
      en: "Without an agreement there is no internship, so only registered placements count. Check the number or name; if it is an intern, register the placement (by a roster, say) and the file is read again by itself. Employees of the firm don't belong in the file.",
    },
  },
  "invalid-id-number": {
    severity: "reject",
    source: IDENTITY_NUMBER,
    title: { zh: "身份证号有误", en: "Invalid identity number" },
    zh: ({ found }) => `身份证号${quoted(found)}的位数、出生日期或校验码不对，且找不到对应的安置。`,
    en: ({ found }) =>
      `The identity number ${quotedEn(found)} has a wrong length, birth date or check digit, and no placement has it.`,
    help: {
      zh: "身份证号为 18 位，末位是校验码（0–9 或 X）。通常是录入时错了一位，请对照证件更正。",
      en: "An identity number has 18 characters, the last of which checks the others (0–9 or X). Usually one digit was mistyped; compare it with the card.",
    },
  },
  "ambiguous-name": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "姓名对应多人", en: "Name of several people" },
    zh: ({ found, other }) =>
      `姓名${quoted(found)}在本企业当月有多人：${other ?? ""}。请填写安置编号、身份证号、学号或工号。`,
    en: ({ found, other }) =>
      `Several people of this enterprise share the name ${quotedEn(found)} this month: ${other ?? ""}. Give a number.`,
    help: {
      zh: "同名的实习生不能只凭姓名区分。请加一列安置编号、身份证号、学号或工号；考勤软件导出的文件，可在安置中登记工号。",
      en: "Interns of the same name can't be told apart by it. Add a column with a number; for a clock's own export, register the employee number with the placement.",
    },
  },
  "ambiguous-number": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "号码对应多人", en: "Number of several people" },
    zh: ({ found, other }) => `号码${quoted(found)}对应多人：${other ?? ""}。请填写安置编号或身份证号。`,
    en: ({ found, other }) =>
      `Several people have the number ${quotedEn(found)}: ${other ?? ""}. Give the placement number or identity number.`,
    help: {
      zh: "不同人登记了同一个工号或学号。请在本行填写安置编号或身份证号，并更正安置中的号码。",
      en: "Different people are registered with one employee or student number. Give the placement or identity number in the row, and correct the placements.",
    },
  },
  "outside-period": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "不在所报月份", en: "Day of another month" },
    zh: ({ found, expected }) => `日期${quoted(found)}不在所报月份 ${expected ?? ""} 内。`,
    en: ({ found, expected }) =>
      `The date ${quotedEn(found)} is not in the month ${expected ?? ""} of this file.`,
    help: {
      zh: "一份文件只报一个月。其他月份的记录请在对应月份另行上传。",
      en: "A file is about one month. Upload days of other months under their own month.",
    },
  },
  "future-day": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "日期尚未到来", en: "Day in the future" },
    zh: ({ found, expected }) => `日期${quoted(found)}尚未到来（今天是 ${expected ?? ""}），不能报出勤。`,
    en: ({ found, expected }) =>
      `The day ${quotedEn(found)} has not come yet (today is ${expected ?? ""}); nobody can have attended.`,
    help: {
      zh: "出勤只能在当天或之后上报。请在该日过后重新上传；请假和休息可以提前写明。",
      en: "Attendance is reported on the day or later. Upload the file again when the day has passed; leave and rest may be written ahead.",
    },
  },
  "outside-placement": {
    severity: "reject",
    source: AGREEMENT,
    title: { zh: "不在安置期间", en: "Outside the placement" },
    zh: ({ found, expected }) => `日期${quoted(found)}不在该学生的安置期间 ${expected ?? ""} 内。`,
    en: ({ found, expected }) =>
      `The date ${quotedEn(found)} is outside the student's placement, ${expected ?? ""}.`,
    help: {
      zh: "该日没有有效的实习协议。协议起止日期有误的，请院校或主管部门更正安置，系统会自动重新核对本文件。",
      en: "No agreement covers the day. If the placement's dates are wrong, have the school or an officer correct them; the file is then read again by itself.",
    },
  },
  "identifiers-disagree": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "几个号码不一致", en: "Identifiers disagree" },
    zh: ({ found, expected, other }) =>
      `${other ?? ""}${quoted(found)}与按${expected ?? ""}找到的安置不一致，已按${expected ?? ""}记入。`,
    en: ({ found, expected, other }) =>
      `${other ?? ""} ${quotedEn(found)} doesn't fit the placement found by ${expected ?? ""}; the row counts by ${expected ?? ""}.`,
    help: {
      zh: "同一行的号码或姓名指向不同的登记信息，已按最可靠的一列记入（安置编号、身份证号、学号、工号、姓名依次优先），每名学生只提示一次。请核对并更正文件或安置。",
      en: "The row's numbers or name don't belong together; it counts by the surest column (placement, identity, student, employee number, name). Told once a student. Correct the file or the placement.",
    },
  },
  "matched-by-name": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "仅凭姓名匹配", en: "Matched by name only" },
    zh: ({ found }) => `${quoted(found)}仅凭姓名匹配到安置，该姓名在本企业当月唯一。`,
    en: ({ found }) =>
      `${quotedEn(found)} was found by name only, which is unique among this month's placements.`,
    help: {
      zh: "文件中没有能匹配的号码，已按唯一姓名记入，每名学生只提示一次。为避免同名误记，请在安置中登记工号或在文件中加一列号码。",
      en: "No number fitted, so the row counts by a name that only one intern has. Told once a student. Register employee numbers or add a column with a number, so that namesakes can't be confused.",
    },
  },
  "worked-on-rest-day": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "休息日有打卡", en: "Punch on a day of rest" },
    zh: ({ found }) => `${quoted(found)}：休息日有打卡但没有工时，未计为出勤。如确有实习请填写工时。`,
    en: ({ found }) =>
      `${quotedEn(found)}: a punch on a day of rest without hours; not counted. State the hours if the student worked.`,
    help: {
      zh: "考勤软件记为“休息并打卡”，没有工时，不能认定为出勤。若确有实习安排，请填写工时后重新上传。",
      en: "The tool noted a punch on a day of rest without hours, which is no attendance. If the student did work, state the hours and upload the file again.",
    },
  },
  "hand-edited-punch": {
    severity: "warn",
    source: `${TEMPLATE}（待确认）`,
    title: { zh: "打卡记录经人工修改", en: "Punch edited by hand" },
    zh: ({ found }) => `打卡记录经人工修改：${quoted(found)}。已计入，供核查。`,
    en: ({ found }) =>
      `The punch was edited by hand: ${quotedEn(found)}. It counts and is marked for review.`,
    help: {
      zh: "考勤软件注明该记录由管理员修改。记录照常计入，主管部门会看到标记；请保留补卡或更正的依据。",
      en: "The tool notes that an administrator changed the record. It counts, and officers see the mark; keep what the change rests on.",
    },
  },
});
