import type { Period } from "../../../../shared/values/period.ts";
import type { Entitlement, PersonFacts, PlacementFacts, SheetFacts } from "../../facts.ts";
import { noPolicy } from "../../reason.ts";
import { latest } from "../attended.ts";
import type { PersonScheme } from "../scheme.ts";
import { byAnnouncement, type CountedMonth, countDays, countOnce } from "./days.ts";
import {
  applyExclusions,
  applyGrades,
  applyMaxMonths,
  applyMinTotalMonths,
  applyMonthCap,
  applyOncePerPerson,
  applyViolations,
  type ValuedMonth,
} from "./limits.ts";
import { measure } from "./month.ts";
import {
  defaultInternshipPolicy,
  examineInternshipPolicy,
  type InternshipPolicy,
  internshipPolicy,
} from "./policy.ts";

/** 岗位实习补贴: so much per intern and month of attendance. */
export const internship: PersonScheme<InternshipPolicy, typeof internshipPolicy> = {
  id: "internship",
  subject: "person",
  name: { zh: "岗位实习补贴", en: "Post internship subsidy" },
  document: internshipPolicy,
  examine: examineInternshipPolicy,
  defaultPolicy: defaultInternshipPolicy,
  entitle: entitleIntern,
  countedDays: (person, policyOf) =>
    countedMonths(person, policyOf).counted.flatMap(({ placement: { placementId }, days }) =>
      [...days].map((date) => ({ placementId, date })),
    ),
};

interface PlacementMonth {
  placement: PlacementFacts;
  period: Period;
  words: SheetFacts[];
}

function entitleIntern(
  person: PersonFacts,
  policyOf: (period: Period) => InternshipPolicy | null,
): Entitlement[] {
  const { unpaid, counted } = countedMonths(person, policyOf);
  const valued = counted
    .map(value)
    .map(applyViolations)
    .map(applyGrades)
    .map((month) => applyExclusions(month, person))
    .toSorted(inOrderOfEarning);
  const limited = applyMaxMonths(applyMonthCap(applyMinTotalMonths(applyOncePerPerson(valued))));
  return [...unpaid, ...limited.map(entitlement)];
}

/** The person's months with the days that count, each once; and those that no policy covers. */
function countedMonths(person: PersonFacts, policyOf: (period: Period) => InternshipPolicy | null) {
  const unpaid: Entitlement[] = [];
  const counted: CountedMonth[] = [];
  for (const month of placementMonths(person)) {
    const policy = policyOf(month.period);
    if (policy === null) unpaid.push(withoutPolicy(month));
    else counted.push(countDays(month.words, month.placement, person, policy));
  }
  return { unpaid, counted: everyDayOnce(counted) };
}

/** The person's months under this scheme, each with all the words said about it. */
function placementMonths(person: PersonFacts): PlacementMonth[] {
  const placements = person.placements.filter(({ scheme }) => scheme === internship.id);
  return placements.flatMap((placement) => {
    const words = person.sheets.filter(({ placementId }) => placementId === placement.placementId);
    const byPeriod = Map.groupBy(words, ({ period }) => period);
    return [...byPeriod].map(([period, said]) => ({ placement, period, words: said }));
  });
}

const everyDayOnce = (months: readonly CountedMonth[]): CountedMonth[] =>
  [...Map.groupBy(months, ({ sheet }) => sheet.period).values()].flatMap(countOnce);

function value(month: CountedMonth): ValuedMonth {
  const { amountFen, reason } = measure(month);
  return { ...month, amountFen, reasons: [reason, ...month.reasons] };
}

const inOrderOfEarning = (a: ValuedMonth, b: ValuedMonth): number => {
  if (a.sheet.period !== b.sheet.period) return a.sheet.period < b.sheet.period ? -1 : 1;
  return byAnnouncement(a, b);
};

const withoutPolicy = ({ placement, period, words }: PlacementMonth): Entitlement => ({
  scheme: internship.id,
  placementId: placement.placementId,
  uscc: placement.uscc,
  period,
  days: 0,
  amountFen: 0,
  policyVersion: null,
  reasons: [noPolicy(period)],
  sequence: latest(words).sequence,
});

const entitlement = (month: ValuedMonth): Entitlement => ({
  scheme: internship.id,
  placementId: month.placement.placementId,
  uscc: month.placement.uscc,
  period: month.sheet.period,
  days: month.days.size,
  amountFen: month.amountFen,
  policyVersion: month.policy.version,
  reasons: month.reasons,
  sequence: month.sheet.sequence,
});
