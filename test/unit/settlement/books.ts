import { claim } from "../../../functions/settlement/booking/claim.ts";
import type { Manifest } from "../../../functions/settlement/booking/manifest-store.ts";
import type {
  BookedAccount,
  BookedEntry,
  Claim,
  EarnedMonth,
} from "../../../functions/settlement/ledger/books.ts";
import type { Outcome } from "../../../functions/settlement/ledger/comparison.ts";
import type { Payment } from "../../../functions/settlement/payment/payment.ts";

export const PERIOD = "2026-06";
const CLOSED = "2026-07-05T02:00:00+08:00";

export const entry = (n: number, amountFen: number, facts: Partial<BookedEntry> = {}): BookedEntry => ({
  n,
  scheme: "internship",
  placementId: "P1",
  uscc: "A",
  amountFen,
  days: 10 + n,
  policyVersion: "2026-01",
  sequence: n,
  at: "2026-07-02T10:00:00+08:00",
  ...facts,
});
export const account = (subjectId: string, ...entries: BookedEntry[]): BookedAccount => ({
  subjectId,
  period: PERIOD,
  version: entries.length,
  entries,
});

/** What differs, as `comparison: subject expected≠found`. */
export const told = (outcomes: readonly Outcome[]): string[] =>
  outcomes
    .flatMap(({ differences }) => differences)
    .map(({ comparison, subject, expected, found }) => `${comparison}: ${subject} ${expected}≠${found}`);

/** A sound month: an intern whose month was corrected, one at two enterprises, one who came after the close. */
export function month(): EarnedMonth & { accounts: BookedAccount[]; claims: Claim[] } {
  const accounts = [
    account("p1", entry(1, 50_000), entry(2, -20_000)),
    account(
      "p2",
      entry(1, 50_000, { uscc: "B", placementId: "PB" }),
      entry(2, 30_000, { placementId: "P2" }),
    ),
  ];
  const lines = claim(
    accounts.map((one) => ({ ...one, entries: one.entries.map((it) => ({ ...it, reasons: [] })) })),
    new Map(),
    "A",
    PERIOD,
  );
  const late = account("p3", entry(1, 50_000, { placementId: "P3", at: "2026-07-06T10:00:00+08:00" }));
  return {
    uscc: "A",
    period: PERIOD,
    accounts: [...accounts, late],
    claims: lines,
    closes: [{ period: PERIOD, begunAt: CLOSED }],
  };
}

export const manifest = (facts: Partial<Manifest> = {}): Manifest => ({
  uscc: "A",
  period: PERIOD,
  runId: "run",
  attempt: "attempt",
  lines: 2,
  totalFen: 60_000,
  movements: { "internship#2026": { owedFen: 60_000, takenBackFen: 0 } },
  previousHash: "",
  hash: "",
  ...facts,
});

export const payment = (facts: Partial<Payment> = {}): Payment => ({
  paymentId: "P202606-A",
  period: PERIOD,
  uscc: "A",
  amountFen: 60_000,
  status: "paid",
  account: "sealed",
  accountMasked: "*****23",
  reason: null,
  bankRef: null,
  bankDate: null,
  number: 1,
  batch: 1,
  bankCode: "313505000001",
  carriedBy: null,
  replaces: null,
  replacedBy: null,
  instructedAt: "2026-07-20T09:00:00+08:00",
  version: 2,
  ...facts,
});
