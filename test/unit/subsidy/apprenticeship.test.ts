import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Application, decided, factsOf } from "../../../functions/subsidy/application/application.ts";
import { entitleApplication } from "../../../functions/subsidy/entitle.ts";
import { examinePolicy } from "../../../functions/subsidy/policy.ts";
import {
  examineClass,
  examineResults,
  trainingsOf,
} from "../../../functions/subsidy/schemes/apprenticeship/form.ts";
import {
  type ApprenticeshipPolicy,
  defaultApprenticeshipPolicy,
} from "../../../functions/subsidy/schemes/apprenticeship/policy.ts";
import { sumFen } from "../../../shared/values/money.ts";
import {
  application,
  approved,
  at,
  classForm,
  finished,
  published,
  resultsOf,
  worth,
} from "./applications.ts";

const policy = (change: Partial<ApprenticeshipPolicy> = {}): ApprenticeshipPolicy => ({
  ...defaultApprenticeshipPolicy,
  documentNo: "示例3号",
  ...change,
});
const YUAN = 100;

describe("a class of apprentices", () => {
  it("is worth nothing before it is approved, and half of what it could be worth then", () => {
    expect(worth(application(classForm(36)), policy())).toEqual([]);
    expect(worth(approved(classForm(36)), policy())).toEqual([["2026-03", 90_000 * YUAN, "class-advance"]]);
  });

  it("is paid the rest by its results: 36 opened, 28 passed, 50,000 yuan remain (DOMAIN §2)", () => {
    const form = classForm(36);
    expect(worth(finished(approved(form), resultsOf(form, 28)), policy())).toEqual([
      ["2026-03", 90_000 * YUAN, "class-advance"],
      ["2027-03", 50_000 * YUAN, "class-results"],
    ]);
  });

  it("gives back what was advanced too much: 40 opened, 18 passed, 10,000 yuan back (DOMAIN §2)", () => {
    const form = classForm(40);
    expect(worth(finished(approved(form), resultsOf(form, 18)), policy())).toEqual([
      ["2026-03", 100_000 * YUAN, "class-advance"],
      ["2027-03", -10_000 * YUAN, "class-results class-shortfall"],
    ]);
  });

  it("counts who was trained without a certificate at the policy's share", () => {
    const form = classForm(3);
    const results = finished(approved(form), resultsOf(form, 1, 1));
    expect(worth(results, policy({ withoutCertificatePercent: 50 }))[1]?.[1]).toBe(0);
    expect(worth(results, policy({ withoutCertificatePercent: 80 }))[1]?.[1]).toBe(1_500 * YUAN);
  });

  it("is paid per year of training, up to the policy's years, at the rate of its level", () => {
    const form = classForm(2, { level: "senior", years: 3 });
    expect(worth(approved(form), policy({ maxYears: 3 }))).toEqual([["2026-03", 1_800_000, "class-advance"]]);
    expect(worth(approved(form), policy({ maxYears: 2 }))).toEqual([
      ["2026-03", 1_200_000, "class-advance years-capped"],
    ]);
    expect(worth(approved(classForm(2, { level: "technician" })), policy())).toEqual([
      ["2026-03", 0, "level-not-paid"],
    ]);
  });

  it("is one amount when it is approved and finished in the same month", () => {
    const form = classForm(2);
    expect(worth(finished(approved(form), resultsOf(form, 2), "2026-03-20"), policy())).toEqual([
      ["2026-03", 10_000 * YUAN, "class-advance class-results"],
    ]);
  });

  it("rounds the advance half up; the remainder carries the residue", () => {
    const form = classForm(1);
    const odd = policy({ ratesFen: { ...policy().ratesFen, intermediate: 333_333 } });
    expect(worth(finished(approved(form), resultsOf(form, 1)), odd).map(([, amount]) => amount)).toEqual([
      166_667, 166_666,
    ]);
  });

  it("goes by the policy of the month of approval, to its end", () => {
    const form = classForm(2);
    const next = policy({
      version: "next",
      effectiveFrom: "2026-06",
      ratesFen: { ...policy().ratesFen, intermediate: 1 },
    });
    const old = policy({ effectiveTo: "2026-05" });
    const facts = factsOf(finished(approved(form), resultsOf(form, 2)), []);
    const due = entitleApplication(facts, [published(old), published(next)]);
    expect(due.map(({ policyVersion, amountFen }) => [policyVersion, amountFen])).toEqual([
      ["2026-01", 500_000],
      ["2026-01", 500_000],
    ]);
  });

  it("says so where no policy is in force, and when the approval is revoked", () => {
    const form = classForm(2);
    const done = finished(approved(form), resultsOf(form, 2));
    expect(worth(done, policy({ effectiveFrom: "2026-04" }))).toEqual([
      ["2026-03", 0, "no-policy"],
      ["2027-03", 0, "no-policy"],
    ]);
    const revoked = decided(done, { decision: "revoke", reason: "虚假培训" }, at("2027-04-01"));
    expect(worth(revoked, policy())).toEqual([
      ["2026-03", 0, "application-revoked"],
      ["2027-03", 0, "application-revoked"],
    ]);
  });
});

