import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Demand, reaches, type Waiting } from "../../../functions/settlement/booking/allocate.ts";
import { movementsOf } from "../../../functions/settlement/booking/fund.ts";
import { sharesOf, totalsOf } from "../../../functions/settlement/booking/shares.ts";
import { city, closeAll, of, total, totalWaiting, USCCS } from "./months.ts";

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
