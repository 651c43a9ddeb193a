import { describe, expect, it } from "vitest";
import {
  type Account,
  append,
  differences,
  emptyAccount,
  owed,
  reconcile,
  standing,
} from "../../../functions/subsidy/account.ts";
import type { Entitlement } from "../../../functions/subsidy/entitle.ts";

const at = "2026-07-03T10:00:00+08:00";
const cause = (id: string) => ({ kind: "upload", id });
const due = (facts: Partial<Entitlement> = {}): Entitlement => ({
  scheme: "internship",
  placementId: "P1",
  uscc: "A",
  period: "2026-06",
  days: 17,
  amountFen: 50000,
  policyVersion: "2026-01",
  reasons: [{ code: "full-month", zh: "满月", en: "Full month" }],
  sequence: 1,
  ...facts,
});
const account = emptyAccount("person", "2026-06");
const book = (books: Account, id: string, ...entitlements: Entitlement[]) =>
  append(books, differences(books, entitlements, cause(id), at));
const amounts = ({ entries }: Account) => entries.map(({ n, days, amountFen }) => [n, days, amountFen]);

describe("booking", () => {
  it("writes the first entitlement whole", () => {
    const { period: _period, ...rest } = due();
    expect(differences(account, [due()], cause("U1"), at)).toEqual([
      { n: 1, ...rest, cause: cause("U1"), at },
    ]);
  });

  it("writes only what differs afterwards, up and down", () => {
    let books = book(account, "U1", due());
    books = book(books, "U2", due({ days: 10, amountFen: 20000 }));
    books = book(books, "U3", due({ days: 12, amountFen: 24000 }));
    expect(amounts(books)).toEqual([
      [1, 17, 50000],
      [2, 10, -30000],
      [3, 12, 4000],
    ]);
    expect([owed(books), books.version]).toEqual([24000, 3]);
  });

  it("writes nothing when amount, days and policy are the same, whatever else changed", () => {
    const books = book(account, "U1", due());
    const again = due({ sequence: 9, reasons: [{ code: "other", zh: "其他", en: "Other" }] });
    expect(differences(books, [again], cause("U2"), at)).toEqual([]);
  });

  it("writes a zero when only the days or the policy changed", () => {
    const books = book(account, "U1", due());
    expect(differences(books, [due({ days: 18 })], cause("U2"), at)).toMatchObject([
      { amountFen: 0, days: 18 },
    ]);
    expect(differences(books, [due({ policyVersion: "v2" })], cause("U2"), at)).toMatchObject([
      { amountFen: 0 },
    ]);
  });

  it("writes a month worth nothing once, with its reason", () => {
    const nothing = due({
      days: 3,
      amountFen: 0,
      reasons: [{ code: "too-few-days", zh: "不足月", en: "Too few" }],
    });
    const books = book(account, "U1", nothing);
    expect(books.entries).toMatchObject([{ amountFen: 0, days: 3, reasons: [{ code: "too-few-days" }] }]);
    expect(differences(books, [nothing], cause("U2"), at)).toEqual([]);
  });

  it("reverses what is owed no longer, once, and can owe it again", () => {
    let books = book(account, "U1", due());
    books = book(books, "W1");
    expect(books.entries.at(-1)).toMatchObject({
      amountFen: -50000,
      days: 0,
      reasons: [{ code: "no-longer-owed" }],
    });
    expect(differences(books, [], cause("W2"), at)).toEqual([]);
    expect(owed(book(books, "U2", due()))).toBe(50000);
  });

  it("takes back the days of a month that was worth nothing", () => {
    const books = book(account, "U1", due({ days: 3, amountFen: 0 }));
    expect(differences(books, [], cause("W1"), at)).toMatchObject([{ amountFen: 0, days: 0 }]);
  });

  it("keeps placements and schemes apart and numbers them through", () => {
    const books = book(
      account,
      "U1",
      due(),
      due({ placementId: "P2", uscc: "B", amountFen: 100 }),
      due({ scheme: "other", amountFen: 7 }),
    );
    expect(amounts(books)).toEqual([
      [1, 17, 50000],
      [2, 17, 100],
      [3, 17, 7],
    ]);
    expect(standing(book(books, "U2", due({ amountFen: 40000 }))).map(({ amountFen }) => amountFen)).toEqual([
      40000, 0, 0,
    ]);
  });

  it("passes over other months", () => {
    expect(differences(account, [due({ period: "2026-05" })], cause("U1"), at)).toEqual([]);
  });
});

describe("an account", () => {
  it("refuses entries that were made for another version of it", () => {
    const entries = differences(account, [due()], cause("U1"), at);
    expect(() => append(append(account, entries), entries)).toThrow(RangeError);
  });
});

describe("reconciling a person", () => {
  it("touches exactly the months that differ, in order, and opens accounts that are missing", () => {
    const june = book(account, "U1", due());
    const may = book(emptyAccount("person", "2026-05"), "U1", due({ period: "2026-05" }));
    const now = [due({ amountFen: 1 }), due({ period: "2026-07" }), due({ period: "2026-05" })];
    const changes = reconcile("person", [june, may], now, cause("U2"), at);
    expect(
      changes.map(({ account: { period, version }, entries }) => [period, version, entries[0]?.amountFen]),
    ).toEqual([
      ["2026-06", 1, -49999],
      ["2026-07", 0, 50000],
    ]);
  });

  it("reverses a month that vanished", () => {
    const june = book(account, "U1", due());
    expect(reconcile("person", [june], [], cause("W1"), at)[0]?.entries[0]?.amountFen).toBe(-50000);
  });
});
