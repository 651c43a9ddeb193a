import { checkCitizenId, normaliseId, normaliseName } from "../../../shared/values/identifiers.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { firstDay, lastDay } from "../../../shared/values/period.ts";
import { isScientific } from "../files/text.ts";
import { type Field, HEADINGS, IDENTIFYING } from "../readers/headers.ts";
import type { RawRow } from "../readers/shape.ts";
import type { Finding } from "../rules/index.ts";

/** A placement of the enterprise. Who it is stands in keyed hashes only. */
export interface RosterEntry {
  placementId: string;
  placementNo: string;
  personId: string;
  /** `keyOf("id", …)` of the identity number. */
  idKey: string;
  /** `keyOf("studentNo", …)`. */
  studentNoKey?: string;
  employeeNo?: string;
  /** `keyOf("name", …)`. */
  nameKey: string;
  maskedName: string;
  /** First and last day of the placement, as it stands now; both inclusive. */
  start: LocalDate;
  end: LocalDate;
}

/**
 * The keyed hash of a value, synchronous. It is given normalised values: `normaliseId` for numbers, `normaliseName`
 * for names; the keys in the roster must have been made of the same.
 */
export type KeyOf = (kind: "id" | "studentNo" | "name", value: string) => string;

/** By which column a row found its placement. */
export type MatchedBy = "placementNo" | "id" | "studentNo" | "employeeNo" | "name";

export type Match =
  | { entry: RosterEntry; by: MatchedBy; warnings: Finding[] }
  | { problem: Finding; candidates: RosterEntry[] };

type Identifier = (typeof IDENTIFYING)[number];

const BY: Record<Identifier, MatchedBy> = {
  placementNo: "placementNo",
  idNumber: "id",
  studentNo: "studentNo",
  employeeNo: "employeeNo",
  account: "employeeNo",
  name: "name",
};

/** The placements of one enterprise in which the rows of a file are found. */
export class Roster {
  readonly #index = new Map<string, RosterEntry[]>();
  readonly #period: Period;
  readonly #keyOf: KeyOf;
  /** A student stands in a file thirty times, and a keyed hash costs more than a look-up. */
  readonly #keys = new Map<string, string>();

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
  find(cells: RawRow["cells"], date?: LocalDate): Match {
    const given = IDENTIFYING.filter((field) => cells[field] !== undefined);
    const first = given[0];
    if (first === undefined) return refuse({ code: "missing-identity" });
    for (const field of given) {
      const value = cells[field] ?? "";
      const candidates = this.#lookUp(field, value);
      if (candidates.length === 0 && field !== "name" && isScientific(value)) {
        return refuse({ code: "id-in-scientific-notation", field, found: value, expected: HEADINGS[field] });
      }
      if (candidates.length === 0) continue;
      if (new Set(candidates.map(({ personId }) => personId)).size > 1)
        return ambiguous(field, value, candidates);
      const entry = nearest(candidates, date);
      const passedOver = given.slice(0, given.indexOf(field));
      if (!this.#mayPassOver(entry, passedOver, field, cells)) break;
      return { entry, by: BY[field], warnings: this.#disagreements(entry, field, given, cells) };
    }
    const value = cells[first] ?? "";
    const isWrong = first === "idNumber" && !checkCitizenId(normaliseId(value)).valid;
    return refuse({ code: isWrong ? "invalid-id-number" : "unknown-student", field: first, found: value });
  }

  /** A name, or a number of the firm's own, doesn't outvote a different number that the placement has. */
  #mayPassOver(
    entry: RosterEntry,
    passedOver: readonly Identifier[],
    by: Identifier,
    cells: RawRow["cells"],
  ): boolean {
    const contradicted = passedOver.filter((field) => carries(entry, field));
    if (contradicted.length === 0 || by === "idNumber") return true;
    if (by === "name" || cells.name === undefined) return false;
    return this.#lookUp("name", cells.name).includes(entry);
  }

  #disagreements(
    entry: RosterEntry,
    by: Identifier,
    given: readonly Identifier[],
    cells: RawRow["cells"],
  ): Finding[] {
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
      return isMaskOf(value, entry) || this.#key("name", normaliseName(value)) === entry.nameKey;
    return this.#lookUp(field, value).some(({ personId }) => personId === entry.personId);
  }

  #lookUp(field: Identifier, value: string): RosterEntry[] {
    const kind = field === "account" ? "employeeNo" : field;
    const at = (key: string) => this.#index.get(`${kind} ${key}`) ?? [];
    if (field === "name") return at(this.#key("name", normaliseName(value)));
    const number = normaliseId(value);
    if (field === "placementNo") return at(number);
    if (field === "idNumber") return at(this.#key("id", number));
    if (field === "studentNo") return at(this.#key("studentNo", number));
    const [exact = "", bare = exact] = employeeKeys(number);
    return at(exact).length > 0 ? at(exact) : at(bare);
  }

  #key(kind: "id" | "studentNo" | "name", value: string): string {
    const cached = this.#keys.get(`${kind} ${value}`);
    if (cached !== undefined) return cached;
    const key = this.#keyOf(kind, value);
    if (this.#keys.size >= CACHED_KEYS) this.#keys.clear();
    this.#keys.set(`${kind} ${value}`, key);
    return key;
  }

  #put(field: Identifier, key: string, entry: RosterEntry): void {
    const entries = this.#index.get(`${field} ${key}`);
    if (entries) entries.push(entry);
    else this.#index.set(`${field} ${key}`, [entry]);
  }

  #touchesPeriod = ({ start, end }: RosterEntry): boolean =>
    start <= lastDay(this.#period) && end >= firstDay(this.#period);
}

/** Our own templates and reports show names under the mask; that is nobody else's name. */
const isMaskOf = (name: string, { maskedName }: RosterEntry): boolean =>
  normaliseName(name) === normaliseName(maskedName);

const CACHED_KEYS = 200_000;

/** A spreadsheet that takes 0064 for a number writes 64. */
function employeeKeys(employeeNo: string): string[] {
  const exact = normaliseId(employeeNo);
  const bare = exact.replace(/^0+(?=.)/, "");
  return bare === exact ? [exact] : [exact, bare];
}

function carries(entry: RosterEntry, field: Identifier): boolean {
  if (field === "studentNo") return entry.studentNoKey !== undefined;
  // The account of a chat tool may be the employee number, but need not be: another one contradicts nothing.
  if (field === "account") return false;
  return field !== "employeeNo" || entry.employeeNo !== undefined;
}

/** The placement that has the day; else the one that is nearest to it, which the row is then told to lie outside of. */
function nearest(candidates: RosterEntry[], date: LocalDate | undefined): RosterEntry {
  const distance = ({ start, end }: RosterEntry) => {
    if (date === undefined) return 0;
    if (date < start) return Date.parse(start) - Date.parse(date);
    return date > end ? Date.parse(date) - Date.parse(end) : 0;
  };
  return candidates.reduce((best, entry) => (distance(entry) < distance(best) ? entry : best));
}

function ambiguous(field: Identifier, found: string, candidates: RosterEntry[]): Match {
  const told = candidates.slice(0, 5).map(({ maskedName, placementNo }) => `${maskedName} ${placementNo}`);
  const other = told.join("、") + (candidates.length > 5 ? " …" : "");
  return refuse(
    { code: field === "name" ? "ambiguous-name" : "ambiguous-number", field, found, other },
    candidates,
  );
}

const refuse = (problem: Finding & { field?: Field }, candidates: RosterEntry[] = []): Match => ({
  problem,
  candidates,
});
