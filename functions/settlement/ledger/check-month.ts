import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import type { Period } from "../../../shared/values/period.ts";
import { drawUp } from "../booking/draw-up.ts";
import { settlementsOf } from "../booking/settled.ts";
import { hasReached } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import type { AllocationBook } from "./books.ts";
import type { Outcome } from "./comparison.ts";
import { compareMonth } from "./comparisons/index.ts";

/** Compares what there is of a whole month; one that is not published yet has nothing to be held against. */
export async function checkMonth(period: Period, store: SettlementStore): Promise<Outcome[]> {
  const month = await store.period(period);
  if (!hasReached(month, "published")) return [];
  const [settlements, manifests, allocation, payments, files] = await Promise.all([
    settlementsOf(period, store),
    store.manifests(period),
    allocationOf(period, store),
    store.payments(period),
    store.files(period),
  ]);
  const paymentFile = files.includes("payment.csv") ? await textOf(`${period}/payment.csv`) : null;
  const { totals } = month;
  return compareMonth({ period, totals, settlements, manifests, allocation, payments, paymentFile });
}

/** Drawn up again it keeps the limits it had: policies may have changed since. */
async function allocationOf(period: Period, store: SettlementStore): Promise<AllocationBook | null> {
  const head = await store.allocation(period);
  if (!head) return null;
  const previous = head.previous ? await store.allocation(head.previous.period) : undefined;
  const limits = new Map(head.funds.map(({ fund, budgetFen, capFen }) => [fund, { budgetFen, capFen }]));
  const again = await drawUp(head, previous, (fund) => limits.get(fund) ?? NO_LIMITS, store);
  return { head, previous: previous ?? null, drawnUpAgain: again.head.hash };
}

const NO_LIMITS = { budgetFen: null, capFen: null };

async function textOf(key: string): Promise<string> {
  const bucket = openBucket(setting("FILES_BUCKET"));
  if ((await bucket.size(key)) === null) return "";
  return Buffer.concat(await Array.fromAsync(bucket.read(key))).toString();
}
