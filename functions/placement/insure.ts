import { Problem } from "../../shared/values/problem.ts";
import type { PersonItem, Placement } from "./store.ts";

type Insurance = NonNullable<Placement["insurance"]>;

/** @throws Problem 422 for an apprentice, whom social insurance covers, and for days that run backwards */
export function assertInsurable({ scheme }: Placement, { from, to }: Insurance): void {
  if (scheme !== "internship") throw refused("/policyNo", "学徒不投实习责任保险", "An apprentice needs none");
  if (to < from) throw refused("/to", "止期早于起期", "The insurance ends before it begins");
}

/** A placement with its insurance as it is known now, and its person with the days that it covers. */
export function insuredWith(
  placement: Placement,
  person: PersonItem,
  insurance: Insurance,
): [Placement, PersonItem] {
  const { policyNo: _policyNo, ...cover } = insurance;
  const placements = person.placements.map((one) =>
    one.placementId === placement.placementId ? { ...one, insurance: cover } : one,
  );
  const warnings = placement.warnings.filter(({ code }) => code !== "no-insurance");
  return [
    { ...placement, insurance, warnings, version: placement.version + 1 },
    { ...person, placements, version: person.version + 1 },
  ];
}

const refused = (pointer: string, zh: string, en: string) =>
  new Problem({ status: 422, code: "insurance-invalid", zh, en, pointer });
