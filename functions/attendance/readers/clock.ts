import type { GridRow, GridSheet } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { partOf, wholeDay } from "./cell.ts";
import { type DayColumn, dayColumns } from "./days.ts";
import { type Field, fieldOf } from "./headers.ts";
import { columnAt, isAside, type RawRow, type Shape } from "./shape.ts";
import { mustTouch, statedIn, titlesAbove } from "./stated.ts";

/**
 * The sheet 刷卡记录 of a fingerprint clock: a row with the days, then for every person a row `工 号： 64 姓 名: 张三` and
 * below it the punches of each day, several in a cell. The first and the last of them are the day.
 */
export const clockCards: Shape = (head, { period, sheet }) => {
  const first = head.findIndex((row) => personIn(row).size > 1);
  if (first < 0) return null;
  const stated = statedIn([...titlesAbove(head, first + 1), sheet], period);
  const at = head.findIndex((row) => dayColumns(row.values, period, stated) !== null);
  const days = head[at] && dayColumns(head[at].values, period, stated);
  if (!days || at > first + 1) return null;
  mustTouch(stated, period);
  const labels = head.filter((row) => personIn(row).size > 0);
  const personal = new Map(labels.flatMap((row) => [...whereIn(row)]));
  return {
    shape: "clock-cards",
    headingRow: Math.min(head[at]?.row ?? 0, (head[first]?.row ?? 1) - 1),
    personal,
    personalOf: whereIn,
    rows: (whole) => cardsOf(whole, days, (values) => dayColumns(values, period, stated)),
  };
};

/** `工 号：` and what follows it, in the same cell or in the next one that is not empty. */
const LABEL = /(工号|登记号码?|考勤号码?|人员编号|员工编号|姓名|部门|班次|职位)\s*:\s*/g;

type Told = Map<Field, { index: number; text: string }>;

function personIn({ values }: GridRow): Told {
  const told: Told = new Map();
  for (const [index, value] of values.entries()) {
    if (value === "" || !/[号码名门位次]\s*[:：]/.test(value)) continue;
    const pieces = plain(value)
      .replace(/([工姓部职班])\s+([号名门位次])/g, "$1$2")
      .split(LABEL);
    for (let i = 1; i < pieces.length; i += 2) {
      const field = fieldOf(pieces[i] ?? "");
      if (field !== "employeeNo" && field !== "name") continue;
      const own = (pieces[i + 1] ?? "").trim();
      told.set(field, own === "" && i === pieces.length - 2 ? after(values, index) : { index, text: own });
    }
  }
  return told;
}

function after(values: readonly string[], label: number): { index: number; text: string } {
  const next = values.findIndex((value, index) => index > label && value.trim() !== "");
  const text = plain(values[next] ?? "");
  return next < 0 || /:/.test(text) ? { index: label, text: "" } : { index: next, text };
}

const whereIn = (row: GridRow): Map<number, Field> => {
  const told = personIn(row);
  return told.has("name") ? new Map([...told].map(([field, { index }]) => [index, field])) : new Map();
};

/** A person and the punches that the rows below the name tell, by day. */
interface Card {
  who: RawRow["cells"];
  days: readonly (DayColumn & { columns: RawRow["columns"] })[];
  punches: { row: number; text: string }[];
}

async function* cardsOf(
  sheet: GridSheet,
  first: readonly DayColumn[],
  daysIn: (values: readonly string[]) => readonly DayColumn[] | null,
): AsyncGenerator<readonly RawRow[]> {
  let days = placed(first);
  let card: Card | null = null;
  for await (const rows of sheet.rows()) {
    const told: RawRow[] = [];
    for (const row of rows) {
      const person = personIn(row);
      if (person.has("name") || person.has("employeeNo")) {
        if (card) tell(card, sheet.name, told);
        card = { who: cellsOf(person), days, punches: [] };
        continue;
      }
      const others = daysIn(row.values);
      if (others) days = placed(others);
      if (others && card) card.days = days;
      if (card && !others && !isAside(row.values)) add(card, row);
    }
    yield told;
  }
  const told: RawRow[] = [];
  if (card) tell(card, sheet.name, told);
  yield told;
}

const placed = (days: readonly DayColumn[]): Card["days"] =>
  days.map((day) => {
    const column = columnAt(day.index, `${day.label} (${day.date.slice(5)})`);
    return { ...day, columns: { date: column, in: column, out: column, hours: column, status: column } };
  });

function cellsOf(person: Told): RawRow["cells"] {
  const cells: RawRow["cells"] = {};
  for (const [field, { text }] of person) if (text !== "") cells[field] = text;
  return cells;
}

const LONGEST_DAY = 300;

function add(card: Card, row: GridRow): void {
  for (const [i, { index }] of card.days.entries()) {
    const before = card.punches[i];
    // Nothing that long is read as punches, and rows below one name may be a million.
    if (before && before.text.length > LONGEST_DAY) continue;
    const text = plain(row.values[index] ?? "");
    if (text === "") continue;
    card.punches[i] = before ? { row: before.row, text: `${before.text}\n${text}` } : { row: row.row, text };
  }
}

function tell({ who, days, punches }: Card, sheet: string, into: RawRow[]): void {
  for (const [i, { date, columns }] of days.entries()) {
    const day = punches[i];
    if (!day) continue;
    into.push({ sheet, row: day.row, cells: { ...who, date, ...wholeDay(partOf(day.text)) }, columns });
  }
}
