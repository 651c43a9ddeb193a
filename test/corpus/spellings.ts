import { accepted, bytesCase, type Case, casesOf, type Entry, partly, type RuleCode } from "./case.ts";
import { encodeText, utf8 } from "./encode.ts";
import type { Kept } from "./month.ts";

const HEAD = "工号,姓名,日期,上班时间,下班时间,工时,状态";
const GOOD = "0064,张小明,2026-06-01,,,8,出勤";
const csv = (...rows: string[]) => utf8(`${[HEAD, ...rows].join("\n")}\n`);
const one = (text: string): Kept => ({ s64: text });
const FULL = accepted(one("1:480"));

type Line = [name: string, zh: string, en: string, rows: string[], expected: Case["expected"]];

/** Spellings within a row: what is meant is clear, so it is read. */
// biome-ignore format: a table is read by its columns
const SPELLINGS: readonly Line[] = [
  ["nbsp", "单元格带不间断空格", "no-break spaces around cells", ["\u00a00064\u00a0,张小明,\u00a02026-06-01\u00a0,\u00a008:00,17:00\u00a0,,出勤\u00a0"], FULL],
  ["ideographic-space", "全角空格与零宽字符", "ideographic spaces and zero-width characters", ["\u30000064\u200b,张\u3000小明,2026-06-01,08:00,17:00,,\ufeff出勤"], FULL],
  ["full-width", "全角数字和冒号", "full-width digits and colons", ["００６４,张小明,２０２６-０６-０１,０８：００,１７：００,,出勤"], FULL],
  ["apostrophe", "号码前有撇号", "numbers behind an apostrophe", ["'0064,张小明,'2026-06-01,'08:00,'17:00,,出勤"], FULL],
  ["trailing-spaces", "号码后有空格", "numbers with trailing spaces", ["0064   ,张小明  ,2026-06-01 ,08:00 ,17:00 ,,出勤 "], FULL],
  ["leading-zeros-lost", "工号丢了前导零", "an employee number that lost its zeros", ["64,张小明,2026-06-01,08:00,17:00,,出勤"], FULL],
  ["midnight-24", "下班 24:00", "going home at 24:00", ["0064,张小明,2026-06-01,15:00,24:00,,出勤"], accepted(one("1:480"), ["night-shift"])],
  ["next-day-word", "下班写“次日02:00”", "going home at 次日02:00", ["0064,张小明,2026-06-01,17:00,次日02:00,,出勤"], accepted(one("1:480"), ["night-shift"])],
  ["next-day-date", "下班带次日日期", "an out-time with the next day's date", ["0064,张小明,2026-06-01,17:00,2026-06-02 02:00,,出勤"], accepted(one("1:480"), ["night-shift"])],
  ["overnight", "夜班跨零点", "a night shift across midnight", ["0064,张小明,2026-06-01,20:00,05:00,,出勤"], accepted(one("1:480"), ["night-shift"])],
  ["seconds", "时间带秒", "times with seconds", ["0064,张小明,2026-06-01,08:00:59,17:00:01,,出勤"], FULL],
  ["time-words", "8点、17时00分", "times in words", ["0064,张小明,2026-06-01,8点,17时00分,,出勤"], FULL],
  ["date-with-midnight", "日期带 00:00:00", "dates with midnight behind", ["0064,张小明,2026-06-01 00:00:00,08:00,17:00,,出勤"], FULL],
  ["serial-as-text", "日期是序列号 46174", "dates as serial numbers", ["0064,张小明,46174,0.333333333333333,0.708333333333333,,出勤"], FULL],
  ["hours-words", "工时写“7小时30分”", "hours in words", ["0064,张小明,2026-06-01,,,7小时30分,出勤"], accepted(one("1:450"))],
  ["hours-clock", "工时写 7:30", "hours as 7:30", ["0064,张小明,2026-06-01,,,7:30,出勤"], accepted(one("1:450"))],
  ["mark-only", "只有“出勤”", "a mark alone", ["0064,张小明,2026-06-01,,,,出勤"], FULL],
  ["hours-beat-times", "工时与打卡并存，以工时为准", "hours beside times: the hours count", ["0064,张小明,2026-06-01,08:00,17:00,6,出勤"], accepted(one("1:360"))],
  ["short-day", "满六小时不扣午休", "no break is taken off six hours", ["0064,张小明,2026-06-01,08:00,14:00,,出勤"], accepted(one("1:360"))],
  ["zero-hours", "工时为零", "zero hours", ["0064,张小明,2026-06-01,,,0,缺勤"], accepted(one("1:0A"))],
  ["24-hours", "工时 24", "24 hours on one day", ["0064,张小明,2026-06-01,,,24,出勤"], accepted(one("1:1440"), ["exceeds-8-hours"])],
  ["dashes", "空格写成 --", "dashes for empty cells", ["0064,张小明,2026-06-01,--,--,--,请假"], accepted(one("1:0V"))],
  ["minority-name", "少数民族姓名的间隔号写法不同", "another dot in a minority name", [",古丽•买买提,2026-06-01,08:00,17:00,,出勤"], accepted({ s103: "1:480" }, ["matched-by-name"])],
  ["rare-character", "生僻字姓名", "a name with a rare character", [",赵㛃堃,2026-06-01,08:00,17:00,,出勤"], accepted({ s104: "1:480" }, ["matched-by-name"])],
  ["repeated-heading", "每页重复表头", "the heading repeated on each page", [GOOD, HEAD, "0064,张小明,2026-06-02,,,8,出勤"], accepted(one("1:480 2:480"))],
  ["blank-lines", "中间有空行", "empty lines in between", ["", GOOD, ",,,,,,", "0064,张小明,2026-06-02,,,8,出勤", ""], accepted(one("1:480 2:480"))],
  ["totals", "末尾合计", "totals at the end", [GOOD, "合 计,,,,,8,1天", "总计：8 小时,,,,,,"], FULL],
  ["quoted-breaks", "单元格内换行", "line breaks within cells", ['"0064","张小明","2026-06-01","08:00","17:00",,"出勤\n"'], FULL],
];

