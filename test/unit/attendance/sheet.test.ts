import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import type { Status } from "../../../functions/attendance/readers/status.ts";
import { Roster } from "../../../functions/attendance/reading/match.ts";
import { explain } from "../../../functions/attendance/report/finding-line.ts";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";
import { ruleOf } from "../../../functions/attendance/rules/index.ts";
import {
  type Basis,
  type DayRecord,
  decodeDays,
  encodeDays,
  workedMinutes,
} from "../../../functions/attendance/sheet.ts";
import { encodeGb18030 } from "../../../shared/values/gb18030.ts";
import { daysOf } from "../../../shared/values/period.ts";
import { bytes, entry, interpreted, keyOf, PERIOD, sheetOf, workbook, zip } from "./support.ts";

const STATUSES: Status[] = ["present", "late", "left-early", "leave", "absent", "rest"];
const BASES: Basis[] = ["stated", "punched", "marked"];

const month = fc
  .uniqueArray(
    fc.record({
      date: fc.constantFrom(...daysOf(PERIOD)),
      basis: fc.constantFrom(...BASES),
      minutes: fc.integer({ min: 0, max: 1440 }),
      status: fc.constantFrom(...STATUSES),
    }),
    { selector: ({ date }) => date, maxLength: 30 },
  )
  .map((days) => days.sort((a, b) => (a.date < b.date ? -1 : 1)));

describe("a month as text", () => {
  it("reads as documented", () => {
    const days = decodeDays("1p510 2p495L 6mR", PERIOD);
    expect(days).toEqual([
      { date: "2026-06-01", basis: "punched", minutes: 510, status: "present" },
      { date: "2026-06-02", basis: "punched", minutes: 495, status: "late" },
      { date: "2026-06-06", basis: "marked", minutes: 0, status: "rest" },
    ]);
    expect(encodeDays(days.toReversed())).toBe("1p510 2p495L 6mR");
  });

  it("comes back as it was and stays small", () => {
    fc.assert(
      fc.property(month, (days) => {
        const text = encodeDays(days);
        expect(decodeDays(text, PERIOD)).toEqual(days);
        expect(text.length).toBeLessThan(300);
      }),
    );
  });

  it("refuses what it did not write", () => {
    for (const text of ["x", "1q5", "1p5 ", "1p99999"])
      expect(() => decodeDays(text, PERIOD)).toThrow(RangeError);
  });
});

describe("what a day counts for", () => {
  const policy = { breakMinutes: 60 };
  const day = (basis: Basis, minutes: number, status: Status = "present"): DayRecord => ({
    date: "2026-06-01",
    basis,
    minutes,
    status,
  });

  it("takes the break off days of more than six hours between punches", () => {
    expect([360, 361, 510].map((minutes) => workedMinutes(day("punched", minutes), policy))).toEqual([
      360, 301, 450,
    ]);
    expect(workedMinutes(day("stated", 480), policy)).toBe(480);
    expect(workedMinutes(day("marked", 480), policy)).toBe(480);
  });
});

const WORDS: Record<Status, string> = {
  present: "出勤",
  late: "迟到",
  "left-early": "早退",
  leave: "请假",
  absent: "缺勤",
  rest: "休息",
};

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** A day as cells of the long form: hours with as many decimals as it takes, or two punches, or the mark alone. */
function cellsOf({ date, basis, minutes, status }: DayRecord, came: number, style: string): string[] {
  const [year, month, day] = date.split("-").map(Number);
  const written =
    {
      iso: date,
      slash: `${year}/${month}/${day}`,
      dot: `${year}.${month}.${day}`,
      word: `${month}月${day}日`,
    }[style] ?? date;
  const hours = basis === "stated" ? String(minutes / 60) : "";
  const punches = basis === "punched" ? [clock(came), clock(came + minutes)] : ["", ""];
  return [written, ...punches, hours, WORDS[status]];
}

const ENCODINGS: Record<string, (text: string) => Uint8Array> = {
  "utf-8": bytes,
  "utf-8 bom": (text) => bytes(`\uFEFF${text}`),
  gb18030: encodeGb18030,
};

