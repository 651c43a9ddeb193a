import { daysOf, type LocalDate, type Period } from "../../shared/values/period.ts";
import { heavier, type Status } from "./readers/status.ts";
import type { MatchedBy, RosterEntry } from "./reading/match.ts";
import {
  BASES,
  type DayRecord,
  type Sheet,
  STATUSES,
  VIOLATIONS,
  type Violation,
  type ViolationCode,
} from "./sheet.ts";

/** The numbers of one placement's month while its rows come in. Where they stand in the arrays is `at`. */
export interface Month {
  readonly entry: RosterEntry;
  readonly at: number;
  /** The least certain column by which a row of it found the placement. */
  by: MatchedBy;
  /** What was told of the student once and need not be told again, as bits. */
  told: number;
}

/** A day's first and last punch, in minutes after its midnight; equal when there was only one. */
export interface Punches {
  first: number;
  last: number;
  status: Status;
  /** How many rows they were told by. */
  rows: number;
}

const CERTAINTY: readonly MatchedBy[] = ["placementNo", "id", "studentNo", "employeeNo", "name"];
const SLOTS = 31;
const MONTHS_PER_BLOCK = 512;
/** The top bits of a day whose punches are still coming in; no record packs to them. */
const COLLECTING = 7;
const MOST_PUNCH_ROWS = 1023;

/** Arrays for many months at once: 210 bytes a month, and 124 more where rows are single punches. */
class Block {
  readonly days = new Uint16Array(MONTHS_PER_BLOCK * SLOTS);
  readonly places = new Uint32Array(MONTHS_PER_BLOCK * SLOTS);
  /** A bit a day, for each kind of violation. */
  readonly violations = new Uint32Array(MONTHS_PER_BLOCK * VIOLATIONS.length);
  /** A bit for each day worked before the placement began. */
  readonly early = new Uint32Array(MONTHS_PER_BLOCK);
  first: Uint16Array | undefined;
  last: Uint16Array | undefined;
}

/**
 * Collects the accepted rows of a file into student-months, some 300 bytes each. It answers like a map of sheets by
 * placement; a sheet is unpacked when it is asked for. A place is a number that says where a row stands in the file.
 */
export class Sheets implements Iterable<Sheet> {
  readonly period: Period;
  readonly dates: readonly LocalDate[];
  readonly #months = new Map<string, Month>();
  readonly #blocks: Block[] = [];

  constructor(period: Period) {
    this.period = period;
    this.dates = daysOf(period);
  }

  /** The month of a placement that the file names, whether or not any of its rows is accepted. */
  monthOf(entry: RosterEntry): Month {
    const known = this.#months.get(entry.placementId);
    if (known) return known;
    const at = this.#months.size;
    if (at % MONTHS_PER_BLOCK === 0) this.#blocks.push(new Block());
    const month: Month = { entry, at, by: "placementNo", told: 0 };
    this.#months.set(entry.placementId, month);
    return month;
  }

  /**
   * Adds a day unless the placement has it already.
   * @param index of the day in the month, from 0
   * @returns the place that has the day already, else undefined
   */
  add(month: Month, by: MatchedBy, index: number, day: DayRecord, place: number): number | undefined {
    const [block, slot] = this.#slot(month, index);
    if (block.days[slot] !== 0) return block.places[slot];
    block.days[slot] = pack(day);
    block.places[slot] = place;
    doubt(month, by);
    return undefined;
  }

  /**
   * Adds one punch to a day; the same one again changes nothing.
   * @returns the place that has the day as a whole already, else undefined
   */
  addPunch(
    month: Month,
    by: MatchedBy,
    index: number,
    { minutes, status }: { minutes: number; status: Status },
    place: number,
  ): number | undefined {
    const [block, slot] = this.#slot(month, index);
    block.first ??= new Uint16Array(MONTHS_PER_BLOCK * SLOTS);
    block.last ??= new Uint16Array(MONTHS_PER_BLOCK * SLOTS);
    const packed = block.days[slot] ?? 0;
    const isNew = packed === 0;
    const rows = packed & MOST_PUNCH_ROWS;
    if (!isNew && (!isCollecting(packed) || rows === MOST_PUNCH_ROWS)) return block.places[slot];
    const earlier = isNew ? status : statusAt(packed >> 10);
    block.days[slot] = (COLLECTING << 13) | (STATUSES.indexOf(heavier(earlier, status)) << 10) | (rows + 1);
    if (isNew) block.places[slot] = place;
    if (isNew || minutes < (block.first[slot] ?? 0)) block.first[slot] = minutes;
    if (isNew || minutes > (block.last[slot] ?? 0)) block.last[slot] = minutes;
    doubt(month, by);
    return undefined;
  }

