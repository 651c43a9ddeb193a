import { setting } from "../../shared/runtime/config.ts";
import { rooms } from "../../shared/runtime/rooms.ts";
import { openTable } from "../../shared/runtime/table.ts";
import { allocationStore } from "./booking/allocation-store.ts";
import { manifestStore } from "./booking/manifest-store.ts";
import { ledgerStore } from "./ledger/ledger-store.ts";
import { approvalStore } from "./month/approval-store.ts";
import { monthStore } from "./month/month-store.ts";
import { demandStore } from "./payment/demand-store.ts";
import { paymentStore } from "./payment/payment-store.ts";
import { objectionStore } from "./publicity/objection-store.ts";

/** Everything that settlement keeps, room by room. */
export function settlementStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  const months = monthStore(table);
  return rooms(
    months,
    manifestStore(table, months),
    allocationStore(table),
    paymentStore(table, months),
    objectionStore(table),
    approvalStore(table),
    demandStore(table),
    { ledger: ledgerStore(table) },
  );
}

export type SettlementStore = ReturnType<typeof settlementStore>;
