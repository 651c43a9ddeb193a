import { describe, expect, it } from "vitest";
import { type DraftUnit, examine, unitTargets } from "../../../functions/assessment/target.ts";
import { indicator, judged } from "./records.ts";

const known = new Set(["411202", "411203"]);
const unit = (indicators: DraftUnit["indicators"], unitId = "411202"): DraftUnit => ({
  unitId,
  group: "districts",
  indicators,
});
/** `code pointer` of every finding. */
const found = (...units: DraftUnit[]) =>
  examine(units, known).findings.map(({ code, pointer }) => `${code} ${pointer}`);
const withCurve = (curve: (number | null)[]) => unit([{ ...indicator("x"), curve }]);
const flat = Array<number | null>(12).fill(5);

describe("a year's targets", () => {
  it("pass when weights make a hundred and plans are whole", () => {
    const indicators = [
      indicator("a", { weight: 33.33 }),
      indicator("b", { weight: 33.33 }),
      judged("c", "qualitative", 33.34),
      judged("award", "bonus"),
      judged("fraud", "veto"),
    ];
    expect(examine([unit(indicators)], known)).toEqual({ findings: [], warnings: [] });
  });

  it.each([
    ["below", [60, 39.99]],
    ["above", [60, 40.01]],
  ])("need weights of a hundred: %s", (_, weights) => {
    const indicators = weights.map((weight, index) => indicator(`c${index}`, { weight }));
    expect(found(unit(indicators))).toEqual(["weights-not-100 /units/0/indicators"]);
  });

  it("add weights exactly", () => {
    const weights = [0.1, 0.2, 0.3, 99.4];
    expect(found(unit(weights.map((weight, index) => indicator(`c${index}`, { weight }))))).toEqual([]);
  });

  it.each([[{ weight: 0 }], [{ weight: -5 }], [{ weight: 33.333 }]])(
    "refuse a weight that can't be scored: %o",
    (more) => {
      expect(found(unit([indicator("a", more), indicator("b")]))).toContain(
        "invalid-weight /units/0/indicators/0/weight",
      );
    },
  );

  it("give no weight to what is no part of the hundred", () => {
    const indicators = [indicator("a"), judged("b", "bonus", 5)];
    expect(found(unit(indicators))).toEqual(["invalid-weight /units/0/indicators/1/weight"]);
  });

  it.each([[0], [-1], [null], [undefined], [0.0000001]])("need a target above zero: %s", (target) => {
    expect(found(unit([{ ...indicator("x"), target }]))).toEqual([
      "invalid-target /units/0/indicators/0/target",
    ]);
  });

  it("need a plan for each month, not negative, never falling", () => {
    const at = "/units/0/indicators/0/curve";
    expect(found(withCurve(flat.slice(1)))).toEqual([`curve-month-missing ${at}/11`]);
    expect(found(withCurve(flat.with(5, null)))).toEqual([`curve-month-missing ${at}/5`]);
    expect(found(withCurve([...flat, 5]))).toEqual([`curve-too-long ${at}/12`]);
    expect(found(withCurve(flat.with(0, -1)))).toEqual([`invalid-curve ${at}/0`]);
    expect(found(withCurve(flat.with(3, 4)))).toEqual([`curve-falls ${at}/3`]);
    expect(found(withCurve([]))).toHaveLength(12);
    expect(found(withCurve(flat))).toEqual([]);
    expect(found(withCurve(flat.map((_, month) => (100 * (month + 1)) / 12)))).toEqual([]);
  });

  it("name what is unknown or occurs twice", () => {
    const fine = [indicator("x")];
    expect(found(unit(fine, "999999"))).toEqual(["unknown-unit /units/0/unitId"]);
    expect(found(unit(fine), unit(fine))).toEqual(["duplicate /units/1/unitId"]);
    const twice = [indicator("x", { weight: 50 }), indicator("x", { weight: 50 })];
    expect(found(unit(twice))).toEqual(["duplicate /units/0/indicators/1/code"]);
  });

  it("measure what is counted from the books", () => {
    expect(found(unit([judged("intern-person-months", "qualitative", 100)]))).toEqual([
      "not-measured /units/0/indicators/0/kind",
    ]);
  });

  it("say it in both languages, and warn of a curve that ends elsewhere", () => {
    const { findings, warnings } = examine([unit([indicator("x", { weight: 90, target: 999 })])], known);
    expect(findings[0]).toMatchObject({
      zh: "411202 各指标权重合计为 90，应为 100",
      en: "The weights of 411202 sum to 90, not to 100",
    });
    expect(warnings).toMatchObject([
      { code: "curve-misses-target", pointer: "/units/0/indicators/0/curve/11" },
    ]);
  });

  it("keep plans only where something is measured", () => {
    const kept = unitTargets(
      unit([indicator("a"), { ...judged("q", "qualitative"), target: 3, curve: [1] }]),
    );
    expect(kept.indicators).toEqual([indicator("a"), judged("q", "qualitative")]);
  });
});
