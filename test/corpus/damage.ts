import {
  accepted,
  bookCase,
  bytesCase,
  type Case,
  type Expected,
  noneGood,
  partly,
  refused,
} from "./case.ts";
import { plainDay, plainMonth, zhang } from "./cast.ts";
import { encode } from "./encode.ts";
import { type Book, type Cell, withRows, withText, withTitles, withTotals } from "./grid.ts";
import { type Day, type Instead, keptOf, type Month, NOBODY, PERIOD, type Who } from "./month.ts";
import { SHAPES } from "./shapes/index.ts";
import type { Shape } from "./shapes/shape.ts";

/** A way of damaging a file that any kind can suffer; null where a kind can't. */
interface Damage {
  name: string;
  zh: string;
  en: string;
  apply(shape: Shape): { book: Book; expected: Expected; half?: true } | null;
}

/** The plain month as far as a kind of file can say it; what has only a mark there loses its times. */
export function sayable(shape: Shape, month: Month = plainMonth()): Month {
  const days = month.days.flatMap((day) =>
    [day, { ...day, in: undefined, out: undefined }].filter(shape.expresses).slice(0, 1),
  );
  return { ...month, days };
}

const WHEN = "2026-06-03";
const isTarget = ({ student, date }: Day): boolean => student === zhang && date === WHEN;

/** The month with one working day of one student told otherwise, and what is kept without that day. */
function withDay(shape: Shape, more: Partial<Day>) {
  const month = sayable(shape);
  const days = month.days.map((day) => (isTarget(day) ? { ...day, ...more } : day));
  const kept = keptOf(
    month.days.filter((day) => !isTarget(day)),
    shape.tells,
  );
  return { book: shape.write({ ...month, days }), kept };
}

const withCell = (shape: Shape, instead: Instead) => withDay(shape, { instead });

/** The month with one more row under marks that are wrong. */
function withStranger(
  shape: Shape,
  who: Partial<Who>,
  code: "missing-identity" | "id-in-scientific-notation",
) {
  const month = sayable(shape);
  const extra = sayable(shape, {
    period: PERIOD,
    days: [plainDay(zhang, "2026-06-05", { who: { ...NOBODY, ...who } })],
  });
  return {
    book: shape.write({ ...month, days: [...month.days, ...extra.days] }),
    expected: partly(keptOf(month.days, shape.tells), [code]),
  };
}

const whole = (shape: Shape): { book: Book; expected: Expected } => {
  const month = sayable(shape);
  return { book: shape.write(month), expected: accepted(keptOf(month.days, shape.tells)) };
};

const HEADINGS = new Set(
  "安置编号,身份证号,学号,工号,姓名,日期,时间,账号,UserId,考勤日期,登记号码,出勤时间,打卡时间,工 号：,姓 名:,出勤天数(标准/实际)".split(
    ",",
  ),
);
const LOOK_ALIKE: Record<string, string> = { 名: "茗", 号: "呺", 日: "曰", 间: "问", I: "l", 天: "夭" };
const misspelt = (text: string): string =>
  HEADINGS.has(text) ? text.replace(/[名号日间I天]/g, (char) => LOOK_ALIKE[char] ?? char) : text;
const decorated = (text: string): string =>
  HEADINGS.has(text) && !text.includes(" ") ? `*${[...text].join(" ")}` : text;

/** Where the column of names stands, and from which row on. */
function nameColumn(shape: Shape, book: Book): { column: number; row: number } | null {
  const heading = shape.nameHeading;
  const column = heading && book.sheets[0]?.rows[heading.row]?.indexOf(heading.text);
  return column === undefined || !heading ? null : { column, row: heading.row };
}

function withoutNames(shape: Shape): Book | null {
  const book = shape.write(sayable(shape));
  const at = nameColumn(shape, book);
  if (!at) return null;
  const shift = (column: number) => (column > at.column ? column - 1 : column);
  const shorter = withRows(book, (cells, row, { name }) =>
    row < at.row || name === "打卡详情" ? cells : cells.toSpliced(at.column, 1),
  );
  return {
    sheets: shorter.sheets.map((sheet) => ({
      ...sheet,
      merges: (sheet.merges ?? [])
        .filter(({ startCol, endCol }) => startCol !== at.column || endCol !== at.column)
        .map((merge) => ({ ...merge, startCol: shift(merge.startCol), endCol: shift(merge.endCol) })),
    })),
  };
}

function withNamesTwice(shape: Shape): Book | null {
  const book = shape.write(sayable(shape));
  const at = nameColumn(shape, book);
  if (!at) return null;
  const second = (cells: Cell[], row: number, width: number): Cell[] => {
    if (row < at.row || cells.length === 0) return cells;
    const padded = [...cells, ...Array.from({ length: width - cells.length }, () => null)];
    return [...padded, row === at.row ? "姓名" : "某家长"];
  };
  return withRows(book, (cells, row, { rows }) =>
    second(cells, row, Math.max(...rows.map(({ length }) => length))),
  );
}

/** No row of these holds a date, so what the title says of the period decides. */
const DATED_BY_TITLE = ["dingtalk-month", "fingerprint", "home-made"];

