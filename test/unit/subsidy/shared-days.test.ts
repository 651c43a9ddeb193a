import { describe, expect, it } from "vitest";
import type { PersonFacts } from "../../../functions/subsidy/facts.ts";
import { defaultPolicy } from "../../../functions/subsidy/policy.ts";
import { sharedDays } from "../../../functions/subsidy/shared-days.ts";

const policies = [
  { policy: defaultPolicy, status: "published" as const, drafted: { by: "a", at: "2026-01-01T00:00:00Z" } },
];
const certified = (uscc: string) => ({
  uscc,
  kind: "internship-compliant",
  status: "approved",
  validFrom: "2026-01-01",
  validTo: "2026-12-31",
});
const placement = (placementId: string, uscc: string, more = {}) => ({
  placementId,
  uscc,
  scheme: "internship",
  start: "2026-06-01",
  end: "2026-08-31",
  ...more,
});
const sheet = (placementId: string, days: number[], announcedAt: string) => ({
  placementId,
  period: "2026-06",
  sequence: 1,
  uploadId: `upload of ${placementId}`,
  announcedAt,
  days: days.map((day) => ({
    date: `2026-06-${String(day).padStart(2, "0")}`,
    basis: "stated" as const,
    minutes: 480,
    status: "present" as const,
  })),
});
const person = (facts: Partial<PersonFacts>): PersonFacts => ({
  personId: "P",
  placements: [placement("A1", "A"), placement("B1", "B")],
  sheets: [sheet("A1", [1, 2, 3], "2026-07-01T00:00:00Z"), sheet("B1", [3, 2, 4], "2026-07-02T00:00:00Z")],
  certifications: [certified("A"), certified("B")],
  ...facts,
});
const told = (facts: Partial<PersonFacts>) =>
  sharedDays(person(facts), policies).map(({ placementId, dates, kept }) => [placementId, dates, kept]);

describe("days that two enterprises claim of one person", () => {
  it("are told to both, and kept by whoever was announced first", () => {
    const dates = ["2026-06-02", "2026-06-03"];
    expect(told({})).toEqual([
      ["A1", dates, true],
      ["B1", dates, false],
    ]);
  });

  it("are kept by the placement that an officer keeps", () => {
    const placements = [placement("A1", "A"), placement("B1", "B", { keptOver: ["A1"] })];
    expect(told({ placements }).map(([, , kept]) => kept)).toEqual([false, true]);
  });

  it("are told though they count nowhere", () => {
    expect(told({ certifications: [] })).toMatchObject([
      ["A1", ["2026-06-02", "2026-06-03"], false],
      ["B1", ["2026-06-02", "2026-06-03"], false],
    ]);
  });

  it("are none, and told as none, once one of them says otherwise", () => {
    const sheets = [sheet("A1", [1], "2026-07-01T00:00:00Z"), sheet("B1", [4], "2026-07-02T00:00:00Z")];
    expect(told({ sheets })).toEqual([
      ["A1", [], false],
      ["B1", [], false],
    ]);
    expect(told({ sheets: sheets.slice(0, 1) })).toEqual([["A1", [], false]]);
  });

  it("are told as none once the other placement is over before the month", () => {
    const over = [placement("A1", "A"), placement("B1", "B", { start: "2026-05-01", end: "2026-05-31" })];
    expect(told({ placements: over, sheets: [sheet("A1", [1, 2], "2026-07-01T00:00:00Z")] })).toEqual([
      ["A1", [], false],
    ]);
  });

  it("are none outside the placement, nor between two placements of one enterprise", () => {
    const ended = [placement("A1", "A", { end: "2026-06-02" }), placement("B1", "B")];
    expect(told({ placements: ended }).map(([, dates]) => dates)).toEqual([["2026-06-02"], ["2026-06-02"]]);
    expect(told({ placements: [placement("A1", "A"), placement("B1", "A")] })).toEqual([]);
  });
});