describe("a person trained before", () => {
  const first = classForm(4);
  const again = classForm(4, {}, "P");
  const second = (one: Application) => ({ ...one, id: `${one.uscc}-A00002` });

  it("is worth nothing in a later class of the same or a lower level", () => {
    const later = second(approved(again, "2026-05-01"));
    expect(worth(later, policy(), approved(first))).toEqual([["2026-05", 0, "class-advance once-per-level"]]);
    const senior = approved({ ...first, level: "senior" });
    expect(worth(later, policy(), senior)[0]?.[1]).toBe(0);
  });

  it("is worth it in a class of a higher level, or where the policy allows it again", () => {
    const higher = second(approved({ ...again, level: "senior" }, "2026-05-01"));
    expect(worth(higher, policy(), approved(first))[0]?.[1]).toBe(1_200_000);
    const later = second(approved(again, "2026-05-01"));
    expect(worth(later, policy({ oncePerLevel: false }), approved(first))[0]?.[1]).toBe(1_000_000);
  });

  it("is so by the class approved first, unless that was revoked or the person left it", () => {
    const [one, two] = [approved(first), second(approved(again, "2026-05-01"))];
    expect(worth(one, policy(), two)[0]?.[1]).toBe(1_000_000);
    const revoked = decided(one, { decision: "revoke", reason: "x" }, at("2026-06-01"));
    expect(worth(two, policy(), revoked)[0]?.[1]).toBe(1_000_000);
    const threeLeft = finished(one, resultsOf(first, 1));
    expect(worth(two, policy(), threeLeft)).toEqual([["2026-05", 750_000, "class-advance once-per-level"]]);
  });
});

describe("whatever the rates and the results", () => {
  it("advance and remainder together are exactly what the results entitle to", () => {
    const numbers = fc.record({
      heads: fc.integer({ min: 1, max: 60 }),
      passed: fc.integer({ min: 0, max: 60 }),
      trained: fc.integer({ min: 0, max: 60 }),
      rate: fc.integer({ min: 1, max: 1_000_003 }),
      advancePercent: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(numbers, ({ heads, passed, trained, rate, advancePercent }) => {
        const rules = policy({
          advancePercent,
          withoutCertificatePercent: 100,
          ratesFen: { ...policy().ratesFen, intermediate: rate },
        });
        const form = classForm(heads);
        const facts = factsOf(finished(approved(form), resultsOf(form, passed, trained)), []);
        const due = entitleApplication(facts, [published(rules)]);
        expect(sumFen(due.map(({ amountFen }) => amountFen))).toBe(Math.min(heads, passed + trained) * rate);
        expect(due.every(({ amountFen }) => Number.isInteger(amountFen))).toBe(true);
      }),
    );
  });
});

describe("what is posted", () => {
  it("names every apprentice once, and whoever passed has a certificate of their own", () => {
    const form = classForm(2);
    const faults = (...results: Parameters<typeof examineResults>[1]) =>
      examineResults(form, results).map(({ pointer }) => pointer);
    const passed = (placementId: string, certificateNo?: string) =>
      ({ placementId, outcome: "passed", certificateNo }) as const;
    expect(faults(passed("P1", "C1"), { placementId: "P2", outcome: "left" })).toEqual([]);
    expect(faults(passed("P1", "C1"))).toEqual(["/results"]);
    expect(faults(passed("P1"), passed("P2", "C2"))).toEqual(["/results/0/certificateNo"]);
    expect(faults(passed("P1", "C1"), passed("P2", "C1"))).toEqual(["/results/1/certificateNo"]);
    expect(faults({ placementId: "P1", outcome: "left", certificateNo: "C1" }, passed("P2", "C2"))).toEqual([
      "/results/0/certificateNo",
    ]);
    expect(faults(passed("P1", "C1"), passed("P2", "C2"), passed("P9", "C9"))).toEqual([
      "/results/2/placementId",
    ]);
    expect(faults(passed("P1", "C1"), passed("P1", "C3"), passed("P2", "C2"))).toEqual([
      "/results/1/placementId",
    ]);
  });

  it("opens before it ends, with everybody listed once; each apprentice's training is held once", () => {
    const form = classForm(2, { endsOn: "2026-03-01", placementIds: ["P1", "P1"] });
    expect(examineClass(form).map(({ pointer }) => pointer)).toEqual(["/endsOn", "/placementIds/1"]);
    expect(examineClass(classForm(2))).toEqual([]);
    expect(trainingsOf(classForm(2)).map(({ id }) => id)).toEqual([
      "training/P1/intermediate",
      "training/P2/intermediate",
    ]);
  });
});

describe("the policy document", () => {
  it("makes sense as it is shipped", () => {
    expect(examinePolicy(defaultApprenticeshipPolicy)).toEqual([]);
  });

  const rates = policy().ratesFen;
  it.each<[string, Partial<ApprenticeshipPolicy>]>([
    ["/ratesFen/senior", { ratesFen: { ...rates, senior: 0 } }],
    ["/ratesFen", { ratesFen: { ...rates, intermediate: null, senior: null } }],
    ["/advancePercent", { advancePercent: 51 }],
    ["/withoutCertificatePercent", { withoutCertificatePercent: 101 }],
    ["/maxYears", { maxYears: 4 }],
    ["/publicityDays", { publicityDays: 0 }],
  ])("finds fault with %s", (pointer, change) => {
    expect(examinePolicy(policy(change)).map((finding) => finding.pointer)).toEqual([pointer]);
  });
});