function ofMay(shape: Shape): { book: Book; expected: Expected } | null {
  // a month of numbers and no title could be any month's
  if (shape.name === "template-matrix") return null;
  const book = shape.write(sayable(shape, plainMonth(undefined, "2026-05")));
  if (DATED_BY_TITLE.includes(shape.name)) return { book, expected: refused("period-differs") };
  return { book, expected: noneGood("outside-period") };
}

const DAMAGES: readonly Damage[] = [
  {
    name: "cut-in-half",
    zh: "文件只剩一半",
    en: "cut off in the middle",
    apply: (shape) => ({ ...whole(shape), expected: refused("file-damaged"), half: true }),
  },
  {
    name: "headings-misspelt",
    zh: "表头写成形近字",
    en: "headings in look-alike characters",
    // of a clock's workbook its summary is left, which tells no days
    apply: (shape) => ({
      book: withText(shape.write(sayable(shape)), misspelt),
      expected: refused(shape.name === "fingerprint" ? "summary-only" : "header-not-recognised"),
    }),
  },
  {
    name: "headings-decorated",
    zh: "表头带星号和空格",
    en: "headings with asterisks and spaces",
    apply: (shape) =>
      shape.nameHeading ? { ...whole(shape), book: withText(shape.write(sayable(shape)), decorated) } : null,
  },
  {
    name: "column-missing",
    zh: "缺姓名列",
    en: "without the column of names",
    apply: (shape) => {
      const book = withoutNames(shape);
      return book && { book, expected: whole(shape).expected };
    },
  },
  {
    name: "column-twice",
    zh: "姓名列出现两次",
    en: "a second column of names",
    apply: (shape) => {
      const book = withNamesTwice(shape);
      return book && { book, expected: whole(shape).expected };
    },
  },
  { name: "another-month", zh: "五月的文件报成六月", en: "the file of May sent as June", apply: ofMay },
  {
    name: "rows-twice",
    zh: "部分行重复",
    en: "some rows twice",
    apply: (shape) => {
      const month = sayable(shape);
      const again = month.days.filter(({ student, date }) => student === zhang && date <= WHEN);
      const kept = keptOf(month.days, shape.tells);
      return {
        book: shape.write({ ...month, days: [...month.days, ...again] }),
        expected: shape.punches ? accepted(kept) : partly(kept, ["duplicate-day"]),
      };
    },
  },
  {
    name: "nobody",
    zh: "一行没有任何身份",
    en: "a row that names nobody",
    apply: (shape) => withStranger(shape, {}, "missing-identity"),
  },
  {
    name: "number-as-quantity",
    zh: "号码变成科学计数",
    en: "a number turned into 4.11202E+17",
    apply: (shape) =>
      withStranger(
        shape,
        { idNumber: "4.11202E+17", employeeNo: "4.11202E+17" },
        "id-in-scientific-notation",
      ),
  },
  {
    name: "impossible-time",
    zh: "25:70",
    en: "a punch at 25:70",
    apply: (shape) => {
      if (shape.marks) return null;
      const { book, kept } = withCell(shape, { in: "25:70" });
      return { book, expected: partly(kept, shape.punches ? ["bad-time", "missing-punch"] : ["bad-time"]) };
    },
  },
  {
    name: "out-punch-missing",
    zh: "缺下班卡",
    en: "the out-punch is missing",
    apply: (shape) => {
      if (shape.marks) return null;
      const { book, kept } = withDay(shape, { out: undefined });
      return { book, expected: partly(kept, ["missing-punch"]) };
    },
  },
  {
    name: "unknown-status",
    zh: "不认识的状态",
    en: "a status that nobody knows",
    apply: (shape) => {
      if (shape.timesOnly) return null;
      const { book, kept } = withCell(shape, { status: "在家" });
      return { book, expected: partly(kept, ["unknown-status"]) };
    },
  },
  {
    name: "titles",
    zh: "前面多了标题行",
    en: "title rows before everything",
    apply: (shape) => {
      const { book, expected } = whole(shape);
      return { book: withTitles(book, [["崤函机械有限公司"], ["实习生考勤  报送：人事部"], []]), expected };
    },
  },
  {
    name: "totals",
    zh: "末尾有合计和制表人",
    en: "totals and who made it, at the end",
    apply: (shape) => {
      const { book, expected } = whole(shape);
      return { book: withTotals(book, [["合计", null, "88"], ["制表人：李主任"]]), expected };
    },
  },
];

/** Each real kind of file, damaged in each way that it can be. */
export const damagedCases: readonly Case[] = SHAPES.flatMap((shape) =>
  DAMAGES.flatMap((damage): Case[] => {
    const made = damage.apply(shape);
    if (!made) return [];
    const told = {
      name: `${shape.name}/${damage.name}`,
      zh: `${shape.zh}：${damage.zh}`,
      en: `${shape.name}: ${damage.en}`,
      filename: shape.filename,
      expected: made.expected,
    };
    if (!made.half) return [bookCase(told, () => made.book, shape.native)];
    return [bytesCase(told, async () => half(await encode(made.book, shape.native)))];
  }),
);

const half = (bytes: Uint8Array): Uint8Array => bytes.slice(0, Math.floor(bytes.length / 2));
