import { type Fen, sumFen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Entitlement } from "./facts.ts";
import { noLongerOwed, type Reason } from "./reason.ts";

/**
 * The books of one subject and earned month, for all schemes and enterprises. The subject is a person, by `personId`,
 * or what is no person's: an application. Entries are only ever appended.
 */
export interface Account {
  subjectId: string;
  period: Period;
  /** Number of entries; a write is conditional on it. */
  version: number;
  entries: readonly Entry[];
}

export interface Entry {
  /** 1, 2, 3 … within the account. */
  n: number;
  scheme: string;
  /** Of an application's account: the application's own id. */
  placementId: string;
  uscc: string;
  /** The signed difference this entry makes. */
  amountFen: Fen;
  /** The total that counts now, not a difference. */
  days: number;
  policyVersion: string | null;
  reasons: Reason[];
  cause: Cause;
  /** Of the upload whose word stands; decides who comes first when money is short. */
  sequence: number;
  /** ISO 8601. */
  at: string;
}

/** What made the books move: an upload, a withdrawal, a policy, a close … and which one. */
export interface Cause {
  kind: string;
  id: string;
}

/** What the books say now about one scheme and placement. */
export type Standing = Omit<Entry, "n" | "cause" | "at">;

export const emptyAccount = (subjectId: string, period: Period): Account => ({
  subjectId,
  period,
  version: 0,
  entries: [],
});

/** What the account's subject is owed for the month in all. */
export const owed = (account: Account): Fen => sumFen(account.entries.map(({ amountFen }) => amountFen));

/** What the books say now, per scheme and placement: amounts summed, the rest as of the last entry. */
export function standing(account: Account): Standing[] {
  const byPlacement = Map.groupBy(account.entries, keyOf);
  return [...byPlacement.values()].map((entries) => {
    const { n: _n, cause: _cause, at: _at, ...last } = entries.at(-1) as Entry;
    return { ...last, amountFen: sumFen(entries.map(({ amountFen }) => amountFen)) };
  });
}

/**
 * The entries that bring the books in line with what is owed now: one per scheme and placement whose amount, days or
 * policy differ from what the books say, none where they agree. A placement without an entitlement is reversed to 0;
 * one worth nothing is booked once, with its reason.
 * @param entitlements of the account's subject; other months are passed over
 * @param at ISO 8601
 */
export function differences(
  account: Account,
  entitlements: readonly Entitlement[],
  cause: Cause,
  at: string,
): Entry[] {
  const due = entitlements.filter(({ period }) => period === account.period);
  const booked = new Map(standing(account).map((one) => [keyOf(one), one]));
  const owedNow = new Set(due.map(keyOf));
  const changed = due.flatMap((entitlement) => difference(booked.get(keyOf(entitlement)), entitlement));
  const vanished = [...booked.values()].filter((one) => !owedNow.has(keyOf(one))).flatMap(reversal);
  return [...changed, ...vanished].map((entry, index) => ({
    n: account.version + index + 1,
    ...entry,
    cause,
    at,
  }));
}

/**
 * The account with entries appended.
 * @throws RangeError when they don't continue the account
 */
export function append(account: Account, entries: readonly Entry[]): Account {
  const gap = entries.find((entry, index) => entry.n !== account.version + index + 1);
  if (gap) throw new RangeError(`Entry ${gap.n} doesn't continue version ${account.version}`);
  return { ...account, version: account.version + entries.length, entries: [...account.entries, ...entries] };
}

/** Every account of one subject with the entries it lacks; accounts that already agree are left out. */
export function reconcile(
  subjectId: string,
  accounts: readonly Account[],
  entitlements: readonly Entitlement[],
  cause: Cause,
  at: string,
): { account: Account; entries: Entry[] }[] {
  const known = new Map(accounts.map((account) => [account.period, account]));
  const periods = new Set([...known.keys(), ...entitlements.map(({ period }) => period)]);
  return [...periods].toSorted().flatMap((period) => {
    const account = known.get(period) ?? emptyAccount(subjectId, period);
    const entries = differences(account, entitlements, cause, at);
    return entries.length === 0 ? [] : [{ account, entries }];
  });
}

function difference(booked: Standing | undefined, due: Entitlement): Standing[] {
  const { period: _period, ...now } = due;
  if (booked === undefined) return [now];
  const same =
    booked.amountFen === now.amountFen &&
    booked.days === now.days &&
    booked.policyVersion === now.policyVersion;
  return same ? [] : [{ ...now, amountFen: now.amountFen - booked.amountFen }];
}

function reversal(booked: Standing): Standing[] {
  if (booked.amountFen === 0 && booked.days === 0) return [];
  return [{ ...booked, amountFen: 0 - booked.amountFen, days: 0, reasons: [noLongerOwed()] }];
}

const keyOf = ({ scheme, placementId }: { scheme: string; placementId: string }): string =>
  `${scheme}#${placementId}`;
