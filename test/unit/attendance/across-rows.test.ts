import { describe, expect, it } from "vitest";
import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import { Roster } from "../../../functions/attendance/reading/match.ts";
import { explain } from "../../../functions/attendance/report/finding-line.ts";
import { type Cells, rowsOf, student, told, worked } from "./one-student.ts";
import { interpreted, keyOf, PERIOD } from "./support.ts";

describe("what is told once", () => {
  it("of a student: who it is", async () => {
    const named = { studentNo: undefined, name: "张小明", ...worked };
    const { codes, counts } = await told([named, { ...named, date: "6-3" }, { ...named, date: "6-4" }]);
    expect(codes).toEqual(["2 matched-by-name"]);
    expect(counts.get("matched-by-name")).toBe(1);
    const wrong = { name: "李芳", ...worked };
    expect((await told([wrong, { ...wrong, date: "6-3", employeeNo: "65" }])).codes).toEqual([
      "2 identifiers-disagree",
      "3 identifiers-disagree",
    ]);
  });

  it("of a row that holds a month: who it is not", async () => {
    const month = rowsOf([{}, {}, {}]).map((row, day) => ({
      ...row,
      row: day < 2 ? 5 : 6,
      cells: { studentNo: "S9", date: `2026-06-0${day + 1}`, status: "√" },
    }));
    const { codes, counts } = await interpreted([month], new Roster([student], PERIOD, keyOf));
    expect(codes).toEqual(["5 unknown-student", "6 unknown-student"]);
    expect(counts.get("unknown-student")).toBe(3);
  });
});

describe("a file with several sheets", () => {
  const [row] = rowsOf([worked]) as [RawRow];
  const second = { ...row, sheet: "二", row: 9 };

  it("is told by sheet and row where a day stood before", async () => {
    const { lines } = await interpreted([[row], [second]], new Roster([student], PERIOD, keyOf));
    expect(lines).toMatchObject([{ sheet: "二", row: 9, code: "duplicate-day", other: "2（一）" }]);
    expect(lines.map((line) => explain(line).en)).toEqual([
      "The student's 2026-06-02 stands in row 2（一） already; the first one counts.",
    ]);
  });
});

describe("punches", () => {
  const punches = (...times: string[]): Cells[] => times.map((punch) => ({ punch }));

  it("make a day from the first to the last, in whatever order they come", async () => {
    for (const times of [
      ["08:00", "12:00", "13:00", "17:00"],
      ["17:00", "13:00", "08:00", "12:00", "08:00"],
      ["2026/6/2 星期二 8:00", "2026-06-02 17:00:30"],
    ]) {
      const { sheets, rows, codes } = await told(punches(...times));
      expect(sheets.get("A")?.days).toEqual([
        { date: "2026-06-02", basis: "punched", minutes: 540, status: "present" },
      ]);
      expect([rows.accepted, codes]).toEqual([times.length, []]);
    }
  });

  it("that stay alone are refused at their rows, with every row that told them", async () => {
    const { sheets, rows, lines } = await told([
      ...punches("08:00", "08:00"),
      { date: "2026-06-03", punch: "08:00" },
      { date: "2026-06-03", punch: "16:00" },
    ]);
    expect(rows).toEqual({ total: 4, accepted: 2, rejected: 2 });
    expect(lines).toMatchObject([{ row: 2, code: "missing-punch", field: "punch", found: "08:00" }]);
    expect(sheets.get("A")?.days.map(({ date }) => date)).toEqual(["2026-06-03"]);
  });

  it("are late or early when one of them is", async () => {
    const { sheets } = await told([
      { punch: "09:10", status: "迟到" },
      { punch: "17:00", status: "正常" },
    ]);
    expect(sheets.get("A")?.days).toMatchObject([{ status: "late", minutes: 470 }]);
  });

  it("never become part of a day that another row has told", async () => {
    const { sheets, codes } = await told([...punches("08:00", "12:00"), { hours: "9" }]);
    expect(codes).toEqual(["4 duplicate-day"]);
    expect(sheets.get("A")?.days.map(({ minutes }) => minutes)).toEqual([240]);
  });

  it("farther apart than a day are a mistake", async () => {
    const { rows, codes } = await told(punches("00:10", "次日 01:00"));
    expect([rows.rejected, codes]).toEqual([2, ["2 bad-time"]]);
  });
});

describe("weeks", () => {
  it("run from Monday to Sunday, are told at their last day with their sum, and end with the month", async () => {
    const days = ["06", "07", "08", "09", "29", "30"].map((day) => ({ date: `2026-06-${day}`, hours: "21" }));
    const { lines } = await told(days.toReversed());
    const weeks = lines.filter(({ code }) => code === "exceeds-40-hours");
    expect(weeks.map(({ row, found, other }) => [row, found, other])).toEqual([
      [2, "42", "2026-06-29 – 2026-06-30"],
      [4, "42", "2026-06-08 – 2026-06-14"],
      [6, "42", "2026-06-01 – 2026-06-07"],
    ]);
  });

  it("leave out breaks, leave and rest", async () => {
    const days = ["01", "02", "03", "04", "05"].map((day) => ({
      date: `6-${day}`,
      in: "08:00",
      out: "17:00",
    }));
    const saturday = { date: "6-6", status: "请假", in: "08:00", out: "12:00" };
    expect((await told([...days, saturday])).codes).toEqual([]);
    expect((await told([...days, { ...saturday, status: "出勤" }])).codes).toEqual(["7 exceeds-40-hours"]);
  });
});
