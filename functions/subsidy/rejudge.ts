import { UnknownYear } from "../../shared/values/calendar.ts";
import type { Period } from "../../shared/values/period.ts";
import { type AttendanceQueries, attendanceQueries } from "../attendance/queries.ts";
import type { Account } from "./account.ts";
import { agree, type Rejudged, sideBySide } from "./agreement.ts";
import { entitle } from "./entitle.ts";
import type { Entitlement, PersonFacts } from "./facts.ts";
import { type Gatherer, gatherer, partsOf, peopleOf } from "./gather.ts";
import type { PolicyRecord } from "./policy.ts";
import type { SubsidyStore } from "./store.ts";

/** Somebody whose facts contradict each other, so that nothing can be said of the books. */
export interface Unjudgeable {
  subjectId: string;
  cause: string;
}

export interface Judgement {
  sides: Rejudged[];
  unjudgeable: Unjudgeable[];
}

/**
 * Judges everybody anew whom an enterprise's files have ever named, from facts and policies alone, and puts beside it
 * what the books say of the enterprise. One judgement for each part of its people, so that memory does not grow with
 * the enterprise. Nothing is written.
 * @param wanted the earned months to look at
 * @param attendance where words come from: the stored ones, unless an audit has read the files again
 */
export async function* rejudge(
  uscc: string,
  wanted: (period: Period) => boolean,
  store: SubsidyStore,
  attendance: AttendanceQueries = attendanceQueries(),
): AsyncGenerator<Judgement> {
  const policies = await store.policies();
  const months = (await attendance.months(uscc)).filter(({ period }) => wanted(period));
  const periods = new Set(months.map(({ period }) => period));
  const parts = months.length === 0 ? 0 : partsOf(months);
  const judged = new Set<string>();
  for (let part = 0; part < parts; part++) {
    const gather = gatherer(attendance);
    const people = await peopleOf(months, part, parts, gather);
    const fresh = people.filter((personId) => !judged.has(personId));
    yield await judge(fresh, gather);
    for (const personId of people) judged.add(personId);
  }
  const pointed = (await store.pointers(uscc)).filter(({ period }) => wanted(period));
  const left = new Set(pointed.map(({ subjectId }) => subjectId).filter((subject) => !judged.has(subject)));
  if (left.size > 0) yield await judge([...left], gatherer(attendance));

  async function judge(personIds: readonly string[], gather: Gatherer): Promise<Judgement> {
    const before = await accountsOf(personIds);
    const facts = await gather.facts(personIds);
    const sides: Rejudged[] = [];
    const unjudgeable: Unjudgeable[] = [];
    for (const person of facts) {
      const found = entitlementsOf(person, policies);
      if ("cause" in found) unjudgeable.push(found);
      else sides.push(...sideBySide(person.personId, before.get(person.personId) ?? [], found.entitlements));
    }
    const own = sides.filter((side) => side.uscc === uscc && periods.has(side.period));
    return { sides: await withoutMoving(own, before, accountsOf), unjudgeable };
  }

  /** The enterprise has entries for months alone that it has opened. */
  async function accountsOf(personIds: readonly string[]): Promise<Accounts> {
    const keys = personIds.flatMap((subjectId) => [...periods].map((period) => ({ subjectId, period })));
    return Map.groupBy(await store.accounts(keys), ({ subjectId }) => subjectId);
  }
}

type Accounts = Map<string, Account[]>;

type Judged = { entitlements: Entitlement[] } | Unjudgeable;

function entitlementsOf(person: PersonFacts, policies: readonly PolicyRecord[]): Judged {
  try {
    return { entitlements: entitle(person, policies) };
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof UnknownYear)) throw cause;
    return { subjectId: person.personId, cause: cause.message };
  }
}

/** Leaves out the people whose accounts somebody has booked to while we looked: they are being judged right now. */
async function withoutMoving(
  sides: Rejudged[],
  before: Accounts,
  accountsOf: (personIds: readonly string[]) => Promise<Accounts>,
): Promise<Rejudged[]> {
  const suspects = [...new Set(sides.filter((side) => !agree(side)).map(({ subjectId }) => subjectId))];
  if (suspects.length === 0) return sides;
  const after = await accountsOf(suspects);
  const versions = (accounts: readonly Account[] = []) =>
    accounts
      .map(({ period, version }) => `${period}#${version}`)
      .sort()
      .join();
  const moving = new Set(
    suspects.filter((subject) => versions(before.get(subject)) !== versions(after.get(subject))),
  );
  return sides.filter(({ subjectId }) => !moving.has(subjectId));
}
