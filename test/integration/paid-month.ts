import type { Client } from "../city/client.ts";
import { people } from "../city/people.ts";
import { attendanceCsv, certifiedEnterprise, placed, send } from "./one-enterprise.ts";

/** A full month of the default policy. */
export const FULL_FEN = 50_000;

/**
 * June 2026 from registration to the bank's return, for so many enterprises of two interns each: one with a full
 * month, and one whose second file corrects the first from nothing to a full month. The bank pays all but the last.
 * @param first number of the first enterprise
 */
export async function paidMonth(client: Client, count: number, first = 1): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  const usccs = await Promise.all(numbers.map((number) => enterpriseOfTwo(client, number)));
  for (const full of [3, 18]) {
    for (const [index, number] of numbers.entries())
      await send(client, usccs[index] ?? "", attendanceCsv({ [`E${number}1`]: 20, [`E${number}2`]: full }));
    await client.settle();
  }
  await client.clock("2026-07-05T02:00:00+08:00");
  await client.settle();
  await client.clock("2026-07-13T09:00:00+08:00");
  const period = "/v1/periods/2026-06";
  await client.call(people.secondFinance, "POST", `${period}/approve`, { body: { seenChecks: true } });
  await client.call(people.finance, "POST", `${period}/instruct`);
  await client.settle();
  type Payment = { paymentId: string; amountFen: number; uscc: string };
  const payments = await client.list<Payment>(people.finance, `${period}/payments`);
  const rows = payments.map(({ paymentId, amountFen, uscc }) => {
    const isLast = uscc === usccs.at(-1);
    return [
      paymentId,
      isLast ? "returned" : "paid",
      amountFen,
      isLast ? "账户不符" : "",
      "HP1",
      "2026-07-14",
    ];
  });
  const text = ["paymentId,status,amountFen,reason,bankRef,date", ...rows].join("\n");
  await client.call(people.finance, "POST", `${period}/returns`, { text: `${text}\n` });
  return usccs;
}

async function enterpriseOfTwo(client: Client, number: number): Promise<string> {
  const uscc = await certifiedEnterprise(client, number);
  for (const intern of [`${number}1`, `${number}2`]) await placed(client, uscc, Number(intern));
  return uscc;
}
