import { checkCitizenId, normaliseId, normaliseName } from "../../../shared/values/identifiers.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { firstDay, lastDay } from "../../../shared/values/period.ts";
import { isScientific } from "../files/text.ts";
import { HEADINGS, IDENTIFYING } from "../readers/headers.ts";
import type { RawRow } from "../readers/shape.ts";
import type { Finding } from "../rules/index.ts";
import { LONGEST_IDENTIFIER, ownCopy, spoilt } from "./cells.ts";

/** A placement of the enterprise. Who it is stands in keyed hashes only. */
export interface RosterEntry {
  placementId: string;
  placementNo: string;
  personId: string;
  /** `keyOf("id", …)` of the identity number. */
  idKey: string;
  /** `keyOf("studentNo", …)`. */
  studentNoKey?: string | null;
  employeeNo?: string | null;
  /** `keyOf("name", …)`. */
  nameKey: string;
  maskedName: string;
  /** First and last day of the placement, as it stands now; both inclusive. */
  start: LocalDate;
  end: LocalDate;
  /** Apprentices are employees; the rules on internships are not about them. Else an internship. */
  scheme?: string;
  /** The year of study. */
  grade?: number | null;
}

/**
 * The keyed hash of a value, synchronous. It is given normalised values: `normaliseId` for numbers, `normaliseName`
 * for names; the keys in the roster must have been made of the same.
 */
export type KeyOf = (kind: "id" | "studentNo" | "name", value: string) => string;

/** By which column a row found its placement. */
export type MatchedBy = "placementNo" | "id" | "studentNo" | "employeeNo" | "name";

export type Match =
  | {
      entry: RosterEntry;
      by: MatchedBy;
      warnings: Finding[];
      /** Another day may find another. */
      isByDay: boolean;
    }
  | { problem: Finding; candidates: readonly RosterEntry[]; isByDay?: boolean };

type Identifier = (typeof IDENTIFYING)[number];

const BY: Record<Identifier, MatchedBy> = {
  placementNo: "placementNo",
  idNumber: "id",
  studentNo: "studentNo",
  employeeNo: "employeeNo",
  account: "employeeNo",
  name: "name",
};

type Cells = RawRow["cells"];

/** The answer for everybody whose row names them by the same texts. */
interface Known extends Partial<Record<Identifier, string>> {
  match: Match;
}

