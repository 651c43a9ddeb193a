import { ConditionFailed } from "../../shared/runtime/table.ts";
import type { Period } from "../../shared/values/period.ts";
import { type Account, append, type Cause, type Entry, reconcile } from "./account.ts";
import { entitle } from "./entitle.ts";
import type { PersonFacts } from "./facts.ts";
import type { PolicyRecord } from "./policy.ts";
import type { Pointer, SubsidyStore } from "./store.ts";

/** One person's accounts after a booking, and whether anything had to be written. */
export interface Booked {
  accounts: Account[];
  written: boolean;
}

const ATTEMPTS = 10;

/**
 * Brings one person's accounts in line with what is owed now. Anybody else booking to the same accounts at the same
 * moment makes a condition fail; then everything is read and judged again, so nothing is booked twice or missed.
 * @throws RangeError when the facts contradict each other (see `entitle`)
 */
export async function bookPerson(
  facts: PersonFacts,
  policies: readonly PolicyRecord[],
  cause: Cause,
  at: Date,
  store: SubsidyStore,
): Promise<Booked> {
  const entitlements = entitle(facts, policies);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const accounts = await store.accountsOfPerson(facts.personId);
    const plan = reconcile(facts.personId, accounts, entitlements, cause, at.toISOString());
    try {
      await bookAll(plan, store);
      return { accounts: merged(accounts, plan), written: plan.length > 0 };
    } catch (failure) {
      if (!(failure instanceof ConditionFailed)) throw failure;
    }
  }
  throw new Error("The person's accounts keep changing; the message comes again");
}

type Plan = { account: Account; entries: Entry[] }[];

/**
 * A month that has begun to close will not be looked at again by itself: its entries leave a pointer first. A close
 * that begins between the look and the booking is seen by the second look.
 */
async function bookAll(plan: Plan, store: SubsidyStore): Promise<void> {
  if (plan.length === 0) return;
  const before = await store.closing();
  await store.writePointers(pointersFor(plan, before));
  for (const { account, entries } of plan) await store.book(account, entries);
  const after = await store.closing();
  if (after.size > before.size) await store.writePointers(pointersFor(plan, after));
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
