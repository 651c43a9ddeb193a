import type { Field } from "../readers/headers.ts";
import type { Finding } from "../rules/index.ts";

/** Longer texts are no date, time or number of hours. */
export const LONGEST_VALUE = 60;
/** Longer texts are nobody's number or name. */
export const LONGEST_IDENTIFIER = 100;

const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)/;

/** Why a cell can't be what it should, whatever that is; null when the fault lies in what it says. */
export function spoilt<Where extends string = Field>(
  field: Where,
  text: string,
  longest: number,
): Finding<Where> | null {
  if (text.startsWith("=") || ERROR_VALUE.test(text))
    return { code: "formula-not-calculated", field, found: text };
  if (text.includes("\uFFFD") || !text.isWellFormed())
    return { code: "text-damaged", field, found: text.toWellFormed() };
  if (text.length <= longest) return null;
  return { code: "cell-too-long", field, found: text, expected: String(longest), other: String(text.length) };
}

/**
 * A copy that stands by itself. A text cut out of a larger one keeps the larger one in memory, and what is remembered
 * across rows must not keep the file. Short ones are copied by the engine.
 */
export const ownCopy = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text, "utf16le").toString("utf16le");

/** Answers that depend on a text alone; the same few hundred texts stand in a file again and again. */
export class Memo<T> {
  readonly #answers = new Map<string, T>();
  readonly #answer: (text: string) => T;
  readonly #most: number;

  constructor(answer: (text: string) => T, most = 4096) {
    this.#answer = answer;
    this.#most = most;
  }

  of(text: string): T {
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const answer = this.#answer(text);
    if (this.#answers.size >= this.#most) this.#answers.clear();
    this.#answers.set(ownCopy(text), answer);
    return answer;
  }
}
