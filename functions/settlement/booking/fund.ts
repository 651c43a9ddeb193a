import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";

/** A scheme's money for one calendar year of earning, e.g. `internship#2026`: what budgets and caps count in. */
export type Fund = string;

export const fundOf = ({ scheme, earnedPeriod }: { scheme: string; earnedPeriod: Period }): Fund =>
  `${scheme}#${earnedPeriod.slice(0, 4)}`;

export function partsOf(fund: Fund): { scheme: string; year: string } {
  const [scheme = "", year = ""] = fund.split("#");
  return { scheme, year };
}

/** What lines want of a fund and what they bring back to it; neither is negative. */
export interface Movement {
  owedFen: Fen;
  takenBackFen: Fen;
}

export const netOf = ({ owedFen, takenBackFen }: Movement): Fen => owedFen - takenBackFen;

/** The movements of some lines, fund by fund. */
export function movementsOf(
  lines: readonly { scheme: string; earnedPeriod: Period; amountFen: Fen }[],
): Record<Fund, Movement> {
  const movements: Record<Fund, Movement> = {};
  for (const line of lines) {
    const fund = fundOf(line);
    const { owedFen, takenBackFen } = movements[fund] ?? NOTHING;
    movements[fund] = {
      owedFen: owedFen + Math.max(0, line.amountFen),
      takenBackFen: takenBackFen + Math.max(0, -line.amountFen),
    };
  }
  return movements;
}

export const NOTHING: Movement = { owedFen: 0, takenBackFen: 0 };

/** The movements of many enterprises together. */
export function addMovements(all: readonly Record<Fund, Movement>[]): Map<Fund, Movement> {
  const sums = new Map<Fund, Movement>();
  for (const movements of all) {
    for (const [fund, { owedFen, takenBackFen }] of Object.entries(movements)) {
      const sum = sums.get(fund) ?? NOTHING;
      sums.set(fund, {
        owedFen: sum.owedFen + owedFen,
        takenBackFen: sum.takenBackFen + takenBackFen,
      });
    }
  }
  return sums;
}
