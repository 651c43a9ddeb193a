import { describe, expect, it } from "vitest";
import {
  type ClaimableAccount,
  type ClaimableEntry,
  claim,
  claimedThrough,
} from "../../../functions/settlement/booking/claim.ts";

const entry = (n: number, amountFen: number, facts: Partial<ClaimableEntry> = {}): ClaimableEntry => ({
  n,
  scheme: "internship",
  placementId: "P1",
  uscc: "A",
  amountFen,
  days: 10 + n,
  policyVersion: "2026-01",
  reasons: [{ code: `r${n}`, zh: "理由", en: "Reason" }],
  sequence: n,
  ...facts,
});
const account = (period: string, ...entries: ClaimableEntry[]): ClaimableAccount => ({
  subjectId: "p",
  period,
  entries,
});
const none = new Map<string, number>();

describe("a claim", () => {
  it("sums what is open into one line that says as much as the last entry", () => {
    expect(claim([account("2026-05", entry(1, 50000), entry(2, -20000))], none, "A", "2026-06")).toEqual([
      {
        subjectId: "p",
        earnedPeriod: "2026-05",
        bookedPeriod: "2026-06",
        placementId: "P1",
        scheme: "internship",
        days: 12,
        amountFen: 30000,
        policyVersion: "2026-01",
        reasons: [{ code: "r2", zh: "理由", en: "Reason" }],
        sequence: 2,
        fromN: 1,
        toN: 2,
      },
    ]);
  });

  it("leaves what an earlier close booked, what is earned later and what is another enterprise's", () => {
    const accounts = [
      account("2026-05", entry(1, 50000), entry(2, -100)),
      account("2026-06", entry(1, 1, { uscc: "B" }), entry(2, 2)),
      account("2026-07", entry(1, 3)),
    ];
    const lines = claim(accounts, new Map([["p#2026-05", 1]]), "A", "2026-06");
    expect(
      lines.map(({ earnedPeriod, amountFen, fromN, toN }) => [earnedPeriod, amountFen, fromN, toN]),
    ).toEqual([
      ["2026-05", -100, 2, 2],
      ["2026-06", 2, 2, 2],
    ]);
  });

  it("keeps placements and schemes apart", () => {
    const books = account(
      "2026-06",
      entry(1, 1),
      entry(2, 2, { placementId: "P2" }),
      entry(3, 4, { scheme: "s" }),
      entry(4, 8),
    );
    expect(
      claim([books], none, "A", "2026-06")
        .map(({ amountFen }) => amountFen)
        .toSorted(),
    ).toEqual([2, 4, 9]);
  });

  it("comes in the order of earned month, upload and placement", () => {
    const accounts = [
      account("2026-06", entry(1, 1, { sequence: 10 }), entry(2, 2, { sequence: 9, placementId: "P2" })),
      account("2026-05", entry(1, 3, { sequence: 11 })),
    ];
    expect(claim(accounts, none, "A", "2026-06").map(({ amountFen }) => amountFen)).toEqual([3, 2, 1]);
  });

  it("has nothing left when everything was claimed", () => {
    const books = [
      account("2026-06", entry(1, 1), entry(2, 2, { placementId: "P2" }), entry(3, 9, { uscc: "B" })),
    ];
    const through = claimedThrough(none, claim(books, none, "A", "2026-06"));
    expect(through).toEqual(new Map([["p#2026-06", 2]]));
    expect(claim(books, through, "A", "2026-07")).toEqual([]);
    expect(claimedThrough(through, [])).toEqual(through);
  });

  it("remembers the highest entry even when an earlier upload made it", () => {
    const books = [
      account("2026-06", entry(1, 1, { placementId: "P2", sequence: 5 }), entry(2, 2, { sequence: 3 })),
    ];
    const through = claimedThrough(none, claim(books, none, "A", "2026-06"));
    expect(claim(books, through, "A", "2026-07")).toEqual([]);
  });
});
