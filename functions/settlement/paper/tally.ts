import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { PaperLine, PaperPart } from "./paper-line.ts";

/** Lines and their amounts, added up. */
export interface Sums {
  lines: number;
  owedFen: Fen;
  waitingFen: Fen;
  payableFen: Fen;
}

export interface EnterpriseSums extends Sums {
  uscc: string;
  enterprise: string;
}

export interface PolicySums extends Sums {
  scheme: string;
  /** `null` for lines to which no policy applied. */
  version: string | null;
}

export interface EarnedSums extends Sums {
  earnedPeriod: Period;
}

/** What a settlement adds up to, counted while its lines pass by; it keeps no line. */
export class Tally {
  readonly enterprises: EnterpriseSums[] = [];
  readonly #policies = new Map<string, PolicySums>();
  readonly #earned = new Map<Period, EarnedSums>();

  add({ uscc, enterprise, lines }: PaperPart): void {
    this.enterprises.push({ uscc, enterprise, ...sumsOf(lines) });
    const byPolicy = Map.groupBy(lines, ({ scheme, policyVersion }) => `${scheme}#${policyVersion ?? ""}`);
    for (const [key, some] of byPolicy) {
      const { scheme, policyVersion: version } = some[0] as PaperLine;
      this.#policies.set(key, { scheme, version, ...together([this.#policies.get(key), sumsOf(some)]) });
    }
    for (const [earnedPeriod, some] of Map.groupBy(lines, (line) => line.earnedPeriod))
      this.#earned.set(earnedPeriod, {
        earnedPeriod,
        ...together([this.#earned.get(earnedPeriod), sumsOf(some)]),
      });
  }

  get total(): Sums {
    return together(this.enterprises);
  }

  /** By scheme and version. */
  get policies(): PolicySums[] {
    return inOrderOfKeys(this.#policies);
  }

  /** By earned month. */
  get earned(): EarnedSums[] {
    return inOrderOfKeys(this.#earned);
  }
}

const sumsOf = (lines: readonly PaperLine[]): Sums => ({
  lines: lines.length,
  owedFen: sumFen(lines.map(({ owedFen }) => owedFen)),
  waitingFen: sumFen(lines.map(({ waitingFen }) => waitingFen)),
  payableFen: sumFen(lines.map(({ payableFen }) => payableFen)),
});

function together(parts: readonly (Sums | undefined)[]): Sums {
  const known = parts.filter((part) => part !== undefined);
  const sum = (of: (part: Sums) => number) => sumFen(known.map(of));
  return {
    lines: sum(({ lines }) => lines),
    owedFen: sum(({ owedFen }) => owedFen),
    waitingFen: sum(({ waitingFen }) => waitingFen),
    payableFen: sum(({ payableFen }) => payableFen),
  };
}

const inOrderOfKeys = <T>(map: ReadonlyMap<string, T>): T[] =>
  [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
