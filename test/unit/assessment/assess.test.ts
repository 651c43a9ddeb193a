import { describe, expect, it } from "vitest";
import { type AssessedUnit, assess, inputsOf, nextRevision } from "../../../functions/assessment/assess.ts";
import type { Books } from "../../../functions/assessment/books.ts";
import type { Report } from "../../../functions/assessment/report.ts";
import { defaultRules } from "../../../functions/assessment/rules.ts";
import type { Targets } from "../../../functions/assessment/target.ts";
import { fingerprint } from "../../../shared/values/canonical.ts";
import { books, closeLine, enterprise, indicator, judged, report } from "./records.ts";

const indicators = [
  indicator("intern-person-months", {
    weight: 50,
    target: 12,
    curve: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  }),
  indicator("investment", { weight: 50, target: 1200 }),
];
const targets: Targets = {
  rules: defaultRules,
  units: ["411203", "411202", "SMX-JYJ"].map((unitId) => ({ unitId, group: "all", indicators })),
};
const known = new Map<string, AssessedUnit>([
  ["411202", { name: "湖滨区", district: "411202" }],
  ["411203", { name: "陕州区", district: "411203" }],
  ["SMX-JYJ", { name: "市教育局", district: null }],
]);
const kept = books([enterprise("E1", "411202"), enterprise("E2", "411203")], {
  "2026-06": [
    closeLine("E1", "P1", "2026-06"),
    closeLine("E1", "P2", "2026-06"),
    closeLine("E2", "P3", "2026-06"),
  ],
});
const reports = [report("411202", "investment", 300), report("411203", "investment", 600)];
const inputs = (given: { books?: Books; reports?: Report[]; targets?: Targets } = {}) =>
  inputsOf("2026-06", given.targets ?? targets, known, given.books ?? kept, given.reports ?? reports);

describe("a month's assessment", () => {
  it("takes districts by their own enterprises and the city's units by all", () => {
    const found = assess(inputs(), new Map()).map(({ unitId, name, total, rank, lines }) => ({
      unitId,
      name,
      total,
      rank,
      actuals: lines.map((line) => line.actual),
    }));
    expect(found).toEqual([
      { unitId: "411203", name: "陕州区", total: 58.33, rank: 1, actuals: [1, 600] },
      { unitId: "411202", name: "湖滨区", total: 41.67, rank: 2, actuals: [2, 300] },
      { unitId: "SMX-JYJ", name: "市教育局", total: 25, rank: 3, actuals: [3, null] },
    ]);
  });

  it("compares with the month before, as it stood", () => {
    const before = { period: "2026-05", revision: 2, total: 40, rank: 3 };
    const found = assess(inputs(), new Map([["411202", before]]));
    expect(found.map(({ previous }) => previous)).toEqual([null, before, null]);
  });

  it("never counts a report against the books", () => {
    const lying = [...reports, report("411202", "intern-person-months", 9999)];
    expect(fingerprint(inputs({ reports: lying }))).toBe(fingerprint(inputs()));
  });

  it("leaves out a report that no longer fits its indicator", () => {
    const graded = {
      ...targets,
      units: [{ unitId: "411202", group: "all", indicators: [judged("investment", "qualitative", 100)] }],
    };
    expect(assess(inputs({ targets: graded }), new Map())[0]).toMatchObject({
      total: 0,
      lines: [{ actual: null }],
    });
  });
});

describe("the next revision", () => {
  const first = nextRevision(inputs(), undefined, undefined);

  it("comes with changed inputs only, and counts up", () => {
    expect(first?.revision).toBe(1);
    expect(nextRevision(inputs(), first ?? undefined, undefined)).toBeNull();
    const changed = nextRevision(inputs({ reports: [] }), first ?? undefined, undefined);
    expect(changed?.revision).toBe(2);
    expect(nextRevision(inputs(), changed ?? undefined, undefined)?.assessments).toEqual(first?.assessments);
  });

  it("doesn't come because the month before has a new one", () => {
    const before = { period: "2026-05", revision: 3, assessments: first?.assessments ?? [] };
    expect(nextRevision(inputs(), first ?? undefined, before)).toBeNull();
    expect(nextRevision(inputs(), undefined, before)?.assessments[0]?.previous).toEqual({
      period: "2026-05",
      revision: 3,
      total: 58.33,
      rank: 1,
    });
  });
});

describe("the fingerprint of the inputs", () => {
  it("is the same for the same inputs in any order", () => {
    const turned = { ...targets, units: targets.units.toReversed() };
    expect(fingerprint(inputs({ targets: turned, reports: reports.toReversed() }))).toBe(
      fingerprint(inputs()),
    );
  });

  it("changes with a report, its correction, the books, the targets", () => {
    const others = [
      inputs({ reports: [report("411202", "investment", 301)] }),
      inputs({ reports: [report("411202", "investment", 300, { version: 2 }), ...reports.slice(1)] }),
      inputs({ books: books([enterprise("E1", "411202")], {}) }),
      inputs({ targets: { ...targets, rules: { ...defaultRules, bonusCap: 4 } } }),
    ];
    expect(new Set([inputs(), ...others].map(fingerprint)).size).toBe(5);
  });
});
