import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import type { Period } from "../../../shared/values/period.ts";
import { hasReached } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import type { MonthBook } from "./books.ts";
import type { Outcome } from "./comparison.ts";
import { compareMonth } from "./comparisons/index.ts";

/** Compares what there is of a whole month; one that is not published yet has nothing to be held against. */
export async function checkMonth(period: Period, store: SettlementStore): Promise<Outcome[]> {
  const month = await store.period(period);
  if (!hasReached(month, "published")) return [];
  const [manifests, payments, files] = await Promise.all([
    store.manifests(period),
    store.payments(period),
    store.files(period),
  ]);
  const paymentFile = files.includes("payment.csv") ? await textOf(`${period}/payment.csv`) : null;
  const book: MonthBook = { period, totals: month.totals, manifests, payments, paymentFile };
  return compareMonth(book);
}

async function textOf(key: string): Promise<string> {
  const bucket = openBucket(setting("FILES_BUCKET"));
  if ((await bucket.size(key)) === null) return "";
  return Buffer.concat(await Array.fromAsync(bucket.read(key))).toString();
}
