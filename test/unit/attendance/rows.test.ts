import { describe, expect, it } from "vitest";
import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import { RowReader } from "../../../functions/attendance/reading/rows.ts";
import { explain } from "../../../functions/attendance/report/finding-line.ts";
import { entry, PERIOD, read } from "./support.ts";

function dayOf(cells: RawRow["cells"]): string {
  const result = new RowReader(PERIOD).read({ date: "2026-06-01", ...cells });
  if ("problem" in result) return result.problem.code;
  if (!result.day) return `punch ${result.came} ${result.status}`;
  const { basis, minutes, status } = result.day;
  return [basis, minutes, status, ...result.warnings.map(({ code }) => code)].join(" ");
}

describe("the hours of a day", () => {
  it.each<[RawRow["cells"], string]>([
    [{ hours: "7.5" }, "stated 450 present"],
    [{ hours: "7.5", in: "08:00", out: "17:00", status: "早退" }, "stated 450 left-early"],
    [{ hours: "0", status: "出勤" }, "stated 0 present"],
    [{ hours: "24" }, "stated 1440 present"],
    [{ in: "08:00", out: "17:00" }, "punched 540 present"],
    [{ in: "22:00", out: "06:00", status: "出勤" }, "punched 480 present"],
    [{ in: "22:00", out: "次日06:00" }, "punched 480 present"],
    [{ in: "16:00", out: "24:00" }, "punched 480 present"],
    [{ in: "2026-06-01 22:00", out: "2026-06-02 06:00" }, "punched 480 present"],
    [{ in: "08:00", out: "08:00" }, "punched 0 present"],
    [{ status: "出勤" }, "marked 480 present"],
    [{ status: "迟到" }, "marked 480 late"],
    [{ status: "请假" }, "marked 0 leave"],
    [{ status: "缺勤", in: "08:00" }, "marked 0 absent"],
    [{ status: "请假", in: "08:00", out: "12:00" }, "punched 240 leave"],
    [{ status: "休息并打卡" }, "marked 0 rest worked-on-rest-day"],
    [{ status: "休息并打卡", hours: "4" }, "stated 240 rest worked-on-rest-day"],
    [{}, "nothing-stated"],
    [{ in: "08:00" }, "missing-punch"],
    [{ in: "08:00", status: "出勤" }, "missing-punch"],
    [{ status: "下班缺卡" }, "missing-punch"],
    [{ hours: "25" }, "hours-out-of-range"],
    [{ hours: "-1" }, "hours-out-of-range"],
    [{ hours: "八" }, "bad-hours"],
    [{ in: "25:70", out: "17:00" }, "bad-time"],
    [{ in: "25:70", hours: "8" }, "bad-time"],
    [{ in: "08:00", out: "次日09:00" }, "bad-time"],
    [{ status: "在家" }, "unknown-status"],
    [{ date: "2026-06-31", status: "出勤" }, "bad-date"],
    [{ date: undefined, status: "出勤" }, "bad-date"],
    [{ date: "2026-07-01", status: "出勤" }, "outside-period"],
    [{ date: "2025-06-01", status: "出勤" }, "outside-period"],
  ])("%j → %s", (cells, expected) => expect(dayOf(cells)).toBe(expected));
});

describe("a file against a roster", () => {
  const entries = [entry({ placementId: "A", start: "2026-06-03", end: "2026-06-25", studentNo: "S1" })];
  const line = (date: string, rest = "8,,,") => `S1,${date},${rest}\n`;
  const csv = (...lines: string[]) => `学号,日期,工时,上班时间,下班时间,状态\n${lines.join("")}`;
  const codes = async (text: string, today?: string) =>
    (await read(text, entries, today ? { today } : {})).codes;

  it("counts what is accepted and leaves good days standing beside refused ones", async () => {
    const result = await read(
      csv(line("6-3"), line("6-31"), line("6-4", ",,,休息"), "S9,6-4,8,,,\n"),
      entries,
    );
    expect(result.rows).toEqual({ total: 4, accepted: 2, rejected: 2 });
    expect([...result.sheets]).toEqual([
      {
        placementId: "A",
        personId: "person of A",
        by: "studentNo",
        days: [
          { date: "2026-06-03", basis: "stated", minutes: 480, status: "present" },
          { date: "2026-06-04", basis: "marked", minutes: 0, status: "rest" },
        ],
        violations: [],
      },
    ]);
  });

  it("takes the first of two rows about one day, wherever the second stands", async () => {
    const { sheets, lines } = await read(
      csv(line("6-4", "7,,,"), line("6-5"), line("2026/6/4", "3,,,")),
      entries,
    );
    expect(sheets.get("A")?.days.map(({ minutes }) => minutes)).toEqual([420, 480]);
    expect(lines).toMatchObject([{ row: 4, code: "duplicate-day", column: "B" }]);
    expect(lines.map((line) => explain(line).zh)).toEqual([
      "该学生 2026-06-04 已在第 2 行出现，以先出现的为准。",
    ]);
  });

  it("a refused row does not take its day", async () => {
    const { sheets } = await read(csv(line("6-4", "99,,,"), line("6-4")), entries);
    expect(sheets.get("A")?.days).toHaveLength(1);
  });

  it("holds days against the placement, the calendar and today", async () => {
    expect(await codes(csv(line("6-2"), line("6-3"), line("6-25"), line("6-26")))).toEqual([
      "2 outside-placement",
      "5 outside-placement",
    ]);
    expect(await codes(csv(line("6-19"), line("6-20", "8.5,,,"), line("6-22", ",08:00,17:00,")))).toEqual([
      "2 statutory-holiday",
      "3 exceeds-8-hours",
    ]);
    expect(
      await codes(csv(line("6-9"), line("6-10"), line("6-11"), line("6-12", ",,,休息")), "2026-06-10"),
    ).toEqual(["4 future-day"]);
  });

  it("remembers whom a file names even where every row is refused", async () => {
    const { sheets } = await read(csv(line("6-31")), entries);
    expect([sheets.size, sheets.mute.map(({ placementId }) => placementId)]).toEqual([0, ["A"]]);
  });

  it("marks a sheet by its least certain row", async () => {
    const { sheets } = await read(
      "学号,姓名,日期,状态\nS1,,6-3,出勤\n,张小明,6-4,出勤\nS1,,6-5,出勤\n",
      entries,
    );
    expect(sheets.get("A")?.by).toBe("name");
  });
});
