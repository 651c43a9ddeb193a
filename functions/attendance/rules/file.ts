import { LIMITS, quoted, quotedEn, rulesOf, TEMPLATE } from "./rule.ts";

/** What can be wrong with a file before any of its rows is looked at. */
export const fileRules = rulesOf("file", {
  "file-empty": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "文件为空", en: "Empty file" },
    zh: () => "文件是空的。",
    en: () => "The file is empty.",
    help: {
      zh: "上传的文件没有任何内容，常见于导出中断或保存失败。请在考勤软件中重新导出，打开确认有数据后再上传。",
      en: "The file has no content, as when an export was interrupted. Export it again, open it to see that it has data, and upload it.",
    },
  },
  "file-encrypted": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "文件有密码", en: "Protected by a password" },
    zh: () => "文件设有打开密码，请取消密码后重新上传。",
    en: () => "The file is protected by a password. Remove it and upload the file again.",
    help: {
      zh: "设有打开密码的文件无法读取。请在表格软件中取消“用密码进行加密”，另存后上传；传输本身已经加密。",
      en: "A file that needs a password to open can't be read. Remove the password in the spreadsheet program and save it; the upload itself is encrypted.",
    },
  },
  "file-damaged": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "文件损坏", en: "Damaged file" },
    zh: ({ found }) => `文件损坏或不完整（${found ?? ""}），请重新导出后上传。`,
    en: ({ found }) => `The file is damaged or incomplete (${found ?? ""}). Export it again and upload it.`,
    help: {
      zh: "文件内部结构不完整，整份文件未计入，以前的数据保持不变。请重新导出，或在表格软件中打开后另存为 .xlsx。",
      en: "The file's structure is broken, so nothing of it counts and earlier data stands. Export it again, or open it and save it as .xlsx.",
    },
  },
  "file-too-large": {
    severity: "reject",
    source: LIMITS,
    title: { zh: "文件过大", en: "Too large" },
    zh: ({ found, expected }) =>
      `文件展开后过大（${found ?? ""}，上限 ${expected ?? ""}），请分成几个文件上传。`,
    en: ({ found, expected }) =>
      `The file is too large when unpacked (${found ?? ""}, at most ${expected ?? ""}). Split it into several files.`,
    help: {
      zh: "文件解压后的大小超出上限，可能含有图片、大量空行或多余的工作表。请只保留考勤数据，或按部门分成几个文件上传。",
      en: "Unpacked, the file exceeds the limit; it may hold pictures, empty rows or sheets that aren't needed. Keep the attendance only, or split it by department.",
    },
  },
  "file-not-what-it-says": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "不是表格文件", en: "Not a spreadsheet" },
    zh: ({ found, expected }) => `文件内容不是表格（实为 ${found ?? ""}），需要 ${expected ?? ""}。`,
    en: ({ found, expected }) =>
      `The content is no spreadsheet (it is ${found ?? ""}); expected ${expected ?? ""}.`,
    help: {
      zh: "文件的内容与表格不符，例如图片、PDF、压缩包或文档改了扩展名。请上传 .xlsx、.xls 或 CSV 格式的考勤表。",
      en: "The content is something else, such as a picture, a PDF or an archive under another name. Upload the attendance as .xlsx, .xls or CSV.",
    },
  },
  "file-is-old-xls": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "表格格式过旧", en: "Format older than Excel 5" },
    zh: () => "这是 Excel 5.0 以前的 .xls 文件，请在表格软件中另存为 .xlsx 或 CSV 后重新上传。",
    en: () => "This .xls file is older than Excel 5. Save it as .xlsx or CSV and upload it again.",
    help: {
      zh: "Excel 4.0 及更早的格式不支持。请用表格软件打开，选择“另存为”.xlsx 后上传。",
      en: "Formats of Excel 4 and before are not read. Open the file in a spreadsheet program and save it as .xlsx.",
    },
  },
  "header-not-recognised": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "表头无法识别", en: "Headings not recognised" },
    zh: ({ found, expected }) => `没有找到可识别的表头（见到：${found ?? ""}）。需要：${expected ?? ""}。`,
    en: ({ found, expected }) =>
      `No headings were recognised (found: ${found ?? ""}). Expected: ${expected ?? ""}.`,
    help: {
      zh: "没有一张工作表的表头能对应到考勤栏目。请使用模板或考勤软件的原始导出；也可以一次性指定各列的含义，系统会为本企业记住。",
      en: "No sheet has headings that stand for attendance columns. Use the template or the clock's own export, or say once what each column means; it is remembered for the enterprise.",
    },
  },
  "day-columns-differ": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "日期列与月份不符", en: "Day columns of another month" },
    zh: ({ found, expected }) =>
      `日期列${quoted(found)}与统计月份不符（该列应为 ${expected ?? ""}），请检查所选月份。`,
    en: ({ found, expected }) =>
      `The day column ${quotedEn(found)} doesn't fit the month (it should be ${expected ?? ""}). Check the month that was chosen.`,
    help: {
      zh: "按日排列的表中，日期列或周末的位置与所选月份不一致，多半选错了月份或列被删改。请按原样导出并选择正确的月份。",
      en: "The days across the sheet don't fall as they do in the chosen month: a wrong month, or columns were changed. Export it unchanged and choose the right month.",
    },
  },
  "period-differs": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "文件是另一个月的", en: "File of another month" },
    zh: ({ found, expected }) => `文件写明的统计期间是 ${found ?? ""}，与所选月份 ${expected ?? ""} 不同。`,
    en: ({ found, expected }) =>
      `The file says that it covers ${found ?? ""}; the month chosen is ${expected ?? ""}.`,
    help: {
      zh: "文件标题或单元格中写明的统计期间不包含所选月份。请上传对应月份的文件，或重新选择月份后上传。",
      en: "The period that the file states doesn't include the chosen month. Upload the file of that month, or choose the month that the file is about.",
    },
  },
  "summary-only": {
    severity: "reject",
    source: TEMPLATE,
    title: { zh: "只有汇总，没有每日记录", en: "Totals without days" },
    zh: ({ found, expected }) =>
      `文件只有汇总（${found ?? ""}），没有每天的记录。请上传：${expected || "每日统计、原始记录或打卡明细"}。`,
    en: ({ found, expected }) =>
      `The file holds totals only (${found ?? ""}) and no days. Upload: ${expected || "the daily export or the list of punches"}.`,
    help: {
      zh: "只有出勤天数合计而没有逐日记录的表不能作为依据。请在考勤软件中导出“每日统计”“原始记录”或“刷卡记录”。",
      en: "A sheet that only counts days is no evidence of which days were worked. Export the daily statistics, the raw records or the punches instead.",
    },
  },
  "too-many-rows": {
    severity: "reject",
    source: LIMITS,
    title: { zh: "行数过多", en: "Too many rows" },
    zh: ({ found, expected }) => `行数过多（${found ?? ""}，上限 ${expected ?? ""}），请分成几个文件上传。`,
    en: ({ found, expected }) =>
      `There are too many rows (${found ?? ""}, at most ${expected ?? ""}). Split the file.`,
    help: {
      zh: "一张工作表最多 1,048,576 行。请按部门或学校分成几个文件，用“合并”方式分别上传。",
      en: "A sheet has at most 1,048,576 rows. Split the file by department or school and upload the parts in the mode that merges.",
    },
  },
  "extension-differs": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "扩展名与内容不一致", en: "Extension differs from content" },
    zh: ({ found, expected }) =>
      `文件扩展名${quoted(found)}与内容（${expected ?? ""}）不一致，已按内容读取。`,
    en: ({ found, expected }) =>
      `The extension ${quotedEn(found)} differs from the content (${expected ?? ""}); it was read by its content.`,
    help: {
      zh: "扩展名与实际格式不同，例如网页另存成的 .xls。数据已按实际内容读取，无需处理。",
      en: "The name says another format than the bytes, as with a web page saved as .xls. It was read by its content; nothing needs to be done.",
    },
  },
  "hidden-sheet": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "隐藏的工作表未读取", en: "Hidden sheet not read" },
    zh: ({ found }) => `隐藏的工作表${quoted(found)}未读取。`,
    en: ({ found }) => `The hidden sheet ${quotedEn(found)} was not read.`,
    help: {
      zh: "隐藏的工作表里有像考勤的数据，但没有读取。若应计入，请取消隐藏后重新上传。",
      en: "A hidden sheet holds what looks like attendance and was not read. If it should count, show the sheet and upload the file again.",
    },
  },
  "hidden-rows": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "隐藏的行已读取", en: "Hidden rows were read" },
    zh: ({ found, other }) => `工作表${quoted(other)}有 ${found ?? ""} 行被隐藏或筛选掉，也已读取。`,
    en: ({ found, other }) =>
      `${found ?? ""} rows of the sheet ${quotedEn(other)} are hidden or filtered out; they were read too.`,
    help: {
      zh: "筛选或隐藏的行同样计入。若不应计入，请删除这些行后重新上传。",
      en: "Rows that a filter hides count like others. If they should not, delete them and upload the file again.",
    },
  },
  "sheet-not-recognised": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "有工作表未识别", en: "A sheet was not recognised" },
    zh: ({ found }) => `工作表${quoted(found)}的表头无法识别，未读取；其他工作表已读取。`,
    en: ({ found }) =>
      `The headings of the sheet ${quotedEn(found)} were not recognised; it was not read, others were.`,
    help: {
      zh: "文件中有一张工作表没有对应的表头，已跳过。若其中有考勤，请把表头改成模板的写法后重新上传。",
      en: "One of the sheets has no headings that are known and was passed over. If it holds attendance, use the template's headings and upload the file again.",
    },
  },
  "sheet-of-another-month": {
    severity: "warn",
    source: TEMPLATE,
    title: { zh: "有工作表属于别的月份", en: "A sheet is of another month" },
    zh: ({ found, expected }) =>
      `工作表${quoted(found)}是 ${expected ?? ""} 以外的月份，未读取；其他工作表已读取。`,
    en: ({ found, expected }) =>
      `The sheet ${quotedEn(found)} is of a month other than ${expected ?? ""}; it was not read, others were.`,
    help: {
      zh: "一个文件只报一个月。其他月份的工作表请按月份分别上传。",
      en: "A file is about one month. Upload the sheets of other months for their own months.",
    },
  },
});
