import type { Period } from "../../shared/values/period.ts";
import { type Account, append, type Cause, type Entry, reconcile } from "./account.ts";
import { entitle } from "./entitle.ts";
import type { Entitlement, PersonFacts } from "./facts.ts";
import type { Gatherer } from "./gather.ts";
import { type AccountKey, knownAccounts } from "./known-accounts.ts";
import type { PolicyRecord } from "./policy.ts";
import type { Pointer, SubsidyStore } from "./store.ts";

/** One subject as judged and booked: the facts that were judged, and the accounts as they are now. */
export interface Booked<Facts = PersonFacts> {
  facts: Facts;
  accounts: Account[];
}

/** How one kind of subject is found and judged. */
export interface Judge<Facts> {
  /** The accounts that these subjects are likely to have, told without looking far. */
  likely(ids: readonly string[]): Promise<AccountKey[]>;
  facts(ids: readonly string[]): Promise<Facts[]>;
  idOf(facts: Facts): string;
  /** Every month in which the subject can have an account. */
  months(facts: Facts): readonly Period[];
  entitle(facts: Facts, policies: readonly PolicyRecord[]): Entitlement[];
  /** Nothing but pointers leads a close to the accounts of such subjects. */
  alwaysPointed: boolean;
}

const ATTEMPTS = 10;

/** How people are found and judged. */
export const personJudge = (gather: Gatherer): Judge<PersonFacts> => ({
  likely: async (ids) => gather.likelyMonths(ids),
  facts: gather.facts,
  idOf: ({ personId }) => personId,
  months: gather.monthsOf,
  entitle,
  alwaysPointed: false,
});

/** Brings people's accounts in line with what they are owed now. @throws RangeError when facts contradict each other */
export const bookPeople = (
  personIds: readonly string[],
  cause: Cause,
  at: Date,
  store: SubsidyStore,
  gather: Gatherer,
): Promise<Booked[]> => bookSubjects(personIds, cause, at, store, personJudge(gather));

/**
 * Brings subjects' accounts in line with what they are owed now, and goes on until nothing differs any more.
 *
 * The accounts are known before the facts are read, and written under the version that is known: whoever booked in
 * between makes our condition fail. Whoever turns out to have accounts elsewhere waits until those are known as well.
 * And whoever was booked is judged once more, since the facts may have changed while we wrote and whoever saw the
 * change may have found nothing to book yet. So nothing is booked twice, missed, or stale.
 * @throws RangeError when the facts contradict each other (see `entitle`)
 */
export async function bookSubjects<Facts>(
  ids: readonly string[],
  cause: Cause,
  at: Date,
  store: SubsidyStore,
  judge: Judge<Facts>,
): Promise<Booked<Facts>[]> {
  const booked: Booked<Facts>[] = [];
  const known = knownAccounts(store);
  const pointing = pointingTo(cause, judge.alwaysPointed, store);
  let pending = ids;
  let unread = await judge.likely(ids);
  for (let attempt = 1; pending.length > 0; attempt++) {
    if (attempt > ATTEMPTS) throw new Error("These accounts keep changing; the message comes again");
    await known.look(unread);
    const [facts, policies] = await Promise.all([judge.facts(pending), store.policies()]);
    const plans: Plan[] = [];
    unread = [];
    for (const subject of facts) {
      const id = judge.idOf(subject);
      const elsewhere = known.unread(id, judge.months(subject));
      unread.push(...elsewhere);
      if (elsewhere.length > 0) continue;
      const accounts = known.of(id);
      const plan = reconcile(id, accounts, judge.entitle(subject, policies), cause, at.toISOString());
      if (plan.length === 0) booked.push({ facts: subject, accounts });
      else plans.push(...plan);
    }
    const written = await bookAll(plans, store, pointing);
    const lost = new Set(plans.filter((_, index) => !written[index]).map(({ account }) => account.subjectId));
    for (const { account, entries } of plans) known.keep(append(account, entries));
    pending = [
      ...new Set([...unread, ...plans.map(({ account }) => account)].map(({ subjectId }) => subjectId)),
    ];
    unread.push(...[...lost].flatMap(known.forget));
  }
  await pointing.after(booked.flatMap(({ accounts }) => accounts));
  return booked;
}

interface Plan {
  account: Account;
  entries: Entry[];
}

/**
 * Books what can be booked and answers for each whether it was; where somebody else came first, the next judgement
 * sees it. A month that has begun to close will not be looked at again by itself: its entries leave a pointer first.
 */
async function bookAll(plans: readonly Plan[], store: SubsidyStore, pointing: Pointing): Promise<boolean[]> {
  if (plans.length === 0) return [];
  await pointing.before(plans);
  return store.book(plans);
}

type Pointing = ReturnType<typeof pointingTo>;

/** Pointers to what one cause books, each left once. */
function pointingTo(cause: Cause, always: boolean, store: SubsidyStore) {
  const left = new Set<string>();

  async function point(entries: readonly { account: Account; uscc: string }[]): Promise<void> {
    if (entries.length === 0) return;
    const months = always ? null : await store.closing();
    const pointers = new Map<string, Pointer>();
    for (const { account, uscc } of entries) {
      const { subjectId, period } = account;
      const key = `${uscc}#${period}#${subjectId}`;
      if (left.has(key) || (months && !months.has(period))) continue;
      pointers.set(key, { uscc, period, subjectId });
    }
    await store.writePointers([...pointers.values()]);
    for (const key of pointers.keys()) left.add(key);
  }

  return {
    before: (plans: readonly Plan[]) =>
      point(plans.flatMap(({ account, entries }) => entries.map(({ uscc }) => ({ account, uscc })))),

    /**
     * A close may have begun between the look and the booking, and whoever booked may not have lived to look again:
     * so everything that this cause has ever booked is looked at once more.
     */
    after: (accounts: readonly Account[]) =>
      point(
        accounts.flatMap((account) =>
          account.entries
            .filter((entry) => entry.cause.kind === cause.kind && entry.cause.id === cause.id)
            .map(({ uscc }) => ({ account, uscc })),
        ),
      ),
  };
}
