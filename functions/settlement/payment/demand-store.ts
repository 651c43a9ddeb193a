import { commit } from "../../../shared/runtime/commit.ts";
import type { Table, Write } from "../../../shared/runtime/table.ts";
import type { Period } from "../../../shared/values/period.ts";
import { control } from "../ledger/control.ts";
import type { Demand, Receipt } from "./demand.ts";

const demandKey = ({ uscc, period }: { uscc: string; period: Period }) => ({
  pk: `PAYEE#${uscc}`,
  sk: `DEMAND#${period}`,
});
const receiptKey = (bankRef: string) => ({ pk: `RECEIPT#${bankRef}`, sk: "RECEIPT" });

/** Demands lie with the payments to their payee; a receipt lies under its bank reference, of which there is one. */
export function demandStore(table: Table) {
  return {
    demand: (of: { uscc: string; period: Period }) => table.get<Demand>(demandKey(of)),

    demands: (limit: number, cursor?: string) =>
      table.page<Demand>({ pk: "DEMANDS", index: "gsi1", limit, cursor, newestFirst: true }),

    receipt: (bankRef: string) => table.get<Receipt>(receiptKey(bankRef)),

    /** @throws ConditionFailed when the reference is known or the demand has changed meanwhile */
    async bookReceipt(demand: Demand, receipt: Receipt, at: Date): Promise<void> {
      await commit(table, {
        writes: [
          { put: { ...receiptKey(receipt.bankRef), ...receipt }, when: "absent" },
          demandWrite(demand),
          control(demand.uscc, demand.period, { recoveredFen: receipt.amountFen, recoveries: 1 }),
        ],
        changes: [
          {
            subject: `demand/${demand.demandId}`,
            action: "demand.received",
            to: receipt.amountFen,
            why: receipt.bankRef,
          },
        ],
        at,
      });
    },
  };
}

/** A demand's next version, under the one before. */
export const demandWrite = (demand: Demand): Write => ({
  put: { ...demand, ...demandKey(demand), gsi1pk: "DEMANDS", gsi1sk: `${demand.period}#${demand.uscc}` },
  when: demand.version === 1 ? "absent" : { version: demand.version - 1 },
});
