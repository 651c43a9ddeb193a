import { inParallel } from "../../../shared/runtime/table.ts";
import { addMonths } from "../../../shared/values/period.ts";
import { accountFingerprint, registryQueries } from "../../registry/queries.ts";
import { type SettledTotal, settledTotals } from "../booking/settled.ts";
import { enterpriseOf } from "../publicity/objection.ts";
import type { SettlementStore } from "../store.ts";
import type { EnterpriseFigures, Figures } from "./checks.ts";
import { hasReached, type SettlementPeriod } from "./period.ts";

type Payees = Awaited<ReturnType<ReturnType<typeof registryQueries>["payees"]>>;

/** What of this month and the ones before it the checks compare: read in batches, and singly only what stands out. */
export async function figuresOf(month: SettlementPeriod, store: SettlementStore): Promise<Figures> {
  const lastMonth = addMonths(month.period, -1);
  const [own, before, previous, objections] = await Promise.all([
    settledTotals(month.period, store),
    settledTotals(lastMonth, store),
    store.period(lastMonth),
    openObjections(month, store),
  ]);
  const payees = await registryQueries().payees(own.map(({ uscc }) => uscc));
  const former = new Map(before.map((one) => [one.uscc, one]));
  const newcomers = await neverSettled(own, former, month, store);
  const elsewhere = await paidElsewhere(payees, newcomers, month, store);
  const known = new Map(payees.map((payee) => [payee.uscc, payee]));
  const enterprises = own.map(
    ({ uscc, totalFen }): EnterpriseFigures => ({
      uscc,
      name: known.get(uscc)?.name ?? "",
      amountFen: totalFen,
      previousFen: former.get(uscc)?.totalFen ?? null,
      isNew: newcomers.has(uscc),
      lastPaidElsewhereFen: elsewhere.get(uscc) ?? null,
      held: known.get(uscc)?.status !== "registered",
      openObjections: objections.byEnterprise.get(uscc) ?? 0,
    }),
  );
  const totals = hasReached(previous, "published") ? previous.totals : null;
  return { totals: month.totals, previous: totals, enterprises, openObjections: objections.count };
}

/** Those with lines now and none in any earlier month; only who had none last month can be one. */
async function neverSettled(
  own: readonly SettledTotal[],
  former: ReadonlyMap<string, SettledTotal>,
  { period }: SettlementPeriod,
  store: SettlementStore,
): Promise<Set<string>> {
  const candidates = own.filter(({ uscc, lines }) => lines > 0 && !former.get(uscc)?.lines);
  const settled = await inParallel(candidates, async ({ uscc }) =>
    (await store.manifestsOf(uscc)).some((manifest) => manifest.period < period && manifest.lines > 0),
  );
  return new Set(candidates.filter((_, index) => !settled[index]).map(({ uscc }) => uscc));
}

/** What went last to another account than the one confirmed now; mostly that was last month, which is read at once. */
async function paidElsewhere(
  payees: Payees,
  newcomers: ReadonlySet<string>,
  { period }: SettlementPeriod,
  store: SettlementStore,
): Promise<Map<string, number>> {
  const recent = new Map((await store.payments(addMonths(period, -1))).map((one) => [one.uscc, one]));
  const known = payees.filter(({ uscc }) => !newcomers.has(uscc));
  const last = await inParallel(
    known,
    async ({ uscc }) => recent.get(uscc) ?? lastPayment(uscc, period, store),
  );
  return new Map(
    known.flatMap(({ uscc, account }, index) => {
      const payment = last[index];
      return payment && accountFingerprint(payment.account) !== account ? [[uscc, payment.amountFen]] : [];
    }),
  );
}

async function lastPayment(uscc: string, period: string, store: SettlementStore) {
  const { payments } = await store.payee(uscc);
  return payments
    .filter((one) => one.period < period)
    .toSorted((a, b) => (a.period < b.period ? -1 : 1))
    .at(-1);
}

/** How many of the month's objections nobody has decided, and how many of them concern each enterprise. */
async function openObjections({ period }: SettlementPeriod, store: SettlementStore) {
  const open = (await store.objectionsIn(period)).filter(({ status }) => status === "open");
  const byEnterprise = new Map<string, number>();
  for (const { lineIds } of open) {
    for (const uscc of new Set(lineIds.map(enterpriseOf)))
      byEnterprise.set(uscc, (byEnterprise.get(uscc) ?? 0) + 1);
  }
  return { count: open.length, byEnterprise };
}
