import { describe, expect, it } from "vitest";
import type { Account, Entry } from "../../../functions/subsidy/account.ts";
import { statedIn, statementsOf } from "../../../functions/subsidy/statement.ts";

const PERIOD = "2026-03";
const about = { uscc: "A", period: PERIOD, part: 0, parts: 1 };

const entry = (n: number, uscc: string): Entry => ({
  ...{ n, uscc, scheme: "internship", placementId: `${uscc}-1`, amountFen: 100, days: 20, sequence: 1 },
  ...{ policyVersion: "1", reasons: [], cause: { kind: "upload", id: "u" }, at: "2026-04-01T00:00:00.000Z" },
});
const account = (subjectId: string, usccs: string[], period = PERIOD): Account => ({
  subjectId,
  period,
  version: usccs.length,
  entries: usccs.map((uscc, index) => entry(index + 1, uscc)),
});

describe("what accounts say of one enterprise's month", () => {
  it("are the enterprise's own entries of that month, and no others", () => {
    const accounts = [account("p1", ["A", "B", "A"]), account("p2", ["B"]), account("p3", ["A"], "2026-02")];
    const stated = statedIn(statementsOf(accounts, about));
    expect(stated?.map(({ subjectId, entries }) => [subjectId, entries.map(({ n }) => n)])).toEqual([
      ["p1", [1, 3]],
    ]);
  });

  it("is complete in as many pieces as it needs, and not without one of them", () => {
    const accounts = Array.from({ length: 2_500 }, (_, index) => account(`p${index}`, ["A"]));
    const statements = statementsOf(accounts, about);
    expect(statements).toHaveLength(4);
    expect(statedIn(statements)).toHaveLength(2_500);
    expect(statedIn(statements.slice(1))).toBeNull();
  });

  it("is not complete without a part, nor of parts that were made otherwise", () => {
    const [first] = statementsOf([account("p1", ["A"])], { ...about, parts: 2 });
    const [second] = statementsOf([account("p2", ["A"])], { ...about, part: 1, parts: 2 });
    if (!first || !second) throw new Error("no statements");
    expect(statedIn([])).toBeNull();
    expect(statedIn([first])).toBeNull();
    expect(statedIn([first, { ...second, parts: 4 }])).toBeNull();
    expect(statedIn([first, second])).toHaveLength(2);
  });

  it("says nobody's account twice: of two the later one", () => {
    const [early] = statementsOf([account("p1", ["A"])], { ...about, parts: 2 });
    const [late] = statementsOf([account("p1", ["A", "A"])], { ...about, part: 1, parts: 2 });
    if (!early || !late) throw new Error("no statements");
    expect(statedIn([late, early])?.map(({ version }) => version)).toEqual([2]);
  });

  it("where nobody has an entry is empty, and complete", () => {
    expect(statedIn(statementsOf([], about))).toEqual([]);
  });
});
