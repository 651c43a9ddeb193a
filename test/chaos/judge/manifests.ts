import { unpacked } from "../../../shared/runtime/packed.ts";
import { type Account, accountsOf, type Entry } from "./books.ts";
import type { Records, Row } from "./records.ts";

export interface Manifest {
  uscc: string;
  period: string;
  attempt: string;
  totalFen: number;
  lines: number;
}

export interface Line {
  subjectId: string;
  earnedPeriod: string;
  placementId: string;
  scheme: string;
  amountFen: number;
  fromN: number;
  toN: number;
  sequence: number;
}

export const manifestsOf = (records: Records): Manifest[] =>
  records.of("Settlement", "MANIFESTS#") as unknown as Manifest[];

const keyOf = ({ subjectId, period }: { subjectId: string; period: string }): string =>
  `${subjectId} ${period}`;

/**
 * After the last close every entry was claimed by exactly one manifest, at its own firm, in a month not before it was
 * earned; and what the manifests come to is what the entries come to.
 */
export function manifestsAreRight(records: Records): string[] {
  const accounts = new Map(accountsOf(records).map((account) => [keyOf(account), account]));
  const claims = new Map<Entry, number>();
  const wrong: string[] = [];
  for (const manifest of manifestsOf(records)) {
    const lines = linesOf(manifest, records);
    const total = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
    if (total !== manifest.totalFen || lines.length !== manifest.lines)
      wrong.push(
        `manifests: ${manifest.period} ${manifest.uscc} says ${manifest.totalFen}, its lines ${total}`,
      );
    for (const line of lines) wrong.push(...claimed(line, manifest, accounts, claims));
  }
  for (const account of accounts.values())
    for (const entry of account.entries) {
      const times = claims.get(entry) ?? 0;
      if (times !== 1)
        wrong.push(`manifests: entry ${entry.n} of ${keyOf(account)} is claimed ${times} times`);
    }
  return wrong;
}

function claimed(
  line: Line,
  { uscc, period }: Manifest,
  accounts: ReadonlyMap<string, Account>,
  claims: Map<Entry, number>,
): string[] {
  const account = accounts.get(`${line.subjectId} ${line.earnedPeriod}`);
  const entries = (account?.entries ?? []).filter(
    (entry) =>
      entry.uscc === uscc &&
      entry.placementId === line.placementId &&
      entry.scheme === line.scheme &&
      entry.n >= line.fromN &&
      entry.n <= line.toN,
  );
  for (const entry of entries) claims.set(entry, (claims.get(entry) ?? 0) + 1);
  const amount = entries.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const about = `manifests: ${period} ${uscc} ${line.subjectId} ${line.earnedPeriod}`;
  return [
    ...(amount === line.amountFen ? [] : [`${about} claims ${line.amountFen} of entries of ${amount}`]),
    ...(line.earnedPeriod <= period ? [] : [`${about} was claimed before it was earned`]),
  ];
}

export const linesOf = ({ uscc, period, attempt }: Manifest, records: Records): Line[] =>
  records
    .of("Settlement", `LINES#${uscc}#${period}`)
    .filter(({ sk }) => String(sk).startsWith(`${attempt}#`))
    .flatMap((chunk: Row) => unpacked<Line[]>(String(chunk["lines"])));
