import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupsOf, membersOf } from "../../../functions/settlement/month/groups.ts";

const sized = (sizes: Record<string, number>) =>
  groupsOf(Object.keys(sizes), (uscc) => sizes[uscc] ?? 0).map(membersOf);

describe("enterprises go through a close in groups", () => {
  it("small ones together, as long as there is room, in their order", () => {
    expect(sized({ A: 200, B: 250, C: 100, D: 30 })).toEqual([
      ["A", "B"],
      ["C", "D"],
    ]);
  });

  it("a large one alone, and whoever comes after it in another group", () => {
    expect(sized({ A: 10, B: 50_000, C: 10 })).toEqual([["A"], ["B"], ["C"]]);
  });

  it("not too many even of those who have nobody", () => {
    const groups = groupsOf(
      Array.from({ length: 120 }, (_, index) => `E${index}`),
      () => 0,
    );
    expect(groups.map((group) => membersOf(group).length)).toEqual([50, 50, 20]);
  });

  it("everybody is in exactly one group, and no group of several holds more than 500 students", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(700), { maxLength: 200 }), (sizes) => {
        const usccs = sizes.map((_, index) => `E${index}`);
        const sizeOf = (uscc: string) => sizes[Number(uscc.slice(1))] ?? 0;
        const groups = groupsOf(usccs, sizeOf).map(membersOf);
        expect(groups.flat()).toEqual(usccs);
        for (const group of groups.filter(({ length }) => length > 1))
          expect(group.reduce((sum, uscc) => sum + sizeOf(uscc), 0)).toBeLessThanOrEqual(500);
      }),
    );
  });
});
