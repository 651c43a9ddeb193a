import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { readJob } from "../../../shared/runtime/jobs.ts";
import type { Period } from "../../../shared/values/period.ts";
import { settle } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import { paymentsRun } from "./payment-store.ts";

/**
 * A month is settled once its payments are all made and the bank has answered every one, or none was due. What came
 * back is carried in the payee's balance. The month is read first: a reissue moves it on, and then it is not settled.
 */
export async function settleIfAnswered(period: Period, store: SettlementStore, at: Date): Promise<void> {
  const month = await store.period(period);
  if (month.status !== "instructed") return;
  const [job, payments] = await Promise.all([readJob(paymentsRun(period)), store.payments(period)]);
  const underWay = payments.some(({ status }) => status === "instructed");
  if (job?.status !== "done" || underWay) return;
  const change = { action: "period.settled", from: "instructed", to: "settled" };
  await store.movePeriod(settle(month, at), change, [], at).catch(alreadyDone);
}
