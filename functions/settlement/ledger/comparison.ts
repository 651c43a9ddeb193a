import { canonical } from "../../../shared/values/canonical.ts";
import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";

/** What one of two books says of something; null where it says nothing. */
export type Said = string | number | null;

/** Two books that do not agree. */
export interface Difference {
  /** The code of the comparison that found it. */
  comparison: string;
  /** null where it is about the month as a whole. */
  uscc: string | null;
  period: Period;
  /** What the books differ about: an account and its placement, a manifest, a payment, a file. Never personal data. */
  subject: string;
  expected: Said;
  found: Said;
}

/** How much was compared, and what both sides come to. */
export interface Totals {
  code: string;
  compared: number;
  expectedFen: Fen;
  foundFen: Fen;
  differences: number;
}

export interface Outcome {
  totals: Totals;
  differences: Difference[];
}

/** Holds one kind of book against another that was derived apart. Pure: it is given both. */
export interface Comparison<Books> {
  code: string;
  zh: string;
  en: string;
  compare(books: Books): Outcome;
}

/** Gathers what a comparison has looked at. */
export class Comparing {
  readonly #code: string;
  readonly #uscc: string | null;
  #compared = 0;
  #expectedFen = 0;
  #foundFen = 0;
  readonly #differences: Difference[] = [];

  constructor(code: string, uscc: string | null) {
    this.#code = code;
    this.#uscc = uscc;
  }

  /** Two amounts, which also go into the totals. */
  amount(period: Period, subject: string, expected: Fen, found: Fen): void {
    this.#expectedFen += expected;
    this.#foundFen += found;
    this.statement(period, subject, expected, found);
  }

  /** Two statements that are to be the same. */
  statement(period: Period, subject: string, expected: Said, found: Said): void {
    this.#compared += 1;
    if (expected === found) return;
    this.#differences.push({
      comparison: this.#code,
      uscc: this.#uscc,
      period,
      subject,
      expected,
      found,
    });
  }

  get outcome(): Outcome {
    const differences = this.#differences;
    return {
      totals: {
        code: this.#code,
        compared: this.#compared,
        expectedFen: this.#expectedFen,
        foundFen: this.#foundFen,
        differences: differences.length,
      },
      differences,
    };
  }
}

/** Outcomes of the same and of other comparisons, one for each code in the order of their first. */
export function together(outcomes: readonly Outcome[]): Outcome[] {
  const byCode = Map.groupBy(outcomes, ({ totals }) => totals.code);
  return [...byCode.values()].map((some) => ({
    totals: some.map(({ totals }) => totals).reduce(plus),
    differences: some.flatMap(({ differences }) => differences),
  }));
}

export const plus = (one: Totals, other: Totals): Totals => ({
  code: one.code,
  compared: one.compared + other.compared,
  expectedFen: one.expectedFen + other.expectedFen,
  foundFen: one.foundFen + other.foundFen,
  differences: one.differences + other.differences,
});

/** What a second look still finds: while files arrive and banks answer, one look sees one book before another. */
export function confirmed(first: readonly Outcome[], second: readonly Outcome[]): Outcome[] {
  const seen = new Set(first.flatMap(({ differences }) => differences.map(canonical)));
  return second.map(({ totals, differences }) => {
    const lasting = differences.filter((one) => seen.has(canonical(one)));
    return { totals: { ...totals, differences: lasting.length }, differences: lasting };
  });
}
