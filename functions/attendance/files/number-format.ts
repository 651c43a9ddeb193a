import { addDays } from "../../../shared/values/period.ts";

/** What a number in a cell stands for, by the cell's format. */
export type NumberKind = "number" | "date" | "time" | "date-time";

/** Formats that every spreadsheet program knows by number alone; 27–36 and 50–58 are the Chinese ones. */
const BUILT_IN: readonly [from: number, to: number, kind: NumberKind][] = [
  [14, 17, "date"],
  [18, 21, "time"],
  [22, 22, "date-time"],
  [27, 31, "date"],
  [32, 35, "time"],
  [36, 36, "date"],
  [45, 47, "time"],
  [50, 54, "date"],
  [55, 56, "time"],
  [57, 58, "date"],
];

const LONGEST_FORMAT = 255;

/** @param code the format's own text when the file defines it, e.g. `yyyy"年"m"月"d"日"` */
export function numberKind(formatId: number, code: string | undefined): NumberKind {
  if (code === undefined)
    return BUILT_IN.find(([from, to]) => formatId >= from && formatId <= to)?.[2] ?? "number";
  // Literal text, colours and locales aren't part of the pattern; [h] counts hours past 24.
  const pattern = code
    .slice(0, LONGEST_FORMAT)
    .replace(/"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .toLowerCase();
  if (/general|[0#?]/.test(pattern.replace(/\.0+/g, ""))) return "number";
  const hasTime = /[hs]/.test(pattern);
  const hasDate = /[yd]/.test(pattern) || (!hasTime && /m/.test(pattern));
  if (hasDate) return hasTime ? "date-time" : "date";
  return hasTime ? "time" : "number";
}

/**
 * A number cell as text: a date as `2026-06-01`, a time of day as `08:05` (`24:00` and beyond are possible), anything
 * else in plain digits. Past 15 digits a spreadsheet has rounded the number already, so it is given the way the
 * spreadsheet shows it (`4.11202200910150E+17`) and can be recognised as lost.
 */
export function numberText(value: number, kind: NumberKind, since1904: boolean): string {
  if (!Number.isFinite(value)) return "";
  if (kind === "number" || value < 0 || value > 2_958_465) return plainNumber(value);
  if (kind === "time" && value < 3) return clockText(Math.round(value * 1440));
  const minutes = Math.round((value % 1) * 1440);
  const date = serialDate(Math.floor(value), since1904);
  if (date === null) return minutes > 0 ? clockText(minutes) : plainNumber(value);
  return minutes > 0 && kind !== "date" ? `${date} ${clockText(minutes)}` : date;
}

/** The day of a serial number; null for 0 and for serial 60, the 29 February 1900 that never was. */
export function serialDate(serial: number, since1904 = false): string | null {
  if (since1904) return addDays("1904-01-01", serial);
  if (serial < 1 || serial === 60) return null;
  return addDays(serial < 60 ? "1899-12-31" : "1899-12-30", serial);
}

function plainNumber(value: number): string {
  if (Math.abs(value) >= 1e15) return value.toExponential().replace("e", "E");
  return String(Number(value.toPrecision(15)));
}

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const MOST_KNOWN = 4096;

/** The texts of numbers; dates and times repeat all over a sheet, so those met lately are remembered. */
export class NumberTexts {
  readonly #known: Record<NumberKind, Map<number, string>> = {
    number: new Map(),
    date: new Map(),
    time: new Map(),
    "date-time": new Map(),
  };
  readonly #since1904: boolean;

  constructor(since1904: boolean) {
    this.#since1904 = since1904;
  }

  text(value: number, kind: NumberKind): string {
    const known = this.#known[kind];
    let text = known.get(value);
    if (text === undefined) {
      text = numberText(value, kind, this.#since1904);
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(value, text);
    }
    return text;
  }
}
