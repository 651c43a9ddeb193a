import type { Bank } from "../plan/city.ts";
import { manifestsOf } from "./manifests.ts";
import type { Records } from "./records.ts";

interface Payment {
  paymentId: string;
  uscc: string;
  period: string;
  amountFen: number;
  status: "instructed" | "paid" | "returned";
}

/** Nothing is paid twice or beyond what was settled, and what the bank did is what the city has on record. */
export function moneyIsRight(bank: Bank, records: Records): string[] {
  const payments = records
    .of("Settlement", "PAYEE#")
    .filter(({ sk }) => sk !== "HEAD") as unknown as Payment[];
  const wrong: string[] = [];
  for (const [uscc, own] of Map.groupBy(payments, (payment) => payment.uscc)) {
    const gone = sum(own.filter(({ status }) => status !== "returned"));
    const settled = manifestsOf(records)
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

const sum = (payments: readonly Payment[]): number =>
  payments.reduce((total, { amountFen }) => total + amountFen, 0);
