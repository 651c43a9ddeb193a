import type { Period } from "../../shared/values/period.ts";
import { type Account, append, type Cause, type Entry, reconcile } from "./account.ts";
import { entitle } from "./entitle.ts";
import type { Entitlement, PersonFacts } from "./facts.ts";
import type { Gatherer } from "./gather.ts";
import type { PolicyRecord } from "./policy.ts";
import type { Pointer, SubsidyStore } from "./store.ts";

/** One subject as judged and booked: the facts that were judged, and the accounts as they are now. */
export interface Booked<Facts = PersonFacts> {
  facts: Facts;
  accounts: Account[];
}

/** How one kind of subject is found and judged. */
export interface Judge<Facts> {
  /** Every month in which these subjects can have an account. */
  months(ids: readonly string[]): Promise<{ subjectId: string; period: Period }[]>;
  facts(ids: readonly string[]): Promise<Facts[]>;
  idOf(facts: Facts): string;
  entitle(facts: Facts, policies: readonly PolicyRecord[]): Entitlement[];
  /** Nothing but pointers leads a close to the accounts of such subjects. */
  alwaysPointed: boolean;
}

const ATTEMPTS = 10;

/** How people are found and judged. */
export const personJudge = (gather: Gatherer): Judge<PersonFacts> => ({
  months: gather.studentMonths,
  facts: gather.facts,
  idOf: ({ personId }) => personId,
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
 * between makes our condition fail. And whoever was booked is judged once more, since the facts may have changed while
 * we wrote and whoever saw the change may have found nothing to book yet. So nothing is booked twice, missed, or stale.
 *
 * A write that succeeded tells as much as a reading: at that instant the account was what was written. So only those
 * whose write failed are read again.
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
  const known = new Map<string, Account[]>();
  let pending = ids;
  for (let attempt = 1; pending.length > 0; attempt++) {
    if (attempt > ATTEMPTS) throw new Error("These accounts keep changing; the message comes again");
    await readAccounts(
      pending.filter((id) => !known.has(id)),
      known,
      store,
      judge,
    );
    const [facts, policies] = [await judge.facts(pending), await store.policies()];
    const plans: Plan[] = [];
    for (const subject of facts) {
      const id = judge.idOf(subject);
      const accounts = known.get(id) ?? [];
      const plan = reconcile(id, accounts, judge.entitle(subject, policies), cause, at.toISOString());
      if (plan.length === 0) booked.push({ facts: subject, accounts });
      else plans.push(...plan);
    }
    const written = await bookAll(plans, store, judge.alwaysPointed);
    for (const [index, { account, entries }] of plans.entries())
      note(known, written[index] ? append(account, entries) : null, account);
    pending = [...new Set(plans.map(({ account }) => account.subjectId))];
  }
  return booked;
}

/** Reads the accounts that subjects can have: of a person, those of every month in which an enterprise of theirs took files. */
async function readAccounts<Facts>(
  ids: readonly string[],
  known: Map<string, Account[]>,
  store: SubsidyStore,
  judge: Judge<Facts>,
): Promise<void> {
  if (ids.length === 0) return;
  const found = await store.accounts(await judge.months(ids));
  for (const id of ids) known.set(id, []);
  for (const account of found) known.get(account.subjectId)?.push(account);
}

/** Keeps an account as it was written. Of somebody else's booking nothing is known, so all of the subject is forgotten. */
function note(known: Map<string, Account[]>, written: Account | null, { subjectId, period }: Account): void {
  const others = known.get(subjectId)?.filter((account) => account.period !== period);
  if (written && others) known.set(subjectId, [...others, written]);
  else known.delete(subjectId);
}

interface Plan {
  account: Account;
  entries: Entry[];
}

/**
 * Books what can be booked and answers for each whether it was; where somebody else came first, the next judgement
 * sees it.
 *
 * A month that has begun to close will not be looked at again by itself: its entries leave a pointer first. A close
 * that begins between the look and the booking is seen by the second look.
 */
async function bookAll(
  plans: readonly Plan[],
  store: SubsidyStore,
  alwaysPointed: boolean,
): Promise<boolean[]> {
  if (plans.length === 0) return [];
  if (alwaysPointed) {
    await store.writePointers(pointersFor(plans));
    return store.book(plans);
  }
  const before = await store.closing();
  await store.writePointers(pointersFor(plans, before));
  const written = await store.book(plans);
  const after = await store.closing();
  if (after.size > before.size) await store.writePointers(pointersFor(plans, after));
  return written;
}

const pointersFor = (plans: readonly Plan[], months?: ReadonlySet<Period>): Pointer[] =>
  plans
    .filter(({ account }) => months === undefined || months.has(account.period))
    .flatMap(({ account: { subjectId, period }, entries }) =>
      [...new Set(entries.map(({ uscc }) => uscc))].map((uscc) => ({ uscc, period, subjectId })),
    );
