import fc from "fast-check";
import {
  allocate,
  type Demand,
  demandsOf,
  type Limits,
  type Waiting,
} from "../../../functions/settlement/booking/allocate.ts";
import type { Line } from "../../../functions/settlement/booking/claim.ts";
import { type PayableLine, payableLines } from "../../../functions/settlement/booking/payable.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";

export type Owned<T> = T & { uscc: string };

export const USCCS = ["A", "B", "C"];
export const MONTHS = ["2026-03", "2026-04", "2026-05", "2026-06"];
const limit = fc.option(fc.integer({ min: 1, max: 4_000 }), { nil: null });

/** What a placement's earned month is worth as each close sees it; a close claims the difference. */
const history = fc.record({
  placementId: fc.constantFrom("P1", "P2", "P3", "P4"),
  uscc: fc.constantFrom(...USCCS),
  earned: fc.nat(MONTHS.length - 1),
  sequence: fc.integer({ min: 1, max: 5 }),
  worth: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 })), {
    minLength: MONTHS.length,
    maxLength: MONTHS.length,
  }),
});
export const city = fc.record({
  histories: fc.uniqueArray(history, {
    maxLength: 14,
    selector: ({ placementId, uscc, earned }) => `${placementId} ${uscc} ${earned}`,
  }),
  limits: fc.array(fc.record<Limits>({ budgetFen: limit, capFen: limit }), {
    minLength: MONTHS.length,
    maxLength: MONTHS.length,
  }),
  shuffle: fc.infiniteStream(fc.nat()),
});
export type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

function claimsIn(histories: readonly History[], month: number): Owned<Line>[] {
  return histories
    .filter(({ earned }) => earned <= month)
    .map(({ placementId, uscc, earned, sequence, worth }) => {
      const before = month === earned ? 0 : (worth[month - 1] ?? 0);
      return {
        ...{ uscc, placementId, subjectId: `s${placementId}`, scheme: "internship", sequence, days: 1 },
        ...{ earnedPeriod: MONTHS[earned] ?? "", bookedPeriod: MONTHS[month] ?? "", reasons: [] },
        ...{ amountFen: (worth[month] ?? 0) - before, policyVersion: null, fromN: 1, toN: 1 },
      };
    })
    .filter(({ amountFen, earnedPeriod, bookedPeriod }) => amountFen !== 0 || earnedPeriod === bookedPeriod);
}

export interface Closed {
  claims: Owned<Line>[];
  demands: Demand[];
  lines: Owned<PayableLine>[];
  waited: Waiting[];
  waiting: Waiting[];
  limits: Limits;
  grantedBefore: Fen;
  grantedFen: Fen;
  returnedFen: Fen;
}

/** Every month closed in turn, as the city does it; `order` changes the order in which demands are handed over. */
export function closeAll(
  histories: readonly History[],
  limits: readonly Limits[],
  order: (demands: Demand[]) => Demand[] = (demands) => demands,
): Closed[] {
  const closed: Closed[] = [];
  for (const month of MONTHS.keys()) {
    const claims = claimsIn(histories, month);
    const waited = closed.at(-1)?.waiting ?? [];
    const paid = closed.flatMap(({ lines }) => lines);
    const demands = USCCS.flatMap((uscc) => demandsOf(uscc, of(uscc, claims), of(uscc, waited)));
    const granted = { inAll: total(paid), to: (uscc: string) => total(of(uscc, paid)) };
    const result = allocate(order(demands), limits[month] as Limits, granted);
    const lines = USCCS.flatMap((uscc) => {
      const own = payableLines(
        of(uscc, claims),
        of(uscc, waited),
        of(uscc, result.waiting),
        MONTHS[month] ?? "",
      );
      return own.map((line) => ({ ...line, uscc }));
    });
    const { inAll: grantedBefore } = granted;
    closed.push({
      claims,
      demands,
      lines,
      waited,
      limits: limits[month] as Limits,
      grantedBefore,
      ...result,
    });
  }
  return closed;
}

export const of = <T extends { uscc: string }>(uscc: string, list: readonly T[]): T[] =>
  list.filter((one) => one.uscc === uscc);
export const total = (lines: readonly { amountFen: Fen }[]): Fen =>
  sumFen(lines.map(({ amountFen }) => amountFen));
export const totalWaiting = (list: readonly Waiting[]): Fen =>
  sumFen(list.map(({ waitingFen }) => waitingFen));
