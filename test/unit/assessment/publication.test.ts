import { describe, expect, it } from "vitest";
import { assess } from "../../../functions/assessment/assess.ts";
import { latestToPublish } from "../../../functions/assessment/publication.ts";
import { pageOfRanking } from "../../../functions/assessment/ranking.ts";
import { defaultRules } from "../../../functions/assessment/rules.ts";
import { actual, indicator } from "./records.ts";

describe("publishing", () => {
  it("takes the latest revision, unless the leader has looked at another", () => {
    expect(latestToPublish({ revision: 2 }, undefined)).toBe(2);
    expect(latestToPublish({ revision: 2 }, 2)).toBe(2);
    expect(() => latestToPublish({ revision: 2 }, 1)).toThrow("revision-superseded");
    expect(() => latestToPublish(undefined, undefined)).toThrow("not-found");
  });
});

describe("a published ranking", () => {
  const units = ["A", "B", "C"].map((unitId, index) => ({
    unitId,
    name: unitId,
    group: index === 0 ? "zones" : "districts",
    indicators: [indicator("x", { target: 12, curve: Array(12).fill(12) })],
    actuals: { x: actual(index * 3) },
  }));
  const ranked = assess({ period: "2026-06", rules: defaultRules, units }, new Map());
  const page = (more: { limit?: number; cursor?: string }, revision = 1) =>
    pageOfRanking(ranked.toReversed(), "2026-06", revision, more);

  it("is read page by page, by group and place", () => {
    const first = page({ limit: 2 });
    expect(first.items.map(({ unitId }) => unitId)).toEqual(["C", "B"]);
    const second = page({ limit: 2, cursor: first.cursor ?? "" });
    expect(second.items.map(({ unitId }) => unitId)).toEqual(["A"]);
    expect([second.cursor, page({}).cursor]).toEqual([null, null]);
  });

  it("isn't continued with the cursor of another revision", () => {
    const { cursor } = page({ limit: 1 });
    expect(() => page({ cursor: cursor ?? "" }, 2)).toThrow("invalid-cursor");
    expect(() => page({ cursor: "nonsense" })).toThrow("invalid-cursor");
  });
});
