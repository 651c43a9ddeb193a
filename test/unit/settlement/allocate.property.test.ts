import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allocate,
  type Demand,
  demandsOf,
  type Limits,
  reaches,
  type Waiting,
} from "../../../functions/settlement/booking/allocate.ts";
import type { Line } from "../../../functions/settlement/booking/claim.ts";
import { movementsOf } from "../../../functions/settlement/booking/fund.ts";
import { type PayableLine, payableLines } from "../../../functions/settlement/booking/payable.ts";
import { sharesOf, totalsOf } from "../../../functions/settlement/booking/shares.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";

type Owned<T> = T & { uscc: string };

const USCCS = ["A", "B", "C"];
const MONTHS = ["2026-03", "2026-04", "2026-05", "2026-06"];
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
const city = fc.record({
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
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

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

interface Closed {
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
function closeAll(
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

const of = <T extends { uscc: string }>(uscc: string, list: readonly T[]): T[] =>
  list.filter((one) => one.uscc === uscc);
const total = (lines: readonly { amountFen: Fen }[]): Fen => sumFen(lines.map(({ amountFen }) => amountFen));
const totalWaiting = (list: readonly Waiting[]): Fen => sumFen(list.map(({ waitingFen }) => waitingFen));

describe("whatever the months bring", () => {
  it("all that is owed is paid or waits, enterprise by enterprise", () => {
    fc.assert(
      fc.property(city, ({ histories, limits }) => {
        const closed = closeAll(histories, limits);
        for (const index of closed.keys()) {
          const months = closed.slice(0, index + 1);
          for (const uscc of USCCS) {
            const paid = total(
              of(
                uscc,
                months.flatMap(({ lines }) => lines),
              ),
            );
            const owed = total(
              of(
                uscc,
                months.flatMap(({ claims }) => claims),
              ),
            );
            expect(paid + totalWaiting(of(uscc, closed[index]?.waiting ?? []))).toBe(owed);
          }
        }
      }),
    );
  });

  it("no budget and no cap is ever granted more than it has", () => {
    fc.assert(
      fc.property(city, ({ histories, limits }) => {
        const closed = closeAll(histories, limits);
        for (const [
          index,
          {
            limits: { budgetFen, capFen },
            grantedBefore,
            lines,
          },
        ] of closed.entries()) {
          expect(grantedBefore + total(lines)).toBeLessThanOrEqual(
            Math.max(budgetFen ?? Infinity, grantedBefore),
          );
          for (const uscc of USCCS) {
            const before = total(
              of(
                uscc,
                closed.slice(0, index).flatMap((one) => one.lines),
              ),
            );
            const after = before + total(of(uscc, lines));
            expect(after).toBeLessThanOrEqual(Math.max(capFen ?? Infinity, before));
          }
        }
      }),
    );
  });

  it("nobody is served for the budget's money while somebody before them waits for it", () => {
    fc.assert(
      fc.property(city, ({ histories, limits }) => {
        for (const { demands, waiting } of closeAll(histories, limits)) {
          const firstWaiting = waiting.find(({ why }) => why === "budget");
          if (!firstWaiting) continue;
          const later = demands.filter(
            (one) => rank(one) > rank(firstWaiting) && one.owedFen + one.waitedFen > 0,
          );
          for (const one of later) {
            const left = waiting.find((other) => rank(other) === rank(one));
            expect(left?.waitingFen).toBe(one.owedFen + one.waitedFen);
          }
        }
      }),
    );
  });

  it("nothing waits that a limit would have allowed", () => {
    fc.assert(
      fc.property(city, ({ histories, limits }) => {
        const closed = closeAll(histories, limits);
        for (const [index, { waiting, lines, limits: now, grantedBefore }] of closed.entries()) {
          const budgetLeft = (now.budgetFen ?? Infinity) - grantedBefore - total(lines);
          for (const { uscc, why } of waiting) {
            const paid = total(
              of(
                uscc,
                closed.slice(0, index + 1).flatMap((one) => one.lines),
              ),
            );
            expect(why === "budget" ? budgetLeft : (now.capFen ?? Infinity) - paid).toBeLessThanOrEqual(0);
          }
        }
      }),
    );
  });

  it("the order in which lines are handed over changes nothing", () => {
    fc.assert(
      fc.property(city, ({ histories, limits, shuffle }) => {
        const shuffled = (demands: Demand[]) =>
          demands
            .map((one) => ({ one, by: shuffle.next().value ?? 0 }))
            .toSorted((a, b) => a.by - b.by)
            .map(({ one }) => one);
        const [plain, mixed] = [closeAll(histories, limits), closeAll(histories, limits, shuffled)];
        expect(mixed.map(({ lines, waiting }) => ({ lines, waiting }))).toEqual(
          plain.map(({ lines, waiting }) => ({ lines, waiting })),
        );
      }),
    );
  });

  it("where limits reach and nobody waits, the manifests' totals say the same as the lines", () => {
    fc.assert(
      fc.property(city, ({ histories, limits }) => {
        for (const { claims, waited, limits: now, grantedBefore, grantedFen, returnedFen } of closeAll(
          histories,
          limits,
        )) {
          const movement = movementsOf(claims)["internship#2026"] ?? { owedFen: 0, takenBackFen: 0 };
          if (waited.length > 0 || now.capFen !== null || !reaches(now.budgetFen, grantedBefore, movement))
            continue;
          expect({ owedFen: grantedFen, takenBackFen: returnedFen }).toEqual(movement);
        }
      }),
    );
  });

  it("shares and totals count the very lines that are shown", () => {
    fc.assert(
      fc.property(city, ({ histories, limits }) => {
        for (const { claims, demands, lines, waited, waiting } of closeAll(histories, limits)) {
          const manifests = USCCS.map((uscc) => ({
            uscc,
            totalFen: total(of(uscc, claims)),
            lines: of(uscc, claims).length,
          }));
          const by = (list: readonly Waiting[]) => Map.groupBy(list, ({ uscc }) => uscc);
          const shares = sharesOf(manifests, by(waited), by(waiting), demands);
          for (const { uscc, amountFen, lines: count } of shares) {
            expect([uscc, amountFen, count]).toEqual([uscc, total(of(uscc, lines)), of(uscc, lines).length]);
          }
          expect(totalsOf(manifests, shares)).toEqual({
            enterprises: new Set(lines.map(({ uscc }) => uscc)).size,
            lines: lines.length,
            amountFen: total(lines),
          });
        }
      }),
    );
  });
});

const rank = ({
  earnedPeriod,
  sequence,
  placementId,
  uscc,
}: Omit<Waiting, "waitingFen" | "why" | "place">): string =>
  [earnedPeriod, String(sequence).padStart(6, "0"), placementId, uscc].join("#");