/** The placements of one enterprise in which the rows of a file are found. */
export class Roster {
  readonly #index: Record<Exclude<Identifier, "account">, Map<string, RosterEntry | RosterEntry[]>> = {
    placementNo: new Map(),
    idNumber: new Map(),
    studentNo: new Map(),
    employeeNo: new Map(),
    name: new Map(),
  };
  readonly #period: Period;
  readonly #keyOf: KeyOf;
  /** By the surest identifier. A student stands in a file thirty times, and keyed hashes cost more than the rest. */
  readonly #known = new Map<string, Known>();

  /**
   * @param entries placements of the enterprise; those that don't touch the period are found by number, so that a row
   *   can be told that it lies outside, but never by name
   */
  constructor(entries: Iterable<RosterEntry>, period: Period, keyOf: KeyOf) {
    this.#period = period;
    this.#keyOf = keyOf;
    for (const entry of entries) {
      this.#put("placementNo", normaliseId(entry.placementNo), entry);
      this.#put("idNumber", entry.idKey, entry);
      if (entry.studentNoKey) this.#put("studentNo", entry.studentNoKey, entry);
      if (entry.employeeNo)
        for (const key of employeeKeys(entry.employeeNo)) this.#put("employeeNo", key, entry);
      if (this.#touchesPeriod(entry)) this.#put("name", entry.nameKey, entry);
    }
  }

  /**
   * Finds the placement of a row: by 安置编号, else 身份证号, 学号, 工号, else by a name that only one person of the
   * enterprise has in the month. A number that nobody has is passed over only if the next column fits someone whom it
   * doesn't contradict.
   * @param date the row's day; of several placements of one person it chooses the one that has it
   */
  find(cells: Cells, date?: LocalDate): Match {
    const surest =
      cells.placementNo ??
      cells.idNumber ??
      cells.studentNo ??
      cells.employeeNo ??
      cells.account ??
      cells.name;
    if (surest === undefined) return refuse({ code: "missing-identity" });
    const known = this.#known.get(surest);
    if (known && namesTheSame(known, cells)) return known.match;
    const match = this.#search(cells, date);
    if (!match.isByDay) this.#remember(surest, cells, match);
    return match;
  }

  #remember(surest: string, cells: Cells, match: Match): void {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const known: Known = { match };
    for (const field of IDENTIFYING) known[field] = cells[field] && ownCopy(cells[field]);
    this.#known.set(ownCopy(surest), known);
  }

  #search(cells: Cells, date: LocalDate | undefined): Match {
    const given = IDENTIFYING.filter((field) => cells[field] !== undefined);
    for (const field of given) {
      const value = cells[field] ?? "";
      const candidates = this.#lookUp(field, value);
      if (candidates.length === 0 && hasLostDigits(field, value)) {
        return refuse({ code: "id-in-scientific-notation", field, found: value, expected: HEADINGS[field] });
      }
      if (candidates.length === 0) continue;
      // the account of a chat tool need not be the employee number: one that is somebody else's says nothing
      if (field === "account" && !this.#agreesWithName(candidates, cells)) continue;
      if (new Set(candidates.map(({ personId }) => personId)).size > 1)
        return ambiguous(field, value, candidates);
      const entry = nearest(candidates, date);
      const passedOver = given.slice(0, given.indexOf(field));
      if (!this.#mayPassOver(entry, passedOver, field, cells))
        return { ...refuse(strangerOf(given, cells)), isByDay: candidates.length > 1 };
      const warnings = this.#disagreements(entry, field, given, cells);
      if (field === "name") warnings.push({ code: "matched-by-name", field, found: value });
      return { entry, by: BY[field], warnings, isByDay: candidates.length > 1 };
    }
    return refuse(strangerOf(given, cells));
  }

  #agreesWithName(candidates: readonly RosterEntry[], { name }: Cells): boolean {
    return name === undefined || candidates.some((entry) => this.#fits(entry, "name", name));
  }

  /** A name, or a number of the firm's own, doesn't outvote a different number that the placement has. */
  #mayPassOver(entry: RosterEntry, passedOver: readonly Identifier[], by: Identifier, cells: Cells): boolean {
    const contradicted = passedOver.filter((field) => carries(entry, field));
    if (contradicted.length === 0 || by === "idNumber") return true;
    if (by === "name" || cells.name === undefined) return false;
    return this.#lookUp("name", cells.name).includes(entry);
  }

  #disagreements(entry: RosterEntry, by: Identifier, given: readonly Identifier[], cells: Cells): Finding[] {
    const others = given.filter((field) => field !== by && carries(entry, field));
    return others
      .filter((field) => !this.#fits(entry, field, cells[field] ?? ""))
      .map((field) => ({
        code: "identifiers-disagree",
        field,
        found: cells[field],
        expected: HEADINGS[by],
        other: HEADINGS[field],
      }));
  }

  #fits(entry: RosterEntry, field: Identifier, value: string): boolean {
    if (field === "name")
      return isMaskOf(value, entry) || this.#keyOf("name", normaliseName(value)) === entry.nameKey;
    return this.#lookUp(field, value).some(({ personId }) => personId === entry.personId);
  }

  #lookUp(field: Identifier, value: string): readonly RosterEntry[] {
    const kind = field === "account" ? "employeeNo" : field;
    const at = (key: string): readonly RosterEntry[] => {
      const found = this.#index[kind].get(key);
      return found === undefined ? NOBODY : Array.isArray(found) ? found : [found];
    };
    if (field === "name") return at(this.#keyOf("name", normaliseName(value)));
    const number = normaliseId(value);
    if (field === "placementNo") return at(number);
    if (field === "idNumber") return at(this.#keyOf("id", number));
    if (field === "studentNo") return at(this.#keyOf("studentNo", number));
    const [exact = "", bare = exact] = employeeKeys(number);
    return at(exact).length > 0 ? at(exact) : at(bare);
  }

  #put(field: Exclude<Identifier, "account">, key: string, entry: RosterEntry): void {
    const index = this.#index[field];
    const found = index.get(key);
    if (found === undefined) index.set(key, entry);
    else if (Array.isArray(found)) found.push(entry);
    else index.set(key, [found, entry]);
  }

  #touchesPeriod = ({ start, end }: RosterEntry): boolean =>
    start <= lastDay(this.#period) && end >= firstDay(this.#period);
}

/** Our own templates and reports show names under the mask; that is nobody else's name. */
const isMaskOf = (name: string, { maskedName }: RosterEntry): boolean =>
  normaliseName(name) === normaliseName(maskedName);

const MOST_KNOWN = 5_000;
const NOBODY: readonly RosterEntry[] = [];

const namesTheSame = (known: Known, cells: Cells): boolean =>
  known.placementNo === cells.placementNo &&
  known.idNumber === cells.idNumber &&
  known.studentNo === cells.studentNo &&
  known.employeeNo === cells.employeeNo &&
  known.account === cells.account &&
  known.name === cells.name;

/** A spreadsheet keeps fifteen digits of a quantity: of an identity number it leaves 4.11E+17, or zeros at the end. */
const hasLostDigits = (field: Identifier, value: string): boolean =>
  field !== "name" &&
  (isScientific(value) ||
    (field === "idNumber" && /^[1-9]\d{14}000$/.test(value) && !checkCitizenId(value).valid));

/** Why nobody was found: a cell that can't be read, else the surest number that nobody has. */
function strangerOf(given: readonly Identifier[], cells: Cells): Finding {
  for (const field of given) {
    const why = spoilt(field, cells[field] ?? "", LONGEST_IDENTIFIER);
    if (why) return why;
  }
  const [first = "name"] = given;
  const found = cells[first] ?? "";
  const isWrong = first === "idNumber" && !checkCitizenId(normaliseId(found)).valid;
  return { code: isWrong ? "invalid-id-number" : "unknown-student", field: first, found };
}

/** A spreadsheet that takes 0064 for a number writes 64. */
function employeeKeys(employeeNo: string): string[] {
  const exact = normaliseId(employeeNo);
  const bare = exact.replace(/^0+(?=.)/, "");
  return bare === exact ? [exact] : [exact, bare];
}

function carries(entry: RosterEntry, field: Identifier): boolean {
  if (field === "studentNo") return Boolean(entry.studentNoKey);
  // The account of a chat tool may be the employee number, but need not be: another one contradicts nothing.
  if (field === "account") return false;
  return field !== "employeeNo" || Boolean(entry.employeeNo);
}

/** The placement that has the day; else the one that is nearest to it, which the row is then told to lie outside of. */
function nearest(candidates: readonly RosterEntry[], date: LocalDate | undefined): RosterEntry {
  const distance = ({ start, end }: RosterEntry) => {
    if (date === undefined) return 0;
    if (date < start) return Date.parse(start) - Date.parse(date);
    return date > end ? Date.parse(date) - Date.parse(end) : 0;
  };
  return candidates.reduce((best, entry) => (distance(entry) < distance(best) ? entry : best));
}

function ambiguous(field: Identifier, found: string, candidates: readonly RosterEntry[]): Match {
  const told = candidates.slice(0, 5).map(({ maskedName, placementNo }) => `${maskedName} ${placementNo}`);
  const other = told.join("、") + (candidates.length > 5 ? " …" : "");
  return refuse(
    { code: field === "name" ? "ambiguous-name" : "ambiguous-number", field, found, other },
    candidates,
  );
}

const refuse = (problem: Finding, candidates: readonly RosterEntry[] = NOBODY): Match => ({
  problem,
  candidates,
});
