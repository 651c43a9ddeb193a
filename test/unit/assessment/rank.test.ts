import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rank } from "../../../functions/assessment/rank.ts";

const unit = (unitId: string, total: number, group = "counties") => ({ unitId, group, total });
const places = (...totals: number[]) =>
  rank(totals.map((total, index) => unit(`U${index}`, total))).map((one) => one.rank);

describe("ranking", () => {
  it("is competition ranking: 1, 2, 2, 4", () => {
    expect(places(90, 85.5, 85.5, 70)).toEqual([1, 2, 2, 4]);
    expect(places(70, 70, 70)).toEqual([1, 1, 1]);
    expect(places(50)).toEqual([1]);
    expect(rank([])).toEqual([]);
  });

  it("shows ties", () => {
    const ranked = rank([unit("A", 80), unit("B", 80), unit("C", 79.99)]);
    expect(ranked.map(({ unitId, tied }) => [unitId, tied])).toEqual([
      ["A", true],
      ["B", true],
      ["C", false],
    ]);
  });

  it("is held inside groups, and listed by group, place and code", () => {
    const ranked = rank([
      unit("Z", 10, "districts"),
      unit("B", 99, "zones"),
      unit("A", 10, "districts"),
      unit("C", 20, "districts"),
    ]);
    expect(ranked.map(({ group, rank, unitId }) => `${group} ${rank} ${unitId}`)).toEqual([
      "districts 1 C",
      "districts 2 A",
      "districts 2 Z",
      "zones 1 B",
    ]);
  });

  it("is a weak order: better totals stand before, equal ones together, whatever the order they come in", () => {
    const unitOf = fc.record({
      group: fc.constantFrom("a", "b"),
      total: fc.integer({ min: 0, max: 30 }).map((n) => n / 4),
    });
    fc.assert(
      fc.property(fc.array(unitOf, { maxLength: 20 }), (list) => {
        const units = list.map((one, index) => ({ ...one, unitId: `U${String(index).padStart(2, "0")}` }));
        const ranked = rank(units);
        expect(ranked).toHaveLength(units.length);
        for (const one of ranked) {
          for (const other of ranked.filter(({ group }) => group === one.group)) {
            expect(Math.sign(other.rank - one.rank)).toBe(Math.sign(one.total - other.total));
          }
          const better = units.filter(({ group, total }) => group === one.group && total > one.total);
          expect(one.rank).toBe(better.length + 1);
        }
        expect(rank(units.toReversed())).toEqual(ranked);
      }),
    );
  });
});
