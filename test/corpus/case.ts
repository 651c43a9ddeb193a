import type { RosterEntry } from "../../functions/attendance/reading/match.ts";
import type { RuleCode } from "../../functions/attendance/rules/index.ts";
import { type Encoding, encode, extensionOf } from "./encode.ts";
import type { Book } from "./grid.ts";
import { type Kept, PERIOD } from "./month.ts";

export type { RosterEntry, RuleCode };

export type FileStatus = "accepted" | "partly-accepted" | "rejected";

/** What must become of a file. */
export interface Expected {
  status: FileStatus;
  /** Codes told of the file as a whole: exactly these. */
  file: readonly RuleCode[];
  /** Codes told of its rows: exactly these. */
  rows: readonly RuleCode[];
  /** The good student-days, by student: exactly these. */
  kept: Kept;
}

/** One file of the corpus. Its bytes are made when it is its turn. */
export interface Case {
  name: string;
  zh: string;
  en: string;
  filename: string;
  period: string;
  bytes(): Uint8Array | Promise<Uint8Array>;
  expected: Expected;
  /** It would fill the memory of who reads it carelessly. */
  bomb?: true;
}

export const accepted = (
  kept: Kept,
  rows: readonly RuleCode[] = [],
  file: readonly RuleCode[] = [],
): Expected => ({
  status: "accepted",
  file,
  rows,
  kept,
});

export const partly = (kept: Kept, rows: readonly RuleCode[], file: readonly RuleCode[] = []): Expected => ({
  status: "partly-accepted",
  file,
  rows,
  kept,
});

/** The file as a whole is refused. */
export const refused = (...file: RuleCode[]): Expected => ({ status: "rejected", file, rows: [], kept: {} });

/** The file can be read, and every row of it is refused. */
export const noneGood = (...rows: RuleCode[]): Expected => ({ status: "rejected", file: [], rows, kept: {} });

type Told = Pick<Case, "name" | "zh" | "en" | "expected"> & Partial<Case>;

/** A file of the given book. */
export const bookCase = (told: Told, book: () => Book, encoding: Encoding = "xlsx"): Case => ({
  period: PERIOD,
  filename: `六月考勤.${extensionOf(encoding)}`,
  bytes: () => encode(book(), encoding),
  ...told,
});

/** A file of the given bytes. */
export const bytesCase = (told: Told, bytes: Case["bytes"]): Case => ({
  period: PERIOD,
  filename: "六月考勤.xlsx",
  bytes,
  ...told,
});

/** A line of a table of cases. */
export type Entry = [
  name: string,
  zh: string,
  en: string,
  filename: string,
  expected: Case["expected"],
  bytes: Case["bytes"],
];

export const casesOf = (group: string, entries: readonly Entry[], more: Partial<Case> = {}): Case[] =>
  entries.map(([name, zh, en, filename, expected, bytes]) =>
    bytesCase({ name: `${group}/${name}`, zh, en, filename, expected, ...more }, bytes),
  );
