import { type Finding, type RuleCode, ruleOf } from "../rules/index.ts";
import { type FindingSink, fileLine, type RowPlace, rowLine } from "./finding-line.ts";

/** Problems of whom a row is about are told once for a row that holds a whole month. */
const ONCE_PER_ROW: ReadonlySet<RuleCode> = new Set<RuleCode>([
  "missing-identity",
  "id-in-scientific-notation",
  "unknown-student",
  "invalid-id-number",
  "ambiguous-name",
  "ambiguous-number",
]);

/** Passes findings on as lines while a file is read, and counts them. */
export class Tally {
  /** How often each rule was broken, in student-days. */
  readonly counts = new Map<RuleCode, number>();
  readonly #sink: FindingSink;
  #waiting: Promise<void> | undefined;
  #sheet = "";
  #row = 0;
  readonly #toldOfRow = new Set<RuleCode>();

  constructor(sink: FindingSink) {
    this.#sink = sink;
  }

  /** @returns whether the row is accepted */
  row(place: RowPlace, findings: readonly Finding[]): boolean {
    let accepted = true;
    for (const finding of findings) {
      this.#count(finding.code);
      if (ruleOf(finding.code).severity === "reject") accepted = false;
      if (ONCE_PER_ROW.has(finding.code) && this.#wasTold(place, finding.code)) continue;
      this.#pass(rowLine(place, finding));
    }
    return accepted;
  }

  /** A finding about the file as a whole. */
  file(finding: Finding): void {
    this.#count(finding.code);
    this.#pass(fileLine(finding));
  }

  /** Resolves when the lines so far have been taken; undefined when nobody asks to be waited for. */
  get taken(): Promise<void> | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  #count(code: RuleCode): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
  }

  #pass(line: Parameters<FindingSink>[0]): void {
    this.#waiting = this.#sink(line) ?? this.#waiting;
  }

  #wasTold({ sheet, row }: RowPlace, code: RuleCode): boolean {
    if (row !== this.#row || sheet !== this.#sheet) this.#toldOfRow.clear();
    [this.#sheet, this.#row] = [sheet, row];
    const told = this.#toldOfRow.has(code);
    this.#toldOfRow.add(code);
    return told;
  }
}
