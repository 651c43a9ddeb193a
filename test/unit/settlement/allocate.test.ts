import { describe, expect, it } from "vitest";
import {
  allocate,
  type Demand,
  demandsOf,
  reaches,
  type Waiting,
} from "../../../functions/settlement/booking/allocate.ts";

const demand = (placementId: string, owedFen: number, more: Partial<Demand> = {}): Demand => ({
  uscc: "A",
  subjectId: `person of ${placementId}`,
  earnedPeriod: "2026-06",
  scheme: "internship",
  placementId,
  sequence: 1,
  owedFen,
  waitedFen: 0,
  claimed: true,
  days: 20,
  policyVersion: "2026-01",
  ...more,
});
const nothing = { inAll: 0, to: () => 0 };
const unlimited = { budgetFen: null, capFen: null };
const waits = (waiting: readonly Waiting[]) =>
  waiting.map(({ placementId, waitingFen, why, place }) => [place, placementId, waitingFen, why]);

describe("an allocation", () => {
  it("pays everything where there is no limit", () => {
    expect(allocate([demand("P1", 500), demand("P2", -200)], unlimited, nothing)).toEqual({
      grantedFen: 500,
      returnedFen: 200,
      waiting: [],
    });
  });

  it("serves in the order of earned month, upload, placement and enterprise, whatever order they come in", () => {
    const inOrder = [
      demand("P9", 1, { earnedPeriod: "2026-05", sequence: 7 }),
      demand("P8", 1, { sequence: 9 }),
      demand("P7", 1, { sequence: 10 }),
      demand("P8", 1, { sequence: 10 }),
      demand("P8", 1, { sequence: 10, uscc: "B" }),
    ];
    const { waiting } = allocate(inOrder.toReversed(), { budgetFen: 0, capFen: null }, nothing);
    expect(
      waiting.map(({ uscc, placementId, sequence, place }) => [place, placementId, sequence, uscc]),
    ).toEqual([
      [1, "P9", 7, "A"],
      [2, "P8", 9, "A"],
      [3, "P7", 10, "A"],
      [4, "P8", 10, "A"],
      [5, "P8", 10, "B"],
    ]);
  });

  it("uses a budget to the fen and lets the rest of the last line wait", () => {
    const demands = [demand("P1", 500), demand("P2", 500), demand("P3", 500)];
    const allocated = allocate(demands, { budgetFen: 1_000, capFen: null }, { inAll: 201, to: () => 201 });
    expect(allocated.grantedFen).toBe(799);
    expect(waits(allocated.waiting)).toEqual([
      [1, "P2", 201, "budget"],
      [2, "P3", 500, "budget"],
    ]);
  });

  it("gives what comes back to those in line, even to those before it", () => {
    const demands = [demand("P1", 0, { waitedFen: 300 }), demand("P2", -250, { sequence: 2 })];
    const allocated = allocate(
      demands,
      { budgetFen: 1_000, capFen: null },
      { inAll: 1_000, to: () => 1_000 },
    );
    expect(allocated).toMatchObject({ grantedFen: 250, returnedFen: 250 });
    expect(waits(allocated.waiting)).toEqual([[1, "P1", 50, "budget"]]);
  });

  it("lowers what waits of a line before anything of it comes back", () => {
    const lowered = allocate(
      [demand("P1", -200, { waitedFen: 300 })],
      { budgetFen: 0, capFen: null },
      nothing,
    );
    expect(lowered).toMatchObject({ grantedFen: 0, returnedFen: 0, waiting: [{ waitingFen: 100 }] });
    const beyond = allocate(
      [demand("P1", -500, { waitedFen: 300 })],
      { budgetFen: 0, capFen: null },
      nothing,
    );
    expect(beyond).toEqual({ grantedFen: 0, returnedFen: 200, waiting: [] });
  });

  it("keeps each enterprise within its cap and lets others pass", () => {
    const demands = [demand("P1", 500), demand("P2", 500), demand("P3", 500, { uscc: "B" })];
    const granted = { inAll: 100, to: (uscc: string) => (uscc === "A" ? 100 : 0) };
    const allocated = allocate(demands, { budgetFen: null, capFen: 700 }, granted);
    expect(allocated.grantedFen).toBe(1_100);
    expect(waits(allocated.waiting)).toEqual([[1, "P2", 400, "cap"]]);
  });

  it("names the limit that stopped a line: the lower one, the budget where they are level", () => {
    const why = (budgetFen: number, capFen: number) =>
      allocate([demand("P1", 500)], { budgetFen, capFen }, nothing).waiting.map((one) => one.why);
    expect([why(300, 200), why(200, 300), why(200, 200)]).toEqual([["cap"], ["budget"], ["budget"]]);
  });

  it("takes nothing back and grants nothing when a limit was lowered below what had been granted", () => {
    const allocated = allocate(
      [demand("P1", 500)],
      { budgetFen: 100, capFen: 50 },
      { inAll: 400, to: () => 400 },
    );
    expect(allocated).toMatchObject({ grantedFen: 0, returnedFen: 0, waiting: [{ waitingFen: 500 }] });
  });
});

describe("demands", () => {
  const kept: Waiting = {
    ...{ uscc: "A", subjectId: "p", earnedPeriod: "2026-05", scheme: "internship", placementId: "P1" },
    ...{ sequence: 3, days: 9, policyVersion: "v1", waitingFen: 300, why: "budget", place: 4 },
  };
  const claim = { ...kept, amountFen: 200, sequence: 8, days: 12, policyVersion: "v2" };

  it("join a claim with what waited of the same line, in the earlier place", () => {
    const [joined, ...more] = demandsOf("A", [claim], [kept]);
    expect(more).toEqual([]);
    expect(joined).toMatchObject({
      sequence: 3,
      owedFen: 200,
      waitedFen: 300,
      days: 12,
      policyVersion: "v2",
    });
    expect(joined?.claimed).toBe(true);
  });

  it("keep apart what differs in person, month, scheme or placement", () => {
    const others = [{ subjectId: "q" }, { earnedPeriod: "2026-04" }, { scheme: "s" }, { placementId: "P2" }];
    const demands = demandsOf(
      "A",
      others.map((other) => ({ ...claim, ...other })),
      [kept],
    );
    expect(demands.map(({ owedFen, waitedFen, claimed }) => [owedFen, waitedFen, claimed])).toEqual([
      ...others.map(() => [200, 0, true]),
      [0, 300, false],
    ]);
  });
});

describe("a limit", () => {
  it("reaches as long as claims less returns fit, to the fen", () => {
    const movement = { owedFen: 700, takenBackFen: 100 };
    expect([
      reaches(1_000, 400, movement),
      reaches(999, 400, movement),
      reaches(null, 400, movement),
    ]).toEqual([true, false, true]);
  });
});
