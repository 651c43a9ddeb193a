import { setting } from "../../shared/runtime/config.ts";
import { openTable } from "../../shared/runtime/table.ts";
import { manifestStore } from "./booking/manifest-store.ts";
import { monthStore } from "./month/month-store.ts";
import { demandStore } from "./payment/demand-store.ts";
import { paymentStore } from "./payment/payment-store.ts";

/** Everything that settlement keeps, room by room. */
export function settlementStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  const months = monthStore(table);
  return {
    ...months,
    ...manifestStore(table, months),
    ...paymentStore(table, months),
    ...demandStore(table),
  };
}

export type SettlementStore = ReturnType<typeof settlementStore>;
