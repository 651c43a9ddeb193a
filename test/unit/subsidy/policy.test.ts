import { describe, expect, it } from "vitest";
import { policyFor } from "../../../functions/subsidy/in-force.ts";
import { draft, type PolicyRecord, publish, review } from "../../../functions/subsidy/policy.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { policy, published } from "./builders.ts";

const drafter = { by: "drafter", at: "2026-01-01T09:00:00+08:00" };
const other = { by: "other", at: "2026-01-02T09:00:00+08:00" };

function problem(act: () => unknown): Problem["facts"] {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error.facts;
    throw error;
  }
  throw new Error("Nothing was refused");
}

describe("the policy for a month", () => {
  const first = published({ version: "v1", effectiveFrom: "2026-01", effectiveTo: "2026-06" });
  const second = published({ version: "v2", effectiveFrom: "2026-07" });

  it("goes by the earned month, both ends included", () => {
    const versions = ["2025-12", "2026-01", "2026-06", "2026-07", "2030-01"].map(
      (period) => policyFor([second, first], "internship", period)?.version,
    );
    expect(versions).toEqual([undefined, "v1", "v1", "v2", "v2"]);
  });

  it("knows only what is published, and only the scheme's own", () => {
    const rest = (["draft", "reviewed", "superseded"] as const).map((status) => ({ ...first, status }));
    expect(policyFor(rest, "internship", "2026-03")).toBeNull();
    expect(policyFor([first], "apprenticeship", "2026-03")).toBeNull();
  });

  it("refuses to choose between two", () => {
    expect(() => policyFor([first, published({ version: "v9" })], "internship", "2026-03")).toThrow("v1, v9");
  });
});

describe("the life of a version", () => {
  const drafted = (change: Partial<InternshipPolicy> = {}) => draft(null, policy(change), drafter);

  it("is drafted, reviewed and published by two people", () => {
    const reviewed = review(drafted(), other);
    expect(reviewed).toMatchObject({ status: "reviewed", reviewed: other });
    expect(publish(reviewed, [], other)).toEqual([{ ...reviewed, status: "published", published: other }]);
    expect(publish(drafted(), [], other)[0]?.status).toBe("published");
  });

  it("is never reviewed or published by its drafter", () => {
    expect(problem(() => review(drafted(), drafter))).toMatchObject({ status: 403, code: "same-person" });
    expect(problem(() => publish(drafted(), [], drafter))).toMatchObject({
      status: 403,
      code: "same-person",
    });
  });

  it("is refused as a draft when its values make no sense", () => {
    const refused = problem(() => drafted({ rateFen: -1, maxMonths: 0 }));
    expect(refused).toMatchObject({ status: 422, code: "policy-invalid", pointer: "/rateFen" });
    expect(refused.extra?.["findings"]).toHaveLength(2);
  });

  it("may be rewritten until it is published, and then never", () => {
    const again = draft(review(drafted(), other), policy({ rateFen: 60000 }), other);
    expect(again).toMatchObject({ status: "draft", drafted: other, policy: { rateFen: 60000 } });
    expect(again.reviewed).toBeUndefined();
    const change = () => draft(published(), policy({ rateFen: 60000 }), drafter);
    expect(problem(change)).toMatchObject({ status: 409, code: "policy-version-exists" });
    expect(problem(() => publish(published(), [], other))).toMatchObject({ code: "policy-not-draft" });
    expect(problem(() => review(published(), other))).toMatchObject({ code: "policy-not-draft" });
  });
});

describe("publishing among other versions", () => {
  const next = (from: string, to: string | null = null) =>
    draft(null, policy({ version: "next", effectiveFrom: from, effectiveTo: to }), drafter);
  const old = published({ version: "old", effectiveFrom: "2026-01" });
  const displaced = (record: PolicyRecord, ...others: PolicyRecord[]) =>
    publish(record, others, other).slice(1);

  it("continues the open version, which stays in force until the month before and keeps its text", () => {
    expect(displaced(next("2026-07"), old)).toEqual([
      { ...old, supersededBy: "next", inForceUntil: "2026-06" },
    ]);
  });

  it("lets money follow each of them in its own months", () => {
    const records = publish(next("2026-07"), [old], other);
    const versions = ["2026-06", "2026-07"].map((month) => policyFor(records, "internship", month)?.version);
    expect(versions).toEqual(["old", "next"]);
  });

  it("takes a version for as long as it is in force, not for as long as its document says", () => {
    const continued = { ...old, inForceUntil: "2026-06" };
    expect(displaced(next("2026-05"), continued)).toMatchObject([{ inForceUntil: "2026-04" }]);
    expect(displaced(next("2026-07", "2026-09"), continued)).toEqual([]);
    expect(displaced(next("2026-01", "2026-06"), continued)).toMatchObject([{ status: "superseded" }]);
  });

  it("supersedes a version whose months it covers whole", () => {
    expect(displaced(next("2026-01"), old)).toMatchObject([
      { status: "superseded", policy: { version: "old" } },
    ]);
    const may = published({ version: "may", effectiveFrom: "2026-05", effectiveTo: "2026-05" });
    expect(displaced(next("2026-01"), may)).toMatchObject([{ status: "superseded" }]);
  });

  it("refuses to cut a hole into a version", () => {
    expect(problem(() => publish(next("2026-03", "2026-04"), [old], other))).toMatchObject({
      code: "policy-overlap",
    });
  });

  it("counts the last month of either as shared", () => {
    const june = published({ version: "june", effectiveFrom: "2026-01", effectiveTo: "2026-06" });
    expect(displaced(next("2026-06"), june)).toMatchObject([{ inForceUntil: "2026-05" }]);
    const only = published({ version: "only", effectiveFrom: "2026-06", effectiveTo: "2026-06" });
    expect(displaced(next("2026-06", "2026-06"), only)).toMatchObject([{ status: "superseded" }]);
    expect(problem(() => publish(next("2025-12", "2026-01"), [june], other))).toMatchObject({
      code: "policy-overlap",
    });
  });

  it("refuses to begin before a version and end within it", () => {
    const later = published({ version: "later", effectiveFrom: "2026-05" });
    expect(problem(() => publish(next("2026-01", "2026-06"), [later], other))).toMatchObject({
      code: "policy-overlap",
    });
  });

  it("leaves drafts and versions of other months alone", () => {
    const past = published({ version: "past", effectiveFrom: "2025-01", effectiveTo: "2025-12" });
    expect(displaced(next("2026-07"), past, { ...old, status: "draft" })).toEqual([]);
  });
});
