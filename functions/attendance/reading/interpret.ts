import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { IDENTIFYING } from "../readers/headers.ts";
import type { RawRow } from "../readers/shape.ts";
import type { FindingSink } from "../report/finding-line.ts";
import { Tally } from "../report/tally.ts";
import { type Finding, type RuleCode, ruleOf } from "../rules/index.ts";
import { DEFAULT_STANDARDS, type FiledDays, type Standards } from "../rules/standards.ts";
import { isAway, isWorked, type ViolationCode } from "../sheet.ts";
import { type Month, Sheets } from "../sheets.ts";
import { afterwards } from "./afterwards.ts";
import { Judge } from "./judge.ts";
import type { Match, Roster } from "./match.ts";
import { Places } from "./places.ts";
import { type ReadRow, RowReader } from "./rows.ts";

/** Student-days, or punches in a file with a row a punch; total = accepted + rejected. */
export interface RowCounts {
  total: number;
  accepted: number;
  rejected: number;
}

export interface Interpretation {
  /** Student-months of which at least one row was accepted. */
  sheets: Sheets;
  rows: RowCounts;
  /** How often each rule was broken. */
  counts: ReadonlyMap<RuleCode, number>;
}

export interface InterpretOptions {
  /** The month that the file is about. */
  period: Period;
  /** The city's day; attendance on a later one is refused. */
  today: LocalDate;
  /** Takes every finding, masked, in the order of the file; what only the whole file tells comes at the end. */
  sink: FindingSink;
  /** Findings about the file as a whole, told first; those that join them while the rows come in, last. */
  warnings?: readonly Finding[];
  /** Of the published policy; else the city's defaults, 待确认. */
  standards?: Standards;
  /** Days on which an enterprise may do what the rules on internships else forbid. */
  filings?: readonly FiledDays[];
  /** The sixteenth birthdays of persons. Asked once, for those who worked before their placement began. */
  sixteenOn?: (personIds: readonly string[]) => Promise<ReadonlyMap<string, LocalDate>>;
  /** Counted while the rows come in, for those who want to watch. */
  rows?: RowCounts;
}

/**
 * Turns the rows of a file into student-months and findings. Row by row: what it keeps is the sheets, packed, so
 * memory grows with the students and not with the file.
 * @throws FileRefused when the file breaks off while it is read; nothing of it then counts
 */
export async function interpret(
  batches: AsyncIterable<readonly RawRow[]> | Iterable<readonly RawRow[]>,
  roster: Roster,
  { sink, warnings = [], ...options }: InterpretOptions,
): Promise<Interpretation> {
  const tally = new Tally(sink);
  const interpreter = new Interpreter(roster, tally, options);
  const first = warnings.slice();
  for (const warning of first) tally.file(warning);
  for await (const some of batches) {
    for (const row of some) interpreter.add(row);
    await tally.taken;
  }
  for (const warning of warnings.slice(first.length)) tally.file(warning);
  const read = await interpreter.end();
  if (read.rows.total === 0) tally.file({ code: "file-empty" });
  return { ...read, counts: tally.counts };
}

class Interpreter {
  readonly #roster: Roster;
  readonly #tally: Tally;
  readonly #options: Omit<InterpretOptions, "sink" | "warnings">;
  readonly #standards: Standards;
  readonly #sheets: Sheets;
  readonly #rows: RowCounts;
  readonly #reader: RowReader;
  readonly #judge: Judge;
  readonly #places = new Places();

  constructor(roster: Roster, tally: Tally, options: Omit<InterpretOptions, "sink" | "warnings">) {
    const { period, today, standards = DEFAULT_STANDARDS, filings = [] } = options;
    this.#roster = roster;
    this.#tally = tally;
    this.#options = options;
    this.#standards = standards;
    this.#rows = options.rows ?? { total: 0, accepted: 0, rejected: 0 };
    this.#reader = new RowReader(period);
    this.#sheets = new Sheets(period);
    this.#judge = new Judge(this.#sheets.dates, today, standards, filings);
  }

  add(row: RawRow): void {
    const findings = this.#findings(row);
    const accepted = findings.length === 0 || this.#tally.row(row, findings);
    this.#rows.total += 1;
    this.#rows[accepted ? "accepted" : "rejected"] += 1;
  }

