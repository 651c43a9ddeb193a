import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate, parseDateTime, parseTime, plain } from "../../../functions/attendance/files/text.ts";
import { daysOf, lastDay } from "../../../shared/values/period.ts";
import { fullWidth, type Spelling, spelt, two, WITH_YEAR, WITHOUT_YEAR } from "./spellings.ts";
import { bytes, entry, rawRows, read } from "./support.ts";

const periods = fc
  .tuple(fc.integer({ min: 2020, max: 2032 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, "0")}`);
const dates = periods.chain((period) => fc.constantFrom(...daysOf(period)));

describe("dates read back as they were meant", () => {
  it("in any spelling, whatever month the file is of", () => {
    fc.assert(
      fc.property(dates, fc.constantFrom(...WITH_YEAR), periods, (date, spelling, period) => {
        expect(parseDate(spelt(spelling, date), period)).toBe(date);
        expect(parseDate(plain(` ${fullWidth(spelt(spelling, date))}\u00a0`), period)).toBe(date);
      }),
      { numRuns: 2000 },
    );
  });

  it("without a year, in a file of their month", () => {
    fc.assert(
      fc.property(dates, fc.constantFrom(...WITHOUT_YEAR), (date, spelling) => {
        expect(parseDate(spelt(spelling, date), date.slice(0, 7))).toBe(date);
      }),
      { numRuns: 1000 },
    );
  });

  it("with a time behind them", () => {
    const minutes = fc.integer({ min: 0, max: 1439 });
    const spellings = fc.constantFrom(
      ...WITH_YEAR.slice(0, 4),
      WITH_YEAR[11] as Spelling,
      WITH_YEAR[12] as Spelling,
    );
    fc.assert(
      fc.property(dates, minutes, spellings, fc.boolean(), (date, at, spelling, hasSeconds) => {
        const time = `${Math.floor(at / 60)}:${two(at % 60)}${hasSeconds ? ":59" : ""}`;
        expect(parseDateTime(`${spelt(spelling, date)} ${time}`, "2026-06")).toEqual({ date, minutes: at });
        expect(parseTime(time, date)).toBe(at);
      }),
      { numRuns: 1000 },
    );
  });

  it("and no text whatever breaks the reading", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        const date = parseDate(text, "2026-06");
        if (date !== null) expect(date <= lastDay(date.slice(0, 7))).toBe(true);
        const minutes = parseTime(text, "2026-06-01");
        if (minutes !== null) expect(minutes).toBeLessThan(5000);
      }),
    );
  });
});

/** A day of somebody's month: minutes after midnight of coming and going. */
interface Day {
  date: string;
  from: number;
  to: number;
}

const PEOPLE = [
  { placementId: "A", name: "张小明", employeeNo: "64" },
  { placementId: "B", name: "李芳", employeeNo: "0065" },
  { placementId: "C", name: "阿依古丽·买买提", employeeNo: "A7" },
];

const months = fc
  .array(
    fc.uniqueArray(
      fc.record({
        date: fc.constantFrom(...daysOf("2026-06")),
        from: fc.integer({ min: 300, max: 700 }),
        length: fc.integer({ min: 60, max: 700 }),
      }),
      { selector: ({ date }) => date, maxLength: 30 },
    ),
    { minLength: PEOPLE.length, maxLength: PEOPLE.length },
  )
  .map((people) =>
    people.map((days) => days.map(({ date, from, length }): Day => ({ date, from, to: from + length }))),
  );

const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
const lines = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\r\n");

type Shape = (months: readonly Day[][], label: Spelling) => string;
const each = (
  people: readonly Day[][],
  row: (person: (typeof PEOPLE)[number], day: Day) => string[],
): string[][] => PEOPLE.flatMap((person, i) => (people[i] ?? []).map((day) => row(person, day)));
const across = (
  label: Spelling,
  people: readonly Day[][],
  cell: (day: Day) => string,
  head: string[],
  who: (person: (typeof PEOPLE)[number]) => string[],
): string[][] => [
  [...head, ...daysOf("2026-06").map((date) => spelt(label, date)), "出勤天数"],
  ...PEOPLE.map((person, i) => [
    ...who(person),
    ...daysOf("2026-06").map((date) => {
      const day = people[i]?.find((one) => one.date === date);
      return day ? cell(day) : "";
    }),
    String(people[i]?.length ?? 0),
  ]),
  ["合计"],
];

const SHAPES: Record<string, Shape> = {
  long: (people, label) =>
    lines([
      ["某厂实习考勤"],
      ["下班时间", "姓名", "日期", "上班时间"],
      ...each(people, ({ name }, { date, from, to }) => [clock(to), name, spelt(label, date), clock(from)]),
    ]),
  "month across, from–to": (people, label) =>
    lines(
      across(
        label,
        people,
        ({ from, to }) => `${clock(from)}-${clock(to)}`,
        ["序号", "姓名"],
        ({ name }) => ["1", name],
      ),
    ),
  "month across, punches run together": (people, label) =>
    lines(
      across(
        label,
        people,
        ({ from, to }) => clock(from) + clock(to),
        ["工号"],
        ({ employeeNo }) => [employeeNo],
      ),
    ),
  "month across, in halves": (people) =>
    lines([
      ["姓名", "时段", ...daysOf("2026-06").map((date) => String(Number(date.slice(8))))],
      ...PEOPLE.flatMap(({ name }, i) => {
        const at = (pick: (day: Day) => number) =>
          daysOf("2026-06").map((date) => {
            const day = people[i]?.find((one) => one.date === date);
            return day ? clock(pick(day)) : "";
          });
        return [
          [name, "上班", ...at(({ from }) => from)],
          ["", "下班", ...at(({ to }) => to)],
        ];
      }),
    ]),
  "fingerprint clock": (people) =>
    lines([
      ["刷卡记录表"],
      ["考勤日期 : ", "2026/06/01 ~ 06/30 (某厂)"],
      daysOf("2026-06").map((date) => String(Number(date.slice(8)))),
      ...PEOPLE.flatMap(({ name, employeeNo }, i) => [
        ["工 号：", "", employeeNo, "姓 名:", name, "部 门:"],
        daysOf("2026-06").map((date) => {
          const day = people[i]?.find((one) => one.date === date);
          return day ? `${clock(day.from)}\n${clock(day.to)}\n` : "";
        }),
      ]),
    ]),
  "钉钉 每日统计": (people, label) =>
    lines([
      ["姓名", "日期", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果", "工作时长(分钟)"],
      ...each(people, ({ name }, { date, from, to }) => [
        name,
        spelt(label, date),
        clock(from),
        "正常",
        clock(to),
        "正常",
        "480",
      ]),
    ]),
};

const ROSTER = PEOPLE.map((person) => entry(person));

describe("a month reads back the same from any shape", () => {
  it.each(Object.keys(SHAPES))("%s", async (name) => {
    const labels = name.startsWith("month")
      ? WITH_YEAR.slice(0, 8).concat(WITHOUT_YEAR)
      : WITH_YEAR.concat(WITHOUT_YEAR);
    await fc.assert(
      fc.asyncProperty(months, fc.constantFrom(...labels), async (people, label) => {
        const { sheets, rows } = await read(SHAPES[name]?.(people, label) ?? "", ROSTER);
        expect(rows.rejected).toBe(0);
        for (const [i, { placementId }] of PEOPLE.entries()) {
          const written = [...(people[i] ?? [])].sort((a, b) => (a.date < b.date ? -1 : 1));
          expect(sheets.get(placementId)?.days ?? []).toEqual(
            written.map(({ date, from, to }) => ({
              date,
              basis: "punched",
              minutes: to - from,
              status: "present",
            })),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it("list of punches: each comes back with its day", async () => {
    await fc.assert(
      fc.asyncProperty(months, fc.constantFrom(...WITH_YEAR.slice(0, 4)), async (people, label) => {
        const punches = each(people, ({ employeeNo, name }, { date, from }) => [
          employeeNo,
          name,
          `${spelt(label, date)} ${clock(from)}`,
        ]);
        const rows = await rawRows(bytes(lines([["登记号码", "姓名", "出勤时间"], ...punches])));
        expect(
          rows.map(({ cells }) => [cells.name, cells.date, parseTime(cells.punch ?? "", cells.date ?? "")]),
        ).toEqual(
          each(people, ({ name }, { date, from }) => [name, date, String(from)]).map(([name, date, from]) => [
            name,
            date,
            Number(from),
          ]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("marks: a cell a day is a day a cell", async () => {
    const marks = fc.constantFrom("√", "×", "事", "病", "旷", "休", "迟", "早", "出勤", "请假");
    await fc.assert(
      fc.asyncProperty(fc.array(marks, { minLength: 30, maxLength: 30 }), async (cells) => {
        const days = daysOf("2026-06");
        const matrix = await read(
          lines([
            ["姓名", ...days],
            ["张小明", ...cells],
          ]),
          ROSTER,
        );
        const long = await read(
          lines([["姓名", "日期", "状态"], ...days.map((date, i) => ["张小明", date, cells[i] ?? ""])]),
          ROSTER,
        );
        expect(matrix.sheets.get("A")).toEqual(long.sheets.get("A"));
        expect(matrix.sheets.get("A")?.days).toHaveLength(30);
      }),
      { numRuns: 40 },
    );
  });
});
