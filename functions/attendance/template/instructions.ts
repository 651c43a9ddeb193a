import type { WriterCell, WriterRow, WriterSheet } from "../../../shared/xlsx/workbook.ts";

export type TemplateForm = "matrix" | "long";

/** What may stand in the cell of a day, in the words of the sheet. */
export const MARKS: readonly [mark: string, zh: string, en: string][] = [
  ["√", "出勤，计 8 小时", "present, eight hours"],
  ["7.5", "当日工时（小时）", "the hours of the day"],
  ["08:30-17:30", "上下班时间，可跨零点", "from coming to going, across midnight too"],
  ["迟", "迟到", "late"],
  ["早退", "早退", "left early"],
  ["事", "事假", "leave for private reasons"],
  ["病", "病假", "sick leave"],
  ["×", "缺勤", "absent"],
  ["休", "休息", "day of rest"],
];

const STATUSES = "出勤 迟到 早退 请假 缺勤 休息";

/** How the template is filled in and what becomes of it. */
export function instructionsSheet(
  form: TemplateForm,
  { isNoticeKnown, placements }: { isNoticeKnown: boolean; placements: number },
): WriterSheet {
  const rows = [
    { cells: [{ value: "填写说明 Instructions", style: "title" }] satisfies WriterCell[] },
    ...(placements > 0 ? [] : [text(...NOBODY)]),
    ...(isNoticeKnown ? [] : [text(...NO_NOTICE)]),
    ...(form === "matrix" ? matrixHelp() : longHelp()),
    ...COMMON.map((words) => text(...words)),
  ];
  return { name: "填写说明 Instructions", widths: [64, 72], rows: [rows] };
}

const text = (zh: string, en: string): WriterRow => ({ cells: [zh, en] });

const NOBODY = [
  "本企业当月没有实习安置。请先登记安置或上传花名册，再下载模板。",
  "Nobody is placed with this enterprise in this month. Register placements or send a roster first.",
] as const;
const NO_NOTICE = [
  "该年度的放假通知尚未发布，表中只标出周末。",
  "The year's notice of holidays is not there yet; only weekends are shown.",
] as const;

function matrixHelp(): WriterRow[] {
  return [
    text(
      "每人一行，每天一格。填写下列标记之一；空白格不计，也不会被拒收。",
      "A row a person, a cell a day. Write one of these marks; an empty cell says nothing and is not refused.",
    ),
    ...MARKS.map(([mark, zh, en]) => text(`${mark}　${zh}`, `${mark}  ${en}`)),
    text(
      "灰色为休息日，橙色为法定节假日；标有“—”的日期不在安置期间内，请勿填写。",
      "Grey days are days of rest, orange ones statutory holidays. Days with — are outside the placement: leave them.",
    ),
  ];
}

function longHelp(): WriterRow[] {
  return [
    text(
      "每人每个工作日一行。填写上班时间和下班时间，或工时，或状态；没有填写的行不计，也不会被拒收。",
      "A row for each person and working day. Fill in both times, or the hours, or the status; a row that is left as it is says nothing and is not refused.",
    ),
    text(`状态：${STATUSES}`, `Status: ${STATUSES}`),
    text(
      "休息日有实习的，请添加一行并填写安置编号和日期。",
      "For a day of rest that was worked, add a row with the placement number and the date.",
    ),
  ];
}

const COMMON: readonly (readonly [zh: string, en: string])[] = [
  [
    "按安置编号找到学生；请勿更改安置编号。姓名已隐去，仅供辨认，无需填写全名。",
    "A student is found by the placement number; don't change it. Names are masked and only help to recognise the row.",
  ],
  [
    "一个文件只报一个月。同一学生的一个月以最后上传并被接受的文件为准。",
    "A file is about one month. Of a student's month, the file counts that was accepted last.",
  ],
  [
    "以“整月替换”方式上传时，文件中没有填写的学生，其当月记录将被收回。",
    "In the mode replace-month, what was said before about students without an entry in the file is taken back.",
  ],
  [
    "上传后可下载逐行报告：红色未计入，黄色为提示，并附原因。全部规则见 /rules。",
    "The report tells what became of each row: red ones don't count, yellow ones do, with the reason. All rules: /rules.",
  ],
];
