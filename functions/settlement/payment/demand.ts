import type { Fen } from "../../../shared/values/money.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";

/** What an enterprise has to pay back (追回): raised once per payee and month, when the month is instructed. */
export interface Demand {
  demandId: string;
  uscc: string;
  /** The month whose instruction found that too much had been paid. */
  period: Period;
  amountFen: Fen;
  /** What a later correction showed to have been demanded without cause; never more than was open. */
  withdrawnFen: Fen;
  receivedFen: Fen;
  raisedAt: string;
  version: number;
}

/** Money that came in on a demand. Its bank reference is its identity. */
export interface Receipt {
  bankRef: string;
  demandId: string;
  amountFen: Fen;
  date: LocalDate;
}

export const demandIdFor = (period: Period, uscc: string): string => `D${period.replace("-", "")}-${uscc}`;

/** What a demand's number says; `null` when it is none. */
export function readDemandId(demandId: string): { period: Period; uscc: string } | null {
  const match = /^D(\d{4})(\d{2})-([0-9A-Z]{18})$/.exec(demandId);
  return match ? { period: `${match[1]}-${match[2]}`, uscc: match[3] as string } : null;
}

export const raised = (period: Period, uscc: string, amountFen: Fen, at: Date): Demand => ({
  demandId: demandIdFor(period, uscc),
  uscc,
  period,
  amountFen,
  withdrawnFen: 0,
  receivedFen: 0,
  raisedAt: at.toISOString(),
  version: 1,
});

export const openFen = ({ amountFen, withdrawnFen, receivedFen }: Demand): Fen =>
  amountFen - withdrawnFen - receivedFen;

/** What stays demanded, whether it has come in or not. It is not netted against what the enterprise earns. */
export const demandedFen = (demands: readonly Demand[]): Fen =>
  demands.reduce((sum, { amountFen, withdrawnFen }) => sum + amountFen - withdrawnFen, 0);

/** `recovered` once what was rightly demanded has come in, `withdrawn` where nothing was. */
export function demandStatus(demand: Demand): "open" | "recovered" | "withdrawn" {
  if (openFen(demand) > 0) return "open";
  return demand.receivedFen > 0 ? "recovered" : "withdrawn";
}

export const withdraw = (demand: Demand, fen: Fen): Demand => ({
  ...demand,
  withdrawnFen: demand.withdrawnFen + fen,
  version: demand.version + 1,
});

/**
 * What a receipt does to its demand: the demand's next version, or `same` when it was booked before.
 * @param known what is on record under the receipt's bank reference, for whichever demand
 * @throws Problem 409 `conflicting-receipt`, 422 `more-than-open`
 */
export function receive(demand: Demand, receipt: Receipt, known: Receipt | undefined): Demand | "same" {
  if (known) {
    const same =
      known.demandId === receipt.demandId &&
      known.amountFen === receipt.amountFen &&
      known.date === receipt.date;
    if (same) return "same";
    throw conflicting(known);
  }
  if (receipt.amountFen > openFen(demand)) throw moreThanOpen(openFen(demand));
  return { ...demand, receivedFen: demand.receivedFen + receipt.amountFen, version: demand.version + 1 };
}

/**
 * Takes back what later settlements show to be demanded without cause: up to what they have added to the months that
 * the demand judged, the oldest demand first. What was earned since is paid, not netted.
 * @param addedFen what the month being instructed settles for months earned up to the given one
 * @param payableFen what the enterprise would be paid otherwise; no more is withdrawn
 * @returns the demands, those that changed as their next versions
 */
export function withdrawTooHigh(
  demands: readonly Demand[],
  addedFen: (upTo: Period) => Fen,
  payableFen: Fen,
): Demand[] {
  let withdrawnFen = 0;
  const byAge = demands.toSorted((a, b) => (a.period < b.period ? -1 : 1));
  return byAge.map((demand) => {
    const without = Math.max(0, Math.min(addedFen(demand.period), payableFen) - withdrawnFen);
    const fen = Math.min(openFen(demand), without);
    if (fen === 0) return demand;
    withdrawnFen += fen;
    return withdraw(demand, fen);
  });
}

const conflicting = ({ demandId, amountFen, date }: Receipt) =>
  new Problem({
    status: 409,
    code: "conflicting-receipt",
    zh: "该银行流水号已登记为另一笔到账",
    en: "This bank reference is on record as another receipt",
    pointer: "/bankRef",
    extra: { known: { demandId, amountFen, date } },
  });

const moreThanOpen = (open: Fen) =>
  new Problem({
    status: 422,
    code: "more-than-open",
    zh: `到账金额超过未追回金额（${open} 分）`,
    en: `More than is open on the demand (${open} fen)`,
    pointer: "/amountFen",
    extra: { openFen: open },
  });
