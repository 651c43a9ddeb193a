import { UnknownYear } from "../../shared/values/calendar.ts";
import type { Period } from "../../shared/values/period.ts";
import { type AttendanceQueries, attendanceQueries } from "../attendance/queries.ts";
import type { Account } from "./account.ts";
import { agree, type Rejudged, sideBySide } from "./agreement.ts";
import type { ApplicationStore } from "./application/application-store.ts";
import { applicationJudge } from "./application/judge.ts";
import { type Judge, personJudge } from "./book.ts";
import type { Entitlement } from "./facts.ts";
import { gatherer, partsOf, peopleOf } from "./gather.ts";
import type { AccountKey } from "./known-accounts.ts";
import type { PolicyRecord } from "./policy.ts";
import type { SubsidyStore } from "./store.ts";

/** Somebody whose facts contradict each other, so that nothing can be said of the books. */
export interface Unjudgeable {
  subjectId: string;
  cause: string;
}

/** Where the books and what was applied for are kept. */
export interface Books {
  store: SubsidyStore;
  applications: ApplicationStore;
}

export interface Judgement {
  sides: Rejudged[];
  unjudgeable: Unjudgeable[];
}

/**
 * Judges everybody anew whom an enterprise's files have ever named, and everything it has applied for, from facts and
 * policies alone, and puts beside it what the books say of the enterprise. One judgement for each part of its people,
 * so that memory does not grow with the enterprise. Nothing is written.
 * @param wanted the earned months to look at
 * @param attendance where words come from: the stored ones, unless an audit has read the files again
 */
export async function* rejudge(
  uscc: string,
  wanted: (period: Period) => boolean,
  { store, applications }: Books,
  attendance: AttendanceQueries = attendanceQueries(),
): AsyncGenerator<Judgement> {
  const policies = await store.policies();
  const months = (await attendance.months(uscc)).filter(({ period }) => wanted(period));
  const pointed = (await store.pointers(uscc)).filter(({ period }) => wanted(period));
  // the enterprise has entries for months alone that it has opened
  const periods = new Set([...months, ...pointed].map(({ period }) => period));
  const everyMonth: KeysOf = async (ids) =>
    ids.flatMap((subjectId) => [...periods].map((period) => ({ subjectId, period })));
  const parts = months.length === 0 ? 0 : partsOf(months);
  const judged = new Set<string>();
  for (let part = 0; part < parts; part++) {
    const gather = gatherer(attendance);
    const people = await peopleOf(months, part, parts, gather);
    const fresh = people.filter((personId) => !judged.has(personId));
    yield await judge(fresh, personJudge(gather), everyMonth);
    for (const personId of people) judged.add(personId);
  }
  const left = new Set(pointed.map(({ subjectId }) => subjectId).filter((subject) => !judged.has(subject)));
  if (left.size > 0) yield await judge([...left], personJudge(gatherer(attendance)), everyMonth);
  const applied = (await applications.applicationsOf(uscc)).map(({ id }) => id);
  const byApplication = applicationJudge(applications);
  if (applied.length > 0) yield await judge(applied, byApplication, byApplication.likely);

  async function judge<Facts>(ids: readonly string[], by: Judge<Facts>, keysOf: KeysOf): Promise<Judgement> {
    const accountsOf = async (some: readonly string[]): Promise<Accounts> =>
      Map.groupBy(await store.accounts(await keysOf(some)), ({ subjectId }) => subjectId);
    const before = await accountsOf(ids);
    const facts = await by.facts(ids);
    const sides: Rejudged[] = [];
    const unjudgeable: Unjudgeable[] = [];
    for (const subject of facts) {
      const subjectId = by.idOf(subject);
      const found = entitlementsOf(subject, by, policies);
      if ("cause" in found) unjudgeable.push(found);
      else sides.push(...sideBySide(subjectId, before.get(subjectId) ?? [], found.entitlements));
    }
    const own = sides.filter((side) => side.uscc === uscc && wanted(side.period));
    return { sides: await withoutMoving(own, before, accountsOf), unjudgeable };
  }
}

type KeysOf = (ids: readonly string[]) => Promise<AccountKey[]>;
type Accounts = Map<string, Account[]>;

type Judged = { entitlements: Entitlement[] } | Unjudgeable;

function entitlementsOf<Facts>(facts: Facts, by: Judge<Facts>, policies: readonly PolicyRecord[]): Judged {
  try {
    return { entitlements: by.entitle(facts, policies) };
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof UnknownYear)) throw cause;
    return { subjectId: by.idOf(facts), cause: cause.message };
  }
}

/** Leaves out those whose accounts somebody has booked to while we looked: they are being judged right now. */
async function withoutMoving(
  sides: Rejudged[],
  before: Accounts,
  accountsOf: (ids: readonly string[]) => Promise<Accounts>,
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
