import { describe, expect, it } from "vitest";
import type { BookedAccount, BookedEntry, Claim } from "../../../functions/settlement/ledger/books.ts";
import {
  Comparing,
  confirmed,
  type Outcome,
  together,
} from "../../../functions/settlement/ledger/comparison.ts";
import { compareEarnedMonth, entitlement } from "../../../functions/settlement/ledger/comparisons/index.ts";
import { month, PERIOD, told } from "./books.ts";

describe("an earned month", () => {
  it("that is sound has no difference, and says what was compared", () => {
    const outcomes = compareEarnedMonth(month());
    expect(told(outcomes)).toEqual([]);
    expect(
      outcomes.map(({ totals: { code, expectedFen, foundFen } }) => [code, expectedFen, foundFen]),
    ).toEqual([
      ["entries", 110_000, 110_000],
      ["claims", 0, 0],
      ["lines", 60_000, 60_000],
    ]);
  });

  const corrupted = (change: (book: ReturnType<typeof month>) => void): string[] => {
    const book = structuredClone(month());
    change(book);
    return told(compareEarnedMonth(book));
  };
  const changedEntry = (subject: number, index: number, facts: Partial<BookedEntry>) =>
    corrupted(({ accounts }) => {
      Object.assign(accounts[subject]?.entries[index] ?? {}, facts);
    });

  it("names an entry whose amount was changed by the line that claims it", () => {
    expect(changedEntry(0, 1, { amountFen: -19_999 })).toEqual([
      "lines: p1 internship P1 line of 2026-06 amountFen 30001≠30000",
    ]);
  });

  it.each<[string, () => string[], string[]]>([
    ["a number twice", () => changedEntry(0, 1, { n: 1 }), ["entries", "claims"]],
    ["half a fen", () => changedEntry(0, 0, { amountFen: 50_000.5 }), ["entries", "lines"]],
    ["a total below nothing", () => changedEntry(0, 0, { amountFen: 10_000 }), ["entries", "lines"]],
    ["other days", () => changedEntry(0, 1, { days: 30 }), ["lines"]],
    ["another policy", () => changedEntry(0, 1, { policyVersion: "2026-02" }), ["lines"]],
    ["another sequence", () => changedEntry(0, 1, { sequence: 9 }), ["lines"]],
    ["another enterprise", () => changedEntry(0, 1, { uscc: "B" }), ["claims", "lines"]],
    [
      "a version that was lost",
      () =>
        corrupted((book) => {
          (book.accounts[0] as BookedAccount).version = 3;
        }),
      ["entries"],
    ],
    [
      "an entry that is gone",
      () =>
        corrupted(({ accounts }) => {
          ((accounts[0] as BookedAccount).entries as BookedEntry[]).pop();
        }),
      ["entries", "claims", "lines"],
    ],
    [
      "an account that is gone",
      () =>
        corrupted(({ accounts }) => {
          accounts.shift();
        }),
      ["claims", "lines"],
    ],
    [
      "a line that is gone",
      () =>
        corrupted(({ claims }) => {
          claims.shift();
        }),
      ["claims"],
    ],
    [
      "a line twice",
      () =>
        corrupted(({ claims }) => {
          claims.push({ ...(claims[0] as Claim), bookedPeriod: "2026-07" });
        }),
      ["claims"],
    ],
    [
      "a line that skips its first entry",
      () =>
        corrupted(({ claims }) => {
          (claims[0] as Claim).fromN = 2;
        }),
      ["claims", "lines"],
    ],
    [
      "a line of one fen more",
      () =>
        corrupted(({ claims }) => {
          (claims[0] as Claim).amountFen += 1;
        }),
      ["lines"],
    ],
    [
      "an entry that was there before the close and that nobody claims",
      () => changedEntry(2, 0, { at: "2026-07-01T10:00:00+08:00" }),
      ["claims"],
    ],
  ])("sees %s", (_, corrupt, comparisons) => {
    const found = new Set(corrupt().map((text) => text.slice(0, text.indexOf(":"))));
    expect([...found].sort()).toEqual(comparisons.toSorted());
  });
});

describe("people judged anew", () => {
  const worth = (amountFen: number, days = 17, policyVersion: string | null = "2026-01") => ({
    amountFen,
    days,
    policyVersion,
  });
  type Worth = ReturnType<typeof worth>;
  const judged = (owed: Worth | null, booked: Worth | null) =>
    told([
      entitlement.compare({
        uscc: "A",
        sides: [{ subjectId: "p", period: PERIOD, scheme: "internship", placementId: "P", owed, booked }],
        unjudgeable: [],
      }),
    ]);

  it.each<[string, Worth | null, Worth | null]>([
    ["the same", worth(50_000), worth(50_000)],
    ["taken back", null, worth(0, 0)],
  ])("agree: %s", (_, owed, booked) => {
    expect(judged(owed, booked)).toEqual([]);
  });

  it.each<[string, Worth | null, Worth | null, string]>([
    ["an amount", worth(50_000), worth(50_001), "amountFen 50000≠50001"],
    ["days", worth(50_000), worth(50_000, 16), "days 17≠16"],
    ["a policy", worth(50_000), worth(50_000, 17, null), "policyVersion 2026-01≠null"],
    ["what nobody is owed", null, worth(1, 0), "amountFen 0≠1"],
    ["what was not booked", worth(0, 0), null, "policyVersion 2026-01≠not booked"],
  ])("differ about %s", (_, owed, booked, difference) => {
    expect(judged(owed, booked)).toEqual([`entitlement: p internship P ${difference}`]);
  });

  it("names those whose facts contradict each other", () => {
    const unjudgeable = [{ subjectId: "p", cause: "Sheet of 2026-06 belongs to unknown placement P9" }];
    expect(told([entitlement.compare({ uscc: "A", sides: [], unjudgeable })])).toHaveLength(1);
  });
});

describe("a second look", () => {
  const look = (...subjects: string[]): Outcome[] => {
    const comparing = new Comparing("claims", "A");
    for (const subject of subjects) comparing.statement(PERIOD, subject, 1, 0);
    return [comparing.outcome];
  };

  it("keeps what both looks find, and counts only that", () => {
    const [outcome] = confirmed(look("passing", "lasting"), look("lasting", "new")) as [Outcome];
    expect(told([outcome])).toEqual(["claims: lasting 1≠0"]);
    expect(outcome.totals).toMatchObject({ compared: 2, differences: 1 });
  });

  it("puts outcomes of one comparison together", () => {
    expect(together([...look("a"), ...look("b", "c")])).toMatchObject([
      { totals: { code: "claims", compared: 3, differences: 3 } },
    ]);
  });
});
