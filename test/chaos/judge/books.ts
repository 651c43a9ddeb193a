import type { Facts } from "../plan/facts.ts";
import { worthOf } from "./oracle.ts";
import type { Records } from "./records.ts";

export interface Entry {
  n: number;
  scheme: string;
  placementId: string;
  uscc: string;
  amountFen: number;
  days: number;
}

export interface Account {
  subjectId: string;
  period: string;
  version: number;
  entries: Entry[];
}

export const accountsOf = (records: Records): Account[] =>
  records.of("Subsidy", "SUBJECT#") as unknown as Account[];

/** The books say of every student-month what the facts are worth, and their entries are numbered without a gap. */
export function booksAreRight(facts: Facts, records: Records): string[] {
  const accounts = accountsOf(records);
  const personOf = new Map(
    records.of("Placement", "ENTERPRISE#").map(({ placementId, personId }) => [placementId, personId]),
  );
  const booked = new Map<string, { days: number; amountFen: number }>();
  for (const { period, entries } of accounts)
    for (const { placementId, days, amountFen } of entries) {
      const key = `${placementId} ${period}`;
      booked.set(key, { days, amountFen: (booked.get(key)?.amountFen ?? 0) + amountFen });
    }
  const wrong: string[] = [];
  for (const { number } of facts.students)
    for (const { placement, period, days, amountFen } of worthOf(facts, number)) {
      const key = `${placement.id} ${period}`;
      const found = booked.get(key) ?? { days: 0, amountFen: 0 };
      booked.delete(key);
      if (found.days !== days || found.amountFen !== amountFen)
        wrong.push(
          `books: ${key} (${personOf.get(placement.id)}) is worth ${amountFen} for ${days} days, and booked ${found.amountFen} for ${found.days}`,
        );
    }
  for (const [key, { amountFen }] of booked)
    if (amountFen !== 0) wrong.push(`books: ${key} is worth nothing, and booked ${amountFen}`);
  const gaps = accounts.filter(
    ({ version, entries }) => version !== entries.length || entries.some(({ n }, at) => n !== at + 1),
  );
  return [
    ...wrong,
    ...gaps.map(({ subjectId, period }) => `books: the entries of ${subjectId} ${period} have a gap`),
  ];
}
