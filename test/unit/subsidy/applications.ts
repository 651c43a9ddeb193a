import {
  type Application,
  applied,
  confirmed,
  decided,
  factsOf,
  withResults,
} from "../../../functions/subsidy/application/application.ts";
import { entitleApplication } from "../../../functions/subsidy/entitle.ts";
import type { Result } from "../../../functions/subsidy/facts.ts";
import type { Policy, PolicyRecord } from "../../../functions/subsidy/policy.ts";
import type { ClassForm } from "../../../functions/subsidy/schemes/apprenticeship/form.ts";
import type { AwardForm } from "../../../functions/subsidy/schemes/base-award/form.ts";

export const USCC = "91411200MA9TE0T007";

/** A class of so many apprentices, who are all different people from those of another `group`. */
export const classForm = (heads: number, change: Partial<ClassForm> = {}, group = "P"): ClassForm => ({
  scheme: "apprenticeship",
  uscc: USCC,
  title: "铝加工班",
  level: "intermediate",
  years: 1,
  opensOn: "2026-03-10",
  endsOn: "2027-02-28",
  placementIds: Array.from({ length: heads }, (_, index) => `${group}${index + 1}`),
  ...change,
});

export const awardForm = (...invoices: [amountFen: number, fiscalFen: number][]): AwardForm => ({
  scheme: "base-award",
  uscc: USCC,
  title: "公共实训基地",
  invoices: invoices.map(([amountFen, fiscalFen], index) => ({
    number: `2641200000000000000${index}`,
    date: "2026-02-01",
    amountFen,
    fiscalFen,
  })),
});

export const at = (day: string, sub = "officer") => ({ sub, at: new Date(`${day}T10:00:00+08:00`) });

/** Applied for by the enterprise; every person is called as the placement is. */
export const application = (form: ClassForm | AwardForm, number = 1): Application => {
  const placementIds = form.scheme === "apprenticeship" ? form.placementIds : [];
  const people = placementIds.map((placementId) => ({ placementId, personId: `person ${placementId}` }));
  return applied(form, people, number, at("2026-03-01", "applicant"));
};

export const approved = (form: ClassForm | AwardForm, day = "2026-03-10", number = 1): Application =>
  decided(application(form, number), { decision: "approve", documentNo: "示〔2026〕3号" }, at(day));

/** The first passed, the next were trained without a certificate, all others left. */
export const resultsOf = (form: ClassForm, passed: number, trained = 0): Result[] =>
  form.placementIds.map((placementId, index) => {
    if (index < passed) return { placementId, outcome: "passed", certificateNo: `C${index + 1}` };
    return { placementId, outcome: index < passed + trained ? "trained" : "left" };
  });

export const finished = (one: Application, results: Result[], day = "2027-03-05"): Application =>
  confirmed(withResults(one, results, at(day, "applicant")), at(day));

export const published = (policy: Policy): PolicyRecord => ({
  policy,
  status: "published",
  drafted: { by: "drafter", at: "2025-12-01T09:00:00+08:00" },
});

/** Month, amount and reasons of all that the application is worth. */
export const worth = (one: Application, policy: Policy, ...others: Application[]) =>
  entitleApplication(factsOf(one, others), [published(policy)]).map(({ period, amountFen, reasons }) => [
    period,
    amountFen,
    reasons.map(({ code }) => code).join(" "),
  ]);
