import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import { interpret } from "../../../functions/attendance/reading/interpret.ts";
import { Roster } from "../../../functions/attendance/reading/match.ts";
import type { FindingLine } from "../../../functions/attendance/report/finding-line.ts";
import { ruleOf } from "../../../functions/attendance/rules/index.ts";
import { type DayRecord, encodeDays, encodeViolations } from "../../../functions/attendance/sheet.ts";
import { Sheets } from "../../../functions/attendance/sheets.ts";
import { daysOf } from "../../../shared/values/period.ts";
import { columns } from "./one-student.ts";
import { entry, interpreted, keyOf, PERIOD } from "./support.ts";

const people = Array.from({ length: 6 }, (_, i) =>
  entry({
    placementId: `P${i}`,
    name: `张${"一二三四五六"[i]}`,
    studentNo: `S2026000${i}`,
    start: i === 5 ? "2026-06-15" : "2026-03-01",
  }),
);
const dates = daysOf(PERIOD);
const clock = fc
  .integer({ min: 0, max: 1439 })
  .map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16));

/** What may be told of one day of one student, by one row or by several punches. */
const told: fc.Arbitrary<RawRow["cells"][]> = fc.oneof(
  fc.integer({ min: 0, max: 26 }).map((hours) => [{ hours: String(hours) }]),
  fc.tuple(clock, clock).map(([came, went]) => [{ in: came, out: went }]),
  fc.constantFrom("出勤", "迟到", "请假", "休息", "休息加班3小时", "在家").map((status) => [{ status }]),
  fc.array(clock, { minLength: 1, maxLength: 4 }).map((times) => times.map((punch) => ({ punch }))),
  fc.constant<RawRow["cells"][]>([{ hours: "8", shift: "夜班", overtime: "2" }]),
);
const who = fc.oneof(
  fc.nat(6).map((i) => ({ studentNo: `S2026000${i}` })),
  fc.nat(6).map((i) => ({ name: `张${"一二三四五六七"[i]}` })),
);

/** No day of a student is told twice, or which row comes first would matter. */
const rows: fc.Arbitrary<RawRow[]> = fc
  .uniqueArray(fc.record({ who, date: fc.constantFrom(...dates, "2026-07-01", "6-31"), told }), {
    selector: ({ who: by, date }) =>
      `${"studentNo" in by ? by.studentNo.slice(-1) : "一二三四五六七".indexOf(by.name.slice(1))} ${date}`,
    maxLength: 60,
  })
  .map((days) =>
    days
      .flatMap(({ who: by, date, told: cells }) => cells.map((row) => ({ ...by, date, ...row })))
      .map((cells, i) => ({ sheet: "S", row: i + 2, cells, columns })),
  );

const roster = () => new Roster(people, PERIOD, keyOf);
const said = (sheets: Sheets) =>
  [...sheets]
    .map(({ placementId, by, days, violations }) =>
      [placementId, by, encodeDays(days), encodeViolations(violations)].join(" | "),
    )
    .sort();

describe("whatever the rows say", () => {
  it("in any order they make the same sheets, and none is counted that is not explained", async () => {
    await fc.assert(
      fc.asyncProperty(
        rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        async ([all, shuffled]) => {
          const one = await interpreted([all], roster());
          const other = await interpreted(
            shuffled.map((row) => [row]),
            roster(),
          );
          expect(said(other.sheets)).toEqual(said(one.sheets));
          expect(other.rows).toEqual(one.rows);
          expect(one.rows.accepted + one.rows.rejected).toBe(all.length);
          const days = [...one.sheets].reduce((sum, sheet) => sum + sheet.days.length, 0);
          expect(days).toBeLessThanOrEqual(one.rows.accepted);
          const refused = one.lines.filter(({ code }) => ruleOf(code).severity === "reject");
          // a file without rows is told as empty
          expect(refused.length > 0).toBe(one.rows.rejected > 0 || all.length === 0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("what is told while the file is read, and what at its end, each come in its order", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const { lines } = await interpreted([all], roster());
        const places = lines.map(({ row }) => row);
        const turns = places.filter((row, i) => row < (places[i - 1] ?? 0));
        expect(turns.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("no line shows who it is", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const { lines } = await interpreted([all], roster());
        expect(JSON.stringify(lines)).not.toMatch(/张[一二三四五六七]|S2026/);
      }),
    );
  });
});

describe("days and punches of a month", () => {
  const day = fc.record({
    index: fc.nat(29),
    minutes: fc.integer({ min: 0, max: 1440 }),
    basis: fc.constantFrom("stated" as const, "punched" as const, "marked" as const),
    status: fc.constantFrom("present" as const, "late" as const, "rest" as const, "absent" as const),
  });

  it("never merge: the first word about a day stays, and says where it stands", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1200), day), { maxLength: 40 }), (said) => {
        const sheets = new Sheets(PERIOD);
        const first = new Map<string, { place: number; record: DayRecord }>();
        for (const [place, [who, { index, ...rest }]] of said.entries()) {
          const month = sheets.monthOf(entry({ placementId: `P${who}` }));
          const record = { date: dates[index] ?? "", ...rest };
          const key = `P${who} ${index}`;
          expect(sheets.add(month, "id", index, record, place)).toBe(first.get(key)?.place);
          if (!first.has(key)) first.set(key, { place, record });
        }
        for (const [key, { record }] of first) {
          const days = sheets.get(key.split(" ")[0] ?? "")?.days;
          expect(days?.find(({ date }) => date === record.date)).toEqual(record);
        }
      }),
    );
  });
});

it("a sink that asks to be waited for is, and a reader of counts sees them grow", async () => {
  const all: RawRow[] = Array.from({ length: 50 }, (_, i) => ({
    sheet: "S",
    row: i + 2,
    cells: { studentNo: "S9", date: "6-1", hours: "8" },
    columns,
  }));
  let [waiting, most] = [0, 0];
  const sink = async (_: FindingLine) => {
    waiting += 1;
    most = Math.max(most, waiting);
    await new Promise((resolve) => setTimeout(resolve, 1));
    waiting = 0;
  };
  const counts = { total: 0, accepted: 0, rejected: 0 };
  const seen: number[] = [];
  async function* batches() {
    for (const row of all) {
      seen.push(counts.total);
      yield [row];
    }
  }
  await interpret(batches(), roster(), { period: PERIOD, today: "2026-07-05", sink, rows: counts });
  expect(most).toBe(1);
  expect(seen).toEqual(all.map((_, i) => i));
  expect(counts).toEqual({ total: 50, accepted: 0, rejected: 50 });
});
