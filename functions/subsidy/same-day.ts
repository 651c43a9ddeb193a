import { SameDayFound } from "../../events/subsidy.ts";
import { fact, publish } from "../../shared/runtime/bus.ts";
import { fingerprint } from "../../shared/values/canonical.ts";
import type { PersonFacts } from "./facts.ts";
import { type SharedDays, sharedDays } from "./shared-days.ts";
import type { SubsidyStore } from "./store.ts";

/**
 * Tells the enterprises that claim the same days of a person that it is so, each about its own upload, never where.
 * It is told as it stands, also when it is over; what was seen later outranks what was seen before.
 * @param seenAt before the facts were read
 */
export async function tellSharedDays(
  people: readonly PersonFacts[],
  seenAt: Date,
  store: SubsidyStore,
): Promise<void> {
  const placedTwice = people.filter(({ placements }) => new Set(placements.map(({ uscc }) => uscc)).size > 1);
  if (placedTwice.length === 0) return;
  const policies = await store.policies();
  const found = placedTwice.flatMap((person) => sharedDays(person, policies));
  await publish(found.map((shared) => factOf(shared, seenAt)));
}

function factOf(data: SharedDays, at: Date) {
  const { placementId, uploadId, dates, kept } = data;
  const id = `${uploadId}-${placementId}-${fingerprint([dates, kept]).slice(0, 16)}`;
  return fact({
    event: SameDayFound,
    id,
    subject: `${placementId}-${data.period}`,
    subjectVersion: at.getTime(),
    data,
    at,
  });
}
