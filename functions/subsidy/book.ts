import { alreadyDone } from "../../shared/runtime/conflicts.ts";
import type { Period } from "../../shared/values/period.ts";
import { type Account, type Cause, type Entry, reconcile } from "./account.ts";
import { entitle } from "./entitle.ts";
import type { PersonFacts } from "./facts.ts";
import { gatherer } from "./gather.ts";
import type { Pointer, SubsidyStore } from "./store.ts";

/** One person as judged and booked: the facts that were judged, and the accounts as they are now. */
export interface Booked {
  facts: PersonFacts;
  accounts: Account[];
}

const ATTEMPTS = 10;

/**
 * Brings people's accounts in line with what they are owed now, and goes on until nothing differs any more.
 *
 * The accounts are read before the facts, and written under the version that was read: whoever booked in between
 * makes our condition fail. And whoever was booked is judged once more, since the facts may have changed while we
 * wrote and whoever saw the change may have found nothing to book yet. So nothing is booked twice, missed, or stale.
 * @throws RangeError when the facts contradict each other (see `entitle`)
 */
export async function bookPeople(
  personIds: readonly string[],
  cause: Cause,
  at: Date,
  store: SubsidyStore,
): Promise<Booked[]> {
  const booked: Booked[] = [];
  let pending = personIds;
  for (let attempt = 1; pending.length > 0; attempt++) {
    if (attempt > ATTEMPTS) throw new Error("These people's accounts keep changing; the message comes again");
    const accounts = await store.accountsOf(pending);
    const [facts, policies] = [await gatherer().facts(pending), await store.policies()];
    const again: string[] = [];
    await store.each(facts, async (person) => {
      const own = accounts.get(person.personId) ?? [];
      const plan = reconcile(person.personId, own, entitle(person, policies), cause, at.toISOString());
      if (plan.length === 0) booked.push({ facts: person, accounts: own });
      else again.push(person.personId);
      await bookAll(plan, store);
    });
    pending = again;
  }
  return booked;
}

type Plan = { account: Account; entries: Entry[] }[];

/**
 * Books what can be booked; where somebody else came first, the next judgement sees it.
 *
 * A month that has begun to close will not be looked at again by itself: its entries leave a pointer first. A close
 * that begins between the look and the booking is seen by the second look.
 */
async function bookAll(plan: Plan, store: SubsidyStore): Promise<void> {
  if (plan.length === 0) return;
  const before = await store.closing();
  await store.writePointers(pointersFor(plan, before));
  for (const { account, entries } of plan) await store.book(account, entries).catch(alreadyDone);
  const after = await store.closing();
  if (after.size > before.size) await store.writePointers(pointersFor(plan, after));
}

const pointersFor = (plan: Plan, closing: ReadonlySet<Period>): Pointer[] =>
  plan
    .filter(({ account }) => closing.has(account.period))
    .flatMap(({ account: { personId, period }, entries }) =>
      [...new Set(entries.map(({ uscc }) => uscc))].map((uscc) => ({ uscc, period, personId })),
    );
