import { describe, expect, it } from "vitest";
import { type Account, append, emptyAccount, reconcile } from "../../../functions/subsidy/account.ts";
import { agree, sideBySide } from "../../../functions/subsidy/agreement.ts";
import type { Entitlement } from "../../../functions/subsidy/facts.ts";

const due = (facts: Partial<Entitlement> = {}): Entitlement => ({
  scheme: "internship",
  placementId: "P1",
  uscc: "A",
  period: "2026-06",
  days: 17,
  amountFen: 50_000,
  policyVersion: "2026-01",
  reasons: [],
  sequence: 1,
  ...facts,
});

/** The accounts after each of these states was booked in its turn. */
function booked(...states: Entitlement[][]): Account[] {
  let accounts: Account[] = [emptyAccount("person", "2026-06")];
  for (const state of states) {
    const plans = reconcile("person", accounts, state, { kind: "upload", id: "u" }, "2026-07-01");
    for (const { account, entries } of plans)
      accounts = [...accounts.filter(({ period }) => period !== account.period), append(account, entries)];
  }
  return accounts;
}
const disagreeing = (accounts: Account[], owed: Entitlement[]) =>
  sideBySide("person", accounts, owed).filter((side) => !agree(side));

describe("what is owed beside what is booked", () => {
  it.each<[string, Entitlement[][], Entitlement[]]>([
    ["booked once", [[due()]], [due()]],
    ["corrected", [[due()], [due({ days: 3, amountFen: 0 })]], [due({ days: 3, amountFen: 0 })]],
    ["taken back", [[due()], []], []],
    ["worth nothing", [[due({ amountFen: 0, days: 2 })]], [due({ amountFen: 0, days: 2 })]],
    [
      "at two enterprises, in two months",
      [[due(), due({ placementId: "P2", uscc: "B" }), due({ period: "2026-05" })]],
      [due(), due({ placementId: "P2", uscc: "B" }), due({ period: "2026-05" })],
    ],
  ])("agrees: %s", (_, states, owed) => {
    expect(disagreeing(booked(...states), owed)).toEqual([]);
  });

  it.each<[string, Entitlement[], Entitlement[]]>([
    ["an amount", [due()], [due({ amountFen: 49_999 })]],
    ["days", [due()], [due({ days: 18 })]],
    ["a policy", [due()], [due({ policyVersion: "2026-02" })]],
    ["nothing booked", [], [due()]],
    ["a month worth nothing that is not booked", [], [due({ amountFen: 0, days: 0 })]],
    ["booked for nobody", [due()], []],
    ["booked for another placement", [due()], [due({ placementId: "P2" })]],
    ["booked in another month", [due()], [due({ period: "2026-05" })]],
  ])("disagrees about %s", (_, books, owed) => {
    expect(disagreeing(booked(books), owed)).not.toEqual([]);
  });

  it("sees one fen changed in one entry", () => {
    const [account] = booked([due()], [due({ amountFen: 20_000, days: 8 })]) as [Account];
    const entries = account.entries.map((entry) => ({ ...entry, amountFen: entry.amountFen + 1 }));
    const [side] = disagreeing([{ ...account, entries }], [due({ amountFen: 20_000, days: 8 })]);
    expect(side?.booked?.amountFen).toBe(20_002);
  });
});