it("any month written in the long form comes back the same, in any encoding and with any delimiter", async () => {
  const writable = month.map((days) =>
    days.map((day) => {
      const away = day.status === "leave" || day.status === "absent" || day.status === "rest";
      if (day.basis === "marked") return { ...day, minutes: away ? 0 : 480 };
      return { ...day, minutes: day.minutes % 1440 };
    }),
  );
  const roster = new Roster([entry({ placementId: "A", idNumber: "411202200910150030" })], PERIOD, keyOf);
  await fc.assert(
    fc.asyncProperty(
      writable,
      fc.constantFrom(...Object.keys(ENCODINGS)),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("iso", "slash", "dot", "word"),
      fc.integer({ min: 0, max: 1439 }),
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
      fc.boolean(),
      async (days, encoding, delimiter, style, came, order, quoted) => {
        const headings = ["身份证号", "日期", "上班时间", "下班时间", "工时", "状态"];
        const rows = [headings, ...days.map((day) => ["'411202200910150030", ...cellsOf(day, came, style)])];
        const cell = (text = "") => (quoted ? `"${text}"` : text);
        const text = rows
          .map((row) => `${order.map((column) => cell(row[column])).join(delimiter)}\r\n`)
          .join("");
        const file = await readFile(bytesSource(ENCODINGS[encoding]?.(text) ?? new Uint8Array()), {
          filename: "a.csv",
          period: PERIOD,
        });
        const result = await interpreted(file.rows, roster);
        const refused = result.lines.filter(({ code }) => ruleOf(code).severity === "reject");
        expect(refused.map(({ code }) => code)).toEqual(days.length === 0 ? ["file-empty"] : []);
        expect(result.sheets.get("A")?.days ?? []).toEqual(days);
      },
    ),
    { numRuns: 150 },
  );
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "=cmd|' /C calc'!A0",
    "-1",
    "1e308",
    "NaN",
    "0x10",
    "2026-02-30",
    "٣",
    "𠮷",
    "\u0000",
    '"',
    "\r",
    "9".repeat(400),
    "((((((((",
    "1.".repeat(50),
    "__proto__",
    "constructor",
  ),
);

it("whatever stands in the cells, every row is either accepted or explained", async () => {
  const roster = new Roster([entry({ placementId: "A", employeeNo: "1" })], PERIOD, keyOf);
  const fields = ["idNumber", "name", "employeeNo", "date", "in", "out", "hours", "status"] as const;
  const columns = Object.fromEntries(fields.map((field) => [field, { letter: "A", header: field }]));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.constantFrom(...fields), hostile), { maxLength: 8 }),
      async (cells) => {
        const rows = cells.map((row, i) => ({
          sheet: "S",
          row: i + 1,
          cells: { employeeNo: "1", date: "6-1", ...row },
          columns,
        }));
        const { lines, rows: counts } = await interpreted([rows], roster);
        expect(counts.accepted + counts.rejected).toBe(rows.length);
        expect(lines.map(explain).every(({ zh, en }) => zh !== "" && en !== "")).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

it("whatever the bytes are, a file is read or refused with a reason", async () => {
  const beginning = fc.constantFrom(
    "",
    "姓名,日期,状态\n",
    "PK\u0003\u0004",
    "\uFEFF姓名;日期;工时\r\n",
    '"姓名","日期","状态"\n"',
  );
  await fc.assert(
    fc.asyncProperty(
      beginning,
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom("a.csv", "a.xlsx", ""),
      async (start, tail, filename) => {
        const content = Buffer.concat([bytes(start), tail]);
        try {
          await Array.fromAsync((await readFile(bytesSource(content), { filename, period: PERIOD })).rows);
        } catch (error) {
          expect(error).toBeInstanceOf(FileRefused);
        }
      },
    ),
    { numRuns: 300 },
  );
});

it("a workbook with any few bytes changed is read or refused with a reason", async () => {
  const rows = Array.from({ length: 50 }, (_, i) => ["张三", `2026-06-${i % 30}`, "出勤"]);
  const whole = zip(workbook({ 考勤: sheetOf([["姓名", "日期", "状态"], ...rows]) }));
  const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const content = Uint8Array.from(whole);
      for (const [at, byte] of changes) content[at] = byte;
      try {
        const file = await readFile(bytesSource(content), { filename: "a.xlsx", period: PERIOD });
        await Array.fromAsync(file.rows);
      } catch (error) {
        expect(error).toBeInstanceOf(FileRefused);
      }
    }),
    { numRuns: 1000 },
  );
});

it("cells made to keep patterns busy don't", async () => {
  const long = [
    ",".repeat(32_000),
    `2026${" ".repeat(32_000)}x`,
    "(".repeat(32_000),
    `1天${"1".repeat(32_000)}`,
    "*".repeat(32_000),
  ];
  const lines = long.flatMap((text) =>
    ["日期", "状态", "上班时间", "工时", "姓名"].map(
      (field) => ({ [field]: text }) as Record<string, string>,
    ),
  );
  const headings = ["姓名", "日期", "上班时间", "工时", "状态"];
  const csv = [headings, headings, ...lines.map((line) => headings.map((heading) => line[heading] ?? "6-1"))];
  const text = csv.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n");
  const started = performance.now();
  const file = await readFile(bytesSource(bytes(`${"*".repeat(30_000)}x,${long.join(";")}\n${text}`)), {
    filename: "a.csv",
    period: PERIOD,
  });
  const { rows } = await interpreted(file.rows, new Roster([], PERIOD, keyOf));
  expect(rows).toEqual({ total: 25, accepted: 0, rejected: 25 });
  expect(performance.now() - started).toBeLessThan(2000);
});
