import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import { Roster, type RosterEntry } from "../../../functions/attendance/reading/match.ts";
import { ruleOf } from "../../../functions/attendance/rules/index.ts";
import type { DayRecord } from "../../../functions/attendance/sheet.ts";
import { type CityFile, filesFor } from "../../city/files.ts";
import { buildCity, type Placement, placementsOf } from "../../city/model.ts";
import type { TruthDay } from "../../city/truth.ts";
import { entry, interpreted, keyOf } from "./support.ts";

const city = buildCity({ scale: "full" });
const numbers = new Map(city.placements.map(({ key }) => [key, `PL-${key}`]));
const files = await filesFor(city, numbers);

describe("the sample city's files", () => {
  for (const file of files) {
    it(`${file.shape} ${file.filename} #${file.upload}`, async () => {
      const { sheets, lines, rows, warnings } = await readBack(file);
      expect(warnings).toEqual([]);
      const rejected = lines.filter(({ code }) => ruleOf(code).severity === "reject");
      expect(distinct(rejected.map(({ row, code }) => `${row} ${code}`))).toEqual(
        distinct(file.rows.refused.map(({ row, code }) => `${row} ${code}`)),
      );
      if (file.shape !== "dingtalk-month") expect(rows.total).toBe(file.rows.total);
      for (const [key, days] of file.says) {
        const told = (sheets.get(key)?.days ?? []).filter((day) => !isRest(day)).map(comparable);
        expect(told, key).toEqual(days.filter(({ status }) => status !== "休息").map(asRecord));
      }
      const own = new Set(file.says.keys());
      expect([...sheets].filter(({ placementId }) => !own.has(placementId))).toEqual([]);
    });
  }
});

async function readBack(file: CityFile) {
  const roster = new Roster(placementsOf(city, file.uscc).map(entryOf), file.period, keyOf);
  const { rows, warnings } = await readFile(bytesSource(file.bytes), file);
  return { warnings, ...(await interpreted(rows, roster, { period: file.period })) };
}

const entryOf = ({ key, start, end, employeeNo, student }: Placement): RosterEntry =>
  entry({ placementId: key, placementNo: `PL-${key}`, start, end, employeeNo, ...student });

const STATUSES = {
  出勤: "present",
  迟到: "late",
  早退: "left-early",
  请假: "leave",
  缺勤: "absent",
  休息: "rest",
} as const;
const BASES = { clock: "punched", stated: "stated", mark: "marked" } as const;

const isRest = (day: DayRecord): boolean => day.status === "rest" && day.minutes === 0;

/** A day without minutes has no basis to compare. */
const comparable = ({ date, basis, minutes, status }: DayRecord) => ({
  date,
  minutes,
  status,
  basis: minutes && basis,
});

const asRecord = ({ date, basis, minutes, status }: TruthDay) =>
  comparable({ date, basis: BASES[basis], minutes, status: STATUSES[status] });

const distinct = (texts: string[]): string[] => [...new Set(texts)].sort();
