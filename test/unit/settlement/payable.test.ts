import { describe, expect, it } from "vitest";
import type { Waiting } from "../../../functions/settlement/booking/allocate.ts";
import type { Line } from "../../../functions/settlement/booking/claim.ts";
import { addMovements, fundOf, movementsOf, partsOf } from "../../../functions/settlement/booking/fund.ts";
import { payableLines } from "../../../functions/settlement/booking/payable.ts";

const earned = { subjectId: "p", earnedPeriod: "2026-05", scheme: "internship", placementId: "P1" };
const claimed = (amountFen: number): Line => ({
  ...earned,
  ...{ bookedPeriod: "2026-06", days: 20, amountFen, policyVersion: "v2", sequence: 4, fromN: 2, toN: 3 },
  reasons: [{ code: "prorated", zh: "按天折算", en: "Prorated" }],
});
const waits = (waitingFen: number, why: Waiting["why"] = "budget"): Waiting => ({
  ...earned,
  ...{ uscc: "A", sequence: 3, days: 19, policyVersion: "v1", waitingFen, why, place: 1 },
});
const shown = (lines: readonly Line[], before: Waiting[], after: Waiting[]) =>
  payableLines(lines, before, after, "2026-06").map(({ owedFen, amountFen, waitingFen, reasons }) => [
    owedFen,
    amountFen,
    waitingFen,
    reasons.map(({ code }) => code).join(" "),
  ]);

describe("a line as it is paid", () => {
  it("is what it claims where nothing waits", () => {
    expect(shown([claimed(500), claimed(-200), claimed(0)], [], [])).toEqual([
      [500, 500, 0, "prorated"],
      [-200, -200, 0, "prorated"],
      [0, 0, 0, "prorated"],
    ]);
  });

  it("says what waits, and for which limit", () => {
    expect(shown([claimed(500)], [], [waits(300)])).toEqual([[500, 200, 300, "prorated waiting-for-budget"]]);
    expect(shown([claimed(500)], [], [waits(500, "cap")])).toEqual([
      [500, 0, 500, "prorated enterprise-cap"],
    ]);
  });

  it("pays what waited with what is claimed now", () => {
    expect(shown([claimed(500)], [waits(300)], [])).toEqual([
      [500, 800, 0, "prorated released-from-waiting"],
    ]);
    expect(shown([claimed(500)], [waits(300)], [waits(800)])).toEqual([
      [500, 0, 800, "prorated waiting-for-budget"],
    ]);
  });

  it("says that a correction lowered what waited, and by how much", () => {
    expect(shown([claimed(-200)], [waits(300)], [waits(100)])).toEqual([
      [-200, 0, 100, "prorated waiting-lowered waiting-for-budget"],
    ]);
    expect(shown([claimed(-500)], [waits(300)], [])).toEqual([[-500, -200, 0, "prorated waiting-lowered"]]);
    const [line] = payableLines([claimed(-500)], [waits(300)], [], "2026-06");
    expect(line?.reasons.at(-1)?.zh).toBe("更正先冲减待拨金额3.00元");
  });

  it("is a line of its own, after the manifest's, when what waited is paid without a claim", () => {
    const other = { ...claimed(500), placementId: "P2" };
    const [, released, ...more] = payableLines([other], [waits(300)], [waits(100)], "2026-06");
    expect(more).toEqual([]);
    expect(released).toMatchObject({
      ...earned,
      ...{
        bookedPeriod: "2026-06",
        owedFen: 0,
        amountFen: 200,
        waitingFen: 100,
        days: 19,
        policyVersion: "v1",
      },
    });
    expect(shown([], [waits(300)], [waits(300)])).toEqual([]);
  });
});

describe("funds", () => {
  it("are a scheme's calendar year of earning", () => {
    expect(fundOf({ scheme: "base-award", earnedPeriod: "2026-12" })).toBe("base-award#2026");
    expect(partsOf("base-award#2026")).toEqual({ scheme: "base-award", year: "2026" });
  });

  it("keep what is wanted apart from what comes back", () => {
    const lines = [claimed(500), claimed(-200), { ...claimed(70), earnedPeriod: "2025-12" }];
    const movements = movementsOf(lines);
    expect(movements).toEqual({
      "internship#2026": { owedFen: 500, takenBackFen: 200 },
      "internship#2025": { owedFen: 70, takenBackFen: 0 },
    });
    expect(addMovements([movements, movements]).get("internship#2026")).toEqual({
      owedFen: 1_000,
      takenBackFen: 400,
    });
  });
});
