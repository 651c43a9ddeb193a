import { daysOf } from "../../shared/values/period.ts";
import {
  accepted,
  bookCase,
  bytesCase,
  type Case,
  noneGood,
  partly,
  type RuleCode,
  refused,
} from "./case.ts";
import { guli, li, plainMonth, yao, zhang } from "./cast.ts";
import { dayFraction, ENCODINGS, type Encoding, encode } from "./encode.ts";
import { type Book, bookOf, type Cell, withRows } from "./grid.ts";
import { keptOf, PERIOD, told } from "./month.ts";
import { BY_NAME, BY_NUMBER, type DateStyle, longShape } from "./shapes/long.ts";

const numbered = longShape(BY_NUMBER);
const month = plainMonth();
const kept = keptOf(month.days, told);

/** A web page under the name of a workbook is read, and said. */
const differs = (encoding: Encoding): RuleCode[] =>
  encoding.startsWith("html") ? ["extension-differs"] : [];

/** The same month in every encoding. */
const encodings: readonly Case[] = ENCODINGS.map((encoding) =>
  bookCase(
    {
      name: `encoding/${encoding}`,
      zh: `同一份考勤，编码 ${encoding}`,
      en: `the same month as ${encoding}`,
      expected: accepted(kept, [], differs(encoding)),
    },
    () => numbered.write(month),
    encoding,
  ),
);

const DATE_STYLES: Record<DateStyle, string> = {
  iso: "2026-06-01",
  slash: "2026/6/1",
  dot: "2026.6.1",
  chinese: "2026年6月1日",
  compact: "20260601",
  "no-year": "6月1日（无年份）",
  weekday: "2026/06/01 星期一",
  "full-width": "全角数字",
};

/** The same month under every spelling of dates. */
const dates: readonly Case[] = (Object.entries(DATE_STYLES) as [DateStyle, string][]).map(([style, zh]) =>
  bookCase(
    {
      name: `date/${style}`,
      zh: `日期写法 ${zh}`,
      en: `dates written as ${style}`,
      expected: accepted(kept),
    },
    () => longShape(BY_NUMBER, style).write(month),
    "csv-utf8-comma",
  ),
);

const days = (from: number, to: number) => daysOf(PERIOD).slice(from - 1, to);
const weekOf = (name: string, from: number, to: number, hidden = false) => ({
  name,
  hidden,
  rows: numbered.write(plainMonth([zhang], PERIOD, days(from, to))).sheets[0]?.rows as Cell[][],
});
const upTo = (last: number) => keptOf(plainMonth([zhang], PERIOD, days(1, last)).days, told);
const twoWeeks = () => bookOf(weekOf("第一周", 1, 7), weekOf("第二周", 8, 14));
const secondHidden = () => bookOf(weekOf("第一周", 1, 7), weekOf("第二周", 8, 14, true));
const someHidden = () => bookOf({ ...weekOf("考勤", 1, 7), hiddenRows: [2, 3, 5] });
const DORMITORY = {
  name: "宿舍",
  rows: [
    ["房间", "床位", "押金", "备注"],
    ["101", "1", "200", "已交"],
    ["101", "2", "200", "已交"],
  ],
};
const merged = accepted(keptOf(plainMonth([li, guli], PERIOD, days(1, 5)).days, told), ["matched-by-name"]);

/** What only a workbook can do. */
// biome-ignore format: a table is read by its columns
const WORKBOOKS: readonly [string, string, string, Case["expected"], () => Book, Encoding?][] = [
  ["several-sheets", "一周一张工作表", "a sheet a week", accepted(upTo(14)), twoWeeks],
  ["several-sheets-xls", "一周一张工作表（xls）", "a sheet a week, in an old workbook", accepted(upTo(14)), twoWeeks, "xls"],
  ["hidden-sheet", "隐藏的工作表不读", "a hidden sheet is not read", accepted(upTo(7), [], ["hidden-sheet"]), secondHidden],
  ["hidden-sheet-xls", "隐藏的工作表不读（xls）", "a hidden sheet of an old workbook", accepted(upTo(7), [], ["hidden-sheet"]), secondHidden, "xls"],
  ["hidden-rows", "隐藏的行照读", "hidden rows are read", accepted(upTo(7), [], ["hidden-rows"]), someHidden],
  ["hidden-rows-xls", "隐藏的行照读（xls）", "hidden rows of an old workbook", accepted(upTo(7), [], ["hidden-rows"]), someHidden, "xls"],
  ["unknown-sheet", "另有一张看不懂的工作表", "another sheet that nobody knows", accepted(upTo(7), [], ["sheet-not-recognised"]), () => bookOf(weekOf("考勤", 1, 7), DORMITORY)],
  ["empty-sheets", "另有空的 Sheet2、Sheet3", "empty sheets beside", accepted(upTo(7)), () => bookOf(weekOf("考勤", 1, 7), { name: "Sheet2", rows: [] }, { name: "Sheet3", rows: [] })],
  ["only-hidden", "唯一的考勤表是隐藏的", "the only sheet is hidden", refused("header-not-recognised"), () => bookOf({ name: "说明", rows: [["请看另一张表"]] }, weekOf("考勤", 1, 7, true))],
  ["merged-names", "姓名合并单元格", "names merged down over their days", merged, () => mergedNames()],
  ["merged-names-xls", "姓名合并单元格（xls）", "names merged down in an old workbook", merged, () => mergedNames(), "xls"],
  ["merged-names-html", "姓名合并单元格（网页）", "names merged down in a web page", { ...merged, file: ["extension-differs"] }, () => mergedNames(), "html-utf8"],
  ["two-heading-rows", "两行表头", "two rows of headings", accepted(upTo(7)), () => twoHeadingRows()],
  ["formula-values", "公式有结果值", "formulas with their values", accepted(upTo(7)), () => withFormulas(true)],
  ["formula-no-values", "公式没有结果值", "formulas without their values", partly({ s64: "6:0R 7:0R" }, ["formula-not-calculated"]), () => withFormulas(false)],
  ["numbers-as-numbers", "身份证存成数字，末几位已丢", "identity numbers stored as numbers", noneGood("id-in-scientific-notation"), () => numbersAsNumbers()],
  ["numbers-as-numbers-xls", "身份证存成数字（xls）", "identity numbers stored as numbers in an old workbook", noneGood("id-in-scientific-notation"), () => numbersAsNumbers(), "xls"],
];

