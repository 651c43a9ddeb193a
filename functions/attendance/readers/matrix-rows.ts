import type { GridRow, GridSheet } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { dayOfHalves, type Part, partOf, wholeDay } from "./cell.ts";
import { type DayColumn, dayColumns, isWeekdayRow } from "./days.ts";
import { bareHeading, type Field } from "./headers.ts";
import { isSign, type Legend, legendOf } from "./legend.ts";
import { Above } from "./merged.ts";
import { type About, columnAt, isAside, isNothing, type RawRow } from "./shape.ts";
import type { Stated } from "./stated.ts";

/** A day and the columns that tell it: one, or one for each part of the day (上午, 下午). */
export interface MatrixDay extends DayColumn {
  parts: readonly { index: number; slot: string | undefined }[];
}

/** What the headings of a matrix say. */
export interface Matrix {
  who: ReadonlyMap<Field, { index: number; header: string }>;
  days: readonly MatrixDay[];
  /** The column that says which part of the day a row tells. */
  slotColumn: number | undefined;
  headingRow: number;
  stated: Stated | undefined;
  about: About;
  /** Days of work stand in the cells (1, 0.5), not hours. */
  isInDays: boolean;
  /** A ○ beside √ is a day off; by itself it is the tick. */
  circle: "休息" | "出勤";
}

const SLOT = /^(?:上午|下午|晚上|夜间|加班|上班|下班|签到|签退|am|pm)$/i;
const BEYOND = /^(?:晚上|夜间|加班)$/;

/** Which part of a day a word names. */
export const slotIn = (text: string): string | undefined => {
  if (text.length < 2 || text.length > 6) return undefined;
  const word = bareHeading(text);
  return SLOT.test(word) ? word : undefined;
};

/** A row that names the parts of every day. */
export function isSlotRow(row: GridRow, days: readonly DayColumn[]): boolean {
  const cells = row.values.slice(days[0]?.index ?? 0).filter((cell) => cell.trim() !== "");
  return cells.length >= days.length && cells.every((cell) => slotIn(cell) !== undefined);
}

/** Reads the body of a matrix, person by person. */
export async function* matrixRows(sheet: GridSheet, matrix: Matrix): AsyncGenerator<readonly RawRow[]> {
  const pass = new Pass(sheet, matrix);
  for await (const rows of sheet.rows()) {
    const told: RawRow[] = [];
    for (const row of rows) if (row.row > matrix.headingRow) await pass.take(row, told);
    yield told;
  }
  const told: RawRow[] = [];
  await pass.end(told);
  yield told;
}

/** The rows that tell one person's days: one, or one for each part of the day. */
interface Person {
  cells: RawRow["cells"];
  rows: { row: GridRow; slot: string | undefined }[];
}

interface Day extends MatrixDay {
  columns: RawRow["columns"];
}

const TOLD: readonly Field[] = ["date", "in", "out", "hours", "status", "shift", "overtime"];
/** So many different cells are remembered; a sheet of marks has a dozen, one of times some hundreds. */
const REMEMBERED = 5000;

/** Rows that tell one person's days; of a name that is merged over more, those further down count as nobody's. */
const MOST_ROWS = 12;

const CIRCLES: readonly string[] = ["○", "〇", "◯"];

class Pass {
  readonly #sheet: GridSheet;
  readonly #matrix: Matrix;
  readonly #above: Above;
  readonly #parts = new Map<string, Part | null>();
  #legend: Legend | null = null;
  #days: readonly Day[];
  #person: Person | null = null;
  /** The row before was a heading that stands again, perhaps for other days. */
  #isInHeading = false;

  constructor(sheet: GridSheet, matrix: Matrix) {
    this.#sheet = sheet;
    this.#matrix = matrix;
    this.#above = new Above(sheet);
    this.#days = matrix.days.map((day) => this.#placed(day));
  }

