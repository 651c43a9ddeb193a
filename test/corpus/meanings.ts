import { citizenIdWithCheckDigit } from "../../shared/values/identifiers.ts";
import { accepted, bookCase, bytesCase, type Case, noneGood, partly, refused } from "./case.ts";
import {
  brief,
  firstYear,
  li,
  namesakes,
  plainDay,
  plainMonth,
  STRANGER,
  sharers,
  young,
  zhang,
} from "./cast.ts";
import { utf8 } from "./encode.ts";
import { type Book, bookOf, type Cell, withRows } from "./grid.ts";
import { type Day, type Kept, keptOf, PERIOD, type Student } from "./month.ts";
import { fingerprint, punchList } from "./shapes/clock.ts";
import { dingtalkDay, dingtalkMonth, dingtalkRaw } from "./shapes/dingtalk.ts";
import { homeMade, templateMatrix } from "./shapes/matrix.ts";
import { wecom, wecomPunches } from "./shapes/wecom.ts";

const HEAD = "身份证号,学号,工号,姓名,日期,上班时间,下班时间,工时,加班时长,状态,班次";
type Line = [name: string, zh: string, en: string, rows: string[], expected: Case["expected"]];
const one = (text: string): Kept => ({ s64: text });

/** By employee number: the cells from the date on. */
const of = (student: Student, rest: string): string => `,,${student.employeeNo},,${rest}`;
const GOOD = of(zhang, "2026-06-01,08:00,17:00,,,出勤,");
const hours = (student: Student, date: string, count: number | string = 8) =>
  of(student, `${date},,,${count},,出勤,`);
const [first, second] = namesakes;
const wrongCheck = `${zhang.idNumber.slice(0, 17)}${zhang.idNumber.endsWith("1") ? "2" : "1"}`;

