import { ConditionFailed } from "../../shared/runtime/table.ts";
import type { Period } from "../../shared/values/period.ts";
import { type Account, append, type Cause, type Entry, reconcile } from "./account.ts";
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
 * Brings people's accounts in line with what they are owed now.
 *
 * The accounts are read before the facts, and written under the version that was read. So whoever booked in between,
 * by facts that may be newer than ours, makes our condition fail, and whoever booked before judged by facts that are
 * no newer than ours. Those people are read and judged again: nothing is booked twice, missed, or booked stale.
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
    const beaten: string[] = [];
    await store.each(facts, async (person) => {
      const own = accounts.get(person.personId) ?? [];
      const plan = reconcile(person.personId, own, entitle(person, policies), cause, at.toISOString());
      if (await bookAll(plan, store)) booked.push({ facts: person, accounts: merged(own, plan) });
      else beaten.push(person.personId);
    });
    pending = beaten;
  }
  return booked;
}

type Plan = { account: Account; entries: Entry[] }[];

/**
 * A month that has begun to close will not be looked at again by itself: its entries leave a pointer first. A close
 * that begins between the look and the booking is seen by the second look.
 * @returns false when somebody else has booked to one of the accounts meanwhile
 */
async function bookAll(plan: Plan, store: SubsidyStore): Promise<boolean> {
  if (plan.length === 0) return true;
  const before = await store.closing();
  await store.writePointers(pointersFor(plan, before));
  try {
    for (const { account, entries } of plan) await store.book(account, entries);
  } catch (cause) {
    if (cause instanceof ConditionFailed) return false;
    throw cause;
  }
  const after = await store.closing();
  if (after.size > before.size) await store.writePointers(pointersFor(plan, after));
  return true;
}

const pointersFor = (plan: Plan, closing: ReadonlySet<Period>): Pointer[] =>
  plan
    .filter(({ account }) => closing.has(account.period))
    .flatMap(({ account: { personId, period }, entries }) =>
      [...new Set(entries.map(({ uscc }) => uscc))].map((uscc) => ({ uscc, period, personId })),
    );

const merged = (accounts: readonly Account[], plan: Plan): Account[] => {
  const changed = new Map(plan.map(({ account, entries }) => [account.period, append(account, entries)]));
  return [...accounts.filter(({ period }) => !changed.has(period)), ...changed.values()];
};
