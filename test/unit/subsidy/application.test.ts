import { describe, expect, it } from "vitest";
import { append, emptyAccount, owed, reconcile } from "../../../functions/subsidy/account.ts";
import {
  type Application,
  confirmed,
  decided,
  factsOf,
  monthsOf,
  withResults,
} from "../../../functions/subsidy/application/application.ts";
import { entitleApplication } from "../../../functions/subsidy/entitle.ts";
import { defaultPolicies, type PolicyRecord } from "../../../functions/subsidy/policy.ts";
import { Problem } from "../../../shared/values/problem.ts";
import {
  application,
  approved,
  at,
  awardForm,
  classForm,
  finished,
  published,
  resultsOf,
} from "./applications.ts";

function refusal(act: () => unknown): [number, string] {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return [error.facts.status, error.facts.code];
    throw error;
  }
  throw new Error("Nothing was refused");
}
const approve = { decision: "approve", documentNo: "示〔2026〕3号" } as const;
const form = classForm(2);

describe("an application", () => {
  it("has an id that carries the enterprise, and no money before it is decided", () => {
    expect(application(form, 7)).toMatchObject({
      id: "91411200MA9TE0T007-A00007",
      status: "pending",
      version: 1,
    });
    expect(monthsOf(application(form))).toEqual([]);
  });

  it("is decided by another person, with a document or a reason", () => {
    expect(refusal(() => decided(application(form), approve, at("2026-03-10", "applicant")))).toEqual([
      403,
      "same-person",
    ]);
    const act = (decision: "approve" | "reject" | "revoke", one: Application) => () =>
      decided(one, { decision }, at("2026-03-10"));
    expect(refusal(act("approve", application(form)))).toEqual([422, "decision-incomplete"]);
    expect(refusal(act("reject", application(form)))).toEqual([422, "decision-incomplete"]);
    expect(refusal(act("revoke", approved(form)))).toEqual([422, "decision-incomplete"]);
  });

  it("is approved once, rejected once, revoked once", () => {
    const why = { reason: "材料不实" };
    const rejected = decided(application(form), { decision: "reject", ...why }, at("2026-03-10"));
    const revoked = decided(approved(form), { decision: "revoke", ...why }, at("2026-04-10"));
    for (const [one, decision] of [
      [application(form), "revoke"],
      [approved(form), "approve"],
      [approved(form), "reject"],
      [rejected, "approve"],
      [revoked, "approve"],
      [revoked, "revoke"],
    ] as const) {
      expect(refusal(() => decided(one, { ...approve, ...why, decision }, at("2026-05-01")))).toEqual([
        409,
        "wrong-status",
      ]);
    }
    expect(monthsOf(revoked)).toEqual(["2026-03"]);
  });

  it("counts by the city's calendar: the first of April begins at midnight in Shanghai", () => {
    const late = { sub: "officer", at: new Date("2026-03-31T16:30:00Z") };
    expect(monthsOf(decided(application(form), approve, late))).toEqual(["2026-04"]);
  });
});

describe("results", () => {
  it("are posted to what is approved and confirmed by another", () => {
    const by = at("2027-03-05", "applicant");
    expect(refusal(() => withResults(application(form), resultsOf(form, 2), by))).toEqual([
      409,
      "wrong-status",
    ]);
    const posted = withResults(approved(form), resultsOf(form, 2), by);
    expect(refusal(() => confirmed(posted, by))).toEqual([403, "same-person"]);
    expect(refusal(() => confirmed(approved(form), at("2027-03-05")))).toEqual([409, "nothing-to-confirm"]);
    expect(factsOf(posted, []).results).toBeNull();
    expect(confirmed(posted, at("2027-03-06"))).toMatchObject({
      posted: null,
      results: { period: "2027-03" },
    });
  });

  it("may be corrected, in the month of the first; until confirmed the old ones count", () => {
    const first = finished(approved(form), resultsOf(form, 2), "2027-03-05");
    const posted = withResults(first, resultsOf(form, 1), at("2027-05-01", "applicant"));
    expect(factsOf(posted, []).results?.people).toEqual(resultsOf(form, 2));
    const corrected = confirmed(posted, at("2027-05-02"));
    expect(corrected.results).toMatchObject({ period: "2027-03", people: resultsOf(form, 1) });
    expect(monthsOf(corrected)).toEqual(["2026-03", "2027-03"]);
  });
});

describe("the account of an application", () => {
  const policies: PolicyRecord[] = defaultPolicies.map(published);
  const cause = { kind: "application", id: "fact" };
  const due = (one: Application) => entitleApplication(factsOf(one, []), policies);

  it("is booked by the mechanism of persons: told twice it is booked once, revoked it is taken back", () => {
    const one = approved(awardForm([200_000_000, 0]));
    const [first] = reconcile(one.id, [], due(one), cause, "2026-03-10T10:00:00Z");
    expect(first?.entries).toMatchObject([{ n: 1, placementId: one.id, amountFen: 20_000_000, days: 0 }]);
    const account = append(emptyAccount(one.id, "2026-03"), first?.entries ?? []);
    expect(reconcile(one.id, [account], due(one), cause, "2026-03-10T10:01:00Z")).toEqual([]);
    const revoked = decided(one, { decision: "revoke", reason: "发票不实" }, at("2026-08-01"));
    const [taken] = reconcile(one.id, [account], due(revoked), cause, "2026-08-01T10:00:00Z");
    expect(taken?.entries).toMatchObject([
      { n: 2, amountFen: -20_000_000, reasons: [{ code: "application-revoked" }] },
    ]);
    expect(owed(append(account, taken?.entries ?? []))).toBe(0);
  });
});
