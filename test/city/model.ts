import { buildEnterprises } from "./enterprises.ts";
import { buildPlacements } from "./placements.ts";
import { DEPARTMENTS, DISTRICTS, SCHOOLS, type School, type Unit, ZONES } from "./units.ts";

/** The five kinds of attendance file that firms of the city send. */
export type Shape = "template-xlsx" | "dingtalk-month" | "wecom-daily" | "gb18030-csv" | "utf8-csv";

/** A recognition that the firm applies for, and what the officer decides about it. Both dates inclusive. */
export type Certification = {
  kind: "internship-compliant" | "cultivated" | "certified";
  decision: "approve" | "reject";
  validFrom?: string;
  validTo?: string;
  documentNo: string;
  reason: string;
};

export type Account = { bankName: string; bankCode: string; accountName: string; accountNo: string };

export type Enterprise = {
  uscc: string;
  /** What the registry must make of it: a wrong check digit goes to an officer. */
  becomes: "registered" | "review";
  name: string;
  /** A district's GB/T 2260 code or a functional zone's own unit code. */
  districtCode: string;
  /** GB/T 4754 class, four digits. */
  industryCode: string;
  aboveScale: boolean;
  staff: number;
  contact: { name: string; phone: string };
  account: Account;
  certifications: Certification[];
  /** How many placements it has. */
  interns: number;
  shape: Shape;
  /** Days it works in a week: Monday to Friday, or to Saturday. */
  week: 5 | 6;
  /** Beginning and end of its shift; an end before the beginning is on the next day. */
  shift: { from: string; to: string };
  /** How it writes a date: 2026-06-01, 2026/6/1, 2026.6.1, or as a date cell of a spreadsheet. */
  dateStyle: "iso" | "slash" | "dot" | "cell";
  /** What becomes of its first file: corrected by a whole new file, by a file of the wrong students only, or sent again. */
  afterFirstFile: "nothing" | "corrected-whole" | "corrected-part" | "sent-again";
};

/** What kind of month a student has; `truth.ts` turns it into days. */
export type Habit =
  | "steady"
  | "exactly-15"
  | "exactly-14"
  | "often-away"
  | "short-days"
  | "never-came"
  | "not-listed";

export type Placement = {
  /** The city's own name for it, unique: P0001 … */
  key: string;
  uscc: string;
  schoolCode: string;
  /** Unique in the city, so that it can be found again in the product's answers. */
  agreementNo: string;
  start: string;
  end: string;
  post: string;
  /** Missing for the few whom the clock knows by name alone. */
  employeeNo?: string;
  student: { idNumber: string; name: string; studentNo: string; grade: 2 | 3; major: string };
  /** Fen a month; missing where nothing was agreed in writing. */
  monthlyPayFen?: number;
  insurance: { policyNo: string; from: string; to: string };
  habit: Habit;
};

/** A student with two placements in the same days, and which of them the officer keeps. */
export type Conflict = { keep: string; other: string; reason: string };

export type City = {
  seed: number;
  scale: "full" | "small";
  districts: readonly Unit[];
  zones: readonly Unit[];
  departments: readonly Unit[];
  schools: readonly School[];
  enterprises: readonly Enterprise[];
  placements: readonly Placement[];
  conflicts: readonly Conflict[];
};

/**
 * Builds the city of June 2026. The same seed and scale give the same city to the last byte.
 * `full` has 40 enterprises and 3,000 placements, `small` 6 and 40.
 */
export function buildCity({ seed = 20260601, scale = "full" as City["scale"] } = {}): City {
  const full = scale === "full";
  const districts = full ? DISTRICTS : DISTRICTS.slice(0, 1);
  const zones = full ? ZONES : ZONES.slice(0, 1);
  const departments = full ? DEPARTMENTS : DEPARTMENTS.slice(0, 2);
  const schools = full ? SCHOOLS : SCHOOLS.slice(0, 2);
  const enterprises = buildEnterprises(seed, scale, [...districts, ...zones]);
  const { placements, conflicts } = buildPlacements(seed, enterprises, schools);
  return { seed, scale, districts, zones, departments, schools, enterprises, placements, conflicts };
}

/** The placements of one enterprise, in order. */
export const placementsOf = (city: City, uscc: string): Placement[] =>
  city.placements.filter((placement) => placement.uscc === uscc);