  /** The days of which there are single punches, and no record yet. */
  *punched(): Generator<[Month, index: number]> {
    for (const month of this.#months.values()) {
      if (!this.#blockOf(month.at).first) continue;
      for (const index of this.dates.keys()) {
        const [block, slot] = this.#slot(month, index);
        if (isCollecting(block.days[slot] ?? 0)) yield [month, index];
      }
    }
  }

  /** What came of a day's punches: its record, or null when they make no day. */
  settle(month: Month, index: number, day: DayRecord | null): void {
    const [block, slot] = this.#slot(month, index);
    if (day) block.days[slot] = pack(day);
  }

  /** The punches of a day; once it is settled, only the first and the last. */
  punches(month: Month, index: number): Punches {
    const [block, slot] = this.#slot(month, index);
    const packed = block.days[slot] ?? 0;
    return {
      first: block.first?.[slot] ?? 0,
      last: block.last?.[slot] ?? 0,
      status: statusAt(packed >> 10),
      rows: packed & MOST_PUNCH_ROWS,
    };
  }

  /** Where the row stands that told of a day. */
  place(month: Month, index: number): number {
    const [block, slot] = this.#slot(month, index);
    return block.places[slot] ?? 0;
  }

  day(month: Month, index: number): DayRecord | undefined {
    const [block, slot] = this.#slot(month, index);
    const packed = block.days[slot] ?? 0;
    return isRecord(packed) ? unpack(packed, this.dates[index] ?? "") : undefined;
  }

  violate({ at }: Month, index: number, code: ViolationCode): void {
    const block = this.#blockOf(at);
    const slot = (at % MONTHS_PER_BLOCK) * VIOLATIONS.length + VIOLATIONS.indexOf(code);
    block.violations[slot] = (block.violations[slot] ?? 0) | (1 << index);
  }

  /** Notes a refused day before the placement began: the student may have been too young on it. */
  noteEarly(month: Month, index: number, place: number): void {
    const [block, slot] = this.#slot(month, index);
    const at = month.at % MONTHS_PER_BLOCK;
    const early = block.early[at] ?? 0;
    if ((early >> index) & 1) return;
    block.early[at] = early | (1 << index);
    block.places[slot] = place;
  }

  /** The days that `noteEarly` was told of. */
  early({ at }: Month): number[] {
    const bits = this.#blockOf(at).early[at % MONTHS_PER_BLOCK] ?? 0;
    return bits === 0 ? [] : [...this.dates.keys()].filter((index) => (bits >> index) & 1);
  }

  months(): Iterable<Month> {
    return this.#months.values();
  }

  /** How many placements have a day. */
  get size(): number {
    let count = 0;
    for (const month of this.#months.values()) if (this.#hasDays(month)) count += 1;
    return count;
  }

  /** Whether any placement was found by less than a number of its own. */
  get areUnsure(): boolean {
    return [...this.#months.values()].some(({ by }) => CERTAINTY.indexOf(by) > CERTAINTY.indexOf("id"));
  }

  /** Placements that rows of the file were found to be about, of which none could be accepted. */
  get mute(): { placementId: string; personId: string; violations: Violation[] }[] {
    const silent = [...this.#months.values()].filter((month) => !this.#hasDays(month));
    return silent.map((month) => ({
      placementId: month.entry.placementId,
      personId: month.entry.personId,
      violations: this.#violationsOf(month),
    }));
  }

  get(placementId: string): Sheet | undefined {
    const month = this.#months.get(placementId);
    return month && this.#hasDays(month) ? this.#sheetOf(month) : undefined;
  }

  *[Symbol.iterator](): Generator<Sheet> {
    for (const month of this.#months.values()) if (this.#hasDays(month)) yield this.#sheetOf(month);
  }

  #hasDays({ at }: Month): boolean {
    const start = (at % MONTHS_PER_BLOCK) * SLOTS;
    return this.#blockOf(at)
      .days.subarray(start, start + SLOTS)
      .some(isRecord);
  }

  #sheetOf(month: Month): Sheet {
    const days: DayRecord[] = [];
    for (const index of this.dates.keys()) {
      const day = this.day(month, index);
      if (day) days.push(day);
    }
    const { placementId, personId } = month.entry;
    return { placementId, personId, by: month.by, days, violations: this.#violationsOf(month) };
  }

  #violationsOf({ at }: Month): Violation[] {
    const { violations } = this.#blockOf(at);
    const start = (at % MONTHS_PER_BLOCK) * VIOLATIONS.length;
    return VIOLATIONS.flatMap((code, kind) => {
      const bits = violations[start + kind] ?? 0;
      return bits === 0
        ? []
        : this.dates.filter((_, index) => (bits >> index) & 1).map((date) => ({ date, code }));
    });
  }

  #blockOf(at: number): Block {
    const block = this.#blocks[Math.floor(at / MONTHS_PER_BLOCK)];
    if (!block) throw new RangeError(`No month ${at}`);
    return block;
  }

  #slot({ at }: Month, index: number): [Block, number] {
    return [this.#blockOf(at), (at % MONTHS_PER_BLOCK) * SLOTS + index];
  }
}

const isCollecting = (packed: number): boolean => packed >> 13 === COLLECTING;
const isRecord = (packed: number): boolean => packed !== 0 && !isCollecting(packed);

function doubt(month: Month, by: MatchedBy): void {
  if (by !== month.by && CERTAINTY.indexOf(by) > CERTAINTY.indexOf(month.by)) month.by = by;
}

/** 11 bits minutes, 2 bits basis, 3 bits status from 1, so that no record packs to 0. */
const pack = ({ minutes, basis, status }: DayRecord): number =>
  ((STATUSES.indexOf(status) + 1) << 13) | (BASES.indexOf(basis) << 11) | minutes;

function unpack(packed: number, date: LocalDate): DayRecord {
  const status = STATUSES[(packed >> 13) - 1] ?? "absent";
  return { date, basis: BASES[(packed >> 11) & 3] ?? "marked", minutes: packed & 2047, status };
}

/** While punches come in: 3 bits `COLLECTING`, 3 bits status, 10 bits the number of rows. */
const statusAt = (bits: number): Status => STATUSES[bits & 7] ?? "present";