/** Mistakes within a row: refused with their own code, the row beside kept. */
// biome-ignore format: a table is read by its columns
const MISTAKES: readonly [string, string, string, string, RuleCode][] = [
  ["id-as-quantity", "身份证变成 4.11E+17", "an identity number as 4.11E+17", "4.11E+17,,2026-06-02,,,8,出勤", "id-in-scientific-notation"],
  ["id-as-quantity-long", "4.11202200910150E+17", "an identity number as 4.11202200910150E+17", "4.11202200910150E+17,张小明,2026-06-02,,,8,出勤", "id-in-scientific-notation"],
  ["june-31", "六月三十一日", "the 31st of June", "0064,张小明,2026-06-31,,,8,出勤", "bad-date"],
  ["date-words", "日期写“明天”", "a date in words", "0064,张小明,明天,,,8,出勤", "bad-date"],
  ["date-empty", "没有日期", "no date", "0064,张小明,,,,8,出勤", "bad-date"],
  ["date-american", "6/1/2026 写法有歧义", "6/1/2026, which could be January", "0064,张小明,6/1/2026,,,8,出勤", "bad-date"],
  ["date-6.1", "6.1 可能是 6.10", "6.1, which may have been 6.10", "0064,张小明,6.1,,,8,出勤", "bad-date"],
  ["serial-60", "1900 年 2 月 29 日（序列号 60）", "serial number 60, a day that never was", "0064,张小明,60,,,8,出勤", "bad-date"],
  ["time-25", "25:70", "25:70", "0064,张小明,2026-06-02,25:70,17:00,,出勤", "bad-time"],
  ["time-two", "一个格两个时间", "two times in one cell", "0064,张小明,2026-06-02,08:00 12:00,17:00,,出勤", "bad-time"],
  ["time-other-day", "下班在三天后", "going home three days later", "0064,张小明,2026-06-02,08:00,2026-06-05 17:00,,出勤", "bad-time"],
  ["out-missing", "缺下班时间", "the out-time is missing", "0064,张小明,2026-06-02,08:00,,,出勤", "missing-punch"],
  ["in-missing", "缺上班时间", "the in-time is missing", "0064,张小明,2026-06-02,,17:00,,出勤", "missing-punch"],
  ["hours-words", "工时写“八”", "hours as 八", "0064,张小明,2026-06-02,,,八,出勤", "bad-hours"],
  ["hours-26", "工时 26", "26 hours", "0064,张小明,2026-06-02,,,26,出勤", "hours-out-of-range"],
  ["hours-negative", "工时 -8", "-8 hours", "0064,张小明,2026-06-02,,,-8,出勤", "hours-out-of-range"],
  ["status-unknown", "状态“在家”", "a status that nobody knows", "0064,张小明,2026-06-02,,,8,在家", "unknown-status"],
  ["nothing", "什么都没写", "nothing stated", "0064,张小明,2026-06-02,,,,", "nothing-stated"],
  ["nobody", "没有身份", "nobody named", ",,2026-06-02,,,8,出勤", "missing-identity"],
  ["formula", "公式没有计算结果", "a formula that was never calculated", "0064,张小明,2026-06-02,=C2,17:00,,出勤", "formula-not-calculated"],
  ["replacement", "姓名里有乱码", "a name with replacement characters", ",张\ufffd\ufffd,2026-06-02,,,8,出勤", "text-damaged"],
];

