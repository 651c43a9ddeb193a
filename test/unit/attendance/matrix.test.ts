import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import { csv, june, read, told, weekdays } from "./grids.ts";
import { rawRows, refusal } from "./support.ts";

describe("a month across", () => {
  it("reads the template's second form: identities, a column a day, marks", async () => {
    const rows = await rawRows(
      csv([
        ["安置编号", "身份证号", "学号", "工号", "姓名", ...june()],
        ["PL-1", "", "S1", "64", "张三", "出勤", "", "迟到", "--", "请假"],
      ]),
    );
    const who = { placementNo: "PL-1", studentNo: "S1", employeeNo: "64", name: "张三" };
    expect(rows.map(({ cells }) => cells)).toEqual([
      { ...who, date: "2026-06-01", status: "出勤" },
      { ...who, date: "2026-06-03", status: "迟到" },
      { ...who, date: "2026-06-05", status: "请假" },
    ]);
    expect(rows[1]?.columns).toMatchObject({
      name: { letter: "E", header: "姓名" },
      date: { letter: "H", header: "3 (06-03)" },
      status: { letter: "H", header: "3 (06-03)" },
    });
  });

  it.each<[string, (day: number) => string | number]>([
    ["numbers", (day) => day],
    ["two digits", (day) => String(day).padStart(2, "0")],
    ["1日", (day) => `${day}日`],
    ["1号", (day) => `${day}号`],
    ["dates", (day) => `2026-06-${String(day).padStart(2, "0")}`],
    ["serial numbers", (day) => 46173 + day],
    ["6/1", (day) => `6/${day}`],
    ["06-01", (day) => `06-${String(day).padStart(2, "0")}`],
    ["6月1日", (day) => `6月${day}日`],
    ["6月1日 周一", (day) => `6月${day}日 周${weekdays[day - 1]}`],
    ["weekday below in the cell", (day) => `${day}\n${weekdays[day - 1]}`],
    ["weekday in brackets", (day) => `${day}(${weekdays[day - 1]})`],
    ["weekday before", (day) => `星期${weekdays[day - 1]} ${day}日`],
    [
      "full width",
      (day) => `${day}日`.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    ],
    // What a spreadsheet makes of 6.1 to 6.30 when they are numbers.
    ["6.1", (day) => String(Number(`6.${day}`))],
    ["六 and 日 over the weekend", (day) => ["六", "日"][((day - 1) % 7) - 5] ?? day],
  ])("days as %s", async (_, label) => {
    const rows = await rawRows(
      csv([
        ["姓名", ...june(label), "出勤天数"],
        ["张三", ...june(() => "√"), 30],
      ]),
    );
    expect(rows.map(({ cells }) => cells.date)).toEqual(
      june((day) => `2026-06-${String(day).padStart(2, "0")}`),
    );
  });

  it.each([
    [
      "weekdays below",
      [
        ["姓名", ...june()],
        ["", ...weekdays],
      ],
    ],
    [
      "weekdays above",
      [
        ["", ...weekdays],
        ["姓名", ...june()],
      ],
    ],
    [
      "a title over the days",
      [
        ["序号", "姓名", "日期"],
        ["", "", ...june()],
      ].map((row) => row.slice(-31 - 1)),
    ],
    [
      "the name over both rows",
      [
        ["姓名", "六月", ...june(() => "").slice(1)],
        ["", ...june()],
        ["", ...weekdays],
      ],
    ],
  ])("two rows of headings: %s", async (_, headings) => {
    const pad = Math.max(...headings.map((row) => row.length)) === 32 ? [1] : [];
    expect(await read([["实习考勤表"], ...headings, [...pad, "张三", "√", "事"]])).toMatchObject([
      [headings.length + 2, "张三", "06-01", { status: "√" }],
      [headings.length + 2, "张三", "06-02", { status: "事" }],
    ]);
  });

  it("takes the days of a month with 31 columns by their numbers", async () => {
    const days = Array.from({ length: 31 }, (_, i) => i + 1);
    const rows = await read([
      ["姓名", ...days],
      ["张三", ...days.map((day) => (day > 29 ? "√" : ""))],
    ]);
    expect(rows.map(([, , date]) => date)).toEqual(["06-30", "06-31"]);
  });

  it("follows a month from the 26th to the 25th", async () => {
    const days = [26, 27, 28, 29, 30, 31, ...Array.from({ length: 25 }, (_, i) => i + 1)];
    const grid = [
      ["姓名", ...days],
      ["张三", ...days.map(() => 8)],
    ];
    const dates = (rows: readonly RawRow[]) => [
      rows[0]?.cells.date,
      rows[6]?.cells.date,
      rows.at(-1)?.cells.date,
    ];
    expect(dates(await rawRows(csv(grid)))).toEqual(["2026-05-26", "2026-06-01", "2026-06-25"]);
    expect(dates(await rawRows(csv([["2026年5月26日至6月25日"], ...grid])))).toEqual([
      "2026-05-26",
      "2026-06-01",
      "2026-06-25",
    ]);
    const year = await rawRows(
      csv([
        ["姓名", "12/30", "12/31", "1/1", "1/2"],
        ["张三", 8, 8, 8, 8],
      ]),
      "a.csv",
      "2026-01",
    );
    expect(year.map(({ cells }) => cells.date)).toEqual([
      "2025-12-30",
      "2025-12-31",
      "2026-01-01",
      "2026-01-02",
    ]);
  });

  it("refuses another month, whoever says so: title, sheet, days, weekdays", async () => {
    const days = june();
    const row = ["张三", "√"];
    const code = async (rows: (string | number)[][]) => (await refusal(csv(rows), "a.csv")).code;
    expect(await code([["2026年5月考勤表"], ["姓名", ...days], row])).toBe("period-differs");
    expect(await code([["五月份考勤表"], ["姓名", ...days], row])).toBe("period-differs");
    expect(await code([["姓名", ...june((day) => `5/${day}`)], row])).toBe("period-differs");
    expect(await code([["姓名", ...days], ["", ...weekdays.slice(1), "三"], row])).toBe("day-columns-differ");
    const { finding } = await refusal(
      csv([["统计日期：2026-05-01 至 2026-05-31"], ["姓名", ...days], row]),
      "a.csv",
    );
    expect(finding).toMatchObject({ found: "2026-05-01 – 2026-05-31", expected: "2026-06" });
    // A title that names the month outweighs weekdays left from an old form.
    expect(
      await read([["2026年6月考勤表"], ["姓名", ...days], ["", ...weekdays.slice(1), "三"], row]),
    ).toHaveLength(1);
  });

  it("is not misled by when a table was made, or by a shift plan", async () => {
    const table = [
      ["姓名", ...june()],
      ["张三", "√"],
    ];
    expect(await read([["实习考勤", "制表日期：2026年7月1日"], ...table])).toHaveLength(1);
    expect(await read([["报表生成时间：2026-07-01 09:00"], ...table])).toHaveLength(1);
    expect((await refusal(csv([["排 班 信 息 表"], ...table]), "a.csv")).code).toBe("summary-only");
  });
});