/** What only the roster, the calendar or other rows make wrong. */
// biome-ignore format: a table is read by its columns
const ROWS: readonly Line[] = [
  ["unknown-student", "没有安置的人", "somebody whom nobody placed", [GOOD, hours(STRANGER, "2026-06-02")], partly(one("1:480"), ["unknown-student"])],
  ["unknown-name", "没有安置的姓名", "a name that nobody has", [GOOD, ",,,吴名氏,2026-06-02,,,8,,出勤,"], partly(one("1:480"), ["unknown-student"])],
  ["invalid-id", "身份证校验码不对", "an identity number with a wrong check digit", [GOOD, `${wrongCheck},,,,2026-06-02,,,8,,出勤,`], partly(one("1:480"), ["invalid-id-number"])],
  ["short-id", "身份证只有十七位", "an identity number of 17 digits", [GOOD, `${zhang.idNumber.slice(0, 17)},,,,2026-06-02,,,8,,出勤,`], partly(one("1:480"), ["invalid-id-number"])],
  ["stranger-id", "身份证有效但没有安置", "a valid identity number that nobody placed has", [GOOD, `${citizenIdWithCheckDigit("41120219850101123")},,,,2026-06-02,,,8,,出勤,`], partly(one("1:480"), ["unknown-student"])],
  ["ambiguous-name", "两名王强，只写姓名", "a name that two students have", [GOOD, ",,,王强,2026-06-02,,,8,,出勤,"], partly(one("1:480"), ["ambiguous-name"])],
  ["ambiguous-resolved", "两名王强，写了工号", "namesakes told apart by number", [`,,${first.employeeNo},王强,2026-06-01,,,8,,出勤,`, `,,${second.employeeNo},王强,2026-06-01,,,6,,出勤,`], accepted({ s111: "1:480", s112: "1:360" })],
  ["ambiguous-number", "两人共用一个工号", "an employee number that two students have", [GOOD, hours(sharers[0], "2026-06-02")], partly(one("1:480"), ["ambiguous-number"])],
  ["ambiguous-number-resolved", "共用工号，写了身份证", "one of them by identity number", [`${sharers[1].idNumber},,E130,,2026-06-01,,,8,,出勤,`], accepted({ s132: "1:480" })],
  ["by-name", "只写姓名", "by name alone", [",,,李芳,2026-06-01,,,8,,出勤,", ",,,李芳,2026-06-02,,,8,,出勤,"], accepted({ s102: "1:480 2:480" }, ["matched-by-name"])],
  ["by-student-no", "只写学号", "by student number alone", [`,${li.studentNo},,,2026-06-01,,,8,,出勤,`], accepted({ s102: "1:480" })],
  ["by-id-full-width", "身份证为全角字符", "an identity number in full-width characters", [`${wide(zhang.idNumber)},,,,2026-06-01,,,8,,出勤,`], accepted(one("1:480"))],
  ["other-name", "身份证与姓名不符", "an identity number beside another name", [`${zhang.idNumber},,,张大明,2026-06-01,,,8,,出勤,`], accepted(one("1:480"), ["identifiers-disagree"])],
  ["two-people", "两个号码指向两个人", "two numbers of two people", [`${zhang.idNumber},${li.studentNo},,,2026-06-01,,,8,,出勤,`], accepted(one("1:480"), ["identifiers-disagree"])],
  ["outside-period", "日期在七月", "a day of the next month", [GOOD, hours(zhang, "2026-07-01")], partly(one("1:480"), ["outside-period"])],
  ["outside-agreement", "在协议期之外", "before and after the agreement", [hours(brief, "2026-06-05"), hours(brief, "2026-06-08"), hours(brief, "2026-06-22")], partly({ s121: "8:480" }, ["outside-placement"])],
  ["all-outside", "全部在协议期之外", "nothing within the agreement", [hours(brief, "2026-06-05"), hours(brief, "2026-06-22")], noneGood("outside-placement")],
  ["twice", "同一天两行", "the same day twice", [GOOD, hours(zhang, "2026-06-01", 4)], partly(one("1:480"), ["duplicate-day"])],
  ["twice-by-other-number", "同一人同一天，号码不同", "the same day of one student under two numbers", [GOOD, `${zhang.idNumber},,,,2026-06-01,,,4,,出勤,`], partly(one("1:480"), ["duplicate-day"])],
  ["twice-first-wrong", "先一行有错，后一行正确", "a wrong row before the right one of the same day", [of(zhang, "2026-06-01,25:70,17:00,,,出勤,"), GOOD], partly(one("1:480"), ["bad-time"])],
  ["exceeds-8", "一天十小时", "ten hours on one day", [hours(zhang, "2026-06-01", 10)], accepted(one("1:600"), ["exceeds-8-hours"])],
  ["exceeds-40", "一周四十八小时", "48 hours in a week", [1, 2, 3, 4, 5, 6].map((day) => hours(zhang, `2026-06-0${day}`)), accepted(one("1:480 2:480 3:480 4:480 5:480 6:480"), ["exceeds-40-hours"])],
  ["exactly-40", "一周正好四十小时", "exactly 40 hours in a week", [1, 2, 3, 4, 5].map((day) => hours(zhang, `2026-06-0${day}`)), accepted(one("1:480 2:480 3:480 4:480 5:480"))],
  ["statutory-holiday", "端午节上班", "work on the Dragon Boat Festival", [hours(zhang, "2026-06-19")], accepted(one("19:480"), ["statutory-holiday"])],
  ["holiday-rest", "端午节休息", "rest on the Dragon Boat Festival", [of(zhang, "2026-06-19,,,,,休息,")], accepted(one("19:0R"))],
  ["night-shift", "夜班 22:00–06:00", "a night shift, 22:00 to 06:00", [of(zhang, "2026-06-02,22:00,06:00,,,出勤,")], accepted(one("2:420"), ["night-shift"])],
  ["night-shift-named", "班次写“夜班”", "a shift that calls itself a night shift", [of(zhang, "2026-06-02,,,8,,出勤,夜班")], accepted(one("2:480"), ["night-shift"])],
  ["overtime-stated", "加班时长 2 小时", "two hours of overtime", [of(zhang, "2026-06-02,,,8,2,出勤,")], accepted(one("2:480"), ["overtime-without-filing"])],
  ["overtime-zero", "加班时长 0", "no hours of overtime", [of(zhang, "2026-06-02,,,8,0,出勤,")], accepted(one("2:480"))],
  ["overtime-status", "状态“加班”", "a status that says overtime", [of(zhang, "2026-06-06,,,8,,加班,")], accepted(one("6:480"), ["overtime-without-filing"])],
  ["under-sixteen", "满 16 周岁前后", "the day before and the day of the sixteenth birthday", [hours(young, "2026-06-09"), hours(young, "2026-06-10")], partly({ s122: "10:480" }, ["outside-placement", "under-sixteen"])],
  ["under-sixteen-after", "满 16 周岁之后", "from the sixteenth birthday on", [hours(young, "2026-06-10")], accepted({ s122: "10:480" })],
  ["first-year", "一年级学生", "a first-year student", [hours(firstYear, "2026-06-02")], accepted({ s123: "2:480" }, ["first-year-student"])],
  ["leave-of-first-year", "一年级学生请假", "a first-year student on leave", [of(firstYear, "2026-06-02,,,,,请假,")], accepted({ s123: "2:0V" })],
  ["all-wrong", "每行一种错", "every row wrong in its own way", [of(zhang, "2026-06-31,,,8,,出勤,"), hours(zhang, "2026-06-02", 26), of(zhang, "2026-06-03,,,,,在家,"), hours(STRANGER, "2026-06-04")], noneGood("bad-date", "hours-out-of-range", "unknown-status", "unknown-student")],
];