const line = (prefix: string, [name, zh, en, rows, expected]: Line): Case =>
  bytesCase(
    {
      name: `${prefix}/${name}`,
      zh,
      en,
      filename: "六月考勤.csv",
      expected,
    },
    () => csv(...rows),
  );

/** How a text tells its delimiter and its line ends. */
// biome-ignore format: a table is read by its columns
const TEXTS: readonly Entry[] = [
  ["declared-delimiter", "首行 sep=;", "a first line sep=;", "考勤.csv", FULL, () => utf8(`sep=;\r\n${HEAD.replaceAll(",", ";")}\r\n${GOOD.replaceAll(",", ";")}\r\n`)],
  ["old-mac", "只有回车的换行", "line ends of old Macintoshes", "考勤.csv", FULL, () => utf8(`${HEAD}\r${GOOD}\r`)],
  ["no-last-break", "最后一行没有换行", "no line end at the end", "考勤.csv", FULL, () => utf8(`${HEAD}\n${GOOD}`)],
  ["commas-in-title", "标题里有逗号，数据用分号", "commas in the title, semicolons in the data", "考勤.csv", FULL, () => utf8(`实习考勤,六月,崤函,机械,甲,乙,丙,丁\n${HEAD.replaceAll(",", ";")}\n${GOOD.replaceAll(",", ";")}\n`)],
  ["tsv", "扩展名 .tsv", "a file named .tsv", "考勤.tsv", FULL, () => utf8(`${HEAD.replaceAll(",", "\t")}\n${GOOD.replaceAll(",", "\t")}\n`)],
  ["upper-case", "扩展名 .CSV", "a file named .CSV", "考勤.CSV", FULL, () => encodeText(`${HEAD}\n${GOOD}\n`, "gb18030")],
];

export const spellingCases: readonly Case[] = [
  ...SPELLINGS.map((spelling) => line("spelling", spelling)),
  ...MISTAKES.map(([name, zh, en, row, code]) =>
    line("mistake", [name, zh, en, [GOOD, row], partly(one("1:480"), [code])]),
  ),
  ...casesOf("delimited", TEXTS),
];
