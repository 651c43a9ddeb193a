import { type Fen, roundHalfUp, sumFen } from "../../../../shared/values/money.ts";
import type { Period } from "../../../../shared/values/period.ts";
import type { ApplicationFacts, Entitlement, Result } from "../../facts.ts";
import type { Reason } from "../../reason.ts";
import { inItsMonths, type Part, withoutMoney } from "../parts.ts";
import type { ApplicationScheme } from "../scheme.ts";
import {
  type ClassForm,
  certificatesOf,
  classForm,
  examineClass,
  examineResults,
  trainingsOf,
} from "./form.ts";
import {
  type ApprenticeshipPolicy,
  apprenticeshipPolicy,
  defaultApprenticeshipPolicy,
  examineApprenticeshipPolicy,
  LEVELS,
  type Level,
} from "./policy.ts";
import {
  classAdvance,
  classResults,
  levelNotPaid,
  shortfall,
  trainedBefore,
  yearsCapped,
} from "./reasons.ts";

/** 企业新型学徒制补贴: a class, paid in part when it opens and by its results when it ends. */
export const apprenticeship: ApplicationScheme<
  ApprenticeshipPolicy,
  typeof apprenticeshipPolicy,
  ClassForm,
  typeof classForm
> = {
  id: "apprenticeship",
  subject: "application",
  name: { zh: "企业新型学徒制补贴", en: "Apprentice training subsidy" },
  document: apprenticeshipPolicy,
  examine: examineApprenticeshipPolicy,
  defaultPolicy: defaultApprenticeshipPolicy,
  form: classForm,
  examineForm: examineClass,
  placementsOf: ({ placementIds }) => placementIds,
  supportsOf: trainingsOf,
  releasedWhenRevoked: true,
  supportsOfResults: certificatesOf,
  examineResults,
  entitle: entitleClass,
};

type ClassFacts = ApplicationFacts<ClassForm>;

/** The policy of the month of approval holds for the class to its end, whatever comes into force meanwhile. */
function entitleClass(
  application: ClassFacts,
  policyOf: (period: Period) => ApprenticeshipPolicy | null,
): Entitlement[] {
  const { approved, results } = application;
  if (approved === null) return [];
  const policy = policyOf(approved.period);
  const nothing = withoutMoney(application, policy);
  if (policy === null || nothing.length > 0) return nothing;
  const advance = advanceOf(application, policy);
  const opening = { period: approved.period, ...advance };
  if (results === null) return inItsMonths(application, policy, [opening]);
  const remainder = remainderOf(application, results.people, advance.amountFen, policy);
  return inItsMonths(application, policy, [opening, { period: results.period, ...remainder }]);
}

type Worth = Omit<Part, "period">;

/** Part of what the class is worth if everybody passes. */
function advanceOf(application: ClassFacts, policy: ApprenticeshipPolicy): Worth {
  const { form } = application;
  const perHead = perHeadFen(form, policy);
  if (perHead === null) return { amountFen: 0, reasons: [levelNotPaid(form.level, policy)] };
  const paid = paidApprentices(application, policy);
  const amountFen = roundHalfUp(paid.size * perHead * policy.advancePercent, 100);
  const reasons = [classAdvance(paid.size, perHead, policy), ...notesOf(application, paid.size, policy)];
  return { amountFen, reasons };
}

/** What the results entitle to, less the advance: the residue of its rounding is in here, and what is to be given back. */
function remainderOf(
  application: ClassFacts,
  people: readonly Result[],
  advanceFen: Fen,
  policy: ApprenticeshipPolicy,
): Worth {
  const { form } = application;
  const perHead = perHeadFen(form, policy);
  if (perHead === null) return { amountFen: 0, reasons: [levelNotPaid(form.level, policy)] };
  const paid = paidApprentices(application, policy);
  const counted = people.filter(({ placementId }) => paid.has(placementId));
  const entitledFen = sumFen(counted.map(({ outcome }) => worthOf(outcome, perHead, policy)));
  const count = (outcome: Result["outcome"]) => counted.filter((one) => one.outcome === outcome).length;
  const heads = { passed: count("passed"), trained: count("trained"), left: count("left") };
  const amountFen = entitledFen - advanceFen;
  return {
    amountFen,
    reasons: [
      classResults(heads, entitledFen, advanceFen, policy),
      ...notesOf(application, paid.size, policy),
      ...(amountFen < 0 ? [shortfall(-amountFen)] : []),
    ],
  };
}

function worthOf(outcome: Result["outcome"], perHead: Fen, policy: ApprenticeshipPolicy): Fen {
  if (outcome === "left") return 0;
  return outcome === "passed" ? perHead : roundHalfUp(perHead * policy.withoutCertificatePercent, 100);
}

function perHeadFen({ level, years }: ClassForm, { ratesFen, maxYears }: ApprenticeshipPolicy): Fen | null {
  const rateFen = ratesFen[level];
  return rateFen === null ? null : rateFen * Math.min(years, maxYears);
}

/** The apprentices whom no earlier class has trained to this level or a higher one. */
function paidApprentices({ form, earlier }: ClassFacts, { oncePerLevel }: ApprenticeshipPolicy) {
  const height = (level: Level) => LEVELS.indexOf(level);
  const done = earlier.filter((one) => height(one.form.level) >= height(form.level));
  const spent = new Set(oncePerLevel ? done.map(({ placementId }) => placementId) : []);
  return new Set(form.placementIds.filter((id) => !spent.has(id)));
}

function notesOf({ form }: ClassFacts, paid: number, { maxYears }: ApprenticeshipPolicy): Reason[] {
  const spent = form.placementIds.length - paid;
  return [
    ...(spent > 0 ? [trainedBefore(spent)] : []),
    ...(form.years > maxYears ? [yearsCapped(form.years, maxYears)] : []),
  ];
}
