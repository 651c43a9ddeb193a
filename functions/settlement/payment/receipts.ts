import { ConditionFailed } from "../../../shared/runtime/table.ts";
import { notFound } from "../../../shared/values/problem.ts";
import type { SettlementStore } from "../store.ts";
import { type Demand, type Receipt, readDemandId, receive } from "./demand.ts";

const ATTEMPTS = 5;

/**
 * Books money that came in on a demand. A bank reference counts once, for one demand: told again nothing changes.
 * @returns the demand as it stands then, and whether anything was booked
 * @throws Problem 404, 409 `conflicting-receipt`, 422 `more-than-open`
 */
export async function bookReceipt(
  receipt: Receipt,
  store: SettlementStore,
  at: Date,
): Promise<{ demand: Demand; booked: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const demand = await existing(receipt.demandId, store);
    const next = receive(demand, receipt, await store.receipt(receipt.bankRef));
    if (next === "same") return { demand, booked: false };
    try {
      await store.bookReceipt(next, receipt, at);
      return { demand: next, booked: true };
    } catch (cause) {
      if (!(cause instanceof ConditionFailed) || attempt === ATTEMPTS) throw cause;
    }
  }
}

async function existing(demandId: string, store: SettlementStore): Promise<Demand> {
  const named = readDemandId(demandId);
  const demand = named && (await store.demand(named));
  if (!demand) throw notFound("没有此追回通知", "There is no demand with this number");
  return demand;
}
