import { daysOf, type LocalDate, type Period } from "../../shared/values/period.ts";
import type { Status } from "./readers/status.ts";
import type { MatchedBy, RosterEntry } from "./reading/match.ts";

/**
 * How the minutes of a day are known: `stated` as hours, worked out from two punches (`punched`, gross: the break is
 * still in them), or from a mark that says only that the student was there (`marked`, eight hours).
 */
export type Basis = "stated" | "punched" | "marked";

/** One day of one placement. Days of leave, absence and rest are records too: they are the word on that day. */
export interface DayRecord {
  date: LocalDate;
  basis: Basis;
  /** 0..1440. */
  minutes: number;
  status: Status;
}

/** A student-month: what one file says about one placement in one month. */
export interface Sheet {
  placementId: string;
  personId: string;
  /** The least certain column by which a row of it found the placement. */
  by: MatchedBy;
  /** By date. */
  days: DayRecord[];
}

const BREAK_AFTER_MINUTES = 360;

/** Net minutes: the break is taken off days of more than six hours between punches. Stated hours are net already. */
export function workedMinutes(day: DayRecord, { breakMinutes }: { breakMinutes: number }): number {
  const hasBreak = day.basis === "punched" && day.minutes > BREAK_AFTER_MINUTES;
  return hasBreak ? Math.max(0, day.minutes - breakMinutes) : day.minutes;
}

const BASES: readonly Basis[] = ["stated", "punched", "marked"];
const STATUSES: readonly Status[] = ["present", "late", "left-early", "leave", "absent", "rest"];
const BASIS_LETTERS = "spm";
/** Present has no letter: most days are. Late, Early, leaVe, Absent, Rest. */
const STATUS_LETTERS = ["", "L", "E", "V", "A", "R"];

/**
 * Days as text, one word a day: day of the month, basis (s stated, p punched, m marked), minutes, and a letter unless
 * the student was simply present (L late, E left early, V leave, A absent, R rest). `1p510 2p495L 6mR` says: present
 * on the 1st with 510 minutes between punches, late on the 2nd, at rest on the 6th. Zero minutes are left out.
 * The same days always give the same text. At most 31 words of 8 characters.
 */
export function encodeDays(days: readonly DayRecord[]): string {
  return [...days]
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, basis, minutes, status }) => {
      const letter = STATUS_LETTERS[STATUSES.indexOf(status)];
      return `${Number(date.slice(8))}${BASIS_LETTERS[BASES.indexOf(basis)]}${minutes || ""}${letter}`;
    })
    .join(" ");
}

/**
 * @param text as `encodeDays` wrote it
 * @throws RangeError on anything else
 */
export function decodeDays(text: string, period: Period): DayRecord[] {
  if (text === "") return [];
  return text.split(" ").map((word) => {
    const match = /^(\d{1,2})([spm])(\d{0,4})([LEVAR]?)$/.exec(word);
    const basis = BASES[BASIS_LETTERS.indexOf(match?.[2] ?? " ")];
    const status = STATUSES[STATUS_LETTERS.indexOf(match?.[4] ?? "")];
    if (!match || !basis || !status) throw new RangeError(`Not a day of a sheet: ${word}`);
    return { date: `${period}-${match[1]?.padStart(2, "0")}`, basis, minutes: Number(match[3] ?? 0), status };
  });
}

/**
 * Violations as text, by day: `12 night-shift;19 statutory-holiday`. Absent when there are none.
 * The same violations always give the same text.
 */
export function encodeViolations(
  violations: readonly { date: LocalDate; code: string }[],
): string | undefined {
  const texts = violations
    .toSorted((a, b) => (a.date !== b.date ? (a.date < b.date ? -1 : 1) : a.code < b.code ? -1 : 1))
    .map(({ date, code }) => `${Number(date.slice(8))} ${code}`);
  return texts.length === 0 ? undefined : texts.join(";");
}

/** @param text as `encodeViolations` wrote it */
export function decodeViolations(
  text: string | undefined,
  period: Period,
): { date: LocalDate; code: string }[] {
  return (text?.split(";") ?? []).map((one) => {
    const [day = "", code = ""] = one.split(" ");
    return { date: `${period}-${day.padStart(2, "0")}`, code };
  });
}

const CERTAINTY: readonly MatchedBy[] = ["placementNo", "id", "studentNo", "employeeNo", "name"];

/** One student-month while its rows come in: per day the packed record (0: none) and the row that said it. */
interface Month {
  entry: RosterEntry;
  by: MatchedBy;
  days: Uint16Array;
  rows: Uint32Array;
}

/**
 * Collects the accepted rows of a file into student-months, some 300 bytes each. It answers like a map of sheets by
 * placement; a sheet is unpacked when it is asked for.
 */
export class Sheets implements Iterable<Sheet> {
  readonly period: Period;
  readonly #months = new Map<string, Month>();
  readonly #named = new Map<string, string>();
  readonly #dates: LocalDate[];

  constructor(period: Period) {
    this.period = period;
    this.#dates = daysOf(period);
  }

  /** Notes that the file names a placement, whether or not the row is accepted. */
  name({ placementId, personId }: RosterEntry): void {
    this.#named.set(placementId, personId);
  }

  /** Placements that rows of the file were found to be about, of which none could be accepted. */
  get mute(): { placementId: string; personId: string }[] {
    const named = [...this.#named].map(([placementId, personId]) => ({ placementId, personId }));
    return named.filter(({ placementId }) => !this.#months.has(placementId));
  }

  /**
   * Adds a day unless the placement has it already.
   * @param day its date lies in the period
   * @param row where it stands in the file
   * @returns the row that has the day already, else undefined
   */
  add(entry: RosterEntry, by: MatchedBy, day: DayRecord, row: number): number | undefined {
    let month = this.#months.get(entry.placementId);
    if (!month) {
      month = {
        entry,
        by,
        days: new Uint16Array(this.#dates.length),
        rows: new Uint32Array(this.#dates.length),
      };
      this.#months.set(entry.placementId, month);
    }
    const index = Number(day.date.slice(8)) - 1;
    if (month.days[index] !== 0) return month.rows[index];
    month.days[index] = pack(day);
    month.rows[index] = row;
    if (CERTAINTY.indexOf(by) > CERTAINTY.indexOf(month.by)) month.by = by;
    return undefined;
  }

  get size(): number {
    return this.#months.size;
  }

  get(placementId: string): Sheet | undefined {
    const month = this.#months.get(placementId);
    return month && this.#sheetOf(month);
  }

  *[Symbol.iterator](): Generator<Sheet> {
    for (const month of this.#months.values()) yield this.#sheetOf(month);
  }

  #sheetOf({ entry, by, days }: Month): Sheet {
    const records: DayRecord[] = [];
    for (const [index, packed] of days.entries()) {
      if (packed !== 0) records.push(unpack(packed, this.#dates[index] ?? ""));
    }
    return { placementId: entry.placementId, personId: entry.personId, by, days: records };
  }
}

/** 11 bits minutes, 2 bits basis, 3 bits status from 1, so that no record packs to 0. */
const pack = ({ minutes, basis, status }: DayRecord): number =>
  ((STATUSES.indexOf(status) + 1) << 13) | (BASES.indexOf(basis) << 11) | minutes;

function unpack(packed: number, date: LocalDate): DayRecord {
  const status = STATUSES[(packed >> 13) - 1] ?? "absent";
  return { date, basis: BASES[(packed >> 11) & 3] ?? "marked", minutes: packed & 2047, status };
}
