import { UnknownYear } from "../../shared/values/calendar.ts";
import { shardOf } from "../../shared/values/canonical.ts";
import type { Period } from "../../shared/values/period.ts";
import { type AttendanceQueries, attendanceQueries, type Month } from "../attendance/queries.ts";
import type { Account } from "./account.ts";
import { agree, type Rejudged, sideBySide } from "./agreement.ts";
import type { ApplicationStore } from "./application/application-store.ts";
import { applicationJudge } from "./application/judge.ts";
import { type Judge, personJudge } from "./book.ts";
import type { Entitlement } from "./facts.ts";
import { type Gatherer, gatherer } from "./gather.ts";
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
  const parts = Math.max(0, ...months.map(({ shards }) => shards));
  const judged = new Set<string>();
  for (let part = 0; part < parts; part++) {
    const gather = gatherer(attendance);
    const people = await peopleOf(months, part, parts, gather);
    const fresh = people.filter((personId) => !judged.has(personId));
    yield await judge(fresh, personJudge(gather));
    for (const personId of people) judged.add(personId);
  }
  const pointed = (await store.pointers(uscc)).filter(({ period }) => wanted(period));
  const left = new Set(pointed.map(({ subjectId }) => subjectId).filter((subject) => !judged.has(subject)));
  if (left.size > 0) yield await judge([...left], personJudge(gatherer(attendance)));
  const applied = (await applications.applicationsOf(uscc)).map(({ id }) => id);
  if (applied.length > 0) yield await judge(applied, applicationJudge(applications));

  async function judge<Facts>(ids: readonly string[], by: Judge<Facts>): Promise<Judgement> {
    const before = await accountsOf(ids, by, store);
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
    return { sides: await withoutMoving(own, before, by, store), unjudgeable };
  }
}

/** Shards are powers of two in number, so the people of one part stand in one shard of every month. */
async function peopleOf(
  months: readonly Month[],
  part: number,
  parts: number,
  gather: Gatherer,
): Promise<string[]> {
  const named = await Promise.all(
    months.map(({ uscc, period, shards }) => gather.named(uscc, period, part % shards)),
  );
  const own = named.flatMap((some) =>
    [...some].filter(([placementId]) => shardOf(placementId, parts) === part),
  );
  return [...new Set(own.map(([, personId]) => personId))];
}

async function accountsOf(
  ids: readonly string[],
  by: Pick<Judge<never>, "months">,
  store: SubsidyStore,
): Promise<Map<string, Account[]>> {
  const accounts = await store.accounts(await by.months(ids));
  return Map.groupBy(accounts, ({ subjectId }) => subjectId);
}

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
  before: ReadonlyMap<string, Account[]>,
  by: Pick<Judge<never>, "months">,
  store: SubsidyStore,
): Promise<Rejudged[]> {
  const suspects = [...new Set(sides.filter((side) => !agree(side)).map(({ subjectId }) => subjectId))];
  if (suspects.length === 0) return sides;
  const after = await accountsOf(suspects, by, store);
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
