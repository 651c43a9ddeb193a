import { FileRefused } from "../rules/file-refused.ts";
import { type GridRow, LONGEST_CELL, MAX_COLUMNS, MAX_ROWS } from "./grid.ts";
import { type NumberKind, NumberTexts } from "./number-format.ts";
import { type SharedTexts, TextReader, unescapeCell } from "./shared-texts.ts";
import { CLOSE, DOUBLE, EMPTY, EQUALS, MORE, OPEN, SINGLE, SPACE, XmlCursor } from "./xml.ts";

/** What the cells of a workbook refer to. */
export interface CellContext {
  texts: SharedTexts;
  /** What the numbers of each style stand for. */
  styles: readonly NumberKind[];
  since1904: boolean;
}

/** A spreadsheet program has no more; cells beyond don't come from one. */
const LAST_COLUMN = 16_384;
const LONGEST_FORMULA = 60;

/** The types of a cell, `t`, by their first letters. A cell without one is a number. */
const [BOOLEAN, NUMBER, SHARED, STRING] = [98, 110, 115, 0x7374] as const;

/**
 * Turns the XML of a sheet into rows. The bytes come in pieces; a cell whose end hasn't come yet is read again from
 * its beginning, so nothing but the row has to be remembered in between.
 */
export class SheetScanner {
  readonly #cursor = new XmlCursor();
  readonly #inline = new TextReader();
  readonly #numbers: NumberTexts;
  readonly #context: CellContext;
  #rows: GridRow[] = [];
  #row: GridRow | null = null;
  #lastRow = 0;
  #column = -1;
  /** The attributes of the row or cell that is being read. */
  #type = NUMBER as number;
  #style = 0;
  #hidden = false;
  #referenceFrom = 0;
  #referenceTo = 0;

  constructor(context: CellContext) {
    this.#context = context;
    this.#numbers = new NumberTexts(context.since1904);
  }

