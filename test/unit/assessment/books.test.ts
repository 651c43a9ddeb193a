import { describe, expect, it } from "vitest";
import { type Books, fromBooks } from "../../../functions/assessment/books.ts";
import { books, closeLine, enterprise } from "./records.ts";

const DISTRICT = { unitId: "411202", district: "411202" };
const value = (code: string, kept: Books, period = "2026-06", district: string | null = "411202") =>
  fromBooks(code, { unitId: "411202", district }, period, kept)?.value;

describe("new listed enterprises", () => {
  const listing = (id: string, validFrom: string, validTo = "2028-12-31") => ({ id, validFrom, validTo });
  const listed = (...listings: ReturnType<typeof listing>[]) =>
    books([enterprise("E1", "411202", { listings })]);
  const count = (kept: Books, period?: string) => value("new-listed-enterprises", kept, period);

  it("count from the month they are listed in", () => {
    const kept = listed(listing("c1", "2026-06-30"));
    expect([count(kept, "2026-05"), count(kept), count(kept, "2026-12")]).toEqual([0, 1, 1]);
  });

  it("count while the listing is valid at the month's end", () => {
    expect(count(listed(listing("c1", "2026-03-01", "2026-06-29")))).toBe(0);
    expect(count(listed(listing("c1", "2026-03-01", "2026-06-30")))).toBe(1);
  });

  it("count an enterprise once, and not one that was listed in earlier years", () => {
    expect(count(listed(listing("c1", "2026-02-01"), listing("c2", "2026-05-01")))).toBe(1);
    expect(count(listed(listing("c1", "2025-12-31"), listing("c2", "2026-05-01")))).toBe(0);
    expect(count(listed(listing("c1", "2023-01-01", "2025-12-31"), listing("c2", "2026-05-01")))).toBe(0);
    expect(count(listed(listing("c1", "2026-02-01", "2026-03-31"), listing("c2", "2026-05-01")))).toBe(1);
  });

  it("count for their district, and all of them for a unit of the whole city", () => {
    const listings = [listing("c", "2026-02-01")];
    const kept = books([enterprise("E1", "411202", { listings }), enterprise("E2", "411203", { listings })]);
    expect([count(kept), value("new-listed-enterprises", kept, "2026-06", null)]).toEqual([1, 2]);
  });

  it("name the listings as sources", () => {
    expect(
      fromBooks("new-listed-enterprises", DISTRICT, "2026-06", listed(listing("c1", "2026-02-01"))),
    ).toEqual({
      value: 1,
      sources: [{ kind: "certification", id: "c1", value: 1 }],
    });
  });
});

describe("intern person-months", () => {
  const one = enterprise("E1", "411202");
  const count = (lines: Parameters<typeof books>[1], period?: string) =>
    fromBooks("intern-person-months", DISTRICT, period ?? "2026-06", books([one], lines));

  it("add up over the closes of the year, each named with what it brought", () => {
    const lines = {
      "2026-05": [closeLine("E1", "P1", "2026-05"), closeLine("E1", "P2", "2026-05")],
      "2026-06": [closeLine("E1", "P1", "2026-06")],
      "2026-07": [closeLine("E1", "P1", "2026-07")],
    };
    expect(count(lines)).toEqual({
      value: 3,
      sources: [
        { kind: "settlement", id: "2026-05", value: 2 },
        { kind: "settlement", id: "2026-06", value: 1 },
      ],
    });
    expect(count(lines, "2026-05")?.value).toBe(2);
  });

  it("leave out what is worth nothing, other years, other schemes and other districts", () => {
    const lines = [
      closeLine("E1", "P1", "2026-06", 0),
      closeLine("E1", "P2", "2025-12"),
      { ...closeLine("E1", "P3", "2026-06"), scheme: "apprenticeship" },
      closeLine("E2", "P4", "2026-06"),
    ];
    expect(count({ "2026-06": lines })?.value).toBe(0);
  });

  it("follow corrections: taken back, paid again, reduced", () => {
    const lines = {
      "2026-04": [closeLine("E1", "P1", "2026-04"), closeLine("E1", "P2", "2026-04")],
      "2026-05": [closeLine("E1", "P1", "2026-04", -50_000), closeLine("E1", "P2", "2026-04", -100)],
      "2026-06": [closeLine("E1", "P1", "2026-04", 25_000)],
    };
    expect(["2026-04", "2026-05", "2026-06"].map((period) => count(lines, period)?.value)).toEqual([2, 1, 2]);
    expect(count(lines)?.sources.map((source) => source.value)).toEqual([2, -1, 1]);
  });
});

describe("settled on time", () => {
  const placed = (uscc: string, start = "2026-06-01", end = "2026-06-30") =>
    enterprise(uscc, "411202", { placed: [{ start, end }] });

  it("is the percent of enterprises with placements that the month's own close settled", () => {
    const kept = books([placed("E1"), placed("E2"), placed("E3")], {
      "2026-06": [
        closeLine("E1", "P1", "2026-06"),
        closeLine("E2", "P2", "2026-06", 0),
        closeLine("E3", "P3", "2026-05"),
      ],
    });
    expect(fromBooks("settled-on-time", DISTRICT, "2026-06", kept)).toEqual({
      value: 66.67,
      sources: [
        { kind: "settlement", id: "2026-06", value: 2 },
        { kind: "placements", id: "2026-06", value: 3 },
      ],
    });
  });

  it("looks at placements that touch the month", () => {
    const enterprises = [
      placed("E1", "2026-05-01", "2026-05-31"),
      placed("E2", "2026-07-01", "2026-07-31"),
      placed("E3", "2026-06-30", "2026-08-31"),
      placed("E4", "2026-01-01", "2026-06-01"),
    ];
    const kept = books(enterprises, { "2026-06": [closeLine("E3", "P", "2026-06")] });
    expect(value("settled-on-time", kept)).toBe(50);
  });

  it("is whole where nothing was due, and has no figure before the close is finished", () => {
    expect(value("settled-on-time", books([], { "2026-06": [] }))).toBe(100);
    expect(fromBooks("settled-on-time", DISTRICT, "2026-06", books([placed("E1")]))).toBeNull();
  });
});