  async take(row: GridRow, into: RawRow[]): Promise<void> {
    if (isAside(row.values) || this.#isHeading(row)) return this.end(into);
    const cells = this.#identityIn(row);
    const isNobody = Object.keys(cells).length === 0;
    if (isNobody && this.#isEmpty(row)) return;
    const slot = this.#slotOf(row);
    const isFull = this.#person?.rows.length === MOST_ROWS;
    if (isFull || !(isNobody ? await this.#continues(row, slot) : this.#isSame(cells, row, slot))) {
      await this.end(into);
      this.#person = { cells, rows: [] };
    }
    this.#person?.rows.push({ row, slot });
  }

  /** Tells the days of the person whose rows have all been seen. */
  async end(into: RawRow[]): Promise<void> {
    const person = this.#person;
    this.#person = null;
    if (!person) return;
    await this.#learn(person);
    for (const day of this.#days) {
      const told = this.#dayOf(person, day);
      if (!told) continue;
      const cells = { ...person.cells, date: day.date, ...told.cells };
      into.push({ sheet: this.#sheet.name, row: told.row, cells, columns: day.columns });
    }
  }

  #dayOf({ rows }: Person, day: Day): { row: number; cells: RawRow["cells"] } | null {
    const only = rows.length === 1 && day.parts.length === 1 ? rows[0] : undefined;
    if (only && only.slot === undefined) {
      const part = this.#parts.get(only.row.values[day.index] ?? "");
      return part ? { row: only.row.row, cells: wholeDay(part) } : null;
    }
    const halves: (Part | null)[] = [];
    let first: number | undefined;
    let overtime: string | undefined;
    for (const { row, slot: rowSlot } of rows) {
      for (const { index, slot = rowSlot } of day.parts) {
        const part = this.#parts.get(row.values[index] ?? "") ?? null;
        if (part) first ??= row.row;
        if (slot === undefined || !BEYOND.test(slot)) halves.push(part);
        else if (part?.kind === "hours") overtime = part.text;
        else if (part?.kind === "times") halves.push(part);
      }
    }
    if (first === undefined) return null;
    // A row of 上午 by itself is half a day.
    if (halves.length === 1) halves.push(null);
    return { row: first, cells: { ...dayOfHalves(halves), ...(overtime ? { overtime } : {}) } };
  }

  /** Reads the cells of a person that were not met before. */
  async #learn({ rows }: Person): Promise<void> {
    if (this.#parts.size > REMEMBERED) this.#parts.clear();
    for (const { row } of rows) {
      for (const { parts } of this.#days) {
        for (const { index } of parts) {
          const value = row.values[index] ?? "";
          if (value !== "" && !this.#parts.has(value)) this.#parts.set(value, await this.#read(plain(value)));
        }
      }
    }
  }

  async #read(text: string): Promise<Part | null> {
    if (isNothing(text)) return null;
    if (isSign(text)) {
      this.#legend ??= await legendOf(this.#sheet);
      const status =
        this.#legend.get(text) ?? (CIRCLES.includes(text) ? this.#circle(this.#legend) : undefined);
      if (status) return { kind: "mark", text, status };
    }
    const part = partOf(text);
    if (part.kind !== "hours" || !this.#matrix.isInDays || part.minutes > 60) return part;
    if (part.minutes === 60) return { kind: "mark", text, status: "出勤" };
    return { kind: "hours", minutes: part.minutes * 8, text: `${part.minutes * 8}分钟` };
  }

  /** A keyboard has several circles; the legend explains one of them. */
  #circle(legend: Legend): string {
    return CIRCLES.flatMap((circle) => legend.get(circle) ?? [])[0] ?? this.#matrix.circle;
  }

  #isEmpty = (row: GridRow): boolean =>
    this.#days.every(({ parts }) => parts.every(({ index }) => isNothing((row.values[index] ?? "").trim())));

  #identityIn(row: GridRow): RawRow["cells"] {
    const cells: RawRow["cells"] = {};
    for (const [field, { index }] of this.#matrix.who) {
      const value = row.values[index];
      const text = value ? plain(value) : "";
      if (isNothing(text)) continue;
      cells[field] = text;
      this.#above.note(index, row);
    }
    return cells;
  }

  #slotOf(row: GridRow): string | undefined {
    const { slotColumn } = this.#matrix;
    return slotColumn === undefined ? undefined : slotIn(row.values[slotColumn] ?? "");
  }

  /** A row without a name tells more of the person above if the name is merged over it, or it is the other half. */
  async #continues(row: GridRow, slot: string | undefined): Promise<boolean> {
    const person = this.#person;
    const last = person?.rows.at(-1)?.row.row;
    if (!person || last === undefined) return false;
    if (slot !== undefined && last + 1 === row.row && !has(person, slot)) return true;
    for (const { index } of this.#matrix.who.values()) {
      if ((await this.#above.value(index, row.row)) !== undefined) return true;
    }
    return false;
  }

  #isSame(cells: RawRow["cells"], row: GridRow, slot: string | undefined): boolean {
    const person = this.#person;
    if (!person || slot === undefined || has(person, slot)) return false;
    if (person.rows.at(-1)?.row.row !== row.row - 1) return false;
    return (Object.keys(cells) as Field[]).every((field) => cells[field] === person.cells[field]);
  }

  /** Headings stand again on every printed page, or over the next week's days. */
  #isHeading(row: GridRow): boolean {
    const { who, stated, about } = this.#matrix;
    let isRepeated = false;
    for (const { index, header } of who.values()) {
      const value = row.values[index] ?? "";
      isRepeated ||= value !== "" && (value === header || plain(value) === header);
    }
    const isMore = this.#isInHeading && [...who.values()].every(({ index }) => !row.values[index]?.trim());
    this.#isInHeading = isRepeated;
    if (!isRepeated && !isMore) return false;
    const days = dayColumns(row.values, about.period, stated);
    if (days && this.#matrix.days.every(({ parts }) => parts.length === 1)) {
      this.#days = days.map((day) =>
        this.#placed({ ...day, parts: [{ index: day.index, slot: undefined }] }),
      );
    }
    this.#isInHeading =
      isRepeated || days !== null || isWeekdayRow(row, this.#days) || isSlotRow(row, this.#days);
    return this.#isInHeading;
  }

  #placed(day: MatrixDay): Day {
    const column = columnAt(day.index, `${day.label} (${day.date.slice(5)})`);
    const columns: RawRow["columns"] = {};
    for (const [field, { index, header }] of this.#matrix.who) columns[field] = columnAt(index, header);
    for (const field of TOLD) columns[field] = column;
    return { ...day, columns };
  }
}

const has = ({ rows }: Person, slot: string): boolean => rows.some((one) => one.slot === slot);
