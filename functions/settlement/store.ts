import { setting } from "../../shared/runtime/config.ts";
import { openTable } from "../../shared/runtime/table.ts";
import { allocationStore } from "./booking/allocation-store.ts";
import { manifestStore } from "./booking/manifest-store.ts";
import { ledgerStore } from "./ledger/ledger-store.ts";
import { monthStore } from "./month/month-store.ts";
import { paymentStore } from "./payment/payment-store.ts";

/** Everything that settlement keeps, room by room. */
export function settlementStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  const months = monthStore(table);
  return {
    ...months,
    ...manifestStore(table, months),
    ...allocationStore(table),
    ...paymentStore(table, months),
    ledger: ledgerStore(table),
  };
}

export type SettlementStore = ReturnType<typeof settlementStore>;
