import type { ApplicationFacts, Entitlement, PersonFacts } from "./facts.ts";
import { inForce } from "./in-force.ts";
import type { PolicyRecord } from "./policy.ts";
import { applicationSchemes, personSchemes } from "./schemes/index.ts";

export type * from "./facts.ts";

/**
 * What every month of one person is worth under every scheme, by the policies in force in the month it was earned.
 * Pure, and blind to order: the same facts in any order give the same answer, sorted by earned month, announcement
 * and placement. There is one answer per placement and month with a sheet; one worth nothing says why.
 * Amounts are rounded once per person-month.
 * @throws RangeError when a sheet belongs to no placement of the person, or published policies overlap
 * @throws UnknownYear when a month is prorated by the working days of a year without a holiday notice
 */
export function entitle(person: PersonFacts, policies: readonly PolicyRecord[]): Entitlement[] {
  refuseStraySheets(person);
  return personSchemes
    .flatMap(({ id, entitle: judge }) => judge(person, inForce(policies, id)))
    .toSorted(inOrderOfEarning);
}

/**
 * What every month of one application is worth under the scheme it was made for. Pure; nothing before it is approved,
 * and 0 with the reason in the same months once it is revoked.
 * @throws RangeError when published policies overlap
 */
export function entitleApplication(
  application: ApplicationFacts,
  policies: readonly PolicyRecord[],
): Entitlement[] {
  const scheme = applicationSchemes.find(({ id }) => id === application.form.scheme);
  return scheme?.entitle(application as never, inForce(policies, scheme.id)) ?? [];
}

function inOrderOfEarning(a: Entitlement, b: Entitlement): number {
  if (a.period !== b.period) return a.period < b.period ? -1 : 1;
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  return a.placementId < b.placementId ? -1 : 1;
}

function refuseStraySheets({ placements, sheets }: PersonFacts): void {
  const known = new Set(placements.map(({ placementId }) => placementId));
  const stray = sheets.find(({ placementId }) => !known.has(placementId));
  if (stray)
    throw new RangeError(`Sheet of ${stray.period} belongs to unknown placement ${stray.placementId}`);
}
