import type { Fen } from "../../../../shared/values/money.ts";
import { type LocalDate, type Period, periodOf } from "../../../../shared/values/period.ts";
import type { Entitlement, PersonFacts, PlacementFacts, SheetFacts } from "../../facts.ts";
import { notCertified, type Reason } from "../../reason.ts";
import { certifiedOn, datesOf, isPresent, latest } from "../attended.ts";
import { awaitsConfirmation, type PersonScheme } from "../scheme.ts";
import {
  defaultInsurancePolicy,
  examineInsurancePolicy,
  type InsurancePolicy,
  insurancePolicy,
} from "./policy.ts";
import {
  insuredActual,
  insuredBefore,
  insuredFlat,
  notCovered,
  notInsured,
  premiumUnknown,
  tooFewInsuredDays,
} from "./reasons.ts";

/** 实习责任保险补贴: the premium of an intern's liability insurance, in the first month that it covers attendance. */
export const insurance: PersonScheme<InsurancePolicy, typeof insurancePolicy> = {
  id: "insurance",
  subject: "person",
  name: { zh: "实习责任保险补贴", en: "Internship insurance subsidy" },
  document: insurancePolicy,
  examine: examineInsurancePolicy,
  defaultPolicy: defaultInsurancePolicy,
  entitle: entitleInsured,
  countedDays: () => [],
};

/** A month in which the intern was there, and the policy that is in force for it. */
interface AttendedMonth {
  placement: PlacementFacts;
  /** The word that stands. */
  sheet: SheetFacts;
  dates: LocalDate[];
  policy: InsurancePolicy;
}

/** What a month is worth on its own. */
interface Worth {
  days: number;
  amountFen: Fen;
  reasons: Reason[];
}

/** Every attended month up to the one that earns the premium has its answer; after it the placement is done. */
function entitleInsured(
  person: PersonFacts,
  policyOf: (period: Period) => InsurancePolicy | null,
): Entitlement[] {
  const earnedBy = new Map<string, string>();
  return attendedMonths(person, policyOf).flatMap((month) => {
    const occasion = occasionOf(month);
    const earner = earnedBy.get(occasion);
    if (earner === month.placement.placementId) return [];
    const worth = worthOf(month, person);
    if (worth.amountFen > 0 && earner === undefined) earnedBy.set(occasion, month.placement.placementId);
    return [entitlement(month, earner === undefined ? worth : repeated(worth, month))];
  });
}

const occasionOf = ({ placement, sheet, policy }: AttendedMonth): string =>
  policy.oncePer === "placement" ? placement.placementId : yearOf(sheet);
const yearOf = ({ period }: SheetFacts): string => period.slice(0, 4);

const repeated = ({ days, amountFen, reasons }: Worth, { sheet }: AttendedMonth): Worth =>
  amountFen === 0
    ? { days, amountFen, reasons }
    : { days, amountFen: 0, reasons: [insuredBefore(yearOf(sheet))] };

/** In the order in which they could have earned it: by month, then by who announced first. */
function attendedMonths(
  { placements, sheets }: PersonFacts,
  policyOf: (period: Period) => InsurancePolicy | null,
): AttendedMonth[] {
  const months = placements
    .filter(({ scheme }) => scheme === "internship")
    .flatMap((placement) => {
      const words = sheets.filter(({ placementId }) => placementId === placement.placementId);
      return [...Map.groupBy(words, ({ period }) => period)].flatMap(([period, said]) => {
        const [policy, sheet] = [policyOf(period), latest(said)];
        const dates = attendedDates(sheet, placement);
        return policy === null || dates.length === 0 ? [] : [{ placement, sheet, dates, policy }];
      });
    });
  return months.toSorted(inOrderOfEarning);
}

function attendedDates(sheet: SheetFacts, { start, end }: PlacementFacts): LocalDate[] {
  const there = sheet.days.filter((day) => isPresent(day) && day.minutes > 0);
  return datesOf(there).filter((date) => periodOf(date) === sheet.period && start <= date && date <= end);
}

function worthOf({ placement, dates, policy }: AttendedMonth, person: PersonFacts): Worth {
  const { uscc, insurance: cover } = placement;
  if (!cover) return nothing(notInsured());
  const covered = dates.filter((date) => cover.from <= date && date <= cover.to);
  if (covered.length === 0) return nothing(notCovered(cover.from, cover.to));
  const certified = covered.filter(certifiedOn(person.certifications, uscc, policy.requiresCertification));
  const [days, dropped] = [certified.length, covered.length - certified.length];
  const lost = dropped === 0 ? [] : [notCertified(dropped, policy.requiresCertification ?? "")];
  if (days < policy.minDays) return nothing(tooFewInsuredDays(days, policy.minDays), ...lost);
  if (policy.basis === "flat")
    return { days, amountFen: policy.rateFen, reasons: [insuredFlat(days, wordsOf(policy)), ...lost] };
  if (cover.premiumFen === undefined) return nothing(premiumUnknown());
  return {
    days,
    amountFen: Math.min(cover.premiumFen, policy.rateFen),
    reasons: [insuredActual(days, cover.premiumFen, wordsOf(policy)), ...lost],
  };
}

const nothing = (...reasons: Reason[]): Worth => ({ days: 0, amountFen: 0, reasons });

const wordsOf = (policy: InsurancePolicy) => ({
  version: policy.version,
  rateFen: policy.rateFen,
  unconfirmed: awaitsConfirmation(policy),
});

function inOrderOfEarning(a: AttendedMonth, b: AttendedMonth): number {
  if (a.sheet.period !== b.sheet.period) return a.sheet.period < b.sheet.period ? -1 : 1;
  return (
    (a.sheet.announcedAt ?? "").localeCompare(b.sheet.announcedAt ?? "") ||
    a.sheet.sequence - b.sheet.sequence ||
    (a.placement.placementId < b.placement.placementId ? -1 : 1)
  );
}

const entitlement = ({ placement, sheet, policy }: AttendedMonth, worth: Worth): Entitlement => ({
  scheme: insurance.id,
  placementId: placement.placementId,
  uscc: placement.uscc,
  period: sheet.period,
  ...worth,
  policyVersion: policy.version,
  sequence: sheet.sequence,
});
