import type { GridRow } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { dayOfHalves, type Part, partOf, wholeDay } from "./cell.ts";
import { bareHeading, columnsOf, type Field, IDENTIFYING, twoRowHeadings } from "./headers.ts";
import {
  columnAt,
  isAside,
  isNothing,
  personalIn,
  type RawRow,
  type Reading,
  rowByRow,
  type Shape,
} from "./shape.ts";

const GROUP = /^(?:上午|下午|晚上|中班|[上下]班\d?)$/;
const PUNCH = /^(上午|下午|晚上)?(上班|下班|签到|签退)([1-9])?(?:打卡|刷卡)?(?:时间)?(?:\(?([1-9])\)?)?$/;
const HALF = /^(上午|下午)(?:出勤|考勤|状态|情况)?$/;
/** Parts by their names; those without one stand in the order of their columns. */
const ORDER = ["上午", "1", "下午", "2", "晚上", "3"];
const COPIED: readonly Field[] = [...IDENTIFYING, "date", "shift", "note", "hours", "status", "overtime"];

/**
 * What firms make themselves with a row a student-day: coming and going more than once (上午上班 上午下班 下午上班
 * 下午下班), or a mark under 上午 and one under 下午; in one row of headings or two.
 */
export const dayInParts: Shape = (head) => {
  for (const [index, row] of head.entries()) {
    const below = head[index + 1];
    const inTwoRows = below && !columnsOf(below.values).has("date");
    const reading =
      (inTwoRows ? readingOf(twoRowHeadings(row.values, below.values, GROUP), below, 1) : null) ??
      readingOf(row.values.map(bareHeading), row, 2);
    if (reading) return reading;
  }
  return null;
};

/** @param fewest with one row of headings and one part of the day, it is the long form */
function readingOf(headings: readonly string[], last: GridRow, fewest: number): Reading | null {
  const columns = columnsOf(headings);
  const parts = partsIn(headings);
  if (
    parts.length < fewest ||
    parts.flat().length < 2 ||
    !columns.has("date") ||
    !IDENTIFYING.some((field) => columns.has(field))
  )
    return null;
  const told: RawRow["columns"] = {};
  const place = (field: Field, index = 0) => {
    told[field] = columnAt(index, headings[index] ?? "");
  };
  place("status", parts[0]?.[0]);
  place("hours", parts[0]?.[0]);
  place("in", parts[0]?.[0]);
  place("out", parts.at(-1)?.at(-1));
  const copied = COPIED.flatMap((field) => {
    const index = columns.get(field);
    return index === undefined || parts.flat().includes(index) ? [] : [{ field, index }];
  });
  for (const { field, index } of copied) place(field, index);
  const read = (row: GridRow, sheet: string, into: RawRow[]): void => {
    if (isAside(row.values)) return;
    const cells = dayOf(parts.map((indexes) => partIn(row, indexes)));
    for (const { field, index } of copied) {
      const text = plain(row.values[index] ?? "");
      if (!isNothing(text)) cells[field] = text;
    }
    if (cells.date === undefined && Object.keys(cells).every((field) => field === "name")) return;
    if (cells.date === told.date?.header) return;
    into.push({ sheet, row: row.row, cells, columns: told });
  };
  return {
    shape: "day-in-parts",
    headingRow: last.row,
    personal: personalIn(columns),
    rows: rowByRow(last.row, read),
  };
}

/** The columns of each part of the day, by what their headings say, else by the order in which they stand. */
function partsIn(headings: readonly string[]): number[][] {
  const parts = new Map<string, { indexes: number[]; hasCome: boolean }>();
  let current = "";
  for (const [index, heading] of headings.entries()) {
    const punch = PUNCH.exec(heading);
    const half = HALF.exec(heading);
    if (!punch && !half) continue;
    const comes = punch?.[2] === "上班" || punch?.[2] === "签到";
    const named = half?.[1] ?? punch?.[1] ?? punch?.[3] ?? punch?.[4];
    if (named !== undefined) current = named;
    else if (current === "" || (comes && parts.get(current)?.hasCome)) current = `part ${index}`;
    const part = parts.get(current) ?? { indexes: [], hasCome: false };
    if (comes) part.indexes.unshift(index);
    else part.indexes.push(index);
    part.hasCome ||= comes;
    parts.set(current, part);
  }
  const order = ([name]: readonly [string, unknown]) => ORDER.indexOf(name);
  return [...parts].sort((a, b) => order(a) - order(b)).map(([, { indexes }]) => indexes);
}

function partIn(row: GridRow, indexes: readonly number[]): Part | null {
  const texts = indexes.map((index) => plain(row.values[index] ?? "")).filter((text) => !isNothing(text));
  const [first] = texts;
  if (first === undefined) return null;
  const isFromTo = texts.length === 2 && texts.every((text) => /\d/.test(text));
  return partOf(isFromTo ? texts.join("-") : first);
}

function dayOf(parts: readonly (Part | null)[]): RawRow["cells"] {
  const [first = null] = parts;
  if (parts.length === 1 && first) return wholeDay(first);
  return parts.some((part) => part !== null) ? dayOfHalves(parts) : {};
}
