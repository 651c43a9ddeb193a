import { addDays } from "../../shared/values/period.ts";
import { Problem } from "../../shared/values/problem.ts";
import { NO_INSURANCE } from "./placement.ts";
import type { PersonItem, Placement } from "./store.ts";

type Insurance = NonNullable<Placement["insurance"]>;

/** @throws Problem 422 for an apprentice, whom social insurance covers, and for days that run backwards */
export function assertInsurable({ scheme }: Placement, { from, to }: Insurance): void {
  if (scheme !== "internship") throw refused("/policyNo", "学徒不投实习责任保险", "An apprentice needs none");
  if (to < from) throw refused("/to", "止期早于起期", "The insurance ends before it begins");
}

/** A placement with its insurance as it is known now, if any, and its person with the days that it covers. */
export function insuredWith(
  placement: Placement,
  person: PersonItem,
  insurance: Insurance | null,
): [Placement, PersonItem] {
  const placements = person.placements.map(({ insurance: before, ...one }) => {
    const cover = one.placementId === placement.placementId ? coverOf(insurance) : before;
    return { ...one, ...(cover ? { insurance: cover } : {}) };
  });
  const others = placement.warnings.filter(({ code }) => code !== NO_INSURANCE.code);
  const warnings = insurance ? others : [...others, NO_INSURANCE];
  return [
    { ...placement, insurance, warnings, version: placement.version + 1 },
    { ...person, placements, version: person.version + 1 },
  ];
}

/** What is left of an insurance that lapsed on a day: nothing, when it had not begun. */
export function lapsedOn(insurance: Insurance, date: string): Insurance | null {
  const last = addDays(date, -1);
  if (last < insurance.from) return null;
  return last < insurance.to ? { ...insurance, to: last } : insurance;
}

function coverOf(insurance: Insurance | null) {
  if (!insurance) return undefined;
  const { policyNo: _policyNo, ...cover } = insurance;
  return cover;
}

const refused = (pointer: string, zh: string, en: string) =>
  new Problem({ status: 422, code: "insurance-invalid", zh, en, pointer });
