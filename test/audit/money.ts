import type { AttendanceQueries } from "../../functions/attendance/queries.ts";
import type { Claim } from "../../functions/settlement/ledger/books.ts";
import { Comparing, type Outcome } from "../../functions/settlement/ledger/comparison.ts";
import { hasReached } from "../../functions/settlement/month/period.ts";
import { payableFen } from "../../functions/settlement/payment/balance.ts";
import type { Payment } from "../../functions/settlement/payment/payment.ts";
import { type Held, paymentsRun } from "../../functions/settlement/payment/payment-store.ts";
import { freeThrough } from "../../functions/settlement/publicity/holds.ts";
import type { SettlementStore } from "../../functions/settlement/store.ts";
import { type Entry, judgedAnew, subsidyQueries } from "../../functions/subsidy/queries.ts";
import { sumFen } from "../../shared/values/money.ts";
import { type Period, shanghaiDate } from "../../shared/values/period.ts";

interface About {
  subjectId: string;
  period: Period;
  scheme: string;
  placementId: string;
}

const keyOf = ({ subjectId, period, scheme, placementId }: About): string =>
  [subjectId, period, scheme, placementId].join(" ");

/**
 * What the files make each student-month worth, against what all manifests together settle of it, plus what is booked
 * and waits for the next close. The lines' own sums are held against entries elsewhere; this goes past the entries.
 */
export async function compareSettled(
  uscc: string,
  wanted: (period: Period) => boolean,
  store: SettlementStore,
  attendance: AttendanceQueries,
): Promise<Outcome> {
  const comparing = new Comparing("settled", uscc);
  const claims = await claimsOf(uscc, store);
  const found = new Map<string, { about: About; expected: number; found: number }>();
  const sideOf = (about: About) => {
    const side = found.get(keyOf(about)) ?? { about, expected: 0, found: 0 };
    found.set(keyOf(about), side);
    return side;
  };
  for await (const { sides } of judgedAnew(uscc, wanted, attendance))
    for (const side of sides) sideOf(side).expected += side.owed?.amountFen ?? 0;
  for (const claim of claims)
    if (wanted(claim.earnedPeriod)) sideOf({ ...claim, period: claim.earnedPeriod }).found += claim.amountFen;
  for (const { about, entry } of await waiting(uscc, [...found.values()], claims))
    sideOf(about).found += entry.amountFen;
  for (const { about, expected, found: settled } of found.values())
    comparing.amount(
      about.period,
      `${about.subjectId} ${about.scheme} ${about.placementId}`,
      expected,
      settled,
    );
  return comparing.outcome;
}

async function claimsOf(uscc: string, store: SettlementStore): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const manifest of await store.manifestsOf(uscc))
    claims.push(...(await store.lines(manifest)).map(({ reasons: _reasons, ...claim }) => claim));
  return claims;
}

/** Entries of the enterprise that no manifest has claimed yet. */
async function waiting(
  uscc: string,
  sides: readonly { about: About }[],
  claims: readonly Claim[],
): Promise<{ about: About; entry: Entry }[]> {
  const keys = new Map(
    sides.map(({ about: { subjectId, period } }) => [`${subjectId} ${period}`, { subjectId, period }]),
  );
  const accounts = await subsidyQueries().accounts([...keys.values()]);
  const claimed = Map.groupBy(claims, ({ subjectId, earnedPeriod }) => `${subjectId} ${earnedPeriod}`);
  return accounts.flatMap(({ subjectId, period, entries }) => {
    const own = claimed.get(`${subjectId} ${period}`) ?? [];
    const through = Math.max(0, ...own.map(({ toN }) => toN));
    return entries
      .filter((entry) => entry.uscc === uscc && entry.n > through)
      .map((entry) => ({ about: { subjectId, period, ...entry }, entry }));
  });
}

/** What the settlements make payable, against the month's payment: the amount, or that it is held by name. */
export async function comparePayment(uscc: string, period: Period, store: SettlementStore): Promise<Outcome> {
  const comparing = new Comparing("payments", uscc);
  const month = await store.period(period);
  if (!hasReached(month, "instructed")) return comparing.outcome;
  const instructedAt = month.instructedAt ?? "";
  const [free, { payments, demands }, held] = await Promise.all([
    freeThrough(uscc, period, store, instructedAt),
    store.payee(uscc),
    store.marks<Held>(paymentsRun(period), "HELD"),
  ]);
  const known = payments.filter((one) => one.period < period && one.instructedAt <= instructedAt);
  const earlier = known.map(asOf(shanghaiDate(new Date(instructedAt))));
  const demanded = demands.filter((one) => one.period < period);
  const payable = payableFen(free, earlier, demanded);
  const isHeld = held.some((one) => one.uscc === uscc);
  const own = payments.filter((one) => one.period === period && one.number === 1);
  const paid = sumFen(own.map(({ amountFen }) => amountFen));
  comparing.amount(period, "payment", isHeld ? 0 : payable, paid);
  return comparing.outcome;
}

/** A payment that came back after the day was still on its way on it. */
const asOf =
  (day: string) =>
  (payment: Payment): Payment =>
    (payment.status === "returned" || payment.status === "reissued") && (payment.bankDate ?? "") >= day
      ? { ...payment, status: "instructed" }
      : payment;
