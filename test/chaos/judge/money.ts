import type { Bank } from "../plan/city.ts";
import type { Facts } from "../plan/facts.ts";
import { allocationsAreRight, type Shared, shareOut } from "./allocation.ts";
import { numbered, type Payment, payeesAreRight } from "./payees.ts";
import type { Records } from "./records.ts";

/** What was claimed is shared out, paid, held and asked back as it should be, and as the bank has it. */
export function moneyIsRight(facts: Facts, bank: Bank, records: Records): string[] {
  const shared = shareOut(facts, records);
  return [
    ...allocationsAreRight(facts, shared, records),
    ...objectionsAreRight(facts, shared, records),
    ...payeesAreRight({ facts, shared, bank }, records),
    ...bankAgrees(bank, records),
  ];
}

/** The list that people objected to showed what the month pays; and each objection is on record as it was decided. */
function objectionsAreRight(facts: Facts, shared: Shared, records: Records): string[] {
  const kept = new Map(
    records
      .of("Settlement", "OBJECTIONS#")
      .filter(({ sk }) => String(sk).startsWith("FILED#"))
      .map((row) => [row["id"], row["status"]]),
  );
  const statuses = facts.objections
    .filter(({ id, decision }) => kept.get(id) !== (decision ?? "open"))
    .map(({ id, decision }) => `objections: ${id} is ${kept.get(id)}, and was ${decision ?? "open"}`);
  const amounts = facts.objections.flatMap(({ period, lines }) =>
    lines.flatMap(({ lineId, amountFen }) => {
      const own = numbered((shared.get(period) ?? []).filter(({ uscc }) => uscc === lineId.slice(8, 26)));
      const due = own[Number(lineId.slice(27)) - 1]?.paysFen;
      return due === amountFen ? [] : [`objections: ${lineId} was shown with ${amountFen}, and pays ${due}`];
    }),
  );
  const more = kept.size > facts.objections.length ? ["objections: there are more than were filed"] : [];
  return [...statuses, ...amounts, ...more];
}

/** What the bank did is what the city has on record; each payment was instructed once. */
function bankAgrees(bank: Bank, records: Records): string[] {
  const payments = records
    .of("Settlement", "PAYEE#")
    .filter(({ sk }) => String(sk).startsWith("PAYMENT#")) as unknown as Payment[];
  const wrong: string[] = [];
  for (const { paymentId, amountFen, status } of payments) {
    const told = bank.get(paymentId);
    const answer = status === "reissued" ? "returned" : status;
    if (!told || told.status !== answer || told.amountFen !== amountFen)
      wrong.push(
        `money: ${paymentId} is ${status} with ${amountFen}; the bank says ${told?.status} with ${told?.amountFen}`,
      );
    const instructed = records
      .changes(`payment/${paymentId}`)
      .filter(({ pk, action }) => pk === `payment/${paymentId}` && action === "payment.instructed");
    if (instructed.length !== 1) wrong.push(`money: ${paymentId} was instructed ${instructed.length} times`);
  }
  const known = new Set(payments.map(({ paymentId }) => paymentId));
  for (const paymentId of bank.keys())
    if (!known.has(paymentId)) wrong.push(`money: nobody instructed ${paymentId}`);
  return wrong;
}