  /** All findings about a row; without one that rejects, its day stands in the sheets now. */
  #findings(row: RawRow): readonly Finding[] {
    const read = this.#reader.read(row.cells);
    const match = this.#roster.find(row.cells, "problem" in read ? undefined : read.date);
    if ("problem" in match) return [match.problem];
    const month = this.#sheets.monthOf(match.entry);
    if ("problem" in read) return [read.problem];
    const index = Number(read.date.slice(8)) - 1;
    const place = this.#places.of(row, index);
    const isPresence = read.day ? isWorked(read.day) : !isAway(read.status);
    const refusal = this.#judge.refusal(read.date, isPresence, match.entry);
    if (refusal) {
      if (isPresence && read.date < match.entry.start) this.#sheets.noteEarly(month, index, place);
      return [refusal];
    }
    const earlier = this.#addDay(month, match, index, read, place);
    if (earlier === undefined) return this.#accepted(month, match, index, read, row);
    const other = this.#places.told(earlier, row);
    return [{ code: "duplicate-day", field: "date", found: read.date, other }];
  }

  #addDay(
    month: Month,
    { by }: Extract<Match, { by: unknown }>,
    index: number,
    { day, came = 0, status }: ReadRow,
    place: number,
  ): number | undefined {
    return day
      ? this.#sheets.add(month, by, index, day, place)
      : this.#sheets.addPunch(month, by, index, { minutes: came, status }, place);
  }

  #accepted(
    month: Month,
    match: Extract<Match, { by: unknown }>,
    index: number,
    read: ReadRow,
    { cells }: RawRow,
  ): readonly Finding[] {
    const { day, came, went, overtime } = read;
    // a single punch is judged with its day, when all are in
    const judged = day
      ? this.#judge.findings(day, match.entry, {
          came,
          went,
          overtime,
          shift: cells.shift,
          status: cells.status,
        })
      : NOTHING;
    if (judged.length === 0 && match.warnings.length === 0) return read.warnings;
    return [...toldOnce(month, match.warnings), ...read.warnings, ...this.#noted(month, index, judged)];
  }

  /** Puts violations into the sheet. What is told once a student is left out when it was told before. */
  #noted(month: Month, index: number, findings: readonly Finding[]): readonly Finding[] {
    for (const { code } of findings) {
      if (ruleOf(code).severity === "violation") this.#sheets.violate(month, index, code as ViolationCode);
    }
    return toldOnce(month, findings);
  }

  async end(): Promise<Pick<Interpretation, "sheets" | "rows">> {
    const [sheets, rows] = [this.#sheets, this.#rows];
    const { sixteenOn = async () => new Map() } = this.#options;
    const late = await afterwards(sheets, this.#judge, this.#standards, sixteenOn);
    for (const { month, index, findings, rejects } of late) {
      this.#tally.row(
        this.#places.at(sheets.place(month, index), index),
        this.#noted(month, index, findings),
      );
      rows.accepted -= rejects;
      rows.rejected += rejects;
      await this.#tally.taken;
    }
    return { sheets, rows };
  }
}

const NOTHING: readonly Finding[] = [];

/** Warnings about who somebody is, and what holds for all of a student's days, are told with the first row only. */
function toldOnce(month: Month, findings: readonly Finding[]): readonly Finding[] {
  if (findings.every(({ code }) => !ONCE_PER_STUDENT.has(code))) return findings;
  return findings.filter(({ code, field }) => {
    if (!ONCE_PER_STUDENT.has(code)) return true;
    const bit = 1 << (code === "first-year-student" ? 8 : code === "matched-by-name" ? 7 : fieldBit(field));
    const isNew = (month.told & bit) === 0;
    month.told |= bit;
    return isNew;
  });
}

const ONCE_PER_STUDENT: ReadonlySet<RuleCode> = new Set<RuleCode>([
  "identifiers-disagree",
  "matched-by-name",
  "first-year-student",
]);

const FIELDS: readonly (Finding["field"] | undefined)[] = [undefined, ...IDENTIFYING];
const fieldBit = (field: Finding["field"]): number => FIELDS.indexOf(field);
