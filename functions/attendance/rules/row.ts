import { LIMITS, quoted, quotedEn, rulesOf, TEMPLATE } from "./rule.ts";

/** What can be wrong with a row by itself, before anybody asks whose it is. */
export const rowRules = rulesOf("row", {
  "missing-identity": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "没有写明是谁", en: "Nobody is named" },
    zh: () => "没有安置编号、身份证号、学号、工号和姓名，无法确定是谁。",
    en: () => "Neither placement number, identity number, student number, employee number nor name is given.",
    help: {
      zh: "安置编号、身份证号、学号、工号、姓名五列中至少填写一列。合并单元格请取消合并并逐行填写。",
      en: "Give at least one of placement number, identity number, student number, employee number and name in every row.",
    },
  },
  "id-in-scientific-notation": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "号码被表格软件改坏", en: "Number spoilt by the spreadsheet" },
    zh: ({ found }) =>
      `号码${quoted(found)}已被表格软件当作数值（科学计数或末尾变成 0），末尾数字已丢失。请把该列设为“文本”后重新填写。`,
    en: ({ found }) =>
      `The spreadsheet took the number for a quantity (${quotedEn(found)}: scientific notation, or zeros at the end) and its last digits are lost. Format the column as text and enter it again.`,
    help: {
      zh: "表格软件只保留数值的前 15 位：18 位身份证号会显示成 4.11E+17，或末三位变成 000，原来的数字已无法恢复。请先把该列格式设为“文本”，再重新填写或从系统导出；改用安置编号、学号或工号也可以。",
      en: "A spreadsheet keeps 15 digits of a quantity: an identity number of 18 becomes 4.11E+17 or ends in 000, and nothing can bring the digits back. Format the column as text first and enter the numbers again, or give the placement, student or employee number.",
    },
  },
  "bad-date": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "日期无效", en: "Not a date" },
    zh: ({ found, expected }) => `日期${quoted(found)}不是有效日期，应如 ${expected ?? ""}。`,
    en: ({ found, expected }) =>
      `The date ${quotedEn(found)} is no day of the calendar; expected e.g. ${expected ?? ""}.`,
    help: {
      zh: "日期应是日历上存在的一天，如 2026-06-01、2026/6/1、6月1日。请检查大小月和输入错误。",
      en: "A date is a day of the calendar, such as 2026-06-01, 2026/6/1 or 6月1日. Look for a 31st that the month doesn't have, and for typing mistakes.",
    },
  },
  "bad-time": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "时间无效", en: "Not a time" },
    zh: ({ found, expected }) => `时间${quoted(found)}无效，应如 ${expected ?? ""}。`,
    en: ({ found, expected }) => `The time ${quotedEn(found)} is not valid; expected e.g. ${expected ?? ""}.`,
    help: {
      zh: "时间按 24 小时制填写，如 08:30；次日下班写成“次日06:00”，午夜可写 24:00。一天最长 24 小时。",
      en: "Write times as 08:30; leaving on the next day as 次日06:00, midnight as 24:00. A day is at most 24 hours long.",
    },
  },
  "bad-hours": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "工时无效", en: "Not a number of hours" },
    zh: ({ found, expected }) => `工时${quoted(found)}不是小时数，应如 ${expected ?? ""}。`,
    en: ({ found, expected }) =>
      `The hours ${quotedEn(found)} are no number of hours; expected e.g. ${expected ?? ""}.`,
    help: {
      zh: "工时和加班时长填写小时数，如 8、7.5、7小时30分。",
      en: "Hours, overtime too, are written as 8, 7.5 or 7小时30分.",
    },
  },
  "hours-out-of-range": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "工时超出范围", en: "Hours out of range" },
    zh: ({ found, expected }) => `工时${quoted(found)}超出范围 ${expected ?? ""}。`,
    en: ({ found, expected }) => `The hours ${quotedEn(found)} are out of the range ${expected ?? ""}.`,
    help: {
      zh: "一天的工时在 0 到 24 小时之间。常见原因是把分钟或全月合计填进了工时列。",
      en: "A day has 0 to 24 hours. Often minutes, or a month's total, stand in the column of hours.",
    },
  },
  "unknown-status": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "状态无法识别", en: "Unknown status" },
    zh: ({ found, expected }) => `状态${quoted(found)}无法识别，应为：${expected ?? ""}。`,
    en: ({ found, expected }) =>
      `The status ${quotedEn(found)} is unknown; expected one of: ${expected ?? ""}.`,
    help: {
      zh: "状态使用出勤、迟到、早退、请假、缺勤、休息，或考勤软件的原词。自定义符号请先替换成这些词。",
      en: "Use 出勤 迟到 早退 请假 缺勤 休息 or the words of the clock or chat tool. Replace marks of your own by these.",
    },
  },
  "missing-punch": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "缺一次打卡", en: "A punch is missing" },
    zh: () => "上下班时间只有一个，无法得出工时。请补上另一个时间或填写工时。",
    en: () =>
      "Only one of the two times is given, so the hours can't be told. Give the other time or the hours.",
    help: {
      zh: "只有上班或只有下班打卡时算不出工时，该日不计入。请按补卡手续补上另一个时间，或由企业填写工时。",
      en: "With one punch nobody knows how long the day was, and it doesn't count. Add the other time as your rules for forgotten punches allow, or state the hours.",
    },
  },
  "nothing-stated": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "没有写明出勤情况", en: "Nothing is said about the day" },
    zh: () => "这一天没有时间、工时和状态，不知道是否出勤。",
    en: () => "The day has no times, no hours and no status: nothing says whether the student was there.",
    help: {
      zh: "请填写上下班时间、工时或状态三者之一；没有来的日子写“缺勤”或“休息”。",
      en: "Give the times, the hours or the status; for a day on which nobody came write 缺勤 or 休息.",
    },
  },
  "formula-not-calculated": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "公式没有计算结果", en: "Formula without a value" },
    zh: ({ found }) => `单元格是没有计算结果的公式（${found || "公式"}），读不到数值。`,
    en: ({ found }) => `The cell is a formula whose value was never saved (${found || "a formula"}).`,
    help: {
      zh: "公式没有保存计算结果，或结果是错误值。请在表格软件中打开并保存一次，或把公式“选择性粘贴”为数值后上传。",
      en: "The file holds the formula but not its value, or its value is an error. Open and save the file in a spreadsheet program, or paste the values over the formulas.",
    },
  },
  "text-damaged": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "文字乱码", en: "Damaged text" },
    zh: ({ found }) => `文字${quoted(found)}含有乱码，无法确定原来的内容。`,
    en: ({ found }) => `The text ${quotedEn(found)} holds characters that were lost in a conversion.`,
    help: {
      zh: "文字在编码转换中损坏（出现 � 等符号）。请从考勤软件重新导出，用 UTF-8 或 GB18030 编码保存，或直接上传 .xlsx。",
      en: "Characters were lost when the file was converted (� and the like). Export it again as .xlsx, or as CSV in UTF-8 or GB18030.",
    },
  },
  "cell-too-long": {
    severity: "reject",
    source: LIMITS,
    title: { zh: "单元格过长", en: "Cell too long" },
    zh: ({ expected, other }) => `单元格有 ${other ?? ""} 个字符，上限 ${expected ?? ""}。`,
    en: ({ expected, other }) => `The cell has ${other ?? ""} characters, at most ${expected ?? ""}.`,
    help: {
      zh: "号码、姓名、日期、时间和状态都是短文字，过长的内容不会被读取。请检查是否把整段文字粘贴进了这一格。",
      en: "Numbers, names, dates, times and status are short; a longer text is not read. See whether a whole passage was pasted into the cell.",
    },
  },
});
