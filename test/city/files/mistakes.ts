import { weekday } from "../days.ts";
import type { Enterprise, Placement } from "../model.ts";
import { staffName } from "../names.ts";
import { citizenId } from "../numbers.ts";
import type { Dice } from "../prng.ts";
import type { TruthDay } from "../truth.ts";
import { type Line, type RefusalCode, type Who, whoIs } from "./line.ts";

/**
 * Puts honest mistakes among the lines of a first file. Each wrong line is wrong in one way only, and stands on a
 * day that is worth nothing to its student: refusing it loses nobody anything, so the truth stays the measure.
 * @param lines in file order, student by student
 */
export function withMistakes(
  lines: readonly Line[],
  enterprise: Enterprise,
  placements: readonly Placement[],
  roll: Dice,
): Line[] {
  const times = enterprise.interns >= 100 ? 3 : enterprise.interns >= 30 ? 2 : 1;
  const result = [...lines];
  for (let time = 0; time < times; time++) {
    addStrangers(result, enterprise, time, roll);
    addDuplicate(result, placements, time);
    addWrongDays(result, enterprise, placements, time);
    addDayOutsidePlacement(result, enterprise, placements, time);
    addNameless(result, enterprise, placements, roll);
  }
  forgetOneName(result);
  return result;
}

/** The shift as the firm's clock would have noted it, for lines that are refused whatever they say. */
function anyDay(date: string, enterprise: Enterprise): TruthDay {
  if (enterprise.shape === "gb18030-csv") return { date, status: "出勤", basis: "stated", minutes: 480 };
  const { from, to } = enterprise.shift;
  return { date, status: "出勤", basis: "clock", minutes: 510, in: from, out: to };
}

/** Regular workers come through the same gate. */
function addStrangers(lines: Line[], enterprise: Enterprise, time: number, roll: Dice): void {
  const who = stranger(time);
  const at = roll.between(0, lines.length);
  for (const date of ["2026-06-02", "2026-06-03"]) {
    lines.splice(at, 0, { who, day: anyDay(date, enterprise), refuse: "unknown-student" });
  }
}

/** Someone whom no school ever placed: born before any student of the city. */
export const stranger = (number: number): Who => ({
  idNumber: citizenId(`198${number % 10}-12-31`, 101 + number),
  studentNo: `19990900${100 + number}`,
  employeeNo: `Z${9001 + number}`,
  name: staffName(number),
});

/** The same day of the same student a second time; the first one stands. */
function addDuplicate(lines: Line[], placements: readonly Placement[], time: number): void {
  const key = wholeMonth(placements, time).student.idNumber;
  const at = lines.findIndex(
    (line) => isHis(line, key) && line.day.minutes > 0 && line.day.date > "2026-06-09",
  );
  if (at >= 0) lines.splice(at + 1, 0, { ...(lines[at] as Line), refuse: "duplicate-day" });
}

/** A day of another month, a day that no calendar has, times and hours that no clock shows. */
function addWrongDays(
  lines: Line[],
  enterprise: Enterprise,
  placements: readonly Placement[],
  time: number,
): void {
  const placement = wholeMonth(placements, time);
  const add = (refuse: RefusalCode, date: string, instead?: Line["instead"]) =>
    insert(lines, placement, { who: whoIs(placement), day: anyDay(date, enterprise), instead, refuse });
  add("outside-period", "2026-07-01");
  add("bad-date", "2026-06-21", { date: "2026-06-31" });
  if (enterprise.shape !== "gb18030-csv") add("bad-time", "2026-06-07", { in: "25:70" });
  const hasHours = enterprise.shape === "gb18030-csv" || enterprise.shape === "template-xlsx";
  if (hasHours) add("hours-out-of-range", "2026-06-14", { hours: 26 });
}

/** Present before the internship began, or after it had ended. */
function addDayOutsidePlacement(
  lines: Line[],
  enterprise: Enterprise,
  placements: readonly Placement[],
  time: number,
): void {
  const cases = [
    [3, "2026-06-10"],
    [4, "2026-06-24"],
    [5, "2026-06-03"],
  ] as const;
  const [index, date] = cases[time % cases.length] as (typeof cases)[number];
  const placement = placements[index];
  if (!placement) return;
  insert(lines, placement, {
    who: whoIs(placement),
    day: anyDay(date, enterprise),
    refuse: "outside-placement",
  });
}

/** A row that names nobody, and one that gives a name which two students share. */
function addNameless(
  lines: Line[],
  enterprise: Enterprise,
  placements: readonly Placement[],
  roll: Dice,
): void {
  const nobody = { who: {}, day: anyDay("2026-06-04", enterprise), refuse: "missing-identity" } as const;
  lines.splice(roll.between(0, lines.length), 0, nobody);
  const shared = placements[NAMESAKE]?.student.name;
  if (!shared) return;
  const day = anyDay("2026-06-28", enterprise);
  lines.splice(roll.between(0, lines.length), 0, { who: { name: shared }, day, refuse: "ambiguous-name" });
}

export const NAMESAKE = 6;

/** No mistake to the product: one row without a name whose number says enough. */
function forgetOneName(lines: Line[]): void {
  const at = lines.findIndex((line) => !line.refuse && line.who.employeeNo && line.day.minutes > 0);
  const line = lines[at];
  if (line) lines[at] = { ...line, who: { ...line.who, name: "" } };
}

/** A student who is placed from before June until after it. */
function wholeMonth(placements: readonly Placement[], number: number): Placement {
  const whole = placements.filter(
    ({ start, end, habit }) => start <= "2026-06-01" && end > "2026-07-01" && habit === "steady",
  );
  return whole[number % whole.length] as Placement;
}

const isHis = (line: Line, idNumber: string): boolean => line.who.idNumber === idNumber;

/** After the student's own lines, in place of a rest line on the same Sunday. */
function insert(lines: Line[], placement: Placement, line: Line): void {
  const { idNumber } = placement.student;
  if (weekday(line.day.date) === 7) {
    const rest = lines.findIndex(({ who, day }) => who.idNumber === idNumber && day.date === line.day.date);
    if (rest >= 0) lines.splice(rest, 1);
  }
  const last = lines.findLastIndex((other) => isHis(other, idNumber) && !other.refuse);
  lines.splice(last + 1, 0, line);
}