describe("home-made tables", () => {
  it("passes over totals, signatures, empty rows, and headings that stand again", async () => {
    const rows = await read([
      ["姓名", ...june(), "出勤天数", "合计"],
      ["张三", "√", ...june(() => "").slice(1), 22, 22],
      ["姓名", ...june(), "出勤天数", "合计"],
      ["", ...weekdays],
      ["李四", "√"],
      ["", "", ""],
      ["合 计", 2, 2],
      ["", "出勤人数", 1],
      ["出勤人数", 2, 2],
      ["制表人：王五", "审核：赵六"],
    ]);
    expect(rows.map(([row, name]) => [row, name])).toEqual([
      [2, "张三"],
      [5, "李四"],
    ]);
  });

  it("takes up new days where a week's block begins, in one sheet and over several", async () => {
    const week = (first: number) => ["姓名", ...Array.from({ length: 7 }, (_, i) => `6月${first + i}日`)];
    const rows = await read([["第一周"], week(1), ["张三", 8], ["第二周"], week(8), ["张三", "", 8]]);
    expect(rows.map(([row, , date]) => [row, date])).toEqual([
      [3, "06-01"],
      [6, "06-09"],
    ]);
    const sheet = (name: string, days: number[]) => ({
      name,
      rows: [
        ["姓名", ...days],
        ["张三", "√"],
      ],
    });
    const weeks = [1, 8, 15, 22].map((day) =>
      sheet(
        `第${day}`,
        [0, 1, 2, 3, 4, 5, 6].map((i) => day + i),
      ),
    );
    const book = await writeXlsx({ sheets: [...weeks, sheet("末", [29, 30])] });
    expect((await rawRows(book, "a.xlsx")).map(({ cells }) => cells.date)).toEqual(
      ["01", "08", "15", "22", "29"].map((day) => `2026-06-${day}`),
    );
  });

  it("dates a week of weekdays by its title", async () => {
    const rows = await read([
      ["6月8日-6月14日"],
      ["姓名", ...[..."一二三四五六日"].map((day) => `周${day}`)],
      ["张三", "√", "", "√"],
    ]);
    expect(rows.map(([, , date]) => date)).toEqual(["06-08", "06-10"]);
  });

  it("reads the month's sheet of a year's workbook, and says which it left out", async () => {
    const sheet = (name: string) => ({
      name,
      rows: [
        ["姓名", ...june()],
        ["张三", "√"],
      ],
    });
    const book = await writeXlsx({ sheets: [sheet("5月"), sheet("6月"), sheet("7月")] });
    expect((await rawRows(book, "a.xlsx")).map(({ sheet: name }) => name)).toEqual(["6月"]);
  });

  it("lets a merged name stand for its rows, and only a merged one", async () => {
    const rows = [
      ["姓名", ...june()],
      ["张三", "08:00", "08:01"],
      ["", "17:00", "17:01"],
      ["李四", "√"],
      ["", "√"],
    ];
    const merges = [{ startRow: 1, startCol: 0, endRow: 2, endCol: 0 }];
    const merged = await rawRows(await writeXlsx({ sheets: [{ name: "考勤", rows, merges }] }), "a.xlsx");
    expect(told(merged)).toEqual([
      [2, "张三", "06-01", { in: "08:00", out: "17:00" }],
      [2, "张三", "06-02", { in: "08:01", out: "17:01" }],
      [4, "李四", "06-01", { status: "√" }],
      [5, undefined, "06-01", { status: "√" }],
    ]);
  });

  it("adds up 上午 and 下午, in rows and in columns", async () => {
    const halves = [
      ["√", "√", { status: "√" }],
      ["√", "事", { status: "√", hours: "240分钟" }],
      ["事", "事", { status: "事" }],
      ["√", "", { status: "√", hours: "240分钟" }],
      ["", "旷", { status: "旷" }],
      ["迟", "√", { status: "迟\n√" }],
      ["4", "3.5", { hours: "450分钟" }],
      ["08:00", "17:00", { in: "08:00", out: "17:00" }],
      ["08:00-12:00", "13:00-17:00", { in: "08:00", out: "17:00", hours: "480分钟" }],
      ["?", "√", { status: "?" }],
    ] as const;
    const cells = halves.map(([, , day]) => day);
    const morning = halves.map(([half]) => half);
    const afternoon = halves.map(([, half]) => half);
    const inRows = (second: string) =>
      read([
        ["姓名", "时段", ...june()],
        ["张三", "上午", ...morning],
        [second, "下午", ...afternoon],
      ]);
    for (const second of ["", "张三"]) {
      expect((await inRows(second)).map(([, name, , day]) => [name, day])).toEqual(
        cells.map((day) => ["张三", day]),
      );
    }
    const columns = await read([
      ["姓名", ...june().flatMap((day) => [day, ""])],
      ["", ...june().flatMap(() => ["上午", "下午"])],
      ["张三", ...morning.flatMap((half, i) => [half, afternoon[i] ?? ""])],
    ]);
    expect(columns.map(([, , , day]) => day)).toEqual(cells);
  });

  it("keeps overtime apart", async () => {
    const rows = await read([
      ["姓名", "", ...june()],
      ["张三", "上午", "√"],
      ["", "下午", "√"],
      ["", "加班", 2],
    ]);
    expect(rows).toEqual([[2, "张三", "06-01", { status: "√", overtime: "2" }]]);
  });
});
