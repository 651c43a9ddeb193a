import { shardOf } from "../../shared/values/canonical.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Account } from "./account.ts";

/** Accounts in one piece: small enough for an item, whatever their entries' reasons say. */
const ACCOUNTS_PER_PIECE = 1_000;

/**
 * What the accounts of one part of an enterprise's people said of the enterprise's month when a close had it
 * recomputed. Entries never change, and what is booked after a close has begun leaves a pointer: so a statement stays
 * true, and together with the pointers it is complete.
 */
export interface Statement {
  uscc: string;
  period: Period;
  part: number;
  parts: number;
  piece: number;
  pieces: number;
  /** Of that month, with the entries of that enterprise alone. */
  accounts: Account[];
}

/** The statements of one part, in as many pieces as it needs; an account lies in the same piece whoever states it. */
export function statementsOf(
  accounts: readonly Account[],
  about: Pick<Statement, "uscc" | "period" | "part" | "parts">,
): Statement[] {
  const own = accounts
    .filter(({ period }) => period === about.period)
    .map((account) => ({ ...account, entries: account.entries.filter(({ uscc }) => uscc === about.uscc) }))
    .filter(({ entries }) => entries.length > 0);
  const pieces = 2 ** Math.ceil(Math.log2(Math.max(1, own.length / ACCOUNTS_PER_PIECE)));
  const byPiece = Map.groupBy(own, ({ subjectId }) => shardOf(subjectId, pieces));
  return Array.from({ length: pieces }, (_, piece) => {
    return { ...about, piece, pieces, accounts: byPiece.get(piece) ?? [] };
  });
}

/**
 * The accounts that all statements of an enterprise's month name, each once.
 * @returns null when something is missing, or they were made for different divisions of the people
 */
export function statedIn(statements: readonly Statement[]): Account[] | null {
  const [first] = statements;
  if (!first) return null;
  const byPart = Map.groupBy(statements, ({ part }) => part);
  const whole = [...byPart.values()].every((some) =>
    some.every(({ parts, pieces }) => parts === first.parts && pieces === some.length),
  );
  if (!whole || byPart.size !== first.parts) return null;
  const latest = new Map<string, Account>();
  for (const account of statements.flatMap(({ accounts }) => accounts)) {
    const before = latest.get(account.subjectId);
    if (!before || before.version < account.version) latest.set(account.subjectId, account);
  }
  return [...latest.values()];
}
