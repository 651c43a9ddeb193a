import { describe, expect, it } from "vitest";
import type { Kind } from "../../../functions/assessment/indicator.ts";
import {
  actualOf,
  assertReportable,
  nextReport,
  type ReportForm,
} from "../../../functions/assessment/report.ts";
import { defaultRules } from "../../../functions/assessment/rules.ts";
import type { Targets } from "../../../functions/assessment/target.ts";
import type { Problem } from "../../../shared/values/problem.ts";
import { indicator, judged, report } from "./records.ts";

const kinds: Kind[] = ["bonus", "deduction", "veto"];
const targets: Targets = {
  rules: defaultRules,
  units: [
    {
      unitId: "411202",
      group: "districts",
      indicators: [
        indicator("investment", { weight: 60 }),
        indicator("intern-person-months", { weight: 30 }),
        judged("policy", "qualitative", 10),
        ...kinds.map((kind) => judged(kind, kind)),
      ],
    },
  ],
};
const form = (more: Partial<ReportForm> = {}): ReportForm => ({
  unitId: "411202",
  period: "2026-06",
  code: "investment",
  value: 9000,
  evidence: ["投资统计表.pdf"],
  ...more,
});
const refusal = (more: Partial<ReportForm>, known: Targets | undefined = targets): string => {
  try {
    assertReportable(form(more), known, "2026-07-02");
    return "taken";
  } catch (cause) {
    const { status, code, pointer, zh, en } = (cause as Problem).facts;
    expect([status, zh !== "", en !== ""]).toEqual([422, true, true]);
    return `${code} ${pointer}`;
  }
};

describe("a report", () => {
  it.each([
    [{}, "taken"],
    [{ value: 0 }, "taken"],
    [{ period: "2026-07" }, "taken"],
    [{ code: "policy", value: "良" }, "taken"],
    [{ code: "bonus", value: 1 }, "taken"],
    [{ period: "2026-08" }, "period-not-begun /period"],
    [{ unitId: "411203" }, "unknown-unit /unitId"],
    [{ code: "nothing" }, "unknown-indicator /code"],
    [{ code: "intern-person-months" }, "from-the-books /code"],
    [{ code: "deduction", value: 1 }, "judged-by-others /code"],
    [{ code: "veto", value: 1 }, "judged-by-others /code"],
    [{ value: -0.01 }, "negative-value /value"],
    [{ value: -1e-9 }, "negative-value /value"],
    [{ value: 2e12 }, "invalid-value /value"],
    [{ value: "良" }, "invalid-value /value"],
    [{ code: "policy", value: 0.85 }, "invalid-value /value"],
    [{ evidence: [] }, "evidence-missing /evidence"],
  ] as [Partial<ReportForm>, string][])("%o: %s", (more, expected) => {
    expect(refusal(more)).toBe(expected);
  });

  it("needs targets for its year", () => {
    expect(refusal({}, { ...targets, units: [] })).toBe("unknown-unit /unitId");
  });

  it("is corrected by the next version; the same again is the standing one", () => {
    const at = "2026-07-02T02:00:00.000Z";
    const first = nextReport(form(), undefined, "li", at);
    expect(first).toEqual({ ...form(), version: 1, reportedBy: "li", reportedAt: at, checkedBy: null });
    expect(nextReport(form(), first, "wang", at)).toBe(first);
    expect(nextReport(form({ value: 9001 }), first, "wang", at)).toMatchObject({
      version: 2,
      reportedBy: "wang",
    });
    expect(nextReport(form({ evidence: ["新.pdf"] }), first, "wang", at).version).toBe(2);
  });

  it("is its own source, unchecked so far", () => {
    expect(actualOf(report("411202", "investment", 9000, { version: 2 }))).toEqual({
      value: 9000,
      sources: [
        {
          kind: "report",
          id: "411202/investment/2026-06/2",
          value: 9000,
          evidence: ["统计表.pdf"],
          reportedBy: "unit-user",
          checkedBy: null,
        },
      ],
    });
  });
});