const workbooks: readonly Case[] = WORKBOOKS.map(([name, zh, en, expected, book, encoding = "xlsx"]) =>
  bookCase({ name: `workbook/${name}`, zh, en, expected }, book, encoding),
);

/** A name stands once, merged over five days. */
function mergedNames(): Book {
  const book = longShape(BY_NAME).write(plainMonth([li, guli], PERIOD, days(1, 5)));
  const rows = (book.sheets[0]?.rows ?? []).map((cells, at) =>
    at % 5 === 1 || at === 0 ? cells : [null, ...cells.slice(1)],
  );
  const merge = (from: number) => ({ startRow: from, startCol: 0, endRow: from + 4, endCol: 0 });
  return bookOf({ name: "考勤", rows, merges: [merge(1), merge(6)] });
}

function twoHeadingRows(): Book {
  const over = (column: number) => ({ startRow: 1, startCol: column, endRow: 2, endCol: column });
  return bookOf({
    name: "考勤",
    rows: [
      ["六月实习生考勤"],
      ["工号", "姓名", "日期", "打卡", null, "状态"],
      [null, null, null, "上班时间", "下班时间", null],
      ...plainMonth([zhang], PERIOD, days(1, 7)).days.map(({ date, in: came, out: went, status }) => [
        zhang.employeeNo,
        zhang.name,
        date,
        came ?? null,
        went ?? null,
        status,
      ]),
    ],
    merges: [...[0, 1, 2, 5].map(over), { startRow: 1, startCol: 3, endRow: 1, endCol: 4 }],
  });
}

/** The out-time as a sum that the spreadsheet program worked out, or never did. */
function withFormulas(worked: boolean): Book {
  return withRows(numbered.write(plainMonth([zhang], PERIOD, days(1, 7))), (cells, row) =>
    cells.map((cell, column) =>
      BY_NUMBER[column] === "下班时间" && row > 0 && cell !== null
        ? { formula: `F${row + 1}+9/24`, ...(worked ? { value: dayFraction("17:00") } : {}) }
        : cell,
    ),
  );
}

/** 18 digits as a number: a spreadsheet keeps fifteen. Nothing else in the row says who it is. */
function numbersAsNumbers(): Book {
  const book = numbered.write(plainMonth([yao], PERIOD, days(1, 3)));
  return withRows(book, (cells, row) =>
    row === 0
      ? cells
      : cells.map((cell, column) => (column === 0 ? Number(cell) : column <= 2 ? null : cell)),
  );
}

/** A name that says another kind than the bytes. */
// biome-ignore format: a table is read by its columns
const NAMES: readonly [string, string, string, Encoding, string][] = [
  ["xlsx-as-csv", "xlsx 改名 csv", "a workbook named .csv", "xlsx", "考勤.csv"],
  ["csv-as-xlsx", "csv 改名 xlsx", "a text named .xlsx", "csv-utf8-comma", "考勤.xlsx"],
  ["xls-as-xlsx", "xls 改名 xlsx", "an old workbook named .xlsx", "xls", "考勤.xlsx"],
  ["xlsx-as-xls", "xlsx 改名 xls", "a workbook named .xls", "xlsx", "考勤.xls"],
  ["html-as-xlsx", "网页改名 xlsx", "a web page named .xlsx", "html-utf8", "考勤.xlsx"],
  ["csv-as-xls", "制表符文本改名 xls", "a text of tabs named .xls", "csv-gb18030-tab", "考勤.xls"],
  ["no-extension", "没有扩展名", "no extension at all", "xlsx", "考勤"],
];

const names: readonly Case[] = NAMES.map(([name, zh, en, encoding, filename]) =>
  bytesCase(
    { name: `renamed/${name}`, zh, en, filename, expected: accepted(kept, [], ["extension-differs"]) },
    () => encode(numbered.write(month), encoding),
  ),
);

export const formCases: readonly Case[] = [...encodings, ...dates, ...workbooks, ...names];
