import { describe, expect, it } from "vitest";
import { decided } from "../../../functions/subsidy/application/application.ts";
import { examinePolicy } from "../../../functions/subsidy/policy.ts";
import {
  examineAward,
  invoicesOf,
  awardForm as shape,
} from "../../../functions/subsidy/schemes/base-award/form.ts";
import {
  type BaseAwardPolicy,
  defaultBaseAwardPolicy,
} from "../../../functions/subsidy/schemes/base-award/policy.ts";
import { application, approved, at, awardForm, worth } from "./applications.ts";

const policy = (change: Partial<BaseAwardPolicy> = {}): BaseAwardPolicy => ({
  ...defaultBaseAwardPolicy,
  documentNo: "示例4号",
  ...change,
});
const MILLION = 100_000_000;

describe("an award for a training base", () => {
  it("is a share of what was not fiscal money, earned in the month of approval", () => {
    const form = awardForm([MILLION, 20_000_000], [50_000_000, 0]);
    expect(worth(application(form), policy())).toEqual([]);
    expect(worth(approved(form), policy())).toEqual([["2026-03", 13_000_000, "award"]]);
  });

  it("is nothing below the minimum, which fiscal money does not help to reach", () => {
    expect(worth(approved(awardForm([MILLION, 0])), policy())[0]?.[1]).toBe(10_000_000);
    expect(worth(approved(awardForm([MILLION, 1])), policy())).toEqual([
      ["2026-03", 0, "below-minimum-investment"],
    ]);
  });

  it("is capped per award, exactly at the cap", () => {
    expect(worth(approved(awardForm([3 * MILLION, 0])), policy())).toEqual([
      ["2026-03", 30_000_000, "award"],
    ]);
    expect(worth(approved(awardForm([3 * MILLION + 10, 0])), policy())).toEqual([
      ["2026-03", 30_000_000, "award award-cap"],
    ]);
    expect(worth(approved(awardForm([4 * MILLION, 0])), policy({ capFen: null }))[0]?.[1]).toBe(40_000_000);
  });

  it("is rounded once, half up, over all invoices", () => {
    const form = awardForm([25, 0], [25, 0], [55, 0]);
    expect(worth(approved(form), policy({ minimumInvestmentFen: 0 }))[0]?.[1]).toBe(11);
  });

  it("is nothing any more once it is revoked, nor where no policy is in force", () => {
    const one = approved(awardForm([MILLION, 0]));
    const revoked = decided(one, { decision: "revoke", reason: "发票不实" }, at("2026-08-01"));
    expect(worth(revoked, policy())).toEqual([["2026-03", 0, "application-revoked"]]);
    expect(worth(one, policy({ effectiveFrom: "2026-04" }))).toEqual([["2026-03", 0, "no-policy"]]);
  });
});

describe("its invoices", () => {
  it("are listed once each, and no more of one is fiscal than it amounts to", () => {
    const form = awardForm([100, 101], [100, 0]);
    const [first, second] = form.invoices as [(typeof form.invoices)[0], (typeof form.invoices)[0]];
    const twice = { ...form, invoices: [first, { ...second, number: first.number }] };
    expect(examineAward(twice).map(({ pointer }) => pointer)).toEqual([
      "/invoices/0/fiscalFen",
      "/invoices/1/number",
    ]);
    expect(examineAward(awardForm([100, 100]))).toEqual([]);
  });

  it("are the same however their number is written", () => {
    const form = awardForm([100, 0]);
    const [invoice] = form.invoices;
    const read = shape.parse({ ...form, invoices: [{ ...invoice, number: " dzfp12345678 " }] });
    expect(invoicesOf(read).map(({ id, pointer }) => [id, pointer])).toEqual([
      ["invoice/DZFP12345678", "/invoices/0/number"],
    ]);
  });
});

describe("the policy document", () => {
  it("makes sense as it is shipped", () => {
    expect(examinePolicy(defaultBaseAwardPolicy)).toEqual([]);
  });

  it.each<[string, Partial<BaseAwardPolicy>]>([
    ["/percent", { percent: 0 }],
    ["/percent", { percent: 101 }],
    ["/minimumInvestmentFen", { minimumInvestmentFen: -1 }],
    ["/capFen", { capFen: 0 }],
    ["/annualBudgetFen", { annualBudgetFen: 0 }],
  ])("finds fault with %s", (pointer, change) => {
    expect(examinePolicy(policy(change)).map((finding) => finding.pointer)).toEqual([pointer]);
  });
});