function wide(text: string): string {
  return text.replace(/[0-9X]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
}

const rows: readonly Case[] = ROWS.map(([name, zh, en, lines, expected]) =>
  bytesCase(
    {
      name: `meaning/${name}`,
      zh,
      en,
      filename: "六月考勤.csv",
      expected,
    },
    () => utf8(`${[HEAD, ...lines].join("\n")}\n`),
  ),
);

/** Months other than June. */
const months: readonly Case[] = [
  bytesCase(
    {
      name: "meaning/future-day",
      zh: "还没到的日子",
      en: "a day that has not come yet",
      filename: "七月考勤.csv",
      period: "2026-07",
      expected: partly({ s64: "2:480 31:0R" }, ["future-day"]),
    },
    () =>
      utf8(
        `${[HEAD, hours(zhang, "2026-07-02"), hours(zhang, "2026-07-20"), of(zhang, "2026-07-31,,,,,休息,")].join("\n")}\n`,
      ),
  ),
  bytesCase(
    {
      name: "meaning/make-up-workday",
      zh: "调休上班的周六",
      en: "a Saturday that is worked in exchange",
      filename: "五月考勤.csv",
      period: "2026-05",
      expected: accepted(one("9:480")),
    },
    () => utf8(`${[HEAD, hours(zhang, "2026-05-09")].join("\n")}\n`),
  ),
];

const day = (more: Partial<Day>): Day => plainDay(zhang, "2026-06-01", more);
const book = (shape: { write: typeof dingtalkRaw.write }, ...days: Day[]): Book =>
  shape.write({ period: days[0]?.date.slice(0, 7) ?? PERIOD, days });
/** The given rows put behind those of the first sheet. */
const more = (to: Book, ...added: Cell[][]): Book => ({
  sheets: to.sheets.map((sheet, index) =>
    index === 0 ? { ...sheet, rows: [...sheet.rows, ...added] } : sheet,
  ),
});
const mark = (status: string): Book =>
  book(dingtalkMonth, day({ in: undefined, out: undefined, instead: { status } }));
const cell = (status: string): Book =>
  book(homeMade, day({ in: undefined, out: undefined, instead: { status } }));
const punches = (text: string): Book => book(fingerprint, day({ instead: { in: text }, out: undefined }));

const edited = (): Book =>
  withRows(book(dingtalkRaw, day({})), (cells, row) =>
    row === 1 ? cells.with(16, "管理员张三将打卡时间修改为08:00") : cells,
  );

const summary = (): Book => ({
  sheets: book(fingerprint, ...plainMonth([zhang, li]).days).sheets.slice(1, 2),
});

const MAY = plainMonth([zhang], "2026-05").days.map((one) => ({ ...one, in: undefined, out: undefined }));
const untitled = (from: Book, titles: number): Book => ({
  sheets: from.sheets.map((sheet) => ({ ...sheet, merges: [], rows: sheet.rows.slice(titles) })),
});

/** A form that has 31 columns in every month. */
const longJune = (): Book =>
  withRows(book(templateMatrix, day({ in: undefined, out: undefined })), (cells, row) => [
    ...cells,
    row === 0 ? "31" : "出勤",
  ]);

const wholeClock = (): Book => book(fingerprint, ...plainMonth([zhang, li]).days);
const wholeClockKept = (): Kept => keptOf(plainMonth([zhang, li]).days, fingerprint.tells);

/** The corners of each tool's own files. */
// biome-ignore format: a table is read by its columns
const TOOLS: readonly [string, string, string, Case["expected"], () => Book, "xlsx" | "xls"][] = [
  ["dingtalk-raw/hand-edited", "钉钉 管理员修改", "a punch changed by an administrator", accepted(one("1:480"), ["hand-edited-punch"]), edited, "xlsx"],
  ["dingtalk-raw/night", "钉钉 夜班次日下班", "a night shift whose end is on the next day", accepted(one("1:420"), ["night-shift"]), () => book(dingtalkRaw, day({ in: "22:00", out: "06:00" })), "xlsx"],
  ["dingtalk-raw/four-punches", "钉钉 一天四次打卡", "four punches on one day", accepted(one("1:480")), () => book(dingtalkRaw, day({ out: "12:00" }), day({ in: "13:00" })), "xlsx"],
  ["dingtalk-day/overtime", "钉钉 每日统计有加班时长", "overtime in the daily statistics", accepted(one("1:480"), ["overtime-without-filing"]), () => withRows(book(dingtalkDay, day({})), (cells, row) => (row === 1 ? cells.with(16, "2") : cells)), "xlsx"],
  ["dingtalk-month/half-leave", "钉钉 月度汇总 事假半天", "leave of half a day", accepted(one("1:240")), () => mark("事假06-01 13:00到06-01 17:00 0.5天"), "xlsx"],
  ["dingtalk-month/two-words", "钉钉 月度汇总 迟到并外勤", "late, and in the field", accepted(one("1:480L")), () => mark("迟到15分钟\n外勤"), "xlsx"],
  ["dingtalk-month/missing", "钉钉 月度汇总 下班缺卡", "an out-punch missing", noneGood("missing-punch"), () => mark("下班缺卡"), "xlsx"],
  ["dingtalk-month/both-missing", "钉钉 月度汇总 两次缺卡", "both punches missing: absent", accepted(one("1:0A")), () => mark("上班缺卡\n下班缺卡"), "xlsx"],
  ["dingtalk-month/rest-punch", "钉钉 月度汇总 休息并打卡", "a punch on a day of rest", accepted(one("1:0R"), ["worked-on-rest-day"]), () => mark("休息并打卡"), "xlsx"],
  ["dingtalk-month/rest-overtime", "钉钉 月度汇总 休息加班", "overtime on a day of rest", accepted(one("1:180"), ["overtime-without-filing"]), () => mark("休息加班3小时"), "xlsx"],
  ["dingtalk-month/day-missing", "钉钉 月度汇总 删了一天", "a day's column deleted: the others say which they are", accepted(one("1:480")), () => withoutColumn(mark("正常"), 20), "xlsx"],
  ["dingtalk-month/other-weekends", "钉钉 月度汇总 去掉标题的五月", "May without its titles: the weekends differ", refused("day-columns-differ"), () => untitled(book(dingtalkMonth, ...MAY), 2), "xlsx"],
  ["template-matrix/day-31", "模板月表 六月却有 31 日", "a 31st of June", partly(one("1:480"), ["bad-date"]), () => longJune(), "xlsx"],
  ["dingtalk-month/no-days", "钉钉 月度汇总 没有日期列", "a monthly summary without its days", refused("summary-only"), () => withRows(mark("正常"), (cells) => cells.slice(0, 13)), "xlsx"],
  ["wecom/empty", "企业微信 全月休息", "nothing but days of rest", accepted(one("6:0R 7:0R")), () => book(wecom, plainDay(zhang, "2026-06-06"), plainDay(zhang, "2026-06-07")), "xlsx"],
  ["wecom/both-sheets", "企业微信 两张表不重复计", "both sheets, counted once", accepted(one("1:480 2:480")), () => book(wecom, day({}), plainDay(zhang, "2026-06-02")), "xlsx"],
  ["wecom-punches/once", "企业微信 打卡详情单独一张", "the second sheet by itself", accepted(one("1:480")), () => book(wecomPunches, day({})), "xlsx"],
  ["fingerprint/odd", "刷卡记录 一天三次", "three punches on one day", accepted(one("1:480")), () => punches("08:00\n12:01\n17:00"), "xls"],
  ["fingerprint/lone", "刷卡记录 一天一次", "one punch on the only day", noneGood("missing-punch"), () => punches("08:00"), "xls"],
  ["fingerprint/same-twice", "刷卡记录 同一分钟两次", "the same punch twice", noneGood("missing-punch"), () => punches("08:00\n08:00"), "xls"],
  ["fingerprint/spaces", "刷卡记录 空格分隔", "punches divided by spaces", accepted(one("1:480")), () => punches("08:00 12:01  17:00"), "xls"],
  ["fingerprint/whole", "考勤机导出的全部工作表", "every sheet that the clock exports", accepted(wholeClockKept()), wholeClock, "xls"],
  ["fingerprint/summary-only", "只有考勤汇总表", "the clock's summary alone", refused("summary-only"), summary, "xls"],
  ["summary/csv", "只有“出勤天数(标准/实际)”", "days counted, none told", refused("summary-only"), () => bookOf({ name: "汇总", rows: [["姓名", "出勤天数(标准/实际)"], ["张小明", "16/2"]] }), "xlsx"],
  ["punch-list/unsorted", "打卡流水未按时间排序", "punches out of order", accepted(one("1:480")), () => more(book(punchList, day({ in: undefined })), ["0064", "张小明", "2026/6/1 星期一 8:00"]), "xls"],
  ["punch-list/twice", "打卡流水有重复", "the same punch twice", accepted(one("1:480")), () => more(book(punchList, day({})), ["0064", "张小明", "2026/6/1 星期一 8:00"]), "xls"],
  ["home-made/other-month", "自制表 混入一张五月的", "a sheet of May among those of June", accepted(one("1:480"), [], ["sheet-of-another-month"]), () => bookOf(...cell("√").sheets.slice(0, 1), ...homeMade.write({ period: "2026-05", days: MAY }).sheets.slice(1, 2)), "xlsx"],
  ["home-made/sick", "自制表 病", "病 in a cell", accepted(one("1:0V")), () => cell("病"), "xlsx"],
  ["home-made/absent", "自制表 旷", "旷 in a cell", accepted(one("1:0A")), () => cell("旷"), "xlsx"],
  ["home-made/cross", "自制表 ✗", "another cross", accepted(one("1:0A")), () => cell("✗"), "xlsx"],
  ["home-made/tick", "自制表 ✓", "another tick", accepted(one("1:480")), () => cell("✓"), "xlsx"],
  ["home-made/circle", "自制表 〇", "another circle", accepted(one("1:0R")), () => cell("〇"), "xlsx"],
  ["home-made/unknown", "自制表 看不懂的符号", "a sign that nobody knows", noneGood("unknown-status"), () => cell("♣"), "xlsx"],
];

function withoutColumn(from: Book, column: number): Book {
  return withRows({ sheets: from.sheets.map((sheet) => ({ ...sheet, merges: [] })) }, (cells, row) =>
    row < 2 ? cells : cells.toSpliced(column, 1),
  );
}

const tools: readonly Case[] = TOOLS.map(([name, zh, en, expected, made, encoding]) =>
  bookCase({ name, zh, en, expected }, made, encoding),
);

export const meaningCases: readonly Case[] = [...rows, ...months, ...tools];