  /**
   * The rows that the piece completes.
   * @throws FileRefused file-damaged | too-many-rows
   */
  write(piece: Uint8Array): GridRow[] {
    const cursor = this.#cursor;
    cursor.feed(piece);
    this.#rows = [];
    for (;;) {
      const start = cursor.at;
      const token = cursor.next();
      if (token === MORE) return this.#rows;
      if (token === CLOSE) {
        if (cursor.is("row")) this.#endRow();
      } else if (token === OPEN || token === EMPTY) {
        if (cursor.is("c")) {
          if (this.#readCell(token === EMPTY)) continue;
          cursor.at = start;
          return this.#rows;
        }
        if (cursor.is("row")) {
          this.#startRow();
          if (token === EMPTY) this.#endRow();
        }
      }
    }
  }

  /** @throws FileRefused file-damaged when the sheet ends within a tag or a row */
  end(): void {
    this.#cursor.finish();
    if (this.#row) throw new FileRefused("file-damaged", { found: `row ${this.#row.row}` });
  }

  #startRow(): void {
    this.#endRow();
    this.#readAttributes();
    const stated = wholeNumber(this.#cursor.bytes, this.#referenceFrom, this.#referenceTo);
    // A row that stands where there is none, or again where one was, comes next.
    const row = stated > this.#lastRow ? stated : this.#lastRow + 1;
    if (row > MAX_ROWS)
      throw new FileRefused("too-many-rows", { found: String(row), expected: String(MAX_ROWS) });
    this.#lastRow = row;
    this.#column = -1;
    this.#row = this.#hidden ? { row, values: [], hidden: true } : { row, values: [] };
  }

  #endRow(): void {
    if (this.#row && this.#row.values.length > 0) this.#rows.push(this.#row);
    this.#row = null;
  }

  /** @returns false when the end of the cell hasn't come yet */
  #readCell(empty: boolean): boolean {
    const before = this.#column;
    this.#readAttributes();
    this.#column = columnAt(this.#cursor.bytes, this.#referenceFrom, this.#referenceTo) ?? before + 1;
    const text = empty ? "" : this.#readText();
    if (text === null) {
      this.#column = before;
      return false;
    }
    if (this.#column >= LAST_COLUMN)
      throw new FileRefused("file-damaged", { found: `column ${this.#column + 1}` });
    if (text === "" || this.#row === null || this.#column >= MAX_COLUMNS) return true;
    const { values } = this.#row;
    while (values.length < this.#column) values.push("");
    values[this.#column] = text;
    return true;
  }

  /**
   * Where the row or cell stands, and what kind it is: `r`, `hidden`, `t` and `s`, in any order. Every cell has them,
   * so they are told apart by their bytes.
   */
  #readAttributes(): void {
    const { bytes, attributesTo } = this.#cursor;
    this.#type = NUMBER;
    this.#style = 0;
    this.#hidden = false;
    this.#referenceTo = 0;
    for (let at = this.#cursor.attributesFrom; at < attributesTo; at++) {
      if ((bytes[at] as number) <= SPACE) continue;
      const name = at;
      while (at < attributesTo && bytes[at] !== EQUALS) at += 1;
      while (at < attributesTo && bytes[at] !== DOUBLE && bytes[at] !== SINGLE) at += 1;
      const quote = bytes[at];
      const from = at + 1;
      do at += 1;
      while (at < attributesTo && bytes[at] !== quote);
      if (bytes[name + 1] === EQUALS || (bytes[name + 1] as number) <= SPACE)
        this.#setAttribute(bytes[name] as number, from, at);
      else if (bytes[name] === 104 && bytes.toString("latin1", name, name + 6) === "hidden")
        this.#hidden = bytes[from] === 49 || bytes[from] === 116;
    }
  }

  #setAttribute(name: number, from: number, to: number): void {
    const { bytes } = this.#cursor;
    if (name === 114) {
      this.#referenceFrom = from;
      this.#referenceTo = to;
    } else if (name === 115) this.#style = wholeNumber(bytes, from, to);
    else if (name === 116) {
      const first = bytes[from] as number;
      this.#type = first === SHARED && to - from === 3 ? STRING : first;
    }
  }

  /** The text that the cell shows; null when its end hasn't come yet. */
  #readText(): string | null {
    const cursor = this.#cursor;
    let text: string | null = null;
    let formula: string | null = null;
    let inside = NOWHERE as number;
    let pieces = "";
    for (;;) {
      const token = cursor.next();
      if (token === MORE) return null;
      if (token === CLOSE) {
        if (inside === VALUE && cursor.is("v")) text = this.#value(pieces);
        else if (inside === FORMULA && cursor.is("f")) formula = pieces + cursor.text();
        else if (cursor.is("c")) break;
        inside = NOWHERE;
      } else if (token === OPEN || token === EMPTY) {
        pieces = "";
        if (cursor.is("v")) {
          inside = token === OPEN ? VALUE : NOWHERE;
          if (token === EMPTY) text = "";
        } else if (cursor.is("f")) {
          inside = token === OPEN ? FORMULA : NOWHERE;
          formula = "";
        } else if (token === OPEN && cursor.is("is")) {
          if (!this.#inline.read(cursor, "is")) return null;
          text = this.#inline.text();
        }
      } else if (inside !== NOWHERE) pieces += cursor.text();
    }
    // A formula that gave an empty text says so by its type; without a value it was never calculated.
    if (formula !== null && (text === null || (text === "" && this.#type !== STRING)))
      return `=${formula.slice(0, LONGEST_FORMULA)}`;
    return text ?? "";
  }

  /** @param before what stood before a comment within the value */
  #value(before: string): string {
    const { bytes, textFrom, textTo } = this.#cursor;
    const type = this.#type;
    if (type === SHARED && before === "") {
      const index = wholeNumber(bytes, textFrom, textTo);
      return textTo > textFrom ? this.#context.texts.at(index) : "";
    }
    const kind = this.#context.styles[this.#style] ?? "number";
    if (type === NUMBER && before === "" && kind === "number") {
      const index = wholeNumber(bytes, textFrom, textTo);
      // As the file has it, which for so few digits is as a spreadsheet shows it.
      if (index >= 0 && (bytes[textFrom] !== 48 || textTo - textFrom === 1))
        return bytes.toString("latin1", textFrom, textTo);
    }
    const value = before + this.#cursor.text();
    if (value === "") return "";
    // What is no number is shown as it stands: nothing is thrown away that somebody may have meant.
    if (type === NUMBER && Number.isFinite(Number(value))) return this.#numbers.text(Number(value), kind);
    if (type === SHARED) return this.#context.texts.at(Number(value));
    if (type === BOOLEAN) return /^(?:1|true)$/.test(value) ? "TRUE" : "FALSE";
    return unescapeCell(value).slice(0, LONGEST_CELL);
  }
}

const [NOWHERE, VALUE, FORMULA] = [0, 1, 2] as const;
const MOST_DIGITS = 9;

/** Digits as a number; NaN when anything else is among them, or more digits than fit. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  if (to <= from || to - from > MOST_DIGITS) return Number.NaN;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** `AB12` → 27; undefined when it doesn't begin with letters. */
function columnAt(bytes: Uint8Array, from: number, to: number): number | undefined {
  let column = 0;
  for (let at = from; at < to && at < from + 4; at++) {
    // Upper case, whichever it is.
    const letter = ((bytes[at] as number) & 0xdf) - 64;
    if (!(letter >= 1 && letter <= 26)) break;
    column = column * 26 + letter;
  }
  return column > 0 ? column - 1 : undefined;
}
