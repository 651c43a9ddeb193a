import type { Bank } from "../plan/city.ts";
import { type Manifest, manifestsOf } from "./manifests.ts";
import type { Records } from "./records.ts";

interface Payment {
  paymentId: string;
  uscc: string;
  period: string;
  amountFen: number;
  status: "instructed" | "paid" | "returned" | "reissued";
}

interface Allocation {
  period: string;
  funds: { fund: string; waitingFen: number }[];
  totals: { amountFen: number };
}

/** Nothing is paid twice or beyond what was settled, and what the bank did is what the city has on record. */
export function moneyIsRight(bank: Bank, records: Records): string[] {
  const payments = records
    .of("Settlement", "PAYEE#")
    .filter(({ sk }) => String(sk).startsWith("PAYMENT#")) as unknown as Payment[];
  const manifests = manifestsOf(records);
  const wrong = allIsGranted(manifests, records);
  for (const [uscc, own] of Map.groupBy(payments, (payment) => payment.uscc)) {
    const gone = sum(own.filter(({ status }) => status === "instructed" || status === "paid"));
    const settled = manifests
      .filter((manifest) => manifest.uscc === uscc)
      .toSorted((a, b) => (a.period < b.period ? -1 : 1));
    const most = Math.max(
      0,
      ...settled.map((_, at) =>
        settled.slice(0, at + 1).reduce((total, { totalFen }) => total + totalFen, 0),
      ),
    );
    if (gone > most) wrong.push(`money: ${uscc} was paid ${gone} of ${most}`);
  }
  for (const { paymentId, amountFen, status } of payments) {
    const told = bank.get(paymentId);
    if (!told || told.status !== status || told.amountFen !== amountFen)
      wrong.push(
        `money: ${paymentId} is ${status} with ${amountFen}; the bank says ${told?.status} with ${told?.amountFen}`,
      );
    const instructed = records
      .changes(`payment/${paymentId}`)
      .filter(({ action }) => action === "payment.instructed");
    if (instructed.length !== 1) wrong.push(`money: ${paymentId} was instructed ${instructed.length} times`);
  }
  const known = new Set(payments.map(({ paymentId }) => paymentId));
  for (const paymentId of bank.keys())
    if (!known.has(paymentId)) wrong.push(`money: nobody instructed ${paymentId}`);
  return wrong;
}

/** Nothing limits the city's funds: each month's one allocation grants what its manifests come to, and nothing waits. */
function allIsGranted(manifests: readonly Manifest[], records: Records): string[] {
  const allocations = records
    .of("Settlement", "ALLOCATIONS")
    .filter(({ sk }) => sk !== "END") as unknown as Allocation[];
  const claimed = Map.groupBy(manifests, ({ period }) => period);
  const allocated = new Set(allocations.map(({ period }) => period));
  return [
    ...allocations.flatMap(({ period, funds, totals }) => {
      const owed = (claimed.get(period) ?? []).reduce((total, { totalFen }) => total + totalFen, 0);
      const waits = funds.filter(({ waitingFen }) => waitingFen !== 0).map(({ fund }) => fund);
      return owed === totals.amountFen && waits.length === 0
        ? []
        : [`money: ${period} grants ${totals.amountFen} of ${owed}, and ${waits.join() || "nothing"} waits`];
    }),
    ...[...claimed.keys()]
      .filter((period) => !allocated.has(period))
      .map((period) => `money: ${period} was never allocated`),
  ];
}

const sum = (payments: readonly Payment[]): number =>
  payments.reduce((total, { amountFen }) => total + amountFen, 0);
